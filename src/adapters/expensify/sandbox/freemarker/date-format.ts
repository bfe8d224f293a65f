import { TemplateError } from './template-error';
import { TemplateDate, type DateKind } from './values';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
// Without a format, an English locale prints its medium one.
const DEFAULTS: Readonly<Record<DateKind, string>> = {
  date: 'MMM d, yyyy',
  time: 'h:mm:ss a',
  datetime: 'MMM d, yyyy h:mm:ss a',
};
const NAMED: Readonly<Record<string, Readonly<Record<DateKind, string>>>> = {
  short: { date: 'M/d/yy', time: 'h:mm a', datetime: 'M/d/yy h:mm a' },
  medium: DEFAULTS,
  long: { date: 'MMMM d, yyyy', time: "h:mm:ss a 'UTC'", datetime: "MMMM d, yyyy h:mm:ss a 'UTC'" },
  full: { date: 'EEEE, MMMM d, yyyy', time: "h:mm:ss a 'UTC'", datetime: "EEEE, MMMM d, yyyy h:mm:ss a 'UTC'" },
  iso: { date: 'yyyy-MM-dd', time: "HH:mm:ss'Z'", datetime: "yyyy-MM-dd'T'HH:mm:ss'Z'" },
  xs: { date: 'yyyy-MM-dd', time: "HH:mm:ss'Z'", datetime: "yyyy-MM-dd'T'HH:mm:ss'Z'" },
};

type Field = { readonly letter: string; readonly width: number } | { readonly literal: string };

function parsePattern(pattern: string, line: number): Field[] {
  const fields = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  return fields.map((text) => {
    if (text.startsWith("'")) return { literal: text.slice(1, -1).replaceAll("''", "'") || "'" };
    if (!/^[A-Za-z]/.test(text)) return { literal: text };
    if (!'yMdHhmsSaEzZ'.includes(text[0]!))
      throw new TemplateError(`The date format "${pattern}" is not supported`, line);
    return { letter: text[0]!, width: text.length };
  });
}

/** Java's SimpleDateFormat, in English and UTC. Without a pattern: the locale's default for that kind. */
export function formatDate(date: TemplateDate, pattern: string | undefined, line: number): string {
  const chosen = pattern === undefined ? DEFAULTS[date.kind] : (NAMED[pattern]?.[date.kind] ?? pattern);
  const at = new Date(date.time);
  return parsePattern(chosen, line)
    .map((field) => ('literal' in field ? field.literal : formatField(at, field.letter, field.width)))
    .join('');
}

function formatField(at: Date, letter: string, width: number): string {
  const pad = (value: number): string => String(value).padStart(width, '0');
  switch (letter) {
    case 'y':
      return width === 2 ? String(at.getUTCFullYear()).slice(-2) : pad(at.getUTCFullYear());
    case 'M': {
      const name = MONTHS[at.getUTCMonth()]!;
      return width > 3 ? name : width === 3 ? name.slice(0, 3) : pad(at.getUTCMonth() + 1);
    }
    case 'd':
      return pad(at.getUTCDate());
    case 'H':
      return pad(at.getUTCHours());
    case 'h':
      return pad(at.getUTCHours() % 12 || 12);
    case 'm':
      return pad(at.getUTCMinutes());
    case 's':
      return pad(at.getUTCSeconds());
    case 'S':
      return pad(at.getUTCMilliseconds());
    case 'a':
      return at.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E':
      return width > 3 ? DAYS[at.getUTCDay()]! : DAYS[at.getUTCDay()]!.slice(0, 3);
    default:
      return letter === 'Z' ? '+0000' : 'UTC';
  }
}

/** Reads a prefix of `text`, as Java's parser does: `2026-07-03 10:11` is a date by `yyyy-MM-dd`. */
export function parseDate(text: string, pattern: string | undefined, kind: DateKind, line: number): TemplateDate {
  const chosen = pattern === undefined ? DEFAULTS[kind] : (NAMED[pattern]?.[kind] ?? pattern);
  const found: Record<string, number> = {};
  let rest = text.trimStart();
  for (const field of parsePattern(chosen, line)) {
    const length =
      'literal' in field ? matchLiteral(rest, field.literal) : readField(rest, field.letter, field.width, found);
    if (length === null) throw new TemplateError(`"${text}" is not a ${kind} of the form ${chosen}`, line);
    rest = rest.slice(length);
  }
  return new TemplateDate(toTime(found), kind);
}

function matchLiteral(text: string, literal: string): number | null {
  return text.startsWith(literal) ? literal.length : null;
}

function readField(text: string, letter: string, width: number, found: Record<string, number>): number | null {
  if (letter === 'M' && width >= 3) return readMonthName(text, found);
  if ('aEzZ'.includes(letter)) {
    const word = /^[A-Za-z0-9+:-]+/.exec(text)?.[0];
    if (letter === 'a' && word !== undefined) found['pm'] = word.toUpperCase().startsWith('P') ? 1 : 0;
    return word?.length ?? null;
  }
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined) return null;
  found[letter] = letter === 'y' && width <= 2 && digits.length <= 2 ? 2000 + Number(digits) : Number(digits);
  return digits.length;
}

function readMonthName(text: string, found: Record<string, number>): number | null {
  const word = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
  const month = MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === word.slice(0, 3).toLowerCase());
  if (month < 0) return null;
  found['M'] = month + 1;
  return word.length;
}

function toTime(found: Readonly<Record<string, number>>): number {
  const hour = found['H'] ?? (found['h'] === undefined ? 0 : (found['h'] % 12) + 12 * (found['pm'] ?? 0));
  return Date.UTC(
    found['y'] ?? 1970,
    (found['M'] ?? 1) - 1,
    found['d'] ?? 1,
    hour,
    found['m'] ?? 0,
    found['s'] ?? 0,
    found['S'] ?? 0,
  );
}
