import type { ElementResource, KnownIds, ReadEvent, RecordSpan } from '../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../adapters/book-entry-resource';
import { BOOK_ENTRY_KINDS, EXPENSE_KINDS, type BookEntryKind, type RecordBatch } from '../adapters/records';
import type { Transaction } from '../persistence/database';
import type { BookEntryRepository } from '../persistence/repositories/book-entry.repository';
import type { ChangeEventRepository, ChangeSource } from '../persistence/repositories/change-event.repository';
import type { EmployeeRepository } from '../persistence/repositories/employee.repository';
import type { ExpenseReceiptRepository } from '../persistence/repositories/expense-receipt.repository';
import type { ExpenseRepository } from '../persistence/repositories/expense.repository';
import type { PolicyRepository } from '../persistence/repositories/policy.repository';
import { takeTurn, type RecordChange } from '../persistence/repositories/record-change';
import type { StoreCounts } from '../persistence/repositories/record-upsert';
import type { ReportStatusPatch } from '../persistence/repositories/report-status-patch';
import type { ReportRepository } from '../persistence/repositories/report.repository';
import { withoutStoredSince } from '../persistence/repositories/stored-since';
import type { RequestContext } from '../request-context';

/** Whose records they are. */
export interface RecordOwner {
  readonly organizationId: string;
  readonly instanceId: string;
}

/** Whether what changes is told, as events in the same transaction: null for a first load, where all is new. */
export interface Announcement {
  readonly source: ChangeSource;
  readonly recordedAt: Date;
}

type GoneRecords = Omit<Extract<ReadEvent, { kind: 'gone' }>, 'kind'>;

interface FetchedRow {
  readonly remoteId: string;
  readonly fetchedAt: Date;
}

/** A poll reads so many again that may still change: an instance may have tens of thousands that never come to an end. */
const UNFINISHED_A_POLL = 300;

/** The one place where a vendor's record becomes ours: first reads, refreshes and lists all end here. */
export class RecordStore {
  constructor(
    readonly reports: ReportRepository,
    readonly expenses: ExpenseRepository,
    readonly policies: PolicyRepository,
    readonly employees: EmployeeRepository,
    readonly books: BookEntryRepository,
    readonly receipts: ExpenseReceiptRepository,
    private readonly events: ChangeEventRepository,
  ) {}

  async store(
    context: RequestContext,
    transaction: Transaction,
    owner: RecordOwner,
    batch: RecordBatch,
    fetchedAt: Date,
    announcement: Announcement | null,
  ): Promise<StoreCounts> {
    const { policies = [], employees = [], reports = [], expenses = [], receipts = [], bookEntries = [] } = batch;
    const counts: StoreCounts[] = [];
    const count = (stored: Readonly<Record<string, StoreCounts>>): number => counts.push(...Object.values(stored));
    await this.announcing(context, transaction, owner, announcement, async (changes) => {
      const stored = [context, transaction, owner] as const;
      // What others refer to comes first: a reader in between sees names rather than gaps.
      if (bookEntries.length)
        count({ books: await this.books.storeBookEntries(...stored, bookEntries, fetchedAt, changes) });
      if (policies.length) count(await this.policies.storePolicies(...stored, policies, fetchedAt, changes));
      if (employees.length) count(await this.employees.storeEmployees(...stored, employees, fetchedAt, changes));
      if (reports.length) count(await this.reports.storeReports(...stored, reports, fetchedAt, changes));
      if (expenses.length)
        count({ expenses: await this.expenses.storeExpenses(...stored, expenses, fetchedAt, changes) });
      if (receipts.length) await this.receipts.storeReceipts(...stored, receipts, fetchedAt);
    });
    return sumOf(counts);
  }

  /** What is known of the state of reports that we may have, while the rest of them stays as it was read. */
  async patchReportStatuses(
    context: RequestContext,
    transaction: Transaction,
    owner: RecordOwner,
    patches: readonly ReportStatusPatch[],
    announcement: Announcement,
  ): Promise<void> {
    await this.announcing(context, transaction, owner, announcement, (changes) =>
      this.reports.patchStatuses(context, transaction, owner, patches, announcement.recordedAt, changes ?? []),
    );
  }

  /** Whoever changes records of the instance at the same time has ended, and what it did is seen. */
  takeTurn(context: RequestContext, transaction: Transaction, instanceId: string): Promise<void> {
    return takeTurn(context, transaction, instanceId);
  }

  /** The batch without what somebody has stored after that instant: the transaction must have taken its turn. */
  withoutStoredSince(
    context: RequestContext,
    transaction: Transaction,
    { instanceId }: RecordOwner,
    batch: RecordBatch,
    since: Date,
  ): Promise<RecordBatch> {
    return withoutStoredSince(context, transaction, instanceId, batch, since);
  }

  /** Which of these we do not have, or have as they were read before `since`. */
  async notFetchedSince(
    context: RequestContext,
    { organizationId, instanceId }: RecordOwner,
    resource: ElementResource,
    remoteIds: readonly string[],
    since: Date,
  ): Promise<string[]> {
    const keys = remoteIds.map((remoteId) => ({ instanceId, remoteId }));
    const find = async (): Promise<readonly (FetchedRow | null)[]> => {
      if (resource === 'REPORTS') return this.reports.findByKeys(context, organizationId, keys);
      if (resource === 'POLICIES') return this.policies.findByKeys(context, organizationId, keys);
      if (resource === 'EMPLOYEES') return this.employees.findByKeys(context, organizationId, keys);
      if (resource === 'RECEIPTS') return this.receipts.findByKeys(context, organizationId, keys);
      const bookKind = bookEntryKindOf(resource);
      if (bookKind !== null) {
        const ofKind = keys.map((key) => ({ ...key, kind: bookKind }));
        return this.books.findByKeys(context, organizationId, ofKind);
      }
      if (resource !== 'EXPENSES') return [];
      const ofAnyKind = EXPENSE_KINDS.flatMap((kind) => keys.map((key) => ({ ...key, kind })));
      return this.expenses.findByKeys(context, organizationId, ofAnyKind);
    };
    const rows = await find();
    const fetched = new Set(rows.flatMap((row) => (row !== null && row.fetchedAt >= since ? [row.remoteId] : [])));
    return remoteIds.filter((remoteId) => !fetched.has(remoteId));
  }

