/** No vendor is taken at its word for longer than a day. */
const LONGEST_SECONDS = 24 * 60 * 60;

/**
 * Seconds to wait by a `Retry-After` header (RFC 9110, section 10.2.3: seconds, or a date), at least 1 and at most a
 * day. Null when the header is absent or says neither.
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  const value = header?.trim() ?? '';
  if (value === '') return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_SECONDS);
}
