import type { Company } from '../../company/company';
import { isInRange } from '../../company/date-macro';
import { formatCents } from '../../company/money';
import type { Posting } from '../../company/postings';
import { isCreditType } from '../rets/list-ret';
import { INCOME_AND_EXPENSE } from './account-types';
import { describeColumns, totalCells, writeCells, type DetailRow } from './detail-columns';
import { longPeriod } from './period-titles';
import { accountType, closedRange } from './profit-and-loss';
import { ledgerOf } from './report-ledger';
import type { ReportRequest } from './report-request';
import { ReportTable, type RowSubject } from './report-table';
import { EXPENSE_TYPES } from './vendor-summaries';

type Grouping = 'account' | 'class' | 'customer' | 'entity' | 'none' | 'transaction' | 'vendor';

interface Shape {
  readonly title: string;
  readonly groupBy: Grouping;
  readonly columns: readonly string[];
  readonly takes?: (type: string) => boolean;
  /** Amounts print above zero in accounts where credits are the rule. */
  readonly naturalSign?: boolean;
  /** Groups begin with what was there before the period. */
  readonly opens?: boolean;
  /** One row for each transaction. */
  readonly transactionsOnly?: boolean;
}

const LEDGER = ['TxnType', 'Date', 'RefNumber', 'Name', 'Memo', 'SplitAccount', 'Amount', 'RunningBalance'];
const LIST = ['TxnType', 'Date', 'RefNumber', 'Name', 'Memo', 'Account', 'SplitAccount', 'Debit', 'Credit'];
const BY_NAME = [
  'TxnType',
  'Date',
  'RefNumber',
  'Memo',
  'Account',
  'Class',
  'SplitAccount',
  'Amount',
  'RunningBalance',
];
const isFlow = (type: string): boolean => INCOME_AND_EXPENSE.includes(type);

const SHAPES: Readonly<Record<string, Shape>> = {
  BalanceSheetDetail: {
    title: 'Balance Sheet Detail',
    groupBy: 'account',
    columns: LEDGER,
    takes: (type) => !isFlow(type),
    naturalSign: true,
    opens: true,
  },
  CustomTxnDetail: { title: 'Custom Transaction Detail Report', groupBy: 'none', columns: LIST },
  ExpenseByVendorDetail: {
    title: 'Expenses by Vendor Detail',
    groupBy: 'vendor',
    columns: BY_NAME,
    takes: (type) => EXPENSE_TYPES.includes(type),
  },
  GeneralLedger: { title: 'General Ledger', groupBy: 'account', columns: LEDGER, opens: true },
  Journal: {
    title: 'Journal',
    groupBy: 'transaction',
    columns: ['TxnNumber', 'TxnType', 'Date', 'RefNumber', 'Name', 'Memo', 'Account', 'Debit', 'Credit'],
  },
  ProfitAndLossDetail: {
    title: 'Profit & Loss Detail',
    groupBy: 'account',
    columns: ['TxnType', 'Date', 'RefNumber', 'Name', 'Memo', 'Class', 'SplitAccount', 'Amount', 'RunningBalance'],
    takes: isFlow,
    naturalSign: true,
  },
  TxnDetailByAccount: {
    title: 'Transaction Detail by Account',
    groupBy: 'account',
    columns: ['TxnType', 'Date', 'RefNumber', 'Name', 'Memo', 'Class', 'SplitAccount', 'Amount', 'RunningBalance'],
  },
  TxnListByDate: { title: 'Transaction List by Date', groupBy: 'none', columns: LIST, transactionsOnly: true },
  TxnListByVendor: { title: 'Transaction List by Vendor', groupBy: 'vendor', columns: LIST, transactionsOnly: true },
  VendorBalanceDetail: {
    title: 'Vendor Balance Detail',
    groupBy: 'vendor',
    columns: ['TxnType', 'Date', 'RefNumber', 'Account', 'Amount', 'RunningBalance'],
    takes: (type) => type === 'AccountsPayable',
    naturalSign: true,
  },
};

/** `SummarizeRowsBy`, as far as rows can be grouped here. */
const GROUPINGS: Readonly<Record<string, Grouping>> = {
  Account: 'account',
  Class: 'class',
  Customer: 'customer',
  Employee: 'entity',
  Payee: 'entity',
  TotalOnly: 'none',
  Vendor: 'vendor',
};

/** A report of single postings, in groups; null for any that is none of these. */
export function detailReport(request: ReportRequest, company: Company): ReportTable | null {
  const shape = SHAPES[request.type];
  const groupBy = request.rowsBy === null ? shape?.groupBy : GROUPINGS[request.rowsBy];
  if (shape === undefined || groupBy === undefined) return null;
  return new DetailReport(request, company, { ...shape, groupBy }).print();
}

interface Group {
  readonly label: string | null;
  readonly subject?: RowSubject;
  readonly postings: Posting[];
}

