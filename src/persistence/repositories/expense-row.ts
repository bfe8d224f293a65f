import type {
  ExpenseKind,
  ExpenseLineValue,
  ExpensePayeeValue,
  ExpenseRecord,
  ExpenseTagValue,
  ExpenseTaxValue,
  LedgerPostingValue,
  MoneyValue,
} from '../../adapters/records';
import { encodeRecordId } from '../../record-id';
import { toMoney } from '../money-format';

/** A stored expense, ready to be served. Its vendor fields are read apart. */
export interface ExpenseRow {
  readonly id: string;
  readonly instanceId: string;
  readonly kind: ExpenseKind;
  readonly remoteId: string;
  readonly reportRemoteId: string | null;
  readonly employeeEmail: string | null;
  readonly amount: MoneyValue | null;
  readonly originalAmount: MoneyValue | null;
  readonly convertedAmount: MoneyValue | null;
  readonly exchangeRate: string | null;
  readonly tax: ExpenseTaxValue | null;
  readonly merchant: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly createdAt: Date | null;
  readonly vendorKind: string | null;
  readonly paymentMethod: ExpenseRecord['paymentMethod'];
  readonly category: ExpenseRecord['category'];
  readonly tags: readonly ExpenseTagValue[];
  /** Empty where the vendor does not split expenses. */
  readonly lines: readonly ExpenseLineValue[];
  readonly payee: ExpensePayeeValue | null;
  readonly posting: LedgerPostingValue | null;
  readonly receipt: ExpenseRecord['receipt'];
  readonly attendees: ExpenseRecord['attendees'];
  readonly billable: boolean | null;
  readonly reimbursable: boolean | null;
  readonly card: ExpenseRecord['card'];
  readonly distance: ExpenseRecord['distance'];
  readonly merchantCategoryCode: string | null;
  readonly externalReference: string | null;
  readonly changedAt: Date;
  readonly fetchedAt: Date;
}

/**
 * The first of those that the vendor keeps apart from expenses. Looked up when read: the expense's own record, and when it
 * changed, stay what the vendor said.
 */
const RECEIPT_KEPT_APART = `(SELECT jsonb_build_object('remoteId', r.remote_id, 'fileName', r.file_name,
      'contentType', r.content_type, 'url', NULL, 'access', 'SIGNED_URL')
    FROM expense_receipts r
    WHERE r.instance_id = t.instance_id AND r.expense_kind = t.kind AND r.expense_remote_id = t.remote_id
    ORDER BY r.remote_id LIMIT 1)`;

const OTHER_COLUMNS = `t.instance_id, t.kind, t.remote_id, t.report_remote_id, t.employee_email,
  t.amount, t.amount_currency, t.original_amount, t.original_currency, t.converted_amount, t.converted_currency,
  t.exchange_rate, t.tax, t.merchant, t.description, t.date::text, t.created_at, t.vendor_kind, t.payment_method,
  t.category_name, t.category_ledger_code, t.tags, t.lines, t.payee, t.posting, t.attendees, t.billable, t.reimbursable, t.card, t.distance,
  t.merchant_category_code, t.external_reference, t.changed_at, t.fetched_at`;

/** The columns that a row is made of, of `t`. */
export const EXPENSE_COLUMNS = `${OTHER_COLUMNS}, coalesce(t.receipt, ${RECEIPT_KEPT_APART}) AS receipt`;

/** The same with no other receipt than the expense's own record has. */
export const EXPENSE_OWN_COLUMNS = `${OTHER_COLUMNS}, t.receipt`;

export interface ExpenseColumns {
  readonly instance_id: string;
  readonly kind: ExpenseKind;
  readonly remote_id: string;
  readonly report_remote_id: string | null;
  readonly employee_email: string | null;
  readonly amount: string | null;
  readonly amount_currency: string | null;
  readonly original_amount: string | null;
  readonly original_currency: string | null;
  readonly converted_amount: string | null;
  readonly converted_currency: string | null;
  readonly exchange_rate: string | null;
  readonly tax: ExpenseTaxValue | null;
  readonly merchant: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly created_at: Date | null;
  readonly vendor_kind: string | null;
  readonly payment_method: ExpenseRecord['paymentMethod'];
  readonly category_name: string | null;
  readonly category_ledger_code: string | null;
  readonly tags: readonly ExpenseTagValue[];
  readonly lines: readonly ExpenseLineValue[] | null;
  readonly payee: ExpensePayeeValue | null;
  readonly posting: LedgerPostingValue | null;
  readonly receipt: ExpenseRecord['receipt'];
  readonly attendees: ExpenseRecord['attendees'];
  readonly billable: boolean | null;
  readonly reimbursable: boolean | null;
  readonly card: ExpenseRecord['card'];
  readonly distance: ExpenseRecord['distance'];
  readonly merchant_category_code: string | null;
  readonly external_reference: string | null;
  readonly changed_at: Date;
  readonly fetched_at: Date;
}

export function toExpenseRow(columns: ExpenseColumns): ExpenseRow {
  return {
    id: encodeRecordId(columns.kind, columns.instance_id, columns.remote_id),
    instanceId: columns.instance_id,
    kind: columns.kind,
    remoteId: columns.remote_id,
    reportRemoteId: columns.report_remote_id,
    employeeEmail: columns.employee_email,
    amount: toMoney(columns.amount, columns.amount_currency),
    originalAmount: toMoney(columns.original_amount, columns.original_currency),
    convertedAmount: toMoney(columns.converted_amount, columns.converted_currency),
    exchangeRate: columns.exchange_rate,
    tax: columns.tax,
    merchant: columns.merchant,
    description: columns.description,
    date: columns.date,
    createdAt: columns.created_at,
    vendorKind: columns.vendor_kind,
    paymentMethod: columns.payment_method,
    category:
      columns.category_name === null ? null : { name: columns.category_name, ledgerCode: columns.category_ledger_code },
    tags: columns.tags,
    lines: columns.lines ?? [],
    payee: columns.payee,
    posting: columns.posting,
    receipt: columns.receipt,
    attendees: columns.attendees,
    billable: columns.billable,
    reimbursable: columns.reimbursable,
    card: columns.card,
    distance: columns.distance,
    merchantCategoryCode: columns.merchant_category_code,
    externalReference: columns.external_reference,
    changedAt: columns.changed_at,
    fetchedAt: columns.fetched_at,
  };
}
