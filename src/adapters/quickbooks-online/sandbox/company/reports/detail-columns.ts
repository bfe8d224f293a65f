import { AUTHOR } from '../author';
import { moneyText, type Decimal } from '../decimal';
import type { Posting } from '../ledger/posting';
import { displayNameOf } from '../references';
import { isCreditNatured } from './account-rows';
import type { ReportRequest } from './report-request';
import { BLANK, type Cell, type Column } from './report-table';

/** One row of a report of transactions. */
export interface Detail {
  readonly posting: Posting;
  /** The accounts on the other side of its transaction. */
  readonly others: readonly string[];
  readonly amount: Decimal;
  readonly balance?: Decimal;
  /** Ageing only. */
  readonly openBalance?: Decimal;
  readonly pastDueDays?: number;
}

interface DetailColumn {
  readonly title: string;
  readonly type: string;
  cell(detail: Detail, request: ReportRequest): Cell;
}

const money = (amount: Decimal | undefined): Cell => (amount === undefined ? BLANK : { value: moneyText(amount) });
const none = (): Cell => BLANK;

const COLUMNS: Readonly<Record<string, DetailColumn>> = {
  tx_date: { title: 'Date', type: 'Date', cell: ({ posting }) => ({ value: posting.transaction.date }) },
  txn_type: {
    title: 'Transaction Type',
    type: 'String',
    cell: ({ posting: { transaction } }) => ({ value: transaction.type, id: transaction.id }),
  },
  doc_num: { title: 'Num', type: 'String', cell: ({ posting }) => ({ value: posting.transaction.number }) },
  // Named the other way round than it reads: Yes = it posts.
  is_no_post: { title: 'Posting', type: 'Boolean', cell: () => ({ value: 'Yes' }) },
  name: { title: 'Name', type: 'String', cell: ({ posting }) => payeeCell(posting) },
  vend_name: { title: 'Vendor', type: 'String', cell: ({ posting }) => payeeCell(posting) },
  cust_name: { title: 'Customer', type: 'String', cell: ({ posting }) => payeeCell(posting) },
  dept_name: {
    title: 'Location',
    type: 'String',
    cell: ({ posting }, request) => named('Department', posting.transaction.departmentId, request),
  },
  klass_name: {
    title: 'Class',
    type: 'String',
    cell: ({ posting }, request) => named('Class', posting.classId, request),
  },
  memo: { title: 'Memo/Description', type: 'String', cell: ({ posting }) => ({ value: posting.memo }) },
  account_name: {
    title: 'Account',
    type: 'String',
    cell: ({ posting }, request) => named('Account', posting.accountId, request),
  },
  other_account: { title: 'Split', type: 'String', cell: ({ others }, request) => splitCell(others, request) },
  split_acc: { title: 'Split', type: 'String', cell: ({ others }, request) => splitCell(others, request) },
  subt_nat_amount: { title: 'Amount', type: 'Money', cell: ({ amount }) => money(amount) },
  rbal_nat_amount: { title: 'Balance', type: 'Money', cell: ({ balance }) => money(balance) },
  debt_amt: { title: 'Debit', type: 'Money', cell: ({ posting }) => debit(posting) },
  credit_amt: { title: 'Credit', type: 'Money', cell: ({ posting }) => credit(posting) },
  due_date: { title: 'Due Date', type: 'Date', cell: ({ posting }) => ({ value: posting.transaction.dueDate ?? '' }) },
  past_due: {
    title: 'Past Due',
    type: 'Number',
    cell: ({ pastDueDays }) => ({ value: pastDueDays === undefined ? '' : String(pastDueDays) }),
  },
  subt_neg_amount: { title: 'Amount', type: 'Money', cell: ({ amount }) => money(amount) },
  subt_neg_open_bal: { title: 'Open Balance', type: 'Money', cell: ({ openBalance }) => money(openBalance) },
  subt_open_bal: { title: 'Open Balance', type: 'Money', cell: ({ openBalance }) => money(openBalance) },
  rbal_open_bal: { title: 'Balance', type: 'Money', cell: ({ balance }) => money(balance) },
  create_date: {
    title: 'Create Date',
    type: 'Date',
    cell: ({ posting }) => ({ value: posting.transaction.createdAt }),
  },
  last_mod_date: {
    title: 'Last Modified',
    type: 'Date',
    cell: ({ posting }) => ({ value: posting.transaction.changedAt }),
  },
  create_by: { title: 'Created By', type: 'String', cell: () => ({ value: AUTHOR.name }) },
  last_mod_by: { title: 'Last Modified By', type: 'String', cell: () => ({ value: AUTHOR.name }) },
  pmt_mthd: {
    title: 'Payment Method',
    type: 'String',
    cell: ({ posting }) => ({ value: posting.transaction.paymentType ?? '' }),
  },
  cust_msg: { title: 'Customer/Vendor Message', type: 'String', cell: none },
  inv_date: { title: 'Invoice Date', type: 'Date', cell: none },
  is_ap_paid: { title: 'A/P Paid', type: 'String', cell: (detail, request) => paidCell(detail, request) },
  is_ar_paid: { title: 'A/R Paid', type: 'String', cell: none },
  is_cleared: { title: 'Clr', type: 'String', cell: none },
  is_adj: { title: 'Adj', type: 'String', cell: () => ({ value: 'No' }) },
  printed: { title: 'Check Printed', type: 'String', cell: none },
  term_name: { title: 'Terms', type: 'String', cell: none },
  tracking_num: { title: 'Tracking No.', type: 'String', cell: none },
  ship_via: { title: 'Ship Via', type: 'String', cell: none },
  olb_status: { title: 'Online Banking', type: 'String', cell: none },
  extra_doc_num: { title: 'Ref #', type: 'String', cell: none },
};

