import { COMPANY_ID } from './mapping/book-entry-mapping';

/** A counter in hexadecimal digits, and a time: `80000035-1785958998`. Null for what cannot be one. */
export function canonicalRecordId(remoteId: string): string | null {
  const id = remoteId.trim();
  return /^[0-9A-Fa-f]{1,16}-\d{1,12}$/.test(id) ? id : null;
}

export function canonicalCompanyId(remoteId: string): string | null {
  return remoteId.trim() === COMPANY_ID ? COMPANY_ID : null;
}

/** Another after every change, and what a change has to name; null where a record does not have it. */
export function recordVersion({ EditSequence: sequence }: Readonly<Record<string, unknown>>): string | null {
  return typeof sequence === 'string' && sequence !== '' ? sequence : null;
}
