import type { VendorConnection } from '../../adapter';
import type { CancelTaxRequest, TaxDocumentChange } from '../../tax';
import { callOperation } from '../client';
import { assertDocumentKey } from '../document-key';
import { settleChange } from '../settle-change';

/**
 * Takes a document back, so that it is not filed. A key that Taxify does not know is a success there too. Errors as those
 * of `calculateTax` with `commit`.
 */
export async function cancelTax(connection: VendorConnection, request: CancelTaxRequest): Promise<TaxDocumentChange> {
  const { documentKey } = request;
  assertDocumentKey(documentKey, 'documentKey');
  return settleChange(documentKey, async (repeatable) => {
    const fields = { DocumentKey: documentKey };
    const call = { operation: 'CancelTax', purpose: 'taxes.cancel', fields, repeatable } as const;
    const { advisories } = await callOperation(connection, call);
    return { documentKey, state: 'CANCELLED', advisories };
  });
}
