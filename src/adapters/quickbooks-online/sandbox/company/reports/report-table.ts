import { moneyText, type Decimal } from '../decimal';
import { isObject, type JsonObject } from '../json';
import { pacificTime } from '../pacific-time';
import type { ReportRequest } from './report-request';

/** Text and id of a cell. */
export interface Cell {
  readonly value: string;
  readonly id?: string;
}

export interface Column {
  readonly title: string;
  readonly type: string;
  /** What it is called in every language. */
  readonly key: string;
  readonly period?: { readonly start: string; readonly end: string };
}

const MAX_CELLS = 400_000;
const CUT_NOTICE = 'Unable to display more data. Please reduce the date range.';

export const BLANK: Cell = { value: '' };

export function moneyCell(amount: Decimal): Cell {
  return { value: moneyText(amount) };
}

export function dataRow(cells: readonly Cell[], group?: string): JsonObject {
  return { ColData: cells.map(toColData), type: 'Data', ...(group === undefined ? {} : { group }) };
}

export interface SectionParts {
  readonly header?: readonly Cell[];
  readonly rows?: readonly JsonObject[];
  readonly summary?: readonly Cell[];
  readonly group?: string;
}

export function section({ header, rows, summary, group }: SectionParts): JsonObject {
  return {
    ...(header === undefined ? {} : { Header: { ColData: header.map(toColData) } }),
    ...(rows === undefined ? {} : { Rows: { Row: [...rows] } }),
    ...(summary === undefined ? {} : { Summary: { ColData: summary.map(toColData) } }),
    type: 'Section',
    ...(group === undefined ? {} : { group }),
  };
}

export interface ReportParts {
  readonly columns: readonly Column[];
  readonly rows: readonly JsonObject[];
  /** Between name and currency, in the order given. */
  readonly header: JsonObject;
  readonly options?: Readonly<Record<string, string>>;
  readonly isEmpty: boolean;
}

/** A report as it is answered. */
export function report(request: ReportRequest, { columns, rows, header, options, isEmpty }: ReportParts): JsonObject {
  const noData = { Name: 'NoReportData', Value: String(isEmpty) };
  const others = Object.entries(options ?? {}).map(([Name, Value]) => ({ Name, Value }));
  const kept = cut(rows, columns.length);
  return {
    Header: {
      Time: pacificTime(request.company.clock.now()),
      ReportName: request.name,
      ...header,
      Currency: 'USD',
      ...filtersOf(request),
      Option: [...others, noData],
    },
    Columns: { Column: columns.map(toColumn) },
    Rows: kept.length === 0 ? {} : { Row: kept },
  };
}

function toColumn({ title, type, key, period }: Column): JsonObject {
  const days = period === undefined ? {} : { StartDate: period.start, EndDate: period.end };
  const values = { ...days, ColKey: key };
  const meta = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  return { ColTitle: title, ColType: type, MetaData: meta };
}

function toColData({ value, id }: Cell): JsonObject {
  return id === undefined ? { value } : { value, id };
}

function filtersOf(request: ReportRequest): JsonObject {
  const names = ['Customer', 'Vendor', 'Class', 'Department', 'Item', 'Employee'];
  return Object.fromEntries(
    names.map((name) => [name, request.text(name.toLowerCase())]).filter(([, value]) => value !== undefined),
  ) as JsonObject;
}

/** A report that is too large loses its end, and says so in its last row. */
function cut(rows: readonly JsonObject[], width: number): JsonObject[] {
  const budget = { rows: Math.floor(MAX_CELLS / Math.max(1, width)) };
  const kept = take(rows, budget);
  if (budget.rows >= 0) return kept;
  return [...kept, dataRow([{ value: CUT_NOTICE }, ...Array.from({ length: width - 1 }, () => BLANK)])];
}

function take(rows: readonly JsonObject[], budget: { rows: number }): JsonObject[] {
  const kept: JsonObject[] = [];
  for (const row of rows) {
    budget.rows -= row['type'] === 'Data' ? 1 : Number('Header' in row) + Number('Summary' in row);
    if (budget.rows < 0) return kept;
    const inner = isObject(row['Rows']) ? row['Rows']['Row'] : undefined;
    kept.push(Array.isArray(inner) ? { ...row, Rows: { Row: take(inner.filter(isObject), budget) } } : row);
  }
  return kept;
}