  /** What we have of a span and was last fetched before `since`: see `ListRequest.unseenIds`. */
  unseenIds(
    context: RequestContext,
    owner: RecordOwner,
    resource: ElementResource,
    span: RecordSpan,
    since: Date,
  ): KnownIds {
    if (resource !== 'REPORTS') return () => Promise.resolve([]);
    return (afterId, limit) => this.reports.listUnseen(context, owner, { span, since, afterId, limit });
  }

  /**
   * What we have, may still change, and was last fetched before `since`: see `ChangesRequest.unfinishedIds`. Of many,
   * those that were fetched longest ago: the next poll has the others.
   */
  unfinishedIds(context: RequestContext, owner: RecordOwner, resource: ElementResource, since: Date): KnownIds {
    if (resource !== 'REPORTS') return () => Promise.resolve([]);
    // Chosen once: what is read meanwhile would make room for others.
    let chosen: Promise<string[]> | undefined;
    return async (afterId, limit) => {
      chosen ??= this.reports.listUnfinished(context, owner, since, UNFINISHED_A_POLL).then((ids) => ids.sort());
      return (await chosen).filter((id) => afterId === null || id > afterId).slice(0, limit);
    };
  }

  /** Forgets records that the vendor does not know any more, unless they were fetched at `since` or later. How many. */
  async forget(
    context: RequestContext,
    transaction: Transaction,
    owner: RecordOwner,
    gone: GoneRecords,
    since: Date,
    announcement: Announcement | null,
  ): Promise<number> {
    const { resource, remoteIds } = gone;
    return this.announcing(context, transaction, owner, announcement, async (changes) => {
      const of = [context, transaction, owner] as const;
      const kind = bookEntryKindOf(resource);
      if (kind !== null) return this.books.deleteByIds(...of, kind, remoteIds, since, changes);
      if (resource === 'EXPENSES') {
        const kinds = gone.expenseKind === undefined ? EXPENSE_KINDS : [gone.expenseKind];
        return this.expenses.deleteByIds(...of, kinds, remoteIds, since, changes);
      }
      if (resource === 'RECEIPTS') await this.receipts.deleteByIds(...of, remoteIds, since);
      if (resource === 'EMPLOYEES') return this.employees.deleteByIds(...of, remoteIds, since, changes);
      return resource === 'REPORTS' ? this.reports.deleteByIds(...of, remoteIds, since, changes) : 0;
    });
  }

  /** Forgets what a whole and exhaustive list did not tell; of expenses, those of the days from `historyFrom` on. How many. */
  async forgetUnseen(
    context: RequestContext,
    transaction: Transaction,
    owner: RecordOwner,
    resource: ElementResource,
    { since, historyFrom }: { readonly since: Date; readonly historyFrom: string },
    announcement: Announcement | null,
  ): Promise<number> {
    return this.announcing(context, transaction, owner, announcement, async (changes) => {
      const of = [context, transaction, owner] as const;
      const kind = bookEntryKindOf(resource);
      if (kind !== null) return this.books.deleteNotFetchedSince(...of, kind, since, changes);
      if (resource === 'EXPENSES') return this.expenses.deleteNotFetchedSince(...of, since, historyFrom, changes);
      if (resource === 'RECEIPTS') await this.receipts.deleteNotFetchedSince(...of, since);
      return (await this.repositoryOf(resource)?.deleteNotFetchedSince(...of, since, changes)) ?? 0;
    });
  }

  private repositoryOf(resource: ElementResource): PolicyRepository | EmployeeRepository | ReportRepository | null {
    if (resource === 'POLICIES') return this.policies;
    if (resource === 'EMPLOYEES') return this.employees;
    return resource === 'REPORTS' ? this.reports : null;
  }

  private async announcing<Result>(
    context: RequestContext,
    transaction: Transaction,
    owner: RecordOwner,
    announcement: Announcement | null,
    work: (changes: RecordChange[] | null) => Promise<Result>,
  ): Promise<Result> {
    if (announcement === null) return work(null);
    const changes: RecordChange[] = [];
    await takeTurn(context, transaction, owner.instanceId);
    const result = await work(changes);
    const { organizationId, instanceId } = owner;
    const events = changes.map((change) => ({ ...change, ...announcement, organizationId, instanceId }));
    this.events.append(context, transaction, events);
    return result;
  }
}

/** The kind of entry that a resource is of; null when it is none of books. */
function bookEntryKindOf(resource: ElementResource): BookEntryKind | null {
  return BOOK_ENTRY_KINDS.find((kind) => RESOURCE_OF_BOOK_ENTRY[kind] === resource) ?? null;
}

function sumOf(counts: readonly StoreCounts[]): StoreCounts {
  const sum = (of: (one: StoreCounts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    created: sum((one) => one.created),
    changed: sum((one) => one.changed),
    unchanged: sum((one) => one.unchanged),
    deleted: sum((one) => one.deleted),
  };
}
