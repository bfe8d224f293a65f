import type { BookEntryKind } from '../../adapters/records';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import type { BookEntryRow } from '../../persistence/repositories/book-entry-row';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import type { Loaders } from '../loaders/loaders';
import { recordOf } from '../vendor-record/record-reference';

/** What an entry of books names; null where it names nothing, or what it names is not known. */
export async function findBookEntry(
  { bookEntries }: Loaders,
  kind: BookEntryKind,
  instanceId: string,
  remoteId: string | null,
): Promise<BookEntryRow | null> {
  return remoteId === null ? null : bookEntries.load({ kind, instanceId, remoteId });
}

/** By `id`, or by `instance { id }` and `remoteId`. */
export function bookEntryReference(
  kind: Exclude<BookEntryKind, 'COMPANY'>,
): (representation: Representation, context: GraphqlContext) => Promise<object | null> {
  return async (representation, context) => {
    const key = await recordOf(representation, context, RESOURCE_OF_BOOK_ENTRY[kind], [kind], () => kind);
    return key && context.loaders.bookEntries.load(key);
  };
}
