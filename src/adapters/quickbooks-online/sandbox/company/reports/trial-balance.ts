import { sum, type Decimal } from '../decimal';
import { isProfitOrLoss } from '../entities/account';
import type { JsonObject } from '../json';
import { displayNameOf } from '../references';
import { yearStart } from './days';
import { groupBy } from './group-by';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section, type Column } from './report-table';

const COLUMNS: readonly Column[] = [
  { title: '', type: 'Account', key: 'account' },
  { title: 'Debit', type: 'Money', key: 'debit' },
  { title: 'Credit', type: 'Money', key: 'credit' },
];

/** Balances of all accounts at the end of a period: debits and credits come to the same. */
export function trialBalance(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this fiscal year-to-date');
  const balances = accountBalances(request, period.end);
  const side = (wanted: (amount: Decimal) => boolean): Decimal =>
    sum(balances.filter(({ amount }) => wanted(amount)).map(({ amount }) => amount.abs()));
  const total = [side((amount) => amount.isPositive()), side((amount) => amount.isNegative())].map(moneyCell);
  const rows = balances.map(({ id, name, amount }) =>
    dataRow([
      { value: name, id },
      ...(amount.isNegative() ? [BLANK, moneyCell(amount.negated())] : [moneyCell(amount), BLANK]),
    ]),
  );
  return report(request, {
    columns: COLUMNS,
    rows: rows.length === 0 ? [] : [...rows, section({ summary: [{ value: 'TOTAL' }, ...total], group: 'GrandTotal' })],
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
      SummarizeColumnsBy: 'Total',
    },
    isEmpty: rows.length === 0,
  });
}

interface AccountBalance {
  readonly id: string;
  readonly name: string;
  readonly amount: Decimal;
}

/** Profit of closed years stands in retained earnings. */
function accountBalances(request: ReportRequest, end: string): AccountBalance[] {
  const { store } = request.company;
  const opened = yearStart(end, request.firstFiscalMonth);
  const retained = [...store.all('Account')].find((account) => account['AccountSubType'] === 'RetainedEarnings');
  const postings = request.postings().filter(({ transaction }) => transaction.date <= end);
  const groups = groupBy(postings, ({ accountId, transaction }) => {
    const account = store.find('Account', accountId);
    const closed = account !== undefined && isProfitOrLoss(account) && transaction.date < opened;
    return closed ? String(retained?.['Id'] ?? accountId) : accountId;
  });
  return [...groups]
    .map(([id, own]) => ({
      id,
      name: displayNameOf('Account', id, store) ?? '',
      amount: sum(own.map(({ amount }) => amount)),
    }))
    .filter(({ amount }) => !amount.isZero())
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}
