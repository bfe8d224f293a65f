import type { Operation } from '../operation';
import { fieldRequired } from '../refusal';
import { CUSTOMER_CODES, ITEM_CODES } from '../taxability-codes';

export const getCodesOperation: Operation = {
  refused: { type: 'GetCodesResponse', fields: { CodeType: null, Codes: null }, extendedProperties: null },
  run({ request }) {
    const type = request.text('CodeType')?.toLowerCase() ?? 'item';
    if (type !== 'item' && type !== 'customer') throw fieldRequired('CodeType Item or Customer');
    const fields =
      type === 'item' ? { CodeType: 'Item', Codes: ITEM_CODES } : { CodeType: 'Customer', Codes: CUSTOMER_CODES };
    return { type: 'GetCodesResponse', fields, extendedProperties: null };
  },
};
