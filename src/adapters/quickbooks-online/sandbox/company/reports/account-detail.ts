import { sum, ZERO, type Decimal } from '../decimal';
import { textAt, type JsonObject } from '../json';
import type { Posting } from '../ledger/posting';
import { displayNameOf } from '../references';
import { isProfitOrLoss } from '../entities/account';
import { yearStart } from './days';
import { detailCells, detailColumns, isMoneyColumn, naturalAmount, toColumns } from './detail-columns';
import { toDetails, transactionKey } from './details';
import { groupBy } from './group-by';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section, type Cell } from './report-table';

const LEDGER = ['tx_date', 'txn_type', 'doc_num', 'name', 'memo', 'split_acc', 'subt_nat_amount', 'rbal_nat_amount'];
const WITHOUT_BALANCE = LEDGER.slice(0, -1);
const JOURNAL = ['tx_date', 'txn_type', 'doc_num', 'name', 'memo', 'account_name', 'debt_amt', 'credit_amt'];

/** Every account with what was posted to it in a period, from its beginning balance to its end. */
export function generalLedger(request: ReportRequest): JsonObject {
  return byAccount(request, LEDGER, 'this month-to-date', true);
}

/** The same without balances. */
export function transactionDetailByAccount(request: ReportRequest): JsonObject {
  return byAccount(request, WITHOUT_BALANCE, 'this month-to-date', false);
}

function byAccount(
  request: ReportRequest,
  defaults: readonly string[],
  macroName: string,
  balances: boolean,
): JsonObject {
  const { macro, ...period } = request.period(macroName);
  const keys = detailColumns(request, defaults, 'subt_nat_amount');
  const postings = request.postings();
  const accounts = groupBy(
    postings.filter(({ transaction }) => transaction.date <= period.end),
    ({ accountId }) => accountId,
  );
  const rows = [...accounts]
    .map(([id, own]) => ({ id, name: displayNameOf('Account', id, request.company.store) ?? '', own }))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(({ id, name, own }) => {
      const beginning = balances ? beginningOf(request, id, own, period.start) : ZERO;
      const within = own.filter(({ transaction }) => transaction.date >= period.start);
      if (within.length === 0 && beginning.isZero()) return [];
      return [accountSection(request, keys, { value: name, id }, within, balances ? beginning : null)];
    });
  return report(request, {
    columns: toColumns(keys),
    rows,
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
    },
    isEmpty: rows.length === 0,
  });
}

/** Income and expenses begin anew each year. */
function beginningOf(request: ReportRequest, accountId: string, own: readonly Posting[], start: string): Decimal {
  const account = request.company.store.find('Account', accountId);
  const from = account !== undefined && isProfitOrLoss(account) ? yearStart(start, request.firstFiscalMonth) : '';
  const before = own.filter(({ transaction }) => transaction.date < start && transaction.date >= from);
  return sum(before.map((posting) => naturalAmount(request, posting)));
}

function accountSection(
  request: ReportRequest,
  keys: readonly string[],
  account: Cell,
  postings: readonly Posting[],
  beginning: Decimal | null,
): JsonObject {
  let balance = beginning ?? ZERO;
  const details = toDetails(request, postings, request.company.ledger.postings).map((detail) => {
    balance = balance.plus(detail.amount);
    return { ...detail, balance };
  });
  const total = sum(details.map(({ amount }) => amount));
  const cells = (label: string, at: (key: string) => Cell): Cell[] => [{ value: label }, ...keys.slice(1).map(at)];
  const first = cells('Beginning Balance', (key) => (key === 'rbal_nat_amount' ? moneyCell(beginning ?? ZERO) : BLANK));
  return section({
    header: [account, ...keys.slice(1).map(() => BLANK)],
    rows: [
      ...(beginning === null ? [] : [dataRow(first)]),
      ...details.map((detail) => dataRow(detailCells(keys, detail, request))),
    ],
    summary: cells(`Total for ${account.value}`, (key) =>
      isMoneyColumn(key) && key !== 'rbal_nat_amount' ? moneyCell(total) : BLANK,
    ),
  });
}

interface ProfitPart {
  readonly group: string;
  readonly label: string;
  readonly types: readonly string[];
}

const PROFIT_PARTS: readonly ProfitPart[] = [
  { group: 'Income', label: 'Income', types: ['Income'] },
  { group: 'COGS', label: 'Cost of Goods Sold', types: ['Cost of Goods Sold'] },
  { group: 'Expenses', label: 'Expenses', types: ['Expense'] },
  { group: 'OtherIncome', label: 'Other Income', types: ['Other Income'] },
  { group: 'OtherExpenses', label: 'Other Expenses', types: ['Other Expense'] },
];

/** Income and expenses of a period, posting by posting. */
export function profitAndLossDetail(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this fiscal year-to-date');
  const keys = detailColumns(request, LEDGER, 'subt_nat_amount');
  const postings = request
    .postings()
    .filter(({ transaction }) => transaction.date >= period.start && transaction.date <= period.end);
  const rows = PROFIT_PARTS.flatMap((part) => profitSection(request, keys, part, postings));
  return report(request, {
    columns: toColumns(keys),
    rows,
    header: {
      ...(macro === null ? {} : { DateMacro: macro }),
      ReportBasis: request.basis,
      StartPeriod: period.start,
      EndPeriod: period.end,
    },
    isEmpty: rows.length === 0,
  });
}

function profitSection(
  request: ReportRequest,
  keys: readonly string[],
  { group, label, types }: ProfitPart,
  postings: readonly Posting[],
): JsonObject[] {
  const { store } = request.company;
  const own = postings.filter(({ accountId }) =>
    types.includes(textAt(store.find('Account', accountId), 'AccountType') ?? ''),
  );
  if (own.length === 0) return [];
  const total = sum(own.map((posting) => naturalAmount(request, posting)));
  const accounts = [...groupBy(own, ({ accountId }) => accountId)];
  const sections = accounts.map(([id, members]) =>
    accountSection(request, keys, { value: displayNameOf('Account', id, store) ?? '', id }, members, null),
  );
  const summary = keys.slice(1).map((key) => (key === 'subt_nat_amount' ? moneyCell(total) : BLANK));
  return [
    section({
      header: [{ value: label }, ...keys.slice(1).map(() => BLANK)],
      rows: sections,
      summary: [{ value: `Total for ${label}` }, ...summary],
      group,
    }),
  ];
}

/** Every transaction of a period with its debits and credits. */
export function journalReport(request: ReportRequest): JsonObject {
  const { macro, ...period } = request.period('this month-to-date');
  const keys = detailColumns(request, JOURNAL);
  const postings = request
    .postings()
    .filter(({ transaction }) => transaction.date >= period.start && transaction.date <= period.end);
  const rows = [...groupBy(postings, transactionKey).values()].map((own) => journalSection(request, keys, own));
  return report(request, {
    columns: toColumns(keys),
    rows,
    header: { ...(macro === null ? {} : { DateMacro: macro }), StartPeriod: period.start, EndPeriod: period.end },
    isEmpty: rows.length === 0,
  });
}

function journalSection(request: ReportRequest, keys: readonly string[], own: readonly Posting[]): JsonObject {
  const details = toDetails(request, own, own);
  const debits = moneyCell(sum(own.filter(({ amount }) => !amount.isNegative()).map(({ amount }) => amount)));
  const summary = keys.map((key) => (key === 'debt_amt' || key === 'credit_amt' ? debits : BLANK));
  return section({ rows: details.map((detail) => dataRow(detailCells(keys, detail, request))), summary });
}
