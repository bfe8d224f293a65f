import type {
  AccountingBasis,
  FinancialReportCellValue,
  FinancialReportColumnValue,
  FinancialReportRecordKind,
  FinancialReportRowValue,
  FinancialReportTable,
} from '../financial-reports';
import { VendorProtocolError } from '../vendor-error';
import type { ReportDefinition } from './report-catalogue';
import { readReportColumns, type ReportColumn } from './report-columns';
import { listAt, objectAt, textAt, type ReportObject } from './report-json';

/** An answer may have so many cells; what is more is cut off, with this in the first cell of a last row. */
const MAX_CELLS = 400_000;
const CUT_NOTICE = /^unable to display more data/i;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const DECIMAL = /^-?(?:\d+(?:\.\d+)?|\.\d+)$/;
const SHORTENED = /^(-?)\./;

/** What the types of transactions are called in the cells of a list: those that the graph has as expenses. */
const TRANSACTION_KINDS = new Map<string, FinancialReportRecordKind>(
  Object.entries({
    Expense: 'PURCHASE',
    Check: 'PURCHASE',
    'Cash Expense': 'PURCHASE',
    'Cash Purchase': 'PURCHASE',
    'Credit Card Expense': 'PURCHASE',
    'Credit Card Credit': 'PURCHASE',
    Bill: 'BILL',
    'Vendor Credit': 'SUPPLIER_CREDIT',
  }),
);

/** A report as it was answered, as a table. Throws a `VendorProtocolError` for what is none. */
export function toReportTable(report: ReportDefinition, answer: unknown): FinancialReportTable {
  const header = objectAt(answer, 'Header');
  const columns = readReportColumns(answer);
  if (header === null || columns.length === 0) {
    throw new VendorProtocolError('QuickBooks answered with something that is no report: it has no header or columns.');
  }
  const { rows, isTruncated } = readRows(report, columns, listAt(objectAt(answer, 'Rows'), 'Row'));
  return {
    title: textAt(header, 'ReportName') ?? report.name,
    ...periodOf(report, header),
    basis: basisOf(header),
    currency: textAt(header, 'Currency'),
    isEmpty: optionOf(header, 'NoReportData') === 'true' || rows.length === 0,
    isTruncated,
    generatedAt: instantOf(textAt(header, 'Time')),
    columns: columns.map(({ names: _names, ...column }): FinancialReportColumnValue => column),
    rows,
  };
}

function periodOf({ dates }: ReportDefinition, header: ReportObject): Pick<FinancialReportTable, 'from' | 'to'> {
  const to = dayOf(textAt(header, 'EndPeriod')) ?? dayOf(optionOf(header, 'report_date'));
  return { from: dates === 'PERIOD' ? dayOf(textAt(header, 'StartPeriod')) : null, to };
}

function basisOf(header: ReportObject): AccountingBasis {
  const basis = textAt(header, 'ReportBasis')?.toUpperCase();
  return basis === 'CASH' || basis === 'ACCRUAL' ? basis : 'UNSPECIFIED';
}

function optionOf(header: ReportObject, name: string): string | null {
  const option = listAt(header, 'Option').find((each) => textAt(each, 'Name') === name);
  return option === undefined ? null : textAt(option, 'Value');
}

function dayOf(text: string | null): string | null {
  return text !== null && DAY.test(text) ? text : null;
}

function instantOf(text: string | null): string | null {
  const at = text === null ? NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

interface ReadRows {
  readonly rows: readonly FinancialReportRowValue[];
  readonly isTruncated: boolean;
}

function readRows(report: ReportDefinition, columns: readonly ReportColumn[], top: readonly ReportObject[]): ReadRows {
  const rows: FinancialReportRowValue[] = [];
  let isCut = false;
  walk(top, null, 0);
  return { rows, isTruncated: isCut || rows.length * columns.length >= MAX_CELLS };

  function walk(level: readonly ReportObject[], parent: number | null, depth: number): void {
    for (const row of level) {
      const header = objectAt(row, 'Header');
      const summary = objectAt(row, 'Summary');
      const key = textAt(row, 'group');
      const place = rows.length;
      if (header !== null) add('SECTION', header, { parent, depth, key, sums: null });
      else if (Array.isArray(row['ColData'])) add('DATA', row, { parent, depth, key, sums: null });
      // Rows of a section without a heading stand where it stands.
      const isHeaded = header !== null && rows.length > place;
      walk(listAt(objectAt(row, 'Rows'), 'Row'), isHeaded ? place : parent, isHeaded ? depth + 1 : depth);
      if (summary !== null) add('SUMMARY', summary, { parent, depth, key, sums: isHeaded ? place : null });
    }
  }

  function add(
    kind: FinancialReportRowValue['kind'],
    from: ReportObject,
    place: Pick<FinancialReportRowValue, 'parent' | 'depth' | 'key' | 'sums'>,
  ): void {
    const given = listAt(from, 'ColData');
    if (CUT_NOTICE.test(textAt(given[0] ?? {}, 'value') ?? '')) {
      isCut = true;
      return;
    }
    const named = kind === 'SECTION' ? report.sections : undefined;
    const cells = aligned(kind, given, columns).map((cell, index) =>
      toCell(cell, columns[index]!, index === 0 ? named : undefined),
    );
    rows.push({ kind, ...place, cells });
  }
}

/** Sums of groups may come with a label and amounts alone: those belong into the last columns of money. */
function aligned(
  kind: FinancialReportRowValue['kind'],
  given: readonly ReportObject[],
  columns: readonly ReportColumn[],
): (ReportObject | null)[] {
  if (given.length > columns.length) {
    throw new VendorProtocolError(
      `QuickBooks answered with a row of ${given.length} cells in a report of ${columns.length} columns.`,
    );
  }
  const cells: (ReportObject | null)[] = columns.map((_, index) => given[index] ?? null);
  if (kind !== 'SUMMARY' || given.length === columns.length) return cells;
  const [label = null, ...amounts] = given;
  const places = columns.flatMap(({ type }, index) => (type === 'MONEY' && index > 0 ? [index] : []));
  if (amounts.length === 0 || amounts.length > places.length) return cells;
  const used = places.slice(-amounts.length);
  return columns.map((_, index) => (index === 0 ? label : (amounts[used.indexOf(index)] ?? null)));
}

function toCell(
  cell: ReportObject | null,
  { type, key, names }: ReportColumn,
  named: FinancialReportRecordKind | undefined,
): FinancialReportCellValue {
  const text = cell === null ? null : textAt(cell, 'value');
  const remoteId = cell === null ? null : textAt(cell, 'id');
  const ofTransaction = key === 'txn_type' && text !== null ? TRANSACTION_KINDS.get(text) : undefined;
  const recordKind = named ?? ofTransaction ?? names;
  return {
    ...(text !== null && { text, ...valueOf(text, type) }),
    ...(remoteId !== null && { remoteId, ...(recordKind !== undefined && { recordKind }) }),
  };
}

function valueOf(
  text: string,
  type: FinancialReportColumnValue['type'],
): Pick<FinancialReportCellValue, 'decimal' | 'date'> {
  if (type === 'DATE') return DAY.test(text) ? { date: text } : {};
  const isNumber = (type === 'MONEY' || type === 'NUMBER') && DECIMAL.test(text);
  return isNumber ? { decimal: text.replace(SHORTENED, '$10.') } : {};
}
