import { decimal, sum } from '../decimal';
import { objectAt, type JsonObject } from '../json';
import { displayNameOf } from '../references';
import { detailCells, detailColumns, isMoneyColumn, toColumns, type Detail } from './detail-columns';
import { toDetails } from './details';
import { groupBy } from './group-by';
import { monthStart, quarterStart, weekStart, yearStart } from './days';
import type { ReportRequest } from './report-request';
import { BLANK, dataRow, moneyCell, report, section, type Cell } from './report-table';

const COLUMNS = [
  'tx_date',
  'txn_type',
  'doc_num',
  'is_no_post',
  'name',
  'memo',
  'account_name',
  'other_account',
  'subt_nat_amount',
];
const GROUPS = [
  'None',
  'Name',
  'Account',
  'Transaction Type',
  'Customer',
  'Vendor',
  'Employee',
  'Location',
  'Payment Method',
  'Day',
  'Week',
  'Month',
  'Quarter',
  'Year',
  'Fiscal Year',
  'Fiscal Quarter',
];
const SORTABLE = ['tx_date', 'txn_type', 'doc_num', 'name', 'memo', 'account_name', 'create_date', 'last_mod_date'];

/** One row for each transaction of a period; in groups where the request or the report's name says so. */
export function transactionList(request: ReportRequest, defaultGroup = 'None'): JsonObject {
  const { macro, ...period } = request.period('this month-to-date');
  const group = request.choice('group_by', GROUPS, defaultGroup);
  const keys = detailColumns(request, defaultColumns(request), 'subt_nat_amount');
  const all = request.company.ledger.postings;
  const postings = request
    .postings()
    .filter(({ transaction, isMain }) => isMain && transaction.date >= period.start && transaction.date <= period.end);
  const details = sorted(
    toDetails(request, postings, all).filter((detail) => isAskedFor(detail, request)),
    request,
  );
  return report(request, {
    columns: toColumns(keys),
    rows:
      group === 'None' ? details.map((detail) => row(keys, detail, request)) : grouped(details, keys, group, request),
    header: { ...(macro === null ? {} : { DateMacro: macro }), StartPeriod: period.start, EndPeriod: period.end },
    isEmpty: details.length === 0,
  });
}

function defaultColumns({ company }: ReportRequest): string[] {
  const tracks = objectAt(company.store.find('Preferences', '1'), 'AccountingInfoPrefs')?.['TrackDepartments'] === true;
  return tracks ? COLUMNS.flatMap((key) => (key === 'name' ? ['name', 'dept_name'] : [key])) : COLUMNS;
}

function isAskedFor({ posting, amount }: Detail, request: ReportRequest): boolean {
  const { transaction } = posting;
  const holds = (parameter: string, value: string): boolean => request.ids(parameter)?.has(value) ?? true;
  const account = request.company.store.find('Account', posting.accountId);
  const exact = request.text('bothamount');
  return (
    holds('transaction_type', transaction.typeKey) &&
    holds('docnum', transaction.number) &&
    holds('name', posting.payee?.id ?? '') &&
    holds('memo', posting.memo) &&
    holds('source_account_type', String(account?.['AccountType']).replace(/ /g, '')) &&
    (exact === undefined || decimal(exact).isEqualTo(amount.abs())) &&
    isWithin(request, 'moddate', transaction.changedAt) &&
    isWithin(request, 'createdate', transaction.createdAt) &&
    isWithin(request, 'duedate', transaction.dueDate ?? '')
  );
}

function isWithin(request: ReportRequest, kind: string, at: string): boolean {
  const from = request.day(`start_${kind}`);
  const to = request.day(`end_${kind}`);
  const day = at.slice(0, 10);
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}

function sorted(details: Detail[], request: ReportRequest): Detail[] {
  const by = request.choice('sort_by', SORTABLE, 'tx_date');
  const sign = request.choice('sort_order', ['ascend', 'descend'], 'ascend') === 'ascend' ? 1 : -1;
  const valueOf = (detail: Detail): string => detailCells([by], detail, request)[0]!.value;
  return details
    .map((detail) => ({ detail, value: valueOf(detail) }))
    .sort((left, right) => (left.value === right.value ? 0 : left.value < right.value ? -sign : sign))
    .map(({ detail }) => detail);
}

function row(keys: readonly string[], detail: Detail, request: ReportRequest): JsonObject {
  return dataRow(detailCells(keys, detail, request));
}

function grouped(
  details: readonly Detail[],
  keys: readonly string[],
  group: string,
  request: ReportRequest,
): JsonObject[] {
  const groups = groupBy(details, (detail) => JSON.stringify(groupCell(detail, group, request)));
  const sections = [...groups].map(([key, members]) => ({ cell: JSON.parse(key) as Cell, members }));
  sections.sort((left, right) => (left.cell.value < right.cell.value ? -1 : 1));
  return sections.map(({ cell, members }) => {
    const total = sum(members.map(({ amount }) => amount));
    return section({
      header: [cell, ...keys.slice(1).map(() => BLANK)],
      rows: members.map((member) => row(keys, member, request)),
      summary: [
        { value: `Total for ${cell.value}` },
        ...keys.slice(1).map((key) => (isMoneyColumn(key) ? moneyCell(total) : BLANK)),
      ],
    });
  });
}

function groupCell({ posting }: Detail, group: string, { company, firstFiscalMonth }: ReportRequest): Cell {
  const { transaction, payee } = posting;
  const day = transaction.date;
  const unnamed: Cell = { value: 'Not Specified' };
  const payeeOf = (kind: string): Cell => (payee?.kind === kind ? { value: payee.name, id: payee.id } : unnamed);
  switch (group) {
    case 'Name':
      return payee === null ? unnamed : { value: payee.name, id: payee.id };
    case 'Customer':
    case 'Vendor':
    case 'Employee':
      return payeeOf(group);
    case 'Account':
      return { value: displayNameOf('Account', posting.accountId, company.store) ?? '', id: posting.accountId };
    case 'Transaction Type':
      return { value: transaction.type };
    case 'Location': {
      const id = transaction.departmentId;
      return id === null ? unnamed : { value: displayNameOf('Department', id, company.store) ?? '', id };
    }
    case 'Payment Method':
      return transaction.paymentType === null ? unnamed : { value: transaction.paymentType };
    case 'Day':
      return { value: day };
    case 'Week':
      return { value: weekStart(day) };
    case 'Month':
      return { value: monthStart(day) };
    case 'Quarter':
      return { value: quarterStart(day, 1) };
    case 'Fiscal Quarter':
      return { value: quarterStart(day, firstFiscalMonth) };
    case 'Fiscal Year':
      return { value: yearStart(day, firstFiscalMonth) };
    default:
      return { value: day.slice(0, 4) };
  }
}
