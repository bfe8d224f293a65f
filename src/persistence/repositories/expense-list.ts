import { EXPENSE_KINDS, type ExpenseKind, type ExpenseRecord, type ReportStatus } from '../../adapters/records';
import type { InstanceScope, OrganizationScope, ReportScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import type { Narrowing } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { EXPENSE_COLUMNS } from './expense-row';
import { ListConditions, namedInstances, personPairs, recordPairs } from './list-condition';
import type { DayRange, MoneyRange, PersonKey, RecordKey } from './list-condition';

export type ExpenseListScope = OrganizationScope | InstanceScope | ReportScope;

export type ExpenseOrderField = 'DATE' | 'AMOUNT' | 'MERCHANT' | 'CHANGED';

/** With an order that no change of a record moves: for who reads a list to its end. */
export type ExpenseSortField = ExpenseOrderField | 'REMOTE_ID';

export interface ExpenseListFilter {
  readonly remoteId?: readonly string[] | null;
  readonly kind?: readonly ExpenseKind[] | null;
  readonly reports?: readonly RecordKey[] | null;
  /** On a report, or on none. */
  readonly isReported?: boolean | null;
  /** States of the report that it is on. */
  readonly reportStatus?: readonly ReportStatus[] | null;
  /** Policies of the report that it is on. */
  readonly policies?: readonly RecordKey[] | null;
  readonly employees?: readonly PersonKey[] | null;
  /** Case ignored. */
  readonly employeeEmail?: readonly string[] | null;
  readonly externalReference?: readonly string[] | null;
  readonly paymentMethod?: readonly NonNullable<ExpenseRecord['paymentMethod']>[] | null;
  /** Names. */
  readonly category?: readonly string[] | null;
  /** Names; one of them is enough. */
  readonly tag?: readonly string[] | null;
  readonly date?: DayRange | null;
  /** Needed by the order `AMOUNT`. */
  readonly amount?: MoneyRange | null;
  readonly billable?: boolean | null;
  readonly reimbursable?: boolean | null;
  readonly hasReceipt?: boolean | null;
  /** Part of the merchant or the description, case ignored. */
  readonly text?: string | null;
  /** Changed in our records at or after this instant. */
  readonly changedSince?: Date | null;
}

export const EXPENSE_TABLE: ListTable = {
  name: 'expenses',
  columns: EXPENSE_COLUMNS,
  keyColumns: ['instance_id', 'remote_id', 'kind'],
};

export const EXPENSE_SORTS: Readonly<Record<ExpenseSortField, SortColumn>> = {
  REMOTE_ID: { column: 'remote_id', type: 'text', nullable: false },
  DATE: { column: 'date', type: 'date', nullable: true },
  // The condition on the currency, which this order needs, leaves none without an amount.
  AMOUNT: { column: 'amount', type: 'numeric', nullable: false },
  MERCHANT: { column: 'merchant_sort', type: 'text', nullable: true },
  CHANGED: { column: 'changed_at', type: 'timestamptz', nullable: false },
};

export const EXPENSE_NARROWING: Narrowing<ExpenseListScope> = {
  parentOf: (scope) => ('reportRemoteId' in scope ? scope.reportRemoteId : undefined),
  condition: 't.report_remote_id = s.parent',
};

export function instancesOfExpenses(filter: ExpenseListFilter | null): ReadonlySet<string> | null {
  return namedInstances(filter?.reports, filter?.policies, filter?.employees);
}

export function expenseConditions(filter: ExpenseListFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('remote_id', filter?.remoteId);
    // The primary key has the kind before the remote id.
    list.anyOf('kind', filter?.kind ?? (filter?.remoteId ? EXPENSE_KINDS : null));
    list.anyOfPairs('report_remote_id', recordPairs(filter?.reports));
    list.exists('report_remote_id', filter?.isReported);
    addReportConditions(list, filter);
    list.anyOfPairs('employee_email', personPairs(filter?.employees));
    list.anyOfIgnoringCase('employee_email', filter?.employeeEmail);
    list.anyOf('external_reference', filter?.externalReference);
    list.anyOf('payment_method', filter?.paymentMethod);
    list.anyOf('category_name', filter?.category);
    list.anyOfNamed('tags', filter?.tag);
    list.dayRange('date', filter?.date);
    list.moneyRange('amount', 'amount_currency', filter?.amount);
    list.is('billable', filter?.billable);
    list.is('reimbursable', filter?.reimbursable);
    addReceiptCondition(list, filter?.hasReceipt);
    list.contains('search_text', filter?.text);
    list.since('changed_at', filter?.changedSince);
    return list.conditions;
  };
}

/** Of its own record, or kept apart from it. */
function addReceiptCondition(list: ListConditions, hasReceipt: boolean | null | undefined): void {
  if (hasReceipt == null) return;
  const has = `(t.receipt IS NOT NULL OR EXISTS (SELECT FROM expense_receipts r WHERE r.instance_id = t.instance_id
    AND r.expense_kind = t.kind AND r.expense_remote_id = t.remote_id))`;
  list.add(hasReceipt ? has : `NOT ${has}`);
}

/** Conditions on the report that an expense is on. */
function addReportConditions(list: ListConditions, filter: ExpenseListFilter | null): void {
  const ofReport: string[] = [];
  if (filter?.reportStatus != null) ofReport.push(`r.status = ANY (${list.texts(filter.reportStatus)})`);
  const policies = recordPairs(filter?.policies);
  if (policies != null) ofReport.push(list.pairsCondition('r', 'policy_remote_id', policies));
  if (ofReport.length === 0) return;
  const report = ['r.instance_id = t.instance_id', 'r.remote_id = t.report_remote_id', ...ofReport].join(' AND ');
  list.add(`EXISTS (SELECT FROM reports r WHERE ${report})`);
}
