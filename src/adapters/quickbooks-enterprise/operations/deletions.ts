import type { ReadEvent } from '../../adapter';
import { textOf, type QbxmlObject } from '../qbxml/answer-event';
import type { QbxmlBody } from '../qbxml/write-request';
import { BOOK_FEEDS, feedOf, isTransaction, type BookFeed } from './book-feeds';

/** What QuickBooks says was deleted; it forgets that after about 90 days, and complete lists find what is left. */
export interface DeletionFeed {
  readonly name: 'ListDeleted' | 'TxnDeleted';
  readonly type: 'ListDelType' | 'TxnDelType';
  readonly id: 'ListID' | 'TxnID';
  readonly of: readonly BookFeed[];
}

export const DELETION_FEEDS: readonly DeletionFeed[] = [
  {
    name: 'ListDeleted',
    type: 'ListDelType',
    id: 'ListID',
    of: BOOK_FEEDS.filter((feed) => !isTransaction(feed)),
  },
  { name: 'TxnDeleted', type: 'TxnDelType', id: 'TxnID', of: BOOK_FEEDS.filter(isTransaction) },
];

export function deletionsSince({ type, of }: DeletionFeed, from: string | undefined): QbxmlBody {
  return { [type]: of.map(({ name }) => name), DeletedDateRangeFilter: { FromDeletedDate: from } };
}

export function deletionFeedOf(name: string): DeletionFeed | undefined {
  return DELETION_FEEDS.find((feed) => feed.name === name);
}

export function* tellDeleted(deletions: DeletionFeed, objects: readonly QbxmlObject[]): Generator<ReadEvent> {
  const byKind = new Map<BookFeed, string[]>();
  for (const object of objects) {
    const feed = feedOf(textOf(object, deletions.type) ?? '');
    const id = textOf(object, deletions.id);
    if (feed !== undefined && id !== null) byKind.set(feed, [...(byKind.get(feed) ?? []), id]);
  }
  for (const [{ resource, expenseKind }, remoteIds] of byKind) yield { kind: 'gone', resource, remoteIds, expenseKind };
}
