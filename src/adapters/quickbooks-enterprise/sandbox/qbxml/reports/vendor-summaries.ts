import type { Company } from '../../company/company';
import { isInRange } from '../../company/date-macro';
import type { Posting } from '../../company/postings';
import { sum } from './account-amounts';
import { longDay, longPeriod } from './period-titles';
import { accountType, closedRange } from './profit-and-loss';
import { ledgerOf } from './report-ledger';
import type { ReportRequest } from './report-request';
import { ReportTable } from './report-table';
import { daysColumn, nameColumns, periodColumns, TOTAL_COLUMN, amountColumn } from './summary-columns';

export const EXPENSE_TYPES: readonly string[] = ['CostOfGoodsSold', 'Expense', 'OtherExpense'];

/** `ExpenseByVendorSummary` and `VendorBalanceSummary`; null for any other report. */
export function vendorSummary(request: ReportRequest, company: Company): ReportTable | null {
  const { type, range, basis } = request;
  if (type !== 'ExpenseByVendorSummary' && type !== 'VendorBalanceSummary') return null;
  const isExpense = type === 'ExpenseByVendorSummary';
  const types = isExpense ? EXPENSE_TYPES : ['AccountsPayable'];
  const all = ledgerOf(company, isExpense ? basis : 'Accrual').filter(
    (posting) => types.includes(accountType(company, posting)) && request.isAskedFor(posting),
  );
  const days = closedRange(range, all, company.today());
  if (!isExpense) {
    const columns = [amountColumn(longDay(days.to), () => true)];
    const head = { title: 'Vendor Balance Summary', subtitle: `As of ${longDay(days.to)}`, basis: null, columns };
    const owed = all.filter(({ date }) => date <= days.to);
    return printVendors(new ReportTable(head), company, columns, owed, -1);
  }
  const postings = all.filter(({ date }) => isInRange(date, range));
  const by = request.columnsBy ?? '';
  const split = periodColumns(by, days) ?? nameColumns(by, postings, company);
  const columns = split === null ? [daysColumn(days)] : [...split, TOTAL_COLUMN];
  const subtitle = longPeriod(range.from, range.to);
  const table = new ReportTable({ title: 'Expense by Vendor Summary', subtitle, basis, columns });
  return printVendors(table, company, columns, postings, 1);
}

function printVendors(
  table: ReportTable,
  company: Company,
  columns: readonly { takes: (posting: Posting) => boolean }[],
  postings: readonly Posting[],
  sign: 1 | -1,
): ReportTable {
  const rows: number[][] = [];
  const byVendor = groupByEntity(postings);
  for (const vendor of company.list('Vendor')) {
    const own = byVendor.get(vendor.id) ?? [];
    const cents = columns.map(({ takes }) =>
      own.filter((posting) => takes(posting)).reduce((total, posting) => total + sign * posting.cents, 0),
    );
    if (cents.every((amount) => amount === 0)) continue;
    table.amounts('DataRow', vendor.name, cents, { type: 'vendor', value: vendor.name });
    rows.push(cents);
  }
  table.amounts('TotalRow', 'TOTAL', sum(columns.length, rows));
  return table;
}

function groupByEntity(postings: readonly Posting[]): Map<string, Posting[]> {
  const groups = new Map<string, Posting[]>();
  for (const posting of postings) {
    const group = groups.get(posting.entity ?? '');
    if (group === undefined) groups.set(posting.entity ?? '', [posting]);
    else group.push(posting);
  }
  return groups;
}
