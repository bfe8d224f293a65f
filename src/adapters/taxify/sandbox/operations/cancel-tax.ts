import type { Operation } from '../operation';
import { fieldRequired } from '../refusal';

const BASIC = { type: 'BasicResponse', fields: {}, extendedProperties: null } as const;

export const cancelTaxOperation: Operation = {
  refused: BASIC,
  run({ request, documents, rules, now }) {
    const key = request.text('DocumentKey');
    if (key === null) throw fieldRequired('DocumentKey');
    documents.cancel(key, rules, now.toISOString());
    return BASIC;
  },
};
