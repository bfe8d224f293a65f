import type {
  ExpenseLineValue,
  ExpenseRecord,
  LedgerPostingValue,
  MoneyValue,
  ReportRecord,
} from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { formatAmount, toMoney } from '../money-format';
import { indexedText, searchText, sortText } from './derived-columns';
import { storable } from '../storable-text';
import { EXPENSE_OWN_COLUMNS, toExpenseRow, type ExpenseColumns } from './expense-row';
import type { RecordChange, TrackedTable } from './record-change';
import { deleteRecords, recordDeletion } from './record-deletion';
import {
  prepareRecords,
  recordUpsert,
  upsertPrepared,
  upsertRecords,
  type PreparedRecords,
  type StoreCounts,
  type StoredColumns,
  type StoreTarget,
} from './record-upsert';

export const TRACKED_EXPENSES: TrackedTable<ExpenseColumns> = {
  resourceOf: () => 'EXPENSES',
  columns: EXPENSE_OWN_COLUMNS.all,
  longFields: { vendorFields: 'vendor_fields' },
  graphNames: { reportRemoteId: 'report', employeeEmail: 'employee' },
  kindOf: ({ kind }) => kind,
  toRow: toExpenseRow,
};

/** Writing expenses: every column with its type, and what a record has in it. */
export const EXPENSE_UPSERT = recordUpsert(
  'expenses',
  ['kind', 'remote_id'],
  {
    kind: 'text',
    remote_id: 'text',
    report_remote_id: 'text',
    employee_email: 'text',
    amount: 'numeric',
    amount_currency: 'text',
    original_amount: 'numeric',
    original_currency: 'text',
    converted_amount: 'numeric',
    converted_currency: 'text',
    exchange_rate: 'numeric',
    tax: 'jsonb',
    merchant: 'text',
    merchant_sort: 'text',
    search_text: 'text',
    description: 'text',
    date: 'date',
    created_at: 'timestamptz',
    vendor_kind: 'text',
    payment_method: 'text',
    category_name: 'text',
    category_ledger_code: 'text',
    tags: 'jsonb',
    lines: 'jsonb',
    payee: 'jsonb',
    posting: 'jsonb',
    receipt: 'jsonb',
    attendees: 'jsonb',
    billable: 'boolean',
    reimbursable: 'boolean',
    card: 'jsonb',
    distance: 'jsonb',
    merchant_category_code: 'text',
    external_reference: 'text',
    vendor_fields: 'jsonb',
  },
  TRACKED_EXPENSES,
);

function toStoredExpense(expense: ExpenseRecord, reportRemoteId: string | null): StoredColumns {
  const { tax, distance } = expense;
  return {
    kind: expense.kind,
    remote_id: expense.remoteId,
    report_remote_id: reportRemoteId,
    employee_email: indexedText(expense.employeeEmail),
    ...amounts(expense),
    exchange_rate: expense.exchangeRate,
    tax: tax && { ...tax, amount: formatted(tax.amount) },
    merchant: expense.merchant,
    merchant_sort: expense.merchant && sortText(expense.merchant),
    search_text: searchText(expense.merchant, expense.description),
    description: expense.description,
    date: expense.date,
    created_at: expense.createdAt && expense.createdAt.toISOString(),
    vendor_kind: expense.vendorKind,
    payment_method: expense.paymentMethod,
    category_name: expense.category && indexedText(expense.category.name),
    category_ledger_code: expense.category && expense.category.ledgerCode,
    tags: expense.tags,
    ...bookColumns(expense),
    receipt: expense.receipt,
    attendees: expense.attendees,
    billable: expense.billable,
    reimbursable: expense.reimbursable,
    card: expense.card,
    distance: distance && { ...distance, rate: formatted(distance.rate) },
    merchant_category_code: expense.merchantCategoryCode,
    external_reference: indexedText(expense.externalReference),
    vendor_fields: expense.vendorFields,
  };
}

/** Left out where there is none, so that expenses without have the content that they had before there were such columns. */
function bookColumns({ lines, payee, posting }: ExpenseRecord): StoredColumns {
  return {
    ...(lines.length > 0 && { lines: lines.map(formattedLine) }),
    ...(payee !== null && { payee }),
    ...(posting !== null && { posting: formattedPosting(posting) }),
  };
}

