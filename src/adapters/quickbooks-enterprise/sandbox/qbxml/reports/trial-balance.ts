import type { Company } from '../../company/company';
import { startOf } from '../../company/date-macro';
import { formatCents } from '../../company/money';
import { INCOME_AND_EXPENSE } from './account-types';
import { longDay, shortPeriod } from './period-titles';
import { accountType, closedRange } from './profit-and-loss';
import { ledgerOf } from './report-ledger';
import type { ReportRequest } from './report-request';
import { ReportTable, type ReportColumn } from './report-table';

/** Every account with its balance on one of two sides; null for any other report. */
export function trialBalance(request: ReportRequest, company: Company): ReportTable | null {
  if (request.type !== 'TrialBalance') return null;
  const postings = ledgerOf(company, request.basis).filter(request.isAskedFor);
  const { to } = closedRange(request.range, postings, company.today());
  const columns = ['Debit', 'Credit'].map((side): ReportColumn => ({
    titles: [shortPeriod(to, to), side],
    type: side,
    dataType: 'AMTTYPE',
  }));
  const table = new ReportTable({
    title: 'Trial Balance',
    subtitle: `As of ${longDay(to)}`,
    basis: request.basis,
    columns,
  });
  const retained = [...company.list('Account')].find(
    (account) => account.fields['SpecialAccountType'] === 'RetainedEarnings',
  );
  const balances = new Map<string, number>();
  for (const posting of postings.filter(({ date }) => date <= to)) {
    const isEarlier = posting.date < startOf('Year', to) && INCOME_AND_EXPENSE.includes(accountType(company, posting));
    const account = isEarlier ? retained!.id : posting.account;
    balances.set(account, (balances.get(account) ?? 0) + posting.cents);
  }
  print(table, company, balances);
  return table;
}

function print(table: ReportTable, company: Company, balances: ReadonlyMap<string, number>): void {
  const totals: [debit: number, credit: number] = [0, 0];
  for (const account of company.list('Account')) {
    const cents = balances.get(account.id) ?? 0;
    if (cents === 0) continue;
    const value = company.fullName(account);
    const cells = cents > 0 ? [formatCents(cents), undefined] : [undefined, formatCents(-cents)];
    table.row('DataRow', value, cells, { type: 'account', value });
    totals[cents > 0 ? 0 : 1] += Math.abs(cents);
  }
  table.row('TotalRow', 'TOTAL', totals.map(formatCents));
}
