import type { TimeZone } from './time-zone';

/** A part of a pattern: text as it is, or a letter so many times. */
type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'letter'; readonly letter: string; readonly count: number };

/** A date pattern in the notation of Java's `SimpleDateFormat`, such as `yyyy-MM-dd'T'HH:mm:ss.SSSXXX`. */
export type DatePattern = readonly PatternPart[];

/** What is wrong with a pattern, and what would be right. */
export class DatePatternError extends Error {}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** An instant as the clocks of a place show it. */
interface LocalTime {
  /** Its UTC fields are what those clocks show. */
  readonly shown: Date;
  readonly minutesAhead: number;
}

type LetterPrinter = (time: LocalTime, count: number) => string;

const PRINTERS: Readonly<Record<string, LetterPrinter>> = {
  // Two letters are the only short form: `y` alone is the whole year.
  y: ({ shown }, count) => (count === 2 ? pad(shown.getUTCFullYear() % 100, 2) : pad(shown.getUTCFullYear(), count)),
  M: ({ shown }, count) => printName(MONTHS, shown.getUTCMonth(), count) ?? pad(shown.getUTCMonth() + 1, count),
  d: ({ shown }, count) => pad(shown.getUTCDate(), count),
  D: ({ shown }, count) => pad(dayOfYear(shown), count),
  E: ({ shown }, count) => printName(DAYS, shown.getUTCDay(), Math.max(count, 3)) ?? '',
  a: ({ shown }) => (shown.getUTCHours() < 12 ? 'AM' : 'PM'),
  H: ({ shown }, count) => pad(shown.getUTCHours(), count),
  k: ({ shown }, count) => pad(shown.getUTCHours() || 24, count),
  K: ({ shown }, count) => pad(shown.getUTCHours() % 12, count),
  h: ({ shown }, count) => pad(shown.getUTCHours() % 12 || 12, count),
  m: ({ shown }, count) => pad(shown.getUTCMinutes(), count),
  s: ({ shown }, count) => pad(shown.getUTCSeconds(), count),
  S: ({ shown }, count) => pad(shown.getUTCMilliseconds(), count),
  Z: ({ minutesAhead }) => printOffset(minutesAhead, true, ''),
  X: ({ minutesAhead }, count) => {
    if (minutesAhead === 0) return 'Z';
    return printOffset(minutesAhead, count > 1, count === 3 ? ':' : '');
  },
};

/** What was probably meant by a letter that Java has and this subset has not. */
const INSTEAD: Readonly<Record<string, string>> = { Y: 'y', u: 'E', z: 'Z or XXX', L: 'M' };
const LETTERS = Object.keys(PRINTERS).join(' ');
const PART = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/gy;

/** @throws DatePatternError */
export function parseDatePattern(text: string): DatePattern {
  if (text === '') throw new DatePatternError('A date pattern is needed, such as yyyy-MM-dd.');
  const parts = [...text.matchAll(PART)];
  if (parts.reduce((length, [part]) => length + part.length, 0) < text.length) {
    throw new DatePatternError(`The quote at character ${text.lastIndexOf("'") + 1} of the pattern is not closed.`);
  }
  return parts.map(([part, quoted, letter]) => {
    if (letter !== undefined) return letterPart(letter, part.length);
    // Two quotes are one, within quotes and outside.
    return { kind: 'text', text: quoted === undefined ? part : quoted.replaceAll("''", "'") || "'" };
  });
}

export function formatDate(pattern: DatePattern, at: Date, zone: TimeZone): string {
  const minutesAhead = zone(at);
  const time = { shown: new Date(at.getTime() + minutesAhead * 60_000), minutesAhead };
  return pattern
    .map((part) => (part.kind === 'text' ? part.text : (PRINTERS[part.letter]?.(time, part.count) ?? '')))
    .join('');
}

function letterPart(letter: string, count: number): PatternPart {
  if (PRINTERS[letter] === undefined) {
    const hint = INSTEAD[letter] === undefined ? '' : ` Use ${INSTEAD[letter]} instead.`;
    throw new DatePatternError(
      `The letter ${letter} is not understood in a date pattern; known are ${LETTERS}; put text into single quotes.${hint}`,
    );
  }
  if (letter === 'X' && count > 3) throw new DatePatternError('A date pattern has at most three X: X, XX or XXX.');
  return { kind: 'letter', letter, count };
}

function printName(names: readonly string[], index: number, count: number): string | null {
  if (count < 3) return null;
  const name = names[index] ?? '';
  return count === 3 ? name.slice(0, 3) : name;
}

function printOffset(minutesAhead: number, withMinutes: boolean, separator: string): string {
  const ahead = Math.abs(minutesAhead);
  const minutes = withMinutes ? separator + pad(ahead % 60, 2) : '';
  return `${minutesAhead < 0 ? '-' : '+'}${pad(Math.floor(ahead / 60), 2)}${minutes}`;
}

function dayOfYear(shown: Date): number {
  const startOfDay = Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  return (startOfDay - Date.UTC(shown.getUTCFullYear(), 0, 0)) / 86_400_000;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
