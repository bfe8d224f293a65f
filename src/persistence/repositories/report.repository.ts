import type { ReportHistoryValue, ReportRecord } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { ListQuery, PageOf } from '../keyset/keyset-page';
import { assertCurrencyGiven } from '../keyset/list-order';
import { readCounts, readPages } from '../keyset/list-reader';
import { bindScopes } from '../keyset/scope-kind';
import { storeExpensesOf } from './expense-storage';
import type { RecordKey } from './list-condition';
import { findRecords, recordLookup } from './record-lookup';
import { upsertRecords, type StoreCounts, type StoreTarget } from './record-upsert';
import {
  REPORT_NARROWING,
  REPORT_SORTS,
  REPORT_TABLE,
  reportConditions,
  type ReportListFilter,
  type ReportListScope,
  type ReportOrderField,
} from './report-list';
import { REPORT_COLUMNS, toReportRow, type ReportColumns, type ReportRow } from './report-row';
import { REPORT_UPSERT, toStoredReport } from './report-storage';

export type { ReportListFilter, ReportListScope, ReportOrderField } from './report-list';
export type { ReportRow } from './report-row';

export type ReportListQuery = ListQuery<ReportListFilter, ReportOrderField>;

const BY_KEYS = recordLookup('find_reports', 'reports', REPORT_COLUMNS);
const HISTORIES = recordLookup('find_report_histories', 'reports', 't.history');
const VENDOR_FIELDS = recordLookup('find_report_vendor_fields', 'reports', 't.vendor_fields');

/** Their expenses go with them, except what was told again since, as on another report. */
const DELETE_NOT_FETCHED = `
  WITH gone AS (
    DELETE FROM reports WHERE instance_id = $1::uuid AND organization_id = $2::uuid AND fetched_at < $3::timestamptz
    RETURNING remote_id
  ), expenses_gone AS (
    DELETE FROM expenses t USING gone g
    WHERE t.instance_id = $1::uuid AND t.report_remote_id = g.remote_id AND t.fetched_at < $3::timestamptz
  )
  SELECT count(*)::int AS deleted FROM gone`;

/** Our copies of vendors' reports. */
export class ReportRepository {
  constructor(private readonly runner: StatementRunner) {}

  /**
   * Three statements for up to some hundreds of reports with all their expenses; expenses that are no longer on these
   * reports go. What has the same content as before keeps its `changedAt`; of what has changed it becomes `fetchedAt`.
   */
  async storeReports(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    reports: readonly ReportRecord[],
    fetchedAt: Date,
  ): Promise<{ readonly reports: StoreCounts; readonly expenses: StoreCounts }> {
    const counts = await upsertRecords(context, runner, REPORT_UPSERT, target, reports.map(toStoredReport), fetchedAt);
    const expenses = await storeExpensesOf(context, runner, target, reports, fetchedAt);
    return { reports: { ...counts, deleted: 0 }, expenses };
  }

  /** Forgets the reports that were last fetched before `since`, and their expenses. Answers how many reports. */
  async deleteNotFetchedSince(
    context: RequestContext,
    runner: StatementRunner,
    target: StoreTarget,
    since: Date,
  ): Promise<number> {
    const [row] = await runner.query<{ deleted: number }>(context, {
      name: 'delete_reports_not_fetched_since',
      text: DELETE_NOT_FETCHED,
      values: [target.instanceId, target.organizationId, since],
    });
    return row?.deleted ?? 0;
  }

  /** In the order of the keys; null for what is not there, or not the organization's. */
  findByKeys(
    context: RequestContext,
    organizationId: string,
    keys: readonly RecordKey[],
  ): Promise<(ReportRow | null)[]> {
    return findRecords<ReportColumns, ReportRow>(context, this.runner, BY_KEYS, organizationId, keys, toReportRow);
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
    type Columns = { readonly vendor_fields: Readonly<Record<string, unknown>> };
    const fields = (columns: Columns): Columns['vendor_fields'] => columns.vendor_fields;
    return findRecords(context, this.runner, VENDOR_FIELDS, organizationId, keys, fields);
  }

  /** One page a scope, in the order of the scopes, which are all of one kind. */
  async listPages(
    context: RequestContext,
    scopes: readonly ReportListScope[],
    query: ReportListQuery,
  ): Promise<PageOf<ReportRow>[]> {
    assertCurrencyGiven(query, 'TOTAL', 'total', query.filter?.total);
    const request = {
      ...bindScopes(scopes, REPORT_NARROWING),
      table: REPORT_TABLE,
      conditions: reportConditions(query.filter),
      sort: REPORT_SORTS[query.order.field],
      direction: query.order.direction,
      first: query.first,
      after: query.after,
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
      ...bindScopes(scopes, REPORT_NARROWING),
      table: REPORT_TABLE,
      conditions,
    });
  }
}
