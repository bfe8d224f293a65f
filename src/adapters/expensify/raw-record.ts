import { decodeHtmlEntities } from './html-entities';
import { MemberOrder } from './member-order';

/** A record in Expensify's words. No type of a member is promised: each is read by one of the functions below. */
export type RawRecord = Readonly<Record<string, unknown>>;

export function isRawRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id, code, e-mail address or date: as it came, null when missing or empty. */
export function readToken(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const token = value.trim();
  return token === '' ? null : token;
}

/** Text that a person wrote: entities decoded, null when missing or blank. */
export function readText(value: unknown): string | null {
  const token = readToken(value);
  return token === null ? null : decodeHtmlEntities(token);
}

/** An e-mail address in lower case. */
export function readEmail(value: unknown): string | null {
  return readToken(value)?.toLowerCase() ?? null;
}

export function readBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}

/** A number or the text of one, in decimal notation; null for anything else. */
export function readDecimal(value: unknown): string | null {
  const token = readToken(value);
  return token !== null && /^-?\d+(\.\d+)?$/.test(token) ? token : null;
}

/** An http or https address. */
export function readUrl(value: unknown): string | null {
  const token = readToken(value);
  return token !== null && /^https?:\/\/\S+$/i.test(token) ? token : null;
}

/** The records of a list; what is no record is left out, a missing list is empty. */
export function readRecords(value: unknown): RawRecord[] {
  return Array.isArray(value) ? value.filter(isRawRecord) : [];
}

const order = new MemberOrder();

/**
 * The members that say something: without those that are null, empty, or lists and records of nothing but such. In the
 * order of their names, as which they are stored: what is in order already is written several times as fast.
 */
export function withoutEmptyMembers(record: RawRecord): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of order.of(record)) {
    const member = withoutEmptiness(record[name]);
    if (member !== undefined) kept[name] = member;
  }
  return kept;
}

function withoutEmptiness(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) return withoutEmptyTail(value);
  if (!isRawRecord(value)) return value;
  const record = withoutEmptyMembers(value);
  return Object.keys(record).length === 0 ? undefined : record;
}

/** Places in a list can mean something (the levels of a tag), so only its end is cut. */
function withoutEmptyTail(list: readonly unknown[]): readonly unknown[] | undefined {
  const kept = list.map((item) => withoutEmptiness(item) ?? null);
  while (kept.length > 0 && kept[kept.length - 1] === null) kept.pop();
  return kept.length === 0 ? undefined : kept;
}
