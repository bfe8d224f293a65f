/** Ids are decimal numbers, of up to 19 digits; null for what cannot be one. */
export function canonicalObjectId(remoteId: string): string | null {
  const digits = remoteId.trim().replace(/^0+(?=\d)/, '');
  return /^\d{1,20}$/.test(digits) ? digits : null;
}
