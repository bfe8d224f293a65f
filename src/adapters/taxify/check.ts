import type { VendorConnection } from '../adapter';
import { listTaxCodes } from './operations/list-codes';

/** Asks for the codes of items: the cheapest call that needs the key. Throws the vendor's error. */
export async function checkCredentials(connection: VendorConnection): Promise<void> {
  await listTaxCodes(connection, 'ITEM', 'check');
}
