import type { Company } from '../../company/company';
import { daysBetween } from '../../company/calendar';
import { formatCents } from '../../company/money';
import type { Posting } from '../../company/postings';
import { textOf, totalCents, type TransactionKind } from '../../company/records';
import type { Cell, ReportColumn } from './report-table';

/** A posting as a row of a report. */
export interface DetailRow {
  readonly posting: Posting;
  /** In the sign of the report. */
  readonly cents: number;
  /** Sum of the group so far. */
  readonly balance: number;
  /** What is left to pay. */
  readonly openCents?: number;
  /** Days since it was due. */
  readonly asOf: string;
}

interface DetailColumn {
  readonly title: string;
  readonly dataType: string;
  readonly cell: (row: DetailRow, company: Company) => Cell;
}

const TYPE_NAMES: Readonly<Record<TransactionKind, string>> = {
  Bill: 'Bill',
  BillPaymentCheck: 'Bill Pmt -Check',
  Check: 'Check',
  CreditCardCharge: 'Credit Card Charge',
  CreditCardCredit: 'Credit Card Credit',
  JournalEntry: 'General Journal',
  VendorCredit: 'Bill Credit',
};

function text(title: string, cell: DetailColumn['cell'], dataType = 'STRTYPE'): DetailColumn {
  return { title, dataType, cell };
}

function amount(title: string, cents: (row: DetailRow) => number | undefined): DetailColumn {
  const cell = (row: DetailRow): Cell => {
    const value = cents(row);
    return value === undefined ? undefined : formatCents(value);
  };
  return { title, dataType: 'AMTTYPE', cell };
}

function nameOf(company: Company, id: string | undefined): Cell {
  const record = id === undefined ? undefined : company.listObjectOf(id);
  return record && company.fullName(record);
}

const isDebit = ({ posting }: DetailRow): boolean => posting.cents >= 0;

const COLUMNS: Readonly<Record<string, DetailColumn>> = {
  Account: text('Account', ({ posting }, company) => nameOf(company, posting.account)),
  Aging: text('Aging', (row) => String(Math.max(0, daysBetween(dueDate(row), row.asOf))), 'INTTYPE'),
  Amount: amount('Amount', ({ cents }) => cents),
  Class: text('Class', ({ posting }, company) => nameOf(company, posting.class)),
  Credit: amount('Credit', (row) => (isDebit(row) ? undefined : -row.posting.cents)),
  Date: text('Date', ({ posting }) => posting.date, 'DATETYPE'),
  Debit: amount('Debit', (row) => (isDebit(row) ? row.posting.cents : undefined)),
  DueDate: text('Due Date', dueDate, 'DATETYPE'),
  LastModifiedBy: text('Last modified by', () => 'Admin'),
  Memo: text('Memo', ({ posting }) => posting.memo),
  ModifiedTime: text(
    'Entered/Last Modified',
    ({ posting }, company) => company.time.print(posting.transaction.modified),
    'DATETIMETYPE',
  ),
  Name: text('Name', ({ posting }, company) => nameOf(company, posting.customer ?? posting.entity)),
  OpenBalance: amount('Open Balance', ({ openCents }) => openCents),
  OriginalAmount: amount('Original Amount', ({ posting }) => totalCents(posting.transaction)),
  RefNumber: text('Num', ({ posting }) => textOf(posting.transaction.fields, 'RefNumber')),
  RunningBalance: amount('Balance', ({ balance }) => balance),
  SourceName: text('Source Name', ({ posting }, company) => nameOf(company, posting.entity)),
  SplitAccount: text('Split', ({ posting }, company) => nameOf(company, posting.split) ?? '-SPLIT-'),
  TxnID: text('Trans ID', ({ posting }) => posting.transaction.id, 'IDTYPE'),
  TxnNumber: text('Trans #', ({ posting }) => String(posting.transaction.number), 'INTTYPE'),
  TxnType: text('Type', ({ posting }) => TYPE_NAMES[posting.transaction.kind]),
};

function dueDate({ posting }: DetailRow): string {
  return textOf(posting.transaction.fields, 'DueDate') ?? posting.date;
}

/** Columns as the head of a report tells them. Of some that exist, these books know nothing: they stay empty. */
export function describeColumns(names: readonly string[]): ReportColumn[] {
  return names.map((name) => {
    const { title = name, dataType = 'STRTYPE' } = COLUMNS[name] ?? {};
    return { titles: [title], type: name, dataType };
  });
}

export function writeCells(names: readonly string[], row: DetailRow, company: Company): Cell[] {
  return names.map((name) => COLUMNS[name]?.cell(row, company));
}

/** Cells of a row that sums a group up: of its amounts only. */
export function totalCells(names: readonly string[], rows: readonly DetailRow[]): Cell[] {
  const totals: Readonly<Record<string, (row: DetailRow) => number>> = {
    Amount: ({ cents }) => cents,
    Credit: (row) => (isDebit(row) ? 0 : -row.posting.cents),
    Debit: (row) => (isDebit(row) ? row.posting.cents : 0),
    OpenBalance: ({ openCents = 0 }) => openCents,
  };
  return names.map((name) => {
    if (name === 'RunningBalance') return rows.length === 0 ? undefined : formatCents(rows.at(-1)!.balance);
    const cents = totals[name];
    return cents && formatCents(rows.reduce((total, row) => total + cents(row), 0));
  });
}
