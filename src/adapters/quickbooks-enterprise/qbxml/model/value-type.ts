import BigNumber from 'bignumber.js';
import { notKept, toComparable, toKept } from '../characters';

/** The types of values in requests. `max` counts characters. */
export type ValueType =
  | { readonly type: 'TEXT'; readonly max: number; readonly lines?: boolean; readonly isName?: boolean }
  | { readonly type: 'ID' | 'GUID' | 'FLAG' | 'DAY' | 'TIME' | 'AMOUNT' | 'PRICE' | 'RATE' | 'WHOLE' }
  | { readonly type: 'WORD'; readonly words: readonly string[] };

export type PlainValue = string | number | boolean;

/** A value as it is written, or why it cannot be. */
export type CheckedValue =
  { readonly text: string } | { readonly message: string; readonly expected: string; readonly suggestions?: string[] };

/** Times are kept in 31 bits of seconds. */
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2038-01-18';
const AMOUNT_DECIMALS = 2;
/** Thirteen with the two behind the point. */
const AMOUNT_DIGITS = 11;
const PRICE_DIGITS = 10;
const PRICE_DECIMALS = 5;

/** `isStored`: it is to be kept as it is. Otherwise it is compared with what is kept, and adapted to that. */
export function checkValue(value: PlainValue, type: ValueType, isStored: boolean): CheckedValue {
  switch (type.type) {
    case 'TEXT':
      return checkText(String(value), type, isStored);
    case 'WORD':
      return checkWord(String(value), type.words);
    case 'FLAG':
      return matching(String(value), /^(true|false)$/, 'Neither true nor false.', '`true` or `false`.');
    case 'WHOLE':
      return matching(String(value), /^-?\d{1,10}$/, 'No whole number.', 'A whole number.');
    case 'DAY':
      return checkDay(String(value));
    case 'TIME':
      return checkTime(String(value));
    case 'AMOUNT':
      return checkDecimal(String(value), AMOUNT_DIGITS, AMOUNT_DECIMALS, (number) => number.toFixed(AMOUNT_DECIMALS));
    case 'PRICE':
    case 'RATE':
      return checkDecimal(String(value), PRICE_DIGITS, PRICE_DECIMALS, (number) => number.toFixed());
    case 'ID':
      return matching(
        String(value),
        /^[0-9A-Za-z-]{1,36}$/,
        'No id of QuickBooks.',
        'An id such as 80000001-1262304000.',
      );
    case 'GUID':
      return matching(
        String(value),
        /^(0|\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\})$/,
        'No GUID.',
        'A GUID in braces, or 0.',
      );
  }
}

function matching(text: string, pattern: RegExp, message: string, expected: string): CheckedValue {
  return pattern.test(text) ? { text } : { message, expected };
}

function checkText(given: string, type: ValueType & { type: 'TEXT' }, isStored: boolean): CheckedValue {
  const kept = type.lines === true ? toKept(given) : toKept(given).replace(/[\t\n]+/g, ' ');
  const text = isStored ? kept : toComparable(kept);
  const strange = notKept(text);
  const length = [...text].length;
  if (strange.length > 0) {
    const message = `QuickBooks cannot keep ${strange.slice(0, 10).join(' ')}: its texts are Western European (Windows-1252).`;
    return { message, expected: 'A text without these characters.' };
  }
  if (length > type.max) {
    return {
      message: `QuickBooks takes at most ${type.max} characters here, not ${length}.`,
      expected: `At most ${type.max} characters.`,
    };
  }
  if (type.isName === true && isStored && text.includes(':')) {
    return {
      message: 'QuickBooks takes no colon in a name: it separates the names of parents.',
      expected: 'A name without a colon.',
    };
  }
  return { text };
}

function checkWord(word: string, words: readonly string[]): CheckedValue {
  if (words.includes(word)) return { text: word };
  return { message: `QuickBooks does not know "${word.slice(0, 50)}" here.`, expected: `One of ${words.join(', ')}.` };
}

function checkDay(day: string): CheckedValue {
  if (!isDay(day)) return { message: 'No day of the calendar.', expected: 'A day such as 2026-03-31.' };
  if (day >= FIRST_DAY && day <= LAST_DAY) return { text: day };
  return { message: 'QuickBooks knows no such day.', expected: `A day from ${FIRST_DAY} to ${LAST_DAY}.` };
}

/** Without an offset: the computer's own time, see `HostTime`. */
function checkTime(time: string): CheckedValue {
  const [day = '', clock] = time.split('T');
  if (!isDay(day) || (clock !== undefined && !/^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(clock))) {
    return { message: 'No time of a computer.', expected: 'A time such as 2026-03-31T14:05:00, without an offset.' };
  }
  const checked = checkDay(day);
  return 'text' in checked ? { text: time } : checked;
}

function isDay(day: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

function checkDecimal(
  given: string,
  digits: number,
  decimals: number,
  write: (number: BigNumber) => string,
): CheckedValue {
  const expected = `A decimal number with at most ${digits} digits before the point and ${decimals} behind it.`;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(given)) return { message: 'No decimal number.', expected };
  const number = new BigNumber(given);
  if ((number.decimalPlaces() ?? 0) > decimals) {
    return { message: `QuickBooks keeps ${decimals} decimals here, and would not keep ${given}.`, expected };
  }
  if (number.abs().isGreaterThanOrEqualTo(new BigNumber(10).pow(digits))) {
    return { message: `QuickBooks takes no number as large as ${given}.`, expected };
  }
  return { text: write(number) };
}
