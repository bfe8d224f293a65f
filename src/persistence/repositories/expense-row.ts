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
import { RowColumns, type RowColumnsOptions } from '../row-columns';

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

type ExpenseField = Exclude<keyof ExpenseRow, 'id' | 'instanceId' | 'kind' | 'remoteId'>;

const COLUMNS_OF: Readonly<Record<ExpenseField, readonly string[]>> = {
  reportRemoteId: ['report_remote_id'],
  employeeEmail: ['employee_email'],
  amount: ['amount', 'amount_currency'],
  originalAmount: ['original_amount', 'original_currency'],
  convertedAmount: ['converted_amount', 'converted_currency'],
  exchangeRate: ['exchange_rate'],
  tax: ['tax'],
  merchant: ['merchant'],
  description: ['description'],
  date: ['date'],
  createdAt: ['created_at'],
  vendorKind: ['vendor_kind'],
  paymentMethod: ['payment_method'],
  category: ['category_name', 'category_ledger_code'],
  tags: ['tags'],
  lines: ['lines'],
  payee: ['payee'],
  posting: ['posting'],
  receipt: ['receipt'],
  attendees: ['attendees'],
  billable: ['billable'],
  reimbursable: ['reimbursable'],
  card: ['card'],
  distance: ['distance'],
  merchantCategoryCode: ['merchant_category_code'],
  externalReference: ['external_reference'],
  changedAt: ['changed_at'],
  fetchedAt: ['fetched_at'],
};
const KEY = ['instance_id', 'kind', 'remote_id'];
const DAY = 't.date::text';
const TYPES: RowColumnsOptions<ExpenseField>['types'] = {
  tax: 'json',
  created_at: 'instant',
  tags: 'json',
  lines: 'json',
  payee: 'json',
  posting: 'json',
  receipt: 'json',
  attendees: 'json',
  billable: 'boolean',
  reimbursable: 'boolean',
  card: 'json',
  distance: 'json',
  changed_at: 'instant',
  fetched_at: 'instant',
};

/** What its fields are made of; the id and what it is made of are always read. */
export const EXPENSE_COLUMNS = new RowColumns<ExpenseField>({
  key: KEY,
  fields: COLUMNS_OF,
  expressions: { date: DAY, receipt: `coalesce(t.receipt, ${RECEIPT_KEPT_APART})` },
  types: TYPES,
});

/** The same with no other receipt than the expense's own record has. */
export const EXPENSE_OWN_COLUMNS = new RowColumns<ExpenseField>({
  key: KEY,
  fields: COLUMNS_OF,
  expressions: { date: DAY },
  types: TYPES,
});

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

/** A field whose columns were not read is undefined. */
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
      columns.category_name == null ? null : { name: columns.category_name, ledgerCode: columns.category_ledger_code },
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
