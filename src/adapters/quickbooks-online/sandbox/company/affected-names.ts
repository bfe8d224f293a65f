import { referenceAt, type JsonObject } from './json';

/** The vendors whose balance a transaction changes. */
export function payeesOf(record: JsonObject): string[] {
  const vendor = referenceAt(record, 'VendorRef');
  return vendor === undefined ? [] : [vendor];
}
