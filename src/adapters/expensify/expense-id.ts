/** A transaction ID as it is: a decimal number of up to nineteen digits, kept as text. Null for what is none. */
export function canonicalExpenseId(id: string): string | null {
  const trimmed = id.trim();
  return /^\d{1,24}$/.test(trimmed) ? trimmed : null;
}
