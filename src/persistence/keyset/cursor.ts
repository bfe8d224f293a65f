import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import { BadUserInputError } from '../../errors';
import type { KeysetPosition, ListOrder } from './keyset-page';

/** What a cursor is good for, and where it points. */
export interface CursorContents {
  readonly order: ListOrder<string>;
  /** Of the filter and of whatever else decides which rows are listed: see `digestFilter`. */
  readonly filterDigest: string;
  readonly position: KeysetPosition;
}

const MAX_CURSOR_LENGTH = 4_000;
const MAX_KEY_PARTS = 3;

/** Conditions that say the same have the same digest: the order of keys, and null or absent, make no difference. */
export function digestFilter(filter: unknown): string {
  const canonical = stringify(filter, (_key, value: unknown) => value ?? undefined) ?? '';
  return createHash('sha256').update(canonical).digest('base64url').slice(0, 16);
}

/** Opaque to clients. */
export function encodeCursor({ order, filterDigest, position }: CursorContents): string {
  const parts = [order.field, order.direction, filterDigest, position.value, ...position.key];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The position that a cursor holds. Throws a `BadUserInputError` for one that was not given for this order and filter. */
export function decodeCursor(
  cursor: string,
  expected: { readonly order: ListOrder<string>; readonly filterDigest: string },
): KeysetPosition {
  const parts = parseCursor(cursor);
  if (parts === null) throw refused('is not a cursor: use `endCursor` of the page before as it is');
  const [field, direction, filterDigest, value, ...key] = parts;
  if (field !== expected.order.field || direction !== expected.order.direction) {
    throw refused(`belongs to a list in another order (${field} ${direction}): start again without it`);
  }
  if (filterDigest !== expected.filterDigest) {
    throw refused('belongs to a list with other conditions: keep them for all pages, or start again without it');
  }
  return { value: value ?? null, key: key as string[] };
}

type CursorParts = readonly [string, string, string, string | null, ...string[]];

function parseCursor(cursor: string): CursorParts | null {
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(cursor)) return null;
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length < 5 || parts.length > 4 + MAX_KEY_PARTS) return null;
  const isSound = parts.every((part, index) => (index === 3 && part === null) || isStorable(part));
  return isSound ? (parts as unknown as CursorParts) : null;
}

/** A forged cursor must not reach the database with what it refuses. */
function isStorable(part: unknown): boolean {
  return typeof part === 'string' && !part.includes('\0') && !/\p{Surrogate}/u.test(part);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refused(reason: string): BadUserInputError {
  return new BadUserInputError(`The value of "after" ${reason}.`, { path: ['after'] });
}
