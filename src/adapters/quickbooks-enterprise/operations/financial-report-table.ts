import type {
  AccountingBasis,
  FinancialReportCellValue,
  FinancialReportQuestion,
  FinancialReportRecordKind,
  FinancialReportTable,
} from '../../financial-reports';
import { VendorProtocolError } from '../../vendor-error';
import { objectsOf, textOf, type QbxmlContent, type QbxmlObject } from '../qbxml/answer-event';
import type { ReportDefinition } from './financial-report-catalogue';
import { ID_COLUMN, toColumn, toColumnValues, type ReportColumn } from './financial-report-columns';
import { outlineOf, type PrintedRow } from './report-outline';

/** As many cells are kept; what QuickBooks told beyond that is left out, and the table says so. */
const MAX_CELLS = 400_000;

const ROW_KINDS: ReadonlyMap<string, PrintedRow['kind']> = new Map([
  ['TextRow', 'HEADING'],
  ['DataRow', 'DATA'],
  ['SubtotalRow', 'SUBTOTAL'],
  ['TotalRow', 'TOTAL'],
]);

/** Types of transactions as reports print them, without what is no letter: those that the graph has as expenses. */
const EXPENSE_TYPES: ReadonlyMap<string, FinancialReportRecordKind> = new Map([
  ['bill', 'BILL'],
  ['check', 'PURCHASE'],
  ['creditcardcharge', 'PURCHASE'],
  ['creditcardcredit', 'PURCHASE'],
  ['vendorcredit', 'SUPPLIER_CREDIT'],
  ['billcredit', 'SUPPLIER_CREDIT'],
]);
const TYPE_COLUMN = 'TxnType';
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?(?:\d+(?:\.\d+)?|\.\d+)$/;
const SHORTENED = /^(-?)\./;

interface Row extends PrintedRow {
  readonly cells: readonly FinancialReportCellValue[];
}

/** Puts a table together from the parts of a report, in their order. */
export class FinancialReportBuilder {
  private readonly columns: ReportColumn[] = [];
  private readonly rows: Row[] = [];
  private title: string | null = null;
  private basis: AccountingBasis = 'UNSPECIFIED';
  private isTruncated = false;

  constructor(private readonly report: ReportDefinition) {}

  take(name: string, part: string | QbxmlObject): void {
    const kind = ROW_KINDS.get(name);
    if (kind !== undefined) this.addRow(kind, part);
    if (name === 'ColDesc') this.columns.push(toColumn(part, this.columns.length));
    if (name === 'ReportTitle') this.title = textOf(part);
    if (name === 'ReportBasis') this.basis = basisOf(textOf(part));
  }

  /** @throws {VendorProtocolError} when there was no report */
  build(question: FinancialReportQuestion, currency: string | null): FinancialReportTable {
    if (this.columns.length === 0) {
      throw new VendorProtocolError('QuickBooks answered with something that is no report: it has no columns.');
    }
    const places = outlineOf(this.rows);
    return {
      title: this.title ?? this.report.type,
      from: this.report.covers === 'PERIOD' ? question.from : null,
      to: question.to,
      basis: this.basis,
      currency,
      isEmpty: this.rows.length === 0,
      isTruncated: this.isTruncated,
      generatedAt: null,
      columns: toColumnValues(this.shownColumns(), question),
      rows: this.rows.map(({ kind, cells }, index) => ({
        kind: kind === 'HEADING' ? 'SECTION' : kind === 'DATA' ? 'DATA' : 'SUMMARY',
        ...places[index]!,
        key: null,
        cells,
      })),
    };
  }

  private shownColumns(): readonly ReportColumn[] {
    return this.columns.filter(({ word }) => word !== ID_COLUMN);
  }

  private addRow(kind: PrintedRow['kind'], part: QbxmlContent): void {
    if (this.rows.length * this.columns.length >= MAX_CELLS) {
      this.isTruncated = true;
      return;
    }
    const values = valuesIn(part);
    // Headings have a text alone; where a row has no text of its own, what it is of names it.
    const heading = textOf(part, '@value') ?? textOf(part, 'RowData', '@value');
    const [first, ...others] = this.shownColumns();
    if (first === undefined) return;
    const label = values.get(first.id) ?? heading;
    const transactionId = this.transactionIdIn(values);
    const cells = others.map((column) => toCell(column, values.get(column.id) ?? null, transactionId));
    this.rows.push({ kind, label: label ?? '', cells: [toCell(first, label, transactionId), ...cells] });
  }

  private transactionIdIn(values: ReadonlyMap<string, string>): string | null {
    const column = this.columns.find(({ word }) => word === ID_COLUMN);
    return column === undefined ? null : (values.get(column.id) ?? null);
  }
}

/** By the ids of their columns: empty cells are left out of a row. */
function valuesIn(part: QbxmlContent): ReadonlyMap<string, string> {
  const [row] = objectsOf(part);
  return new Map(
    objectsOf(row?.['ColData']).flatMap((cell) => {
      const id = textOf(cell, '@colID');
      const value = textOf(cell, '@value');
      return id === null || value === null ? [] : [[id, value] as const];
    }),
  );
}

function toCell(
  { word, type }: ReportColumn,
  text: string | null,
  transactionId: string | null,
): FinancialReportCellValue {
  if (text === null) return {};
  if (word !== TYPE_COLUMN || transactionId === null) return { text, ...valueOf(text, type) };
  const recordKind = EXPENSE_TYPES.get(text.replace(/[^a-z]/gi, '').toLowerCase());
  return { text, remoteId: transactionId, ...(recordKind !== undefined && { recordKind }) };
}

function valueOf(text: string, type: ReportColumn['type']): Pick<FinancialReportCellValue, 'decimal' | 'date'> {
  if (type === 'DATE') return DAY.test(text) ? { date: text } : {};
  const isNumber = (type === 'MONEY' || type === 'NUMBER') && DECIMAL.test(text);
  return isNumber ? { decimal: text.replace(SHORTENED, '$10.') } : {};
}

function basisOf(text: string | null): AccountingBasis {
  const basis = text?.toUpperCase();
  return basis === 'CASH' || basis === 'ACCRUAL' ? basis : 'UNSPECIFIED';
}
