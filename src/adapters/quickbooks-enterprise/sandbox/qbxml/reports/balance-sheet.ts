import type { Company } from '../../company/company';
import { startOf } from '../../company/date-macro';
import type { Posting } from '../../company/postings';
import { AccountAmounts, sum } from './account-amounts';
import { INCOME_AND_EXPENSE } from './account-types';
import { longDay, shortPeriod } from './period-titles';
import { accountType, closedRange } from './profit-and-loss';
import { ledgerOf } from './report-ledger';
import type { ReportRequest } from './report-request';
import { ReportTable } from './report-table';
import { amountColumn, periodColumns, type SummaryColumn } from './summary-columns';

/** `BalanceSheetStandard`, at the end of the period or of each of its periods; null for any other report. */
export function balanceSheet(request: ReportRequest, company: Company): ReportTable | null {
  if (request.type !== 'BalanceSheetStandard') return null;
  const postings = ledgerOf(company, request.basis).filter(request.isAskedFor);
  const days = closedRange(request.range, postings, company.today());
  const ends = (periodColumns(request.columnsBy ?? '', days) ?? []).map((column) => column.days!.to);
  const columns = (ends.length === 0 ? [days.to] : ends).map(balanceColumn);
  const subtitle = `As of ${longDay(days.to)}`;
  const table = new ReportTable({ title: 'Balance Sheet', subtitle, basis: request.basis, columns });
  print(table, balances(company, columns, postings));
  return table;
}

function balanceColumn(day: string): SummaryColumn {
  return amountColumn(shortPeriod(day, day), ({ date }) => date <= day, { from: day, to: day });
}

/** Income and expense of a year go to Net Income while it lasts, and to Retained Earnings after it. */
function balances(company: Company, columns: readonly SummaryColumn[], postings: readonly Posting[]): Balances {
  const isFlow = (posting: Posting): boolean => INCOME_AND_EXPENSE.includes(accountType(company, posting));
  const amounts = new AccountAmounts(
    company,
    columns,
    postings.filter((posting) => !isFlow(posting)),
  );
  const netIncome = columns.map(() => 0);
  const retained = [...company.list('Account')].find(
    (account) => account.fields['SpecialAccountType'] === 'RetainedEarnings',
  );
  for (const posting of postings.filter(isFlow)) {
    for (const [index, column] of columns.entries()) {
      if (!column.takes(posting)) continue;
      if (posting.date >= startOf('Year', column.days!.to)) netIncome[index] = netIncome[index]! - posting.cents;
      else amounts.add(retained!.id, index, posting.cents);
    }
  }
  return { amounts, netIncome };
}

interface Balances {
  readonly amounts: AccountAmounts;
  readonly netIncome: number[];
}

function print(table: ReportTable, { amounts, netIncome }: Balances): void {
  const { length } = amounts.columns;
  const section = (label: string, types: readonly string[], sign: 1 | -1): number[] =>
    amounts.print(table, { label, total: `Total ${label}`, types, sign });
  const group = (label: string, parts: () => number[][]): number[] => {
    table.text(label);
    const total = sum(length, parts());
    table.amounts('SubtotalRow', `Total ${label}`, total);
    return total;
  };
  table.text('ASSETS');
  const current = group('Current Assets', () => [
    section('Checking/Savings', ['Bank'], 1),
    section('Accounts Receivable', ['AccountsReceivable'], 1),
    section('Other Current Assets', ['OtherCurrentAsset'], 1),
  ]);
  const assets = sum(length, [
    current,
    section('Fixed Assets', ['FixedAsset'], 1),
    section('Other Assets', ['OtherAsset'], 1),
  ]);
  table.amounts('TotalRow', 'TOTAL ASSETS', assets);
  table.text('LIABILITIES & EQUITY');
  const liabilities = group('Liabilities', () => [
    group('Current Liabilities', () => [
      section('Accounts Payable', ['AccountsPayable'], -1),
      section('Credit Cards', ['CreditCard'], -1),
      section('Other Current Liabilities', ['OtherCurrentLiability'], -1),
    ]),
    section('Long Term Liabilities', ['LongTermLiability'], -1),
  ]);
  const equity = group('Equity', () => {
    const accounts = amounts.print(table, { types: ['Equity'], sign: -1 });
    table.amounts('DataRow', 'Net Income', netIncome);
    return [accounts, netIncome];
  });
  table.amounts('TotalRow', 'TOTAL LIABILITIES & EQUITY', sum(length, [liabilities, equity]));
}
