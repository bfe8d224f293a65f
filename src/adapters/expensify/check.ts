import type { VendorConnection } from '../adapter';
import { getPolicyList } from './client';

/** Asks for the list of policies, which any pair of credentials may; throws the vendor's error. */
export async function checkCredentials(connection: VendorConnection): Promise<void> {
  await getPolicyList(connection, 'check');
}
