import { daysBetween } from '../../company/calendar';
import type { Company } from '../../company/company';
import { postingsOf } from '../../company/postings';
import { entityOf, textOf, totalCents, type TransactionRecord } from '../../company/records';
import { sum } from './account-amounts';
import { describeColumns, totalCells, writeCells, type DetailRow } from './detail-columns';
import { longDay } from './period-titles';
import type { ReportRequest } from './report-request';
import { ReportTable } from './report-table';
import { amountColumn } from './summary-columns';

const BUCKETS: readonly (readonly [title: string, lastDay: number])[] = [
  ['Current', 0],
  ['1 - 30', 30],
  ['31 - 60', 60],
  ['61 - 90', 90],
  ['> 90', Infinity],
];
const TITLES: Readonly<Record<string, string>> = {
  APAgingDetail: 'A/P Aging Detail',
  APAgingSummary: 'A/P Aging Summary',
  ARAgingDetail: 'A/R Aging Detail',
  ARAgingSummary: 'A/R Aging Summary',
  UnpaidBillsDetail: 'Unpaid Bills Detail',
};
const COLUMNS = ['TxnType', 'Date', 'RefNumber', 'Name', 'DueDate', 'Aging', 'OpenBalance'];

/** Reports of what is open, by age; null for any other. There are no receivables in these books. */
export function openBillsReport(request: ReportRequest, company: Company): ReportTable | null {
  const title = TITLES[request.type];
  if (title === undefined) return null;
  const today = company.today();
  const asOf = request.agesToday ? today : (request.range.to ?? today);
  const rows = request.type.startsWith('AR') ? [] : openRows(request, company, asOf);
  const subtitle = `As of ${longDay(asOf)}`;
  if (request.type === 'APAgingSummary' || request.type === 'ARAgingSummary') {
    const columns = [...BUCKETS.map(([bucket]) => bucket), 'TOTAL'].map((name) =>
      amountColumn(name, () => true, undefined, name === 'TOTAL' ? 'Total' : 'Amount'),
    );
    return printSummary(new ReportTable({ title, subtitle, basis: null, columns }), rows, company);
  }
  const columns = request.columns.length > 0 ? request.columns : COLUMNS;
  const table = new ReportTable({ title, subtitle, basis: null, columns: describeColumns(columns) });
  const groups = request.type === 'UnpaidBillsDetail' ? byVendor(rows, company) : byBucket(rows);
  for (const [label, group] of groups) {
    table.text(label);
    for (const row of group) table.row('DataRow', undefined, writeCells(columns, row, company));
    table.row('SubtotalRow', `Total ${label}`, totalCells(columns, group));
  }
  table.row('TotalRow', 'TOTAL', totalCells(columns, rows));
  return table;
}

/** Bills with what was left to pay on that day, and credits below zero. */
function openRows(request: ReportRequest, company: Company, asOf: string): DetailRow[] {
  const records = [...company.ofKind('Bill'), ...company.ofKind('VendorCredit')].filter(({ date }) => date <= asOf);
  const paid = paidByBill(company, asOf);
  const rows = records.map((record): DetailRow => {
    const left = totalCents(record) - (paid.get(record.id) ?? 0);
    const openCents = record.kind === 'Bill' ? left : -left;
    return { posting: postingsOf(record)[0]!, cents: openCents, balance: 0, openCents, asOf };
  });
  return rows.filter(({ openCents, posting }) => openCents !== 0 && request.isAskedFor(posting));
}

function paidByBill(company: Company, asOf: string): Map<string, number> {
  const paid = new Map<string, number>();
  for (const payment of company.ofKind('BillPaymentCheck')) {
    if (payment.date > asOf) continue;
    for (const { appliedTo = '', cents } of payment.lines) paid.set(appliedTo, (paid.get(appliedTo) ?? 0) + cents);
  }
  return paid;
}

function bucketOf({ posting, asOf }: DetailRow): number {
  const age = daysBetween(textOf(posting.transaction.fields, 'DueDate') ?? posting.date, asOf);
  return BUCKETS.findIndex(([, lastDay]) => age <= lastDay);
}

function printSummary(table: ReportTable, rows: readonly DetailRow[], company: Company): ReportTable {
  const printed: number[][] = [];
  for (const [name, group] of byVendor(rows, company)) {
    const cents = BUCKETS.map(() => 0);
    for (const row of group) cents[bucketOf(row)] = cents[bucketOf(row)]! + row.openCents!;
    const all = [...cents, cents.reduce((total, amount) => total + amount, 0)];
    table.amounts('DataRow', name, all, { type: 'vendor', value: name });
    printed.push(all);
  }
  table.amounts('TotalRow', 'TOTAL', sum(BUCKETS.length + 1, printed));
  return table;
}

function byVendor(rows: readonly DetailRow[], company: Company): [string, DetailRow[]][] {
  const name = (transaction: TransactionRecord): string =>
    company.listObjectOf(entityOf(transaction) ?? '')?.name ?? '';
  const groups = new Map<string, DetailRow[]>();
  for (const row of rows) {
    const vendor = name(row.posting.transaction);
    groups.set(vendor, [...(groups.get(vendor) ?? []), row]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function byBucket(rows: readonly DetailRow[]): [string, DetailRow[]][] {
  const groups = BUCKETS.map(([title], index): [string, DetailRow[]] => [
    title,
    rows.filter((row) => bucketOf(row) === index),
  ]);
  return groups.filter(([, group]) => group.length > 0);
}
