import type { Company } from '../../company/company';
import { addMonths } from '../../company/calendar';
import { isInRange, startOf, type DayRange } from '../../company/date-macro';
import type { Posting } from '../../company/postings';
import { AccountAmounts, difference, sum } from './account-amounts';
import { INCOME_AND_EXPENSE } from './account-types';
import { longPeriod } from './period-titles';
import { ledgerOf } from './report-ledger';
import type { ReportRequest } from './report-request';
import { ReportTable } from './report-table';
import { daysColumn, nameColumns, periodColumns, TOTAL_COLUMN, type SummaryColumn } from './summary-columns';

interface Shape {
  readonly title: string;
  readonly columnsBy: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  ProfitAndLossStandard: { title: 'Profit & Loss', columnsBy: 'TotalOnly' },
  ProfitAndLossByClass: { title: 'Profit & Loss by Class', columnsBy: 'Class' },
  ProfitAndLossByJob: { title: 'Profit & Loss by Job', columnsBy: 'Customer' },
  ProfitAndLossYTDComp: { title: 'Profit & Loss YTD Comparison', columnsBy: 'YearToDate' },
  ProfitAndLossPrevYearComp: { title: 'Profit & Loss Prev Year Comparison', columnsBy: 'PreviousYear' },
};

/** Null for a report that is none of these. */
export function profitAndLoss(request: ReportRequest, company: Company): ReportTable | null {
  const shape = SHAPES[request.type];
  if (shape === undefined) return null;
  const all = ledgerOf(company, request.basis).filter(
    (posting) => INCOME_AND_EXPENSE.includes(accountType(company, posting)) && request.isAskedFor(posting),
  );
  const postings = all.filter(({ date }) => isInRange(date, request.range));
  const days = closedRange(request.range, all, company.today());
  const columns = columnsOf(request.columnsBy ?? shape.columnsBy, days, postings, company);
  const subtitle = longPeriod(request.range.from, request.range.to);
  const table = new ReportTable({ title: shape.title, subtitle, basis: request.basis, columns });
  const compares = ['YearToDate', 'PreviousYear'].includes(request.columnsBy ?? shape.columnsBy);
  print(table, new AccountAmounts(company, columns, compares ? all : postings));
  return table;
}

/** The days of a report that is open at an end, as far as there are postings. */
export function closedRange(
  range: DayRange,
  postings: readonly Posting[],
  today: string,
): { from: string; to: string } {
  const to = range.to ?? [today, postings.at(-1)?.date ?? today].sort().at(-1)!;
  return { from: range.from ?? postings[0]?.date ?? to, to };
}

export function accountType(company: Company, { account }: Posting): string {
  return String(company.listObject('Account', account)?.fields['AccountType']);
}

function columnsOf(
  by: string,
  days: { from: string; to: string },
  postings: readonly Posting[],
  company: Company,
): SummaryColumn[] {
  if (by === 'YearToDate') return [daysColumn(days), daysColumn({ from: startOf('Year', days.to), to: days.to })];
  if (by === 'PreviousYear') {
    return [daysColumn(days), daysColumn({ from: addMonths(days.from, -12), to: addMonths(days.to, -12) })];
  }
  const columns = periodColumns(by, days) ?? nameColumns(by, postings, company);
  return columns === null ? [daysColumn(days)] : [...columns, TOTAL_COLUMN];
}

function print(table: ReportTable, amounts: AccountAmounts): void {
  table.text('Ordinary Income/Expense');
  const income = amounts.print(table, { label: 'Income', total: 'Total Income', types: ['Income'], sign: -1 });
  const cost = amounts.print(table, {
    label: 'Cost of Goods Sold',
    total: 'Total COGS',
    types: ['CostOfGoodsSold'],
    sign: 1,
  });
  const gross = difference(income, cost);
  table.amounts('SubtotalRow', 'Gross Profit', gross);
  const expense = amounts.print(table, { label: 'Expense', total: 'Total Expense', types: ['Expense'], sign: 1 });
  const ordinary = difference(gross, expense);
  table.amounts('SubtotalRow', 'Net Ordinary Income', ordinary);
  table.amounts('TotalRow', 'Net Income', sum(ordinary.length, [ordinary, printOther(table, amounts)]));
}

function printOther(table: ReportTable, amounts: AccountAmounts): number[] {
  const hasOther = amounts.ofTypes(['OtherIncome', 'OtherExpense']).some((cents) => cents !== 0);
  if (!hasOther) return amounts.columns.map(() => 0);
  table.text('Other Income/Expense');
  const income = { label: 'Other Income', total: 'Total Other Income', types: ['OtherIncome'], sign: -1 } as const;
  const expense = { label: 'Other Expense', total: 'Total Other Expense', types: ['OtherExpense'], sign: 1 } as const;
  const net = difference(amounts.print(table, income), amounts.print(table, expense));
  table.amounts('SubtotalRow', 'Net Other Income', net);
  return net;
}
