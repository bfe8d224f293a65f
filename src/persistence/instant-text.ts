import { types, type CustomTypesConfig } from 'pg';

const INSTANT = types.builtins.TIMESTAMPTZ;
const parseInstant = types.getTypeParser(INSTANT);

/** `2026-07-31 09:00:00` of what Postgres writes in UTC; a fraction of a second may follow, then `+00`. */
const SECONDS_LENGTH = 19;
const SHORTEST = SECONDS_LENGTH + '+00'.length;
/** `Date.UTC` takes those before for years of the last century. */
const FIRST_YEAR = 100;
const ZERO = '0'.charCodeAt(0);

/**
 * An instant as Postgres writes it. The driver's own way, by a regular expression, takes many times as long as reading the
 * digits where they are in what comes from a session in UTC; everything else, such as infinity, is left to it.
 */
export function readInstant(text: string): unknown {
  const year = digits(text, 0) * 100 + digits(text, 2);
  if (text[4] !== '-' || !text.endsWith('+00') || !(year >= FIRST_YEAR)) return parseInstant(text);
  const time = Date.UTC(
    year,
    digits(text, 5) - 1,
    digits(text, 8),
    digits(text, 11),
    digits(text, 14),
    digits(text, 17),
    text.length === SHORTEST ? 0 : milliseconds(text),
  );
  return new Date(time);
}

/** The number that two digits are. */
function digits(text: string, start: number): number {
  return (text.charCodeAt(start) - ZERO) * 10 + text.charCodeAt(start + 1) - ZERO;
}

/** Of `.5+00` or `.123456+00`: what is less than a millisecond is cut off. */
function milliseconds(text: string): number {
  return Number(
    text
      .slice(SECONDS_LENGTH + 1, -3)
      .padEnd(3, '0')
      .slice(0, 3),
  );
}

/** How a connection reads columns. */
export const COLUMN_TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === INSTANT && format !== 'binary' ? readInstant : types.getTypeParser(oid, format as 'text'),
};
