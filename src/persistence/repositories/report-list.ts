import type { ReportStatus } from '../../adapters/records';
import type { BoundValues } from '../bound-values';
import type { InstanceScope, OrganizationScope, SubmitterScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { Narrowing } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { ListConditions, namedInstances, personPairs, recordPairs } from './list-condition';
import type { DayRange, MoneyRange, PersonKey, RecordKey } from './list-condition';
import { REPORT_COLUMNS } from './report-row';

export type ReportListScope = OrganizationScope | InstanceScope | SubmitterScope;

export type ReportOrderField = 'CREATED' | 'SUBMITTED' | 'APPROVED' | 'REIMBURSED' | 'NAME' | 'TOTAL' | 'CHANGED';

/** With an order that no change of a record moves: for who reads a list to its end. */
export type ReportSortField = ReportOrderField | 'REMOTE_ID';

export interface ReportListFilter {
  readonly remoteId?: readonly string[] | null;
  readonly status?: readonly ReportStatus[] | null;
  readonly policies?: readonly RecordKey[] | null;
  readonly submitters?: readonly PersonKey[] | null;
  /** Case ignored. */
  readonly submitterEmail?: readonly string[] | null;
  /** Part of the name, case ignored. */
  readonly text?: string | null;
  /** First day on which they may last have been opened or submitted. */
  readonly activeSince?: string | null;
  readonly createdOn?: DayRange | null;
  readonly submittedOn?: DayRange | null;
  readonly approvedOn?: DayRange | null;
  readonly reimbursedOn?: DayRange | null;
  /** Needed by the order `TOTAL`. */
  readonly total?: MoneyRange | null;
  /** Changed in our records at or after this instant. */
  readonly changedSince?: Date | null;
}

export const REPORT_TABLE: ListTable = {
  name: 'reports',
  columns: REPORT_COLUMNS,
  keyColumns: ['instance_id', 'remote_id'],
};

export const REPORT_SORTS: Readonly<Record<ReportSortField, SortColumn>> = {
  REMOTE_ID: { column: 'remote_id', type: 'text', nullable: false },
  CREATED: { column: 'created_sort', type: 'timestamptz', nullable: true },
  SUBMITTED: { column: 'submitted_sort', type: 'timestamptz', nullable: true },
  APPROVED: { column: 'approved_sort', type: 'timestamptz', nullable: true },
  REIMBURSED: { column: 'reimbursed_sort', type: 'timestamptz', nullable: true },
  NAME: { column: 'name_sort', type: 'text', nullable: false },
  // The condition on the currency, which this order needs, leaves none without an amount.
  TOTAL: { column: 'total_amount', type: 'numeric', nullable: false, behind: ['total_currency'] },
  CHANGED: { column: 'changed_at', type: 'timestamptz', nullable: false },
};

export const REPORT_NARROWING: Narrowing<ReportListScope> = {
  parentOf: (scope) => ('submitterEmail' in scope ? scope.submitterEmail : undefined),
  condition: 't.submitter_email = s.parent',
};

export function instancesOfReports(filter: ReportListFilter | null): ReadonlySet<string> | null {
  return namedInstances(filter?.policies, filter?.submitters);
}

/** The index `reports_of_organization_by_moments`: each moment's order, its columns, and what is asked of it. */
const MOMENTS = [
  { field: 'CREATED', columns: ['created_on', 'created_sort'], asked: 'createdOn' },
  { field: 'SUBMITTED', columns: ['submitted_on', 'submitted_sort'], asked: 'submittedOn' },
  { field: 'APPROVED', columns: ['approved_on', 'approved_sort'], asked: 'approvedOn' },
  { field: 'REIMBURSED', columns: ['reimbursed_on', 'reimbursed_sort'], asked: 'reimbursedOn' },
  { field: 'CHANGED', columns: ['changed_at'], asked: 'changedSince' },
] as const;

const MOMENT_COLUMNS: readonly string[] = MOMENTS.flatMap(({ columns }) => columns);

/** The columns of that index where it is the right one: in the order of one moment, with a condition on another. */
export function momentsOfReports(filter: ReportListFilter | null, field: ReportSortField): readonly string[] | null {
  if (!mayBeManyReports(filter) || MOMENTS.every((moment) => moment.field !== field)) return null;
  const isOfAnother = MOMENTS.some((moment) => moment.field !== field && isAskedOf(filter, moment));
  return isOfAnother ? MOMENT_COLUMNS : null;
}

/** Days without a first and a last are no condition. */
function isAskedOf(filter: ReportListFilter | null, { asked }: (typeof MOMENTS)[number]): boolean {
  const given = filter?.[asked];
  if (given == null || given instanceof Date) return given != null;
  return given.from != null || given.to != null;
}

const FINISHED: readonly ReportStatus[] = ['REIMBURSED', 'CLOSED'];

/** Few have names or persons in common, or are not finished: an index has those. */
function mayBeManyReports(filter: ReportListFilter | null): boolean {
  const { remoteId, policies, submitters, submitterEmail, status } = filter ?? {};
  if ([remoteId, policies, submitters, submitterEmail].some((named) => named != null)) return false;
  return status?.some((one) => FINISHED.includes(one)) ?? true;
}

/** Whether how many they are has to be known: of states alone, the planner does know. */
export function dependsOnMany(filter: ReportListFilter | null): boolean {
  const { text, total } = filter ?? {};
  const isOfMore = text != null || total != null || MOMENTS.some((moment) => isAskedOf(filter, moment));
  return isOfMore && mayBeManyReports(filter);
}

export function reportConditions(filter: ReportListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('remote_id', filter?.remoteId);
    list.anyOf('status', filter?.status);
    list.anyOfPairs('policy_remote_id', recordPairs(filter?.policies));
    list.anyOfPairs('submitter_email', personPairs(filter?.submitters));
    list.anyOfIgnoringCase('submitter_email', filter?.submitterEmail);
    list.contains('search_text', filter?.text);
    addActiveSince(list, bound, filter?.activeSince);
    list.dayRangeNear('created_on', 'created_sort', filter?.createdOn);
    list.dayRangeNear('submitted_on', 'submitted_sort', filter?.submittedOn);
    list.dayRangeNear('approved_on', 'approved_sort', filter?.approvedOn);
    list.dayRangeNear('reimbursed_on', 'reimbursed_sort', filter?.reimbursedOn);
    list.moneyRange('total_amount', 'total_currency', filter?.total);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}

function addActiveSince(list: ListConditions, bound: BoundValues, day: string | null | undefined): void {
  if (day == null) return;
  const from = `${bound.bind(day, 'date')}::timestamp AT TIME ZONE 'UTC'`;
  list.add(`(t.created_sort >= ${from} OR t.submitted_sort >= ${from})`);
}
