import { sum } from '../decimal';
import type { JsonObject } from '../json';
import { detailCells, detailColumns, toColumns } from './detail-columns';
import { groupBy } from './group-by';
import { openItems, openTotal, type OpenItem, type Side } from './open-items';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section, type Cell, type Column } from './report-table';

interface Bucket {
  readonly title: string;
  readonly key: string;
  /** Days past due. */
  readonly from: number;
  readonly to: number;
}

const BUCKETS: readonly Bucket[] = [
  { title: 'Current', key: 'current', from: -Infinity, to: 0 },
  { title: '1 - 30', key: '0', from: 1, to: 30 },
  { title: '31 - 60', key: '1', from: 31, to: 60 },
  { title: '61 - 90', key: '2', from: 61, to: 90 },
  { title: '91 and over', key: '3', from: 91, to: Infinity },
];

const BALANCE_DETAIL = [
  'tx_date',
  'txn_type',
  'doc_num',
  'due_date',
  'subt_neg_amount',
  'subt_open_bal',
  'rbal_open_bal',
];

/** What is owed to each vendor, or by each customer. */
export function balanceSummary(request: ReportRequest, side: Side): JsonObject {
  const asOf = request.day('report_date') ?? request.today;
  const names = byName(openItems(request, side, asOf));
  const rows = names.map(({ cell, items }) => dataRow([cell, moneyCell(openTotal(items))]));
  const total = moneyCell(sum(names.map(({ items }) => openTotal(items))));
  return report(request, {
    columns: [nameColumn(side), { title: 'Total', type: 'Money', key: 'total' }],
    rows: withTotal(rows, [total]),
    header: { StartPeriod: asOf, EndPeriod: asOf, SummarizeColumnsBy: 'Total' },
    options: { report_date: asOf },
    isEmpty: rows.length === 0,
  });
}

/** The same, item by item. */
export function balanceDetail(request: ReportRequest, side: Side): JsonObject {
  const asOf = request.day('report_date') ?? request.today;
  const keys = detailColumns(request, BALANCE_DETAIL);
  const rows = byName(openItems(request, side, asOf)).map(({ cell, items }) => itemSection(request, keys, cell, items));
  return report(request, {
    columns: toColumns(keys),
    rows,
    header: { StartPeriod: asOf, EndPeriod: asOf },
    options: { report_date: asOf },
    isEmpty: rows.length === 0,
  });
}

/** What is owed, by how long it is overdue. */
export function agingSummary(request: ReportRequest, side: Side): JsonObject {
  const asOf = request.day('report_date') ?? request.today;
  const amounts = (items: readonly OpenItem[]): Cell[] => [
    ...BUCKETS.map((bucket) => moneyCell(openTotal(items.filter((item) => isIn(bucket, item))))),
    moneyCell(openTotal(items)),
  ];
  const all = openItems(request, side, asOf);
  const rows = byName(all).map(({ cell, items }) => dataRow([cell, ...amounts(items)]));
  const buckets = BUCKETS.map(({ title, key }): Column => ({ title, type: 'Money', key }));
  return report(request, {
    columns: [nameColumn(side), ...buckets, { title: 'Total', type: 'Money', key: 'total' }],
    rows: withTotal(rows, amounts(all)),
    header: { EndPeriod: asOf, SummarizeColumnsBy: 'Total' },
    options: { report_date: asOf },
    isEmpty: rows.length === 0,
  });
}

/** The same, item by item in sections of age. */
export function agingDetail(request: ReportRequest, side: Side): JsonObject {
  const asOf = request.day('report_date') ?? request.day('as_of_date') ?? request.today;
  const name = side === 'Vendor' ? 'vend_name' : 'cust_name';
  const keys = detailColumns(request, [
    'tx_date',
    'txn_type',
    'doc_num',
    name,
    'due_date',
    'past_due',
    'subt_neg_amount',
    'subt_neg_open_bal',
  ]);
  const items = openItems(request, side, asOf);
  const rows = BUCKETS.flatMap((bucket) => {
    const own = items.filter((item) => isIn(bucket, item));
    const title = bucket.from < 1 ? bucket.title : `${bucket.title.replace('and over', 'or more')} days past due`;
    return own.length === 0 ? [] : [itemSection(request, keys, { value: title }, own)];
  });
  return report(request, {
    columns: toColumns(keys),
    rows,
    header: { EndPeriod: asOf },
    options: { report_date: asOf },
    isEmpty: rows.length === 0,
  });
}

function nameColumn(side: Side): Column {
  return { title: '', type: side, key: side.toLowerCase() };
}

function withTotal(rows: readonly JsonObject[], total: readonly Cell[]): JsonObject[] {
  if (rows.length === 0) return [];
  return [...rows, section({ summary: [{ value: 'TOTAL' }, ...total], group: 'GrandTotal' })];
}

function isIn({ from, to }: Bucket, { pastDueDays }: OpenItem): boolean {
  return pastDueDays >= from && pastDueDays <= to;
}

function byName(items: readonly OpenItem[]) {
  return [...groupBy(items, ({ posting }) => posting.payee?.id ?? '').values()]
    .map((own) => {
      const { id, name } = own[0]!.posting.payee!;
      return { cell: { value: name, id }, items: own };
    })
    .sort((left, right) => (left.cell.value < right.cell.value ? -1 : 1));
}

function itemSection(
  request: ReportRequest,
  keys: readonly string[],
  cell: Cell,
  items: readonly OpenItem[],
): JsonObject {
  let balance = sum([]);
  const rows = items.map((item) => {
    balance = balance.plus(item.openBalance);
    return dataRow(detailCells(keys, { ...item, balance }, request));
  });
  const amount = moneyCell(sum(items.map((item) => item.amount)));
  const open = moneyCell(openTotal(items));
  const totals: Readonly<Record<string, Cell>> = {
    subt_neg_amount: amount,
    subt_open_bal: open,
    subt_neg_open_bal: open,
  };
  return section({
    header: [cell, ...keys.slice(1).map(() => BLANK)],
    rows,
    summary: [{ value: `Total for ${cell.value}` }, ...keys.slice(1).map((key) => totals[key] ?? BLANK)],
  });
}
