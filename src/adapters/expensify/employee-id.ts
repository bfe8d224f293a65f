/** An employee is known by their e-mail address in lower case; null for what is no address. */
export function canonicalEmployeeId(id: string): string | null {
  const address = id.trim().toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null;
}
