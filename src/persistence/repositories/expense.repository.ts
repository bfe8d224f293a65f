import type { ExpenseKind, ExpenseRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { assertCurrencyGiven } from '../keyset/list-order';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import {
  EXPENSE_NARROWING,
  EXPENSE_SORTS,
  EXPENSE_TABLE,
  expenseConditions,
  instancesOfExpenses,
  type ExpenseListFilter,
  type ExpenseListScope,
  type ExpenseSortField,
} from './expense-list';
import { EXPENSE_COLUMNS, toExpenseRow, type ExpenseColumns, type ExpenseRow } from './expense-row';
import { storeSingleExpenses, TRACKED_EXPENSES } from './expense-storage';
import type { RecordChange } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import {
  findAgedRecords,
  findRecords,
  findVendorFields,
  recordLookup,
  type Aged,
  type KeyOfKind,
} from './record-lookup';
import type { StoreCounts, StoreTarget } from './record-upsert';

export type { ExpenseListFilter, ExpenseListScope, ExpenseOrderField } from './expense-list';
export type { ExpenseRow } from './expense-row';

export type ExpenseListQuery = ListQuery<ExpenseListFilter, ExpenseSortField>;

const BY_KEYS = recordLookup('find_expenses', 'expenses', EXPENSE_COLUMNS.all, { byKind: true });
const AGED_BY_KEYS = recordLookup('find_aged_expenses', 'expenses', EXPENSE_COLUMNS.all, {
  byKind: true,
  agedBy: 'EXPENSES',
});
const VENDOR_FIELDS = recordLookup('find_expense_vendor_fields', 'expenses', 't.vendor_fields', { byKind: true });

/** On no report: others go with their reports. */
const DELETE_SINGLE = `DELETE FROM expenses t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid
  AND t.fetched_at < $3::timestamptz AND t.report_remote_id IS NULL`;

const DELETE_NOT_FETCHED = recordDeletion(
  TRACKED_EXPENSES,
  `${DELETE_SINGLE} AND (t.date IS NULL OR t.date >= $4::date)`,
);

const DELETE_BY_IDS = recordDeletion(
  TRACKED_EXPENSES,
  `${DELETE_SINGLE} AND t.remote_id = ANY ($4::text[]) AND t.kind = ANY ($5::text[])`,
);

/** Our copies of vendors' expenses. Reports bring theirs: see `ReportRepository.storeReports`. */
export class ExpenseRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Stores expenses on no report, and single ones of a report whose others stay as they are. */
  storeExpenses(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    expenses: readonly ExpenseRecord[],
    fetchedAt: Date,
    changes: RecordChange[] | null = null,
  ): Promise<StoreCounts> {
    return storeSingleExpenses(context, runner, target, expenses, fetchedAt, changes);
  }

  /** Forgets what is on no report, of no day before `from`, and was last fetched before `since`. How many. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    since: Date,
    from: string,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since, from];
    return deleteRecords(context, runner, DELETE_NOT_FETCHED, values, changes);
  }

  /** Forgets those of these kinds that are on no report, unless they were fetched at `since` or later. How many. */
  deleteByIds(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    kinds: readonly ExpenseKind[],
    remoteIds: readonly string[],
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since, remoteIds, kinds];
    return deleteRecords(context, runner, DELETE_BY_IDS, values, changes);
  }

  /** In the order of the keys; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly KeyOfKind[],
  ): Promise<(ExpenseRow | null)[]> {
    return findRecords<ExpenseColumns, ExpenseRow>(context, this.runner, BY_KEYS, organizationId, keys, toExpenseRow);
  }

  /** The same, each with what its age is judged by. */
  findAged(
    context: RequestContext,
    organizationId: string,
    keys: readonly KeyOfKind[],
  ): Promise<(Aged<ExpenseRow> | null)[]> {
    return findAgedRecords<ExpenseColumns, ExpenseRow>(
      context,
      this.runner,
      AGED_BY_KEYS,
      organizationId,
      keys,
      toExpenseRow,
    );
  }

  findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly KeyOfKind[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return findVendorFields(context, this.runner, VENDOR_FIELDS, organizationId, keys);
  }

  /** One page a scope, in the order of the scopes, which are all of one kind. */
  async listPages(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    query: ExpenseListQuery,
  ): Promise<PageOf<ExpenseRow>[]> {
    assertCurrencyGiven(query, 'AMOUNT', 'amount', query.filter?.amount);
    const request = {
      ...bindScopes(scopes, EXPENSE_NARROWING, instancesOfExpenses(query.filter)),
      table: EXPENSE_TABLE,
      conditions: expenseConditions(query.filter),
      sort: EXPENSE_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
      needs: query.needs,
    };
    return readPages(context, this.runner, request, toExpenseRow);
  }

  /** How many match in each scope. */
  count(
    context: RequestContext,
    scopes: readonly ExpenseListScope[],
    filter: ExpenseListFilter | null,
  ): Promise<number[]> {
    const conditions = expenseConditions(filter);
    return readCounts(context, this.runner, {
      ...bindScopes(scopes, EXPENSE_NARROWING, instancesOfExpenses(filter)),
      table: EXPENSE_TABLE,
      conditions,
    });
  }
}
