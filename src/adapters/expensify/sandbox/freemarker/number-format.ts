import { TemplateError } from './template-error';

/** Decimal digits of a number without an exponent, as `?c` prints it. */
export function toPlainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return roundHalfEven(value, 0, 16);
}

/** The number as an English locale prints it: groups of three, at most three decimals. */
export function toLocalNumber(value: number): string {
  return group(roundHalfEven(value, 0, 3), 3);
}

/**
 * Rounds half to even, as Java's formatter does, to at most `maximum` decimals and pads to `minimum`. Fifteen
 * significant digits are what a double holds for sure, so that 1.005 is a tie here although the binary value is not.
 */
export function roundHalfEven(value: number, minimum: number, maximum: number): string {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential(14).split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  const padded = '0'.repeat(Math.max(0, 1 - point)) + digits + '0'.repeat(Math.max(0, point - digits.length));
  const whole = Math.max(1, point);
  const kept = BigInt(padded.slice(0, whole + maximum).padEnd(whole + maximum, '0'));
  const rounded = (kept + (roundsUp(padded.slice(whole + maximum), kept) ? 1n : 0n))
    .toString()
    .padStart(maximum + 1, '0');
  const integer = rounded.slice(0, rounded.length - maximum);
  let decimals = rounded.slice(rounded.length - maximum);
  while (decimals.length > minimum && decimals.endsWith('0')) decimals = decimals.slice(0, -1);
  const text = decimals === '' ? integer : `${integer}.${decimals}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

function roundsUp(dropped: string, kept: bigint): boolean {
  const first = Number(dropped[0] ?? '0');
  if (first !== 5) return first > 5;
  return /[1-9]/.test(dropped.slice(1)) || kept % 2n === 1n;
}

function group(text: string, size: number): string {
  const [integer = '', decimals] = text.split('.');
  const grouped = integer.replace(new RegExp(`\\B(?=(\\d{${size}})+$)`, 'g'), ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const PATTERN = /^((?:'[^']*'|[^#0,.';])*)([#0,.]+)((?:'[^']*'|[^#0,.';])*)(?:;.*)?$/;

/** The subset of Java's DecimalFormat patterns that templates use: `0.00`, `#,##0.##`, `0%`, with literal text around. */
export function formatNumber(value: number, pattern: string, line: number): string {
  const named = { number: '#,##0.###', percent: '#,##0%', currency: '$#,##0.00', computer: '0.################' };
  const parts = PATTERN.exec(named[pattern as keyof typeof named] ?? pattern);
  if (parts === null) throw new TemplateError(`The number format "${pattern}" is not supported`, line);
  const [, prefix = '', body = '', suffix = ''] = parts;
  const [integer = '', decimals = ''] = body.split('.');
  const scaled = (prefix + suffix).includes('%') ? value * 100 : value;
  const rounded = roundHalfEven(Math.abs(scaled), count(decimals, '0'), decimals.length);
  const [whole = '', fraction] = rounded.split('.');
  const minimum = count(integer, '0');
  const shown = minimum === 0 && whole === '0' && fraction !== undefined ? '' : whole.padStart(minimum, '0');
  const comma = integer.lastIndexOf(',');
  const text = fraction === undefined ? shown : `${shown}.${fraction}`;
  const sign = scaled < 0 && /[1-9]/.test(text) ? '-' : '';
  const grouped = comma < 0 ? text : group(text, integer.length - comma - 1);
  return sign + unquote(prefix) + grouped + unquote(suffix);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function unquote(text: string): string {
  return text.replace(/'([^']*)'/g, (_whole, inner: string) => inner || "'");
}
