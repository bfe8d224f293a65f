import { canonicalJson } from './canonical-json';

/** What JSON escapes but Postgres refuses: NUL, and halves of surrogate pairs. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/** The text as Postgres can hold it: without NUL, halves of surrogate pairs replaced. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** The value with every text in it made storable. The same object where nothing had to change. */
export function storable<T>(value: T): T {
  const json = JSON.stringify(value);
  return json !== undefined && ESCAPED.test(json) ? (clean(JSON.parse(json)) as T) : value;
}

/** The value as JSON with the keys of every object in order, and with every text in it made storable. */
export function toStorableJson(value: object): string {
  return withStorableText(canonicalJson(value));
}

/** JSON with its keys in order, with every text in it made storable. */
export function withStorableText(json: string): string {
  return ESCAPED.test(json) ? canonicalJson(clean(JSON.parse(json))) : json;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), clean(inner)]));
}
