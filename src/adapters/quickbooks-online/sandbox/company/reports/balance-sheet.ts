import type { JsonObject } from '../json';
import type { Posting } from '../ledger/posting';
import { AccountAmounts, accountRows, labelled, minus, plus, type Amounts } from './account-rows';
import { balanceColumns, type AmountColumn } from './amount-columns';
import { yearStart } from './days';
import { NAME_COLUMN, netIncome } from './profit-and-loss';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section } from './report-table';

/** What a company has, owes, and what is left to its owners. */
export function balanceSheet(request: ReportRequest): JsonObject {
  const { macro, ...period } = balancePeriod(request);
  const { by, columns } = balanceColumns(request, period);
  const postings = request.postings();
  const amounts = new AccountAmounts(request.company.store, columns, postings);
  const earlier = earlierProfit(request, postings, columns, period.end);
  return report(request, {
    columns: [NAME_COLUMN, ...columns.map(({ column }) => column)],
    rows: amounts.isEmpty ? [] : [assets(amounts), liabilitiesAndEquity(amounts, earlier)],
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
      SummarizeColumnsBy: by,
    },
    options: { AccountingStandard: 'GAAP' },
    isEmpty: amounts.isEmpty,
  });
}

/** An end without a start is silently ignored, as Intuit does it. */
function balancePeriod(request: ReportRequest) {
  if (request.day('start_date') !== undefined || request.day('end_date') === undefined) {
    return request.period('this fiscal year-to-date');
  }
  const start = yearStart(request.today, request.firstFiscalMonth);
  return { start, end: request.today, macro: 'this fiscal year-to-date' };
}

/** Profit of the years before the one that each column ends in. */
function earlierProfit(
  request: ReportRequest,
  postings: readonly Posting[],
  columns: readonly AmountColumn[],
  end: string,
): Amounts {
  const closed = columns.map(({ column, includes }) => {
    const opened = yearStart(column.period?.end ?? end, request.firstFiscalMonth);
    return { column, includes: (posting: Posting) => includes(posting) && posting.transaction.date < opened };
  });
  return netIncome(new AccountAmounts(request.company.store, closed, postings));
}

interface Part {
  readonly group: string;
  readonly label: string;
  readonly types?: readonly string[];
  readonly parts?: readonly Part[];
  readonly total?: string;
}

const ASSETS: Part = {
  group: 'TotalAssets',
  label: 'ASSETS',
  total: 'TOTAL ASSETS',
  parts: [
    {
      group: 'CurrentAssets',
      label: 'Current Assets',
      parts: [
        { group: 'BankAccounts', label: 'Bank Accounts', types: ['Bank'] },
        { group: 'AR', label: 'Accounts Receivable', types: ['Accounts Receivable'] },
        { group: 'OtherCurrentAssets', label: 'Other current assets', types: ['Other Current Asset'] },
      ],
    },
    { group: 'FixedAssets', label: 'Fixed Assets', types: ['Fixed Asset'] },
    { group: 'OtherAssets', label: 'Other Assets', types: ['Other Asset'] },
  ],
};

const LIABILITIES: Part = {
  group: 'Liabilities',
  label: 'Liabilities',
  parts: [
    {
      group: 'CurrentLiabilities',
      label: 'Current Liabilities',
      parts: [
        { group: 'AP', label: 'Accounts Payable', types: ['Accounts Payable'] },
        { group: 'CreditCards', label: 'Credit Cards', types: ['Credit Card'] },
        { group: 'OtherCurrentLiabilities', label: 'Other Current Liabilities', types: ['Other Current Liability'] },
      ],
    },
    { group: 'LongTermLiabilities', label: 'Long-Term Liabilities', types: ['Long Term Liability'] },
  ],
};

function assets(amounts: AccountAmounts): JsonObject {
  return (
    build(amounts, ASSETS)?.row ?? section({ summary: labelled('TOTAL ASSETS', amounts.zero), group: 'TotalAssets' })
  );
}

function liabilitiesAndEquity(amounts: AccountAmounts, earlier: Amounts): JsonObject {
  const liabilities = build(amounts, LIABILITIES);
  const equity = buildEquity(amounts, earlier);
  const parts = liabilities === null ? [equity] : [liabilities, equity];
  return section({
    header: header('LIABILITIES AND EQUITY', amounts),
    rows: parts.map(({ row }) => row),
    summary: labelled('TOTAL LIABILITIES AND EQUITY', plus(...parts.map(({ total }) => total))),
    group: 'TotalLiabilitiesAndEquity',
  });
}

/** Profit of closed years lies in retained earnings, which nobody posts. */
function buildEquity(amounts: AccountAmounts, earlier: Amounts) {
  const own = accountRows(amounts, ['Equity']).filter((row) => !isRetained(row));
  const posted = amounts.of(retainedEarnings(amounts)) ?? amounts.zero;
  const current = minus(netIncome(amounts), earlier);
  const retained = plus(posted, earlier);
  const total = plus(amounts.totalOf(['Equity']), netIncome(amounts));
  const rows = [
    ...own,
    dataRow([{ value: 'Retained Earnings', id: retainedEarnings(amounts) }, ...retained.map(moneyCell)]),
    dataRow([{ value: 'Net Income' }, ...current.map(moneyCell)], 'NetIncome'),
  ];
  const row = section({
    header: header('Equity', amounts),
    rows,
    summary: labelled('Total Equity', total),
    group: 'Equity',
  });
  return { row, total };
}

function retainedEarnings({ store }: AccountAmounts): string {
  for (const account of store.all('Account')) {
    if (account['AccountSubType'] === 'RetainedEarnings') return String(account['Id']);
  }
  return '2';
}

function isRetained(row: JsonObject): boolean {
  const first = Array.isArray(row['ColData']) ? (row['ColData'][0] as JsonObject) : undefined;
  return first?.['value'] === 'Retained Earnings';
}

function build(
  amounts: AccountAmounts,
  { group, label, types, parts, total }: Part,
): { row: JsonObject; total: Amounts } | null {
  const inner = (parts ?? []).map((part) => build(amounts, part)).filter((built) => built !== null);
  const rows = types === undefined ? inner.map(({ row }) => row) : accountRows(amounts, types);
  if (rows.length === 0) return null;
  const sum = types === undefined ? plus(...inner.map((built) => built.total)) : amounts.totalOf(types);
  const summary = labelled(total ?? `Total ${label}`, sum);
  return { row: section({ header: header(label, amounts), rows, summary, group }), total: sum };
}

function header(label: string, amounts: AccountAmounts) {
  return [{ value: label }, ...amounts.zero.map(() => BLANK)];
}
