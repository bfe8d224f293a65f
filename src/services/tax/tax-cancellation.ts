import type { VendorConnection } from '../../adapters/adapter';
import type { TaxDocumentChange, VendorTax } from '../../adapters/tax';
import { VendorRejectedError } from '../../adapters/vendor-error';

/**
 * Takes a document back under each key that it may have. The vendor may refuse a key that it does not know: one success
 * will do, since the document has one key only. Throws the refusal where every key is refused.
 */
export async function cancelUnderEveryKey(
  vendor: VendorTax,
  connection: VendorConnection,
  documentKeys: readonly string[],
): Promise<TaxDocumentChange> {
  let change: TaxDocumentChange | null = null;
  let refusal: unknown = null;
  for (const documentKey of documentKeys) {
    try {
      change = await vendor.cancel(connection, { documentKey });
    } catch (error) {
      if (!(error instanceof VendorRejectedError)) throw error;
      refusal = error;
    }
  }
  if (change === null) throw refusal;
  return change;
}