function formattedLine(line: ExpenseLineValue): ExpenseLineValue {
  const { amount, tax, posting } = line;
  return {
    ...line,
    amount: formatted(amount),
    tax: tax && { ...tax, amount: formatted(tax.amount) },
    posting: posting && formattedPosting(posting),
  };
}

function formattedPosting(posting: LedgerPostingValue): LedgerPostingValue {
  return { ...posting, balance: formatted(posting.balance) };
}

function amounts({ amount, originalAmount, convertedAmount }: ExpenseRecord): StoredColumns {
  return {
    amount: amount && formatAmount(amount.amount, amount.currency),
    amount_currency: amount && amount.currency,
    original_amount: originalAmount && formatAmount(originalAmount.amount, originalAmount.currency),
    original_currency: originalAmount && originalAmount.currency,
    converted_amount: convertedAmount && formatAmount(convertedAmount.amount, convertedAmount.currency),
    converted_currency: convertedAmount && convertedAmount.currency,
  };
}

/** Money inside JSON is printed when it is stored, since it is served as it is. */
function formatted(money: MoneyValue | null): MoneyValue | null {
  return money && toMoney(money.amount, money.currency);
}

/**
 * Expenses that were on these reports and are not any more. Found report by report (`OFFSET 0` as in `recordUpsert`), and
 * deleted where they were found: one that is being stored anew meanwhile is left to whoever stores it.
 */
const DELETE_OTHERS = recordDeletion(
  TRACKED_EXPENSES,
  `DELETE FROM expenses t WHERE t.ctid = ANY (ARRAY(
     SELECT e.ctid FROM (
       SELECT $1::uuid AS instance_id, remote_id FROM unnest($2::text[]) AS r (remote_id) OFFSET 0
     ) r CROSS JOIN LATERAL (
       SELECT e.ctid, e.kind, e.remote_id FROM expenses e
       WHERE e.instance_id = r.instance_id AND e.report_remote_id = r.remote_id OFFSET 0
     ) e
     WHERE NOT EXISTS (
       SELECT FROM unnest($3::text[], $4::text[]) AS k (kind, remote_id)
       WHERE k.kind = e.kind AND k.remote_id = e.remote_id)
   ))`,
);

/** Stores expenses by themselves: what else is on their reports stays as it is. */
export async function storeSingleExpenses(
  context: RequestContext,
  runner: StatementRunner,
  target: StoreTarget,
  expenses: readonly ExpenseRecord[],
  fetchedAt: Date,
  changes: RecordChange[] | null,
): Promise<StoreCounts> {
  const stored = expenses.map((expense) => toStoredExpense(expense, expense.reportRemoteId));
  const counts = await upsertRecords(context, runner, EXPENSE_UPSERT, target, stored, fetchedAt, changes);
  return { ...counts, deleted: 0 };
}

/** What reports say about their expenses, as it is sent. */
export interface PreparedExpenses {
  readonly records: PreparedRecords;
  readonly reportIds: readonly string[];
  readonly kinds: readonly string[];
  readonly remoteIds: readonly string[];
}

export function prepareExpensesOf(reports: readonly ReportRecord[]): PreparedExpenses {
  // Of a report that is told twice, the last is right.
  const last = [...new Map(reports.map((report) => [report.remoteId, report])).values()];
  const expenses = last.flatMap((report) =>
    report.expenses.map((expense) => toStoredExpense(expense, report.remoteId)),
  );
  const ids = {
    reportIds: last.map((report) => report.remoteId),
    kinds: last.flatMap((report) => report.expenses.map((expense) => expense.kind)),
    remoteIds: last.flatMap((report) => report.expenses.map((expense) => expense.remoteId)),
  };
  return { records: prepareRecords(EXPENSE_UPSERT, expenses), ...storable(ids) };
}

/** Makes the expenses of reports exactly what the reports say: two statements for all of them. */
export async function storeExpensesOf(
  context: RequestContext,
  runner: StatementRunner,
  target: StoreTarget,
  { records, reportIds, kinds, remoteIds }: PreparedExpenses,
  fetchedAt: Date,
  changes: RecordChange[] | null,
): Promise<StoreCounts> {
  if (reportIds.length === 0) return { created: 0, changed: 0, unchanged: 0, deleted: 0 };
  const counts = await upsertPrepared(context, runner, EXPENSE_UPSERT, target, records, fetchedAt, changes);
  const values = [target.instanceId, reportIds, kinds, remoteIds];
  return { ...counts, deleted: await deleteRecords(context, runner, DELETE_OTHERS, values, changes) };
}