class DetailReport {
  private readonly columns: readonly string[];
  private readonly asOf: string;
  private readonly all: readonly Posting[];
  private readonly table: ReportTable;

  constructor(
    private readonly request: ReportRequest,
    private readonly company: Company,
    private readonly shape: Shape,
  ) {
    this.columns = request.columns.length > 0 ? request.columns : shape.columns;
    this.all = this.select(ledgerOf(company, request.basis));
    this.asOf = closedRange(request.range, this.all, company.today()).to;
    this.table = new ReportTable({
      title: shape.title,
      subtitle: longPeriod(request.range.from, request.range.to),
      basis: request.basis,
      columns: describeColumns(this.columns),
    });
  }

  print(): ReportTable {
    const rows = this.groups().flatMap((group) => this.printGroup(group));
    const totals = totalCells(this.columns, rows);
    const withBalance = this.columns.map((column, index) =>
      column === 'RunningBalance' && this.shape.groupBy !== 'none'
        ? formatCents(rows.reduce((total, { cents }) => total + cents, 0))
        : totals[index],
    );
    this.table.row('TotalRow', 'TOTAL', withBalance);
    return this.table;
  }

  private select(ledger: readonly Posting[]): Posting[] {
    const { takes = () => true, transactionsOnly } = this.shape;
    const taken = ledger.filter(
      (posting) => takes(accountType(this.company, posting)) && this.request.isAskedFor(posting),
    );
    if (!transactionsOnly) return taken;
    const seen = new Set<string>();
    return taken.filter(({ transaction: { id } }) => !seen.has(id) && seen.add(id));
  }

  private groups(): Group[] {
    const { groupBy, opens } = this.shape;
    const postings = this.all.filter(({ date }) => isInRange(date, this.request.range));
    if (groupBy === 'none') return [{ label: null, postings }];
    const groups = new Map<string, Group>();
    for (const posting of opens ? this.all : postings) {
      const key = this.keyOf(posting);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = this.newGroup(key, posting)));
      if (isInRange(posting.date, this.request.range)) group.postings.push(posting);
    }
    const list = [...groups.values()];
    if (groupBy === 'transaction') return list;
    return list.sort((a, b) => Number(a.label === NO_NAME) - Number(b.label === NO_NAME) || compare(a.label, b.label));
  }

  private newGroup(key: string, posting: Posting): Group {
    if (this.shape.groupBy === 'transaction') return { label: String(posting.transaction.number), postings: [] };
    const record = this.company.listObjectOf(key);
    if (record === undefined) return { label: NO_NAME, postings: [] };
    const value = this.company.fullName(record);
    return { label: value, subject: { type: record.kind.toLowerCase(), value }, postings: [] };
  }

  private keyOf(posting: Posting): string {
    switch (this.shape.groupBy) {
      case 'account':
        return posting.account;
      case 'transaction':
        return posting.transaction.id;
      case 'class':
        return posting.class ?? '';
      case 'customer':
        return posting.customer ?? '';
      case 'vendor':
        return this.company.listObject('Vendor', posting.entity ?? '')?.id ?? '';
      default:
        return posting.entity ?? '';
    }
  }

  private printGroup({ label, subject, postings }: Group): DetailRow[] {
    const account = subject?.type === 'account' ? subject.value : null;
    let balance = account === null ? 0 : this.openingCents(account);
    if (postings.length === 0 && balance === 0) return [];
    if (label !== null) this.table.text(label);
    const rows = postings.map((posting): DetailRow => {
      const cents = this.signOf(posting) * posting.cents || 0;
      balance += cents;
      return { posting, cents, balance, asOf: this.asOf };
    });
    for (const row of rows) {
      this.table.row('DataRow', undefined, writeCells(this.columns, row, this.company));
    }
    if (label === null) return rows;
    const totals = totalCells(this.columns, rows);
    const cells = this.columns.map((column, index) =>
      column === 'RunningBalance' ? formatCents(balance) : totals[index],
    );
    this.table.row('SubtotalRow', `Total ${label}`, cells, subject);
    return rows;
  }

  /** What the account held before the period; nothing for income and expenses, which begin anew. */
  private openingCents(fullName: string): number {
    const { from } = this.request.range;
    const account = this.company.named('Account', fullName);
    if (!this.shape.opens || from === null || account === undefined) return 0;
    if (isFlow(String(account.fields['AccountType']))) return 0;
    const earlier = this.all.filter((posting) => posting.account === account.id && posting.date < from);
    return earlier.reduce((total, posting) => total + this.signOf(posting) * posting.cents, 0);
  }

  private signOf(posting: Posting): 1 | -1 {
    return this.shape.naturalSign === true && isCreditType(accountType(this.company, posting)) ? -1 : 1;
  }
}

const NO_NAME = 'No name';

function compare(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '');
}