/** Those asked for that there are; the defaults when none is. */
export function detailColumns(request: ReportRequest, defaults: readonly string[], amount?: string): string[] {
  const asked = request.list('columns')?.filter((key) => Object.hasOwn(COLUMNS, key)) ?? [];
  if (asked.length === 0) return [...defaults];
  return amount === undefined || asked.some((key) => COLUMNS[key]!.type === 'Money') ? asked : [...asked, amount];
}

export function toColumns(keys: readonly string[]): Column[] {
  return keys.map((key) => ({ title: COLUMNS[key]!.title, type: COLUMNS[key]!.type, key }));
}

export function detailCells(keys: readonly string[], detail: Detail, request: ReportRequest): Cell[] {
  return keys.map((key) => COLUMNS[key]!.cell(detail, request));
}

export function isMoneyColumn(key: string): boolean {
  return COLUMNS[key]?.type === 'Money';
}

/** In the sign that the account's kind has naturally. */
export function naturalAmount({ company }: ReportRequest, { accountId, amount }: Posting): Decimal {
  return isCreditNatured(company.store.find('Account', accountId)) ? amount.negated() : amount;
}

function payeeCell({ payee }: Posting): Cell {
  return payee === null ? BLANK : { value: payee.name, id: payee.id };
}

function named(entity: string, id: string | null, { company }: ReportRequest): Cell {
  return id === null ? BLANK : { value: displayNameOf(entity, id, company.store) ?? '', id };
}

function splitCell(others: readonly string[], request: ReportRequest): Cell {
  if (others.length === 1) return named('Account', others[0]!, request);
  return { value: '-Split-', id: '' };
}

function paidCell({ posting: { transaction } }: Detail, { company }: ReportRequest): Cell {
  if (transaction.entity !== 'Bill') return BLANK;
  const owed = company.ledger.settlementOf(transaction.id).paid;
  const total = company.ledger.postings.find(
    (posting) => posting.isMain && posting.transaction.entity === 'Bill' && posting.transaction.id === transaction.id,
  );
  return { value: total?.amount.negated().isEqualTo(owed) === true ? 'Paid' : 'Unpaid' };
}

function debit({ amount }: Posting): Cell {
  return amount.isNegative() ? BLANK : money(amount);
}

function credit({ amount }: Posting): Cell {
  return amount.isNegative() ? money(amount.negated()) : BLANK;
}
