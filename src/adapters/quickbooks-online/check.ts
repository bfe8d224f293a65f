import type { VendorConnection } from '../adapter';
import { callCompany } from './client';
import { REALM } from './settings';

/** Reads the company's own record, which every grant may; throws the vendor's error. */
export async function checkConnection(connection: VendorConnection): Promise<void> {
  const realm = encodeURIComponent(connection.configuration[REALM] ?? '');
  await callCompany(connection, { purpose: 'check', method: 'GET', path: `companyinfo/${realm}`, repeatable: true });
}
