import type { BookEntryKind, BookEntryRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import {
  BOOK_ENTRY_SORTS,
  BOOK_ENTRY_TABLE,
  bookEntryConditions,
  type BookEntryListFilter,
  type BookEntryListScope,
  type BookEntrySortField,
} from './book-entry-list';
import { BOOK_ENTRY_COLUMNS, toBookEntryRow, type BookEntryColumns, type BookEntryRow } from './book-entry-row';
import { BOOK_ENTRY_UPSERT, TRACKED_BOOK_ENTRIES, toStoredBookEntry } from './book-entry-storage';
import type { RecordChange } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import { findRecords, findVendorFields, recordLookup, type KeyOfKind } from './record-lookup';
import { upsertRecords, type StoreCounts, type StoreTarget } from './record-upsert';

export type BookEntryListQuery = ListQuery<BookEntryListFilter, BookEntrySortField>;

const BY_KEYS = recordLookup('find_book_entries', 'book_entries', BOOK_ENTRY_COLUMNS, { byKind: true });
const VENDOR_FIELDS = recordLookup('find_book_entry_vendor_fields', 'book_entries', 't.vendor_fields', {
  byKind: true,
});

const DELETE_OF_KIND = `DELETE FROM book_entries t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid
  AND t.fetched_at < $3::timestamptz AND t.kind = $4::text`;
const DELETE_NOT_FETCHED = recordDeletion(TRACKED_BOOK_ENTRIES, DELETE_OF_KIND);
const DELETE_BY_IDS = recordDeletion(TRACKED_BOOK_ENTRIES, `${DELETE_OF_KIND} AND t.remote_id = ANY ($5::text[])`);

/** Our copies of what books have beside transactions: one table and one repository for all kinds. */
export class BookEntryRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** What has the same content as before keeps its `changedAt`; otherwise it becomes `fetchedAt`. */
  async storeBookEntries(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    entries: readonly BookEntryRecord[],
    fetchedAt: Date,
    changes: RecordChange[] | null = null,
  ): Promise<StoreCounts> {
    const stored = entries.map(toStoredBookEntry);
    const counts = await upsertRecords(context, runner, BOOK_ENTRY_UPSERT, target, stored, fetchedAt, changes);
    return { ...counts, deleted: 0 };
  }

  /** Forgets what is of a kind and was last fetched before `since`. How many. */
  deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, organizationId }: StoreTarget,
    kind: BookEntryKind,
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    return deleteRecords(context, runner, DELETE_NOT_FETCHED, [instanceId, organizationId, since, kind], changes);
  }

  /** Forgets these unless they were fetched at `since` or later. How many. */
  deleteByIds(
    context: RequestContext,
    runner: StatementRunner,
    { instanceId, organizationId }: StoreTarget,
    kind: BookEntryKind,
    remoteIds: readonly string[],
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [instanceId, organizationId, since, kind, remoteIds];
    return deleteRecords(context, runner, DELETE_BY_IDS, values, changes);
  }

  /** In the order of the keys, which may be of several kinds; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly KeyOfKind[],
  ): Promise<(BookEntryRow | null)[]> {
    return findRecords<BookEntryColumns, BookEntryRow>(
      context,
      this.runner,
      BY_KEYS,
      organizationId,
      keys,
      toBookEntryRow,
    );
  }

  findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly KeyOfKind[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return findVendorFields(context, this.runner, VENDOR_FIELDS, organizationId, keys);
  }

  /** One page a scope, in the order of the scopes. */
  async listPages(
    context: RequestContext,
    kind: BookEntryKind,
    scopes: readonly BookEntryListScope[],
    query: BookEntryListQuery,
  ): Promise<PageOf<BookEntryRow>[]> {
    const request = {
      ...bindScopes(scopes),
      table: BOOK_ENTRY_TABLE,
      conditions: bookEntryConditions(kind, query.filter),
      sort: BOOK_ENTRY_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
    };
    return readPages(context, this.runner, request, toBookEntryRow);
  }

  /** How many match in each scope. */
  count(
    context: RequestContext,
    kind: BookEntryKind,
    scopes: readonly BookEntryListScope[],
    filter: BookEntryListFilter | null,
  ): Promise<number[]> {
    const conditions = bookEntryConditions(kind, filter);
    return readCounts(context, this.runner, { ...bindScopes(scopes), table: BOOK_ENTRY_TABLE, conditions });
  }
}
