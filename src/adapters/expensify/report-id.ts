const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = 62n;
const DIGITS = 11;
const LIMIT = BASE ** BigInt(DIGITS);

const SHORT_FORM = /^R[0-9A-Za-z]{11}$/;
const DECIMAL_FORM = /^\d{1,20}$/;
/** Expensify's website prints the decimal form with an R in front; eleven digits after it would be the short form. */
const PRINTED_DECIMAL_FORM = /^R(\d{12,20})$/;

/**
 * The one form under which we keep a report: `R` and eleven base-62 digits, as in `R00bCluvcO4T`. Takes that form,
 * the decimal "long ID" `8123565047826837`, and `R8123565047826837`; null for what is none of them.
 */
export function canonicalReportId(id: string): string | null {
  const trimmed = id.trim();
  if (SHORT_FORM.test(trimmed)) return trimmed;
  const decimal = PRINTED_DECIMAL_FORM.exec(trimmed)?.[1] ?? trimmed;
  return DECIMAL_FORM.test(decimal) ? fromDecimal(BigInt(decimal)) : null;
}

/** BigInt, because nothing promises that the IDs stay below 2^53. Zero stands for "on no report". */
function fromDecimal(value: bigint): string | null {
  if (value === 0n || value >= LIMIT) return null;
  let digits = '';
  for (let rest = value; rest > 0n; rest /= BASE) digits = ALPHABET.charAt(Number(rest % BASE)) + digits;
  return `R${digits.padStart(DIGITS, '0')}`;
}
