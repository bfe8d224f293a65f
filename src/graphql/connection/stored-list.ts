import { BadUserInputError } from '../../errors';
import { ListCursors } from '../../services/list-cursors';
import type { ConnectionOptions } from './connection';
import { requirePageSize, type PageArguments } from './page-arguments';

const AS_STORED = { field: 'POSITION', direction: 'ASC' } as const;

/** A page of a list that is stored within one record, in its order. A cursor is good for lists of the same `identity`. */
export function pageOfStoredList<Item>(
  items: readonly Item[],
  identity: unknown,
  { first, after }: PageArguments,
): ConnectionOptions<Item> {
  const cursors = new ListCursors(AS_STORED, identity);
  const position = cursors.decode(after);
  const start = position === null ? 0 : 1 + indexOf(position);
  const end = start + requirePageSize(first);
  const rows = items.slice(start, end);
  const positions = rows.map((_, index) => ({ value: null, key: [String(start + index)] }));
  return {
    readPage: async () => ({ rows, positions, hasNextPage: end < items.length }),
    readCount: async () => items.length,
    toCursor: (of) => cursors.encode(of),
    isContinued: position !== null,
  };
}

function indexOf({ key }: { readonly key: readonly string[] }): number {
  const index = Number(key[0]);
  if (Number.isSafeInteger(index) && index >= 0) return index;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}
