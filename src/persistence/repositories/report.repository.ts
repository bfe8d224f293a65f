import type { RecordSpan } from '../../adapters/adapter';
import type { ReportHistoryValue, ReportRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { Statement, StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { assertCurrencyGiven } from '../keyset/list-order';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import { prepareExpensesOf, storeExpensesOf, TRACKED_EXPENSES, type PreparedExpenses } from './expense-storage';
import type { RecordKey } from './list-condition';
import type { RecordChange } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import {
  chosenAgedLookup,
  chosenLookup,
  findAgedRecords,
  findRecords,
  findVendorFields,
  recordLookup,
  type Aged,
  type RecordLookup,
} from './record-lookup';
import { upsertRecords, type StoreCounts, type StoreTarget } from './record-upsert';
import {
  REPORT_NARROWING,
  REPORT_SORTS,
  REPORT_TABLE,
  dependsOnMany,
  instancesOfReports,
  momentsOfReports,
  reportConditions,
  type ReportListFilter,
  type ReportListScope,
  type ReportSortField,
} from './report-list';
import { REPORT_COLUMNS, toReportRow, type ReportColumns, type ReportRow } from './report-row';
import { patchReportStatuses, type ReportStatusPatch } from './report-status-patch';
import { REPORT_UPSERT, TRACKED_REPORTS, toStoredReport } from './report-storage';

export type { ReportListFilter, ReportListScope, ReportOrderField } from './report-list';
export type { ReportRow } from './report-row';

export type ReportListQuery = ListQuery<ReportListFilter, ReportSortField>;

const BY_KEYS = recordLookup('find_reports', 'reports', REPORT_COLUMNS.all);
const AGED_BY_KEYS = recordLookup('find_aged_reports', 'reports', REPORT_COLUMNS.all, { agedBy: 'REPORTS' });
const HISTORIES = recordLookup('find_report_histories', 'reports', 't.history');
const VENDOR_FIELDS = recordLookup('find_report_vendor_fields', 'reports', 't.vendor_fields');

const DELETE_NOT_FETCHED = recordDeletion(
  TRACKED_REPORTS,
  'DELETE FROM reports t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz',
);

/** Their expenses go with them, except what was told again since, as on another report. */
const DELETE_EXPENSES_OF_NOT_FETCHED = recordDeletion(
  TRACKED_EXPENSES,
  `DELETE FROM expenses t USING reports r
   WHERE r.instance_id = $1::uuid AND r.organization_id = $2::uuid AND r.fetched_at < $3::timestamptz
     AND t.instance_id = $1::uuid AND t.report_remote_id = r.remote_id AND t.fetched_at < $3::timestamptz`,
);

const DELETE_BY_IDS = recordDeletion(
  TRACKED_REPORTS,
  `DELETE FROM reports t WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz
     AND t.remote_id = ANY ($4::text[])`,
);

const DELETE_EXPENSES_BY_IDS = recordDeletion(
  TRACKED_EXPENSES,
  `DELETE FROM expenses t USING reports r
   WHERE r.instance_id = $1::uuid AND r.organization_id = $2::uuid AND r.fetched_at < $3::timestamptz
     AND r.remote_id = ANY ($4::text[])
     AND t.instance_id = $1::uuid AND t.report_remote_id = r.remote_id AND t.fetched_at < $3::timestamptz`,
);

/** Reports that a list has not told since it began, a part at a time. */
export interface UnseenQuery {
  /** When the list began. */
  readonly since: Date;
  readonly afterId: string | null;
  readonly limit: number;
}

const UNSEEN = `SELECT t.remote_id FROM reports t
  WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz
    AND ($4::text IS NULL OR t.remote_id > $4::text)`;
const IN_ORDER = 'ORDER BY t.remote_id LIMIT $5::int';
/** The later of when it was created and submitted. */
const DECISIVE = 'greatest(t.created_sort, t.submitted_sort)';
const FINAL_STATUSES = "('REIMBURSED', 'CLOSED')";

/** Our copies of vendors' reports. */
export class ReportRepository {
  constructor(private readonly runner: StatementRunner) {}

  /**
   * Three statements for up to some hundreds of reports with all their expenses; expenses that are no longer on these
   * reports go. What has the same content as before keeps its `changedAt`; of what has changed it becomes `fetchedAt`.
   * Where changes are asked for, they are added to `changes`, expenses included: see `takeTurn`.
   */
  async storeReports(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    reports: readonly ReportRecord[],
    fetchedAt: Date,
    changes: RecordChange[] | null = null,
  ): Promise<{ readonly reports: StoreCounts; readonly expenses: StoreCounts }> {
    const stored = reports.map(toStoredReport);
    const told: RecordChange[] | null = changes && [];
    const [counts, prepared] = await Promise.all([
      upsertRecords(context, runner, REPORT_UPSERT, target, stored, fetchedAt, told),
      // While the database is at work on the reports.
      prepareLater(reports),
    ]);
    for (const change of told ?? []) if (isVisible(change)) changes?.push(change);
    const expenses = await storeExpensesOf(context, runner, target, prepared, fetchedAt, changes);
    return { reports: { ...counts, deleted: 0 }, expenses };
  }

  /** Only the state of reports that we have; the rest stays as it was read. How many are different now. */
  patchStatuses(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    patches: readonly ReportStatusPatch[],
    now: Date,
    changes: RecordChange[],
  ): Promise<number> {
    return patchReportStatuses(context, runner, target, patches, now, changes);
  }

  /** Forgets the reports that were last fetched before `since`, and their expenses. Answers how many reports. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since];
    await deleteRecords(context, runner, DELETE_EXPENSES_OF_NOT_FETCHED, values, changes);
    return deleteRecords(context, runner, DELETE_NOT_FETCHED, values, changes);
  }

  /** Forgets those of the reports that were last fetched before `since`, and their expenses. Answers how many reports. */
  async deleteByIds(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    remoteIds: readonly string[],
    since: Date,
    changes: RecordChange[] | null = null,
  ): Promise<number> {
    const values = [target.instanceId, target.organizationId, since, remoteIds];
    await deleteRecords(context, runner, DELETE_EXPENSES_BY_IDS, values, changes);
    return deleteRecords(context, runner, DELETE_BY_IDS, values, changes);
  }

  /** Ids of reports whose later of the days they were created and submitted is in the span. */
  async listUnseen(
    context: RequestContext,
    target: StoreTarget,
    query: UnseenQuery & { readonly span: RecordSpan },
  ): Promise<string[]> {
    const { span, since, afterId, limit } = query;
    return this.listIds(context, {
      name: 'list_unseen_reports',
      text: `${UNSEEN} AND ${DECISIVE} >= $6::date::timestamp AT TIME ZONE 'UTC'
        AND ${DECISIVE} < ($7::date + 1)::timestamp AT TIME ZONE 'UTC' ${IN_ORDER}`,
      values: [target.instanceId, target.organizationId, since, afterId, limit, span.startDate, span.endDate],
    });
  }

  /** Ids of reports to which something may still happen and that were last fetched before, longest ago first. */
  async listUnfinished(context: RequestContext, target: StoreTarget, since: Date, limit: number): Promise<string[]> {
    return this.listIds(context, {
      name: 'list_unfinished_reports',
      text: `SELECT t.remote_id FROM reports t
        WHERE t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.fetched_at < $3::timestamptz
          AND t.status NOT IN ${FINAL_STATUSES} ORDER BY t.fetched_at, t.remote_id LIMIT $4::int`,
      values: [target.instanceId, target.organizationId, since, limit],
    });
  }

  private async listIds(context: RequestContext, statement: Statement): Promise<string[]> {
    const rows = await this.runner.query<{ remote_id: string }>(context, statement);
    return rows.map((row) => row.remote_id);
  }

  /** In the order of the keys; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
    fields: readonly string[] | null = null,
  ): Promise<(ReportRow | null)[]> {
    const lookup = fields === null ? BY_KEYS : lookupOf(fields);
    return findRecords<ReportColumns, ReportRow>(context, this.runner, lookup, organizationId, keys, toReportRow);
  }

  /** The same, each with what its age is judged by. */
  findAged(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
    fields: readonly string[] | null = null,
  ): Promise<(Aged<ReportRow> | null)[]> {
    const lookup = fields === null ? AGED_BY_KEYS : agedLookupOf(fields);
    return findAgedRecords<ReportColumns, ReportRow>(context, this.runner, lookup, organizationId, keys, toReportRow);
  }

  /** Oldest entry first; null also where the vendor does not say. */
  findHistories(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(readonly ReportHistoryValue[] | null)[]> {
    type Columns = { readonly history: readonly ReportHistoryValue[] | null };
    return findRecords(context, this.runner, HISTORIES, organizationId, keys, (columns: Columns) => columns.history);
  }

  findVendorFields(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(Readonly<Record<string, unknown>> | null)[]> {
    return findVendorFields(context, this.runner, VENDOR_FIELDS, organizationId, keys);
  }

  /** One page a scope, in the order of the scopes, which are all of one kind. */
  async listPages(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    query: ReportListQuery,
  ): Promise<PageOf<ReportRow>[]> {
    assertCurrencyGiven(query, 'TOTAL', 'total', query.filter?.total);
    const request = {
      ...bindScopes(scopes, REPORT_NARROWING, instancesOfReports(query.filter)),
      table: REPORT_TABLE,
      conditions: reportConditions(query.filter),
      sort: REPORT_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
      needs: query.needs,
      byDistance: momentsOfReports(query.filter, query.order.field),
      mayBeOfMany: dependsOnMany(query.filter),
    };
    return readPages(context, this.runner, request, toReportRow);
  }

  /** How many match in each scope. */
  count(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    filter: ReportListFilter | null,
  ): Promise<number[]> {
    const conditions = reportConditions(filter);
    return readCounts(context, this.runner, {
      ...bindScopes(scopes, REPORT_NARROWING, instancesOfReports(filter)),
      table: REPORT_TABLE,
      conditions,
    });
  }
}

/** Fails as a promise, so that nobody is left alone with the statement beside it. */
async function prepareLater(reports: readonly ReportRecord[]): Promise<PreparedExpenses> {
  return prepareExpensesOf(reports);
}

/** When a record was read is always told: it decides whether it is read again. */
const lookupOf = remembered((fields) => chosenLookup('reports', REPORT_COLUMNS, [...fields, 'fetchedAt']));
const agedLookupOf = remembered((fields) =>
  chosenAgedLookup('reports', REPORT_COLUMNS, [...fields, 'fetchedAt'], 'REPORTS'),
);

/** A selection comes again as the same list: its statement is put together once. */
function remembered(make: (fields: readonly string[]) => RecordLookup): (fields: readonly string[]) => RecordLookup {
  const known = new WeakMap<readonly string[], RecordLookup>();
  return (fields) => {
    const lookup = known.get(fields) ?? make(fields);
    known.set(fields, lookup);
    return lookup;
  };
}

/** A report whose state alone was changed has no hash of its content: when it is read again, it may be what it was. */
function isVisible({ kind, changedFields }: RecordChange): boolean {
  return kind !== 'UPDATED' || changedFields.length > 0;
}
