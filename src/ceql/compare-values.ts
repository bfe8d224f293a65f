import type { Value } from './expression';
import { readTime } from './time-text';

/**
 * Sign of `actual - expected`; null where the two cannot be compared. Numbers are compared as decimals of any length,
 * also where one side wrote them as text; times by time, whatever their offsets and however date and time are joined; other
 * text by code unit, which for days is by time.
 */
export function compareValues(actual: unknown, expected: Value): number | null {
  if (typeof actual === 'boolean' || expected.kind === 'boolean') return compareBooleans(actual, expected);
  if (typeof actual !== 'string' && typeof actual !== 'number' && typeof actual !== 'bigint') return null;
  const text = expected.kind === 'string' ? expected.text : expected.digits;
  const isNumeric = typeof actual !== 'string' || expected.kind === 'number';
  if (isNumeric) return compareDecimals(String(actual), text);
  return compareTimes(actual, text) ?? compareOrdered(actual, text);
}

function compareBooleans(actual: unknown, expected: Value): number | null {
  const text = expected.kind === 'string' ? expected.text.toLowerCase() : String(booleanOf(expected));
  const given = String(actual).toLowerCase();
  if (!isBooleanText(text) || !isBooleanText(given)) return null;
  return compareOrdered(given, text);
}

function booleanOf(expected: Value): boolean | null {
  return expected.kind === 'boolean' ? expected.value : null;
}

function isBooleanText(text: string): boolean {
  return text === 'true' || text === 'false';
}

/** What has no offset is taken to be in UTC. Null where one is no time, or a day and the other a time without an offset. */
function compareTimes(left: string, right: string): number | null {
  const [a, b] = [readTime(left), readTime(right)];
  if (a === null || b === null) return null;
  const isSameForm = a.form === b.form && a.form !== 'DAY';
  return isSameForm || a.form === 'INSTANT' || b.form === 'INSTANT' ? compareOrdered(a.time, b.time) : null;
}

const SHORT_DECIMAL = /^-?\d+(?:\.\d+)?$/;
const DECIMAL = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?$/;

function compareDecimals(left: string, right: string): number | null {
  if (isShort(left) && isShort(right)) return compareOrdered(Number(left), Number(right));
  const [a, b] = [DECIMAL.exec(left.trim()), DECIMAL.exec(right.trim())];
  if (a === null || b === null) return null;
  const scale = Math.max(a[3]?.length ?? 0, b[3]?.length ?? 0);
  return compareOrdered(scaled(a, scale), scaled(b, scale));
}

/** Of at most fifteen digits: no two of them are the same JavaScript number. */
function isShort(text: string): boolean {
  return text.length <= 15 && SHORT_DECIMAL.test(text);
}

/** A decimal as a whole number of its last digits. */
function scaled([, sign = '', whole = '0', fraction = '']: RegExpExecArray, scale: number): bigint {
  return BigInt(`${sign}${whole}${fraction.padEnd(scale, '0')}`);
}

function compareOrdered<T extends string | bigint | number>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
