import { formatCents } from '../../company/money';
import { escapeXml, writeAttributes, writeElement } from '../answer-writer';

export interface ReportColumn {
  /** One a title row; `undefined` leaves the cell of that title row empty. */
  readonly titles: readonly (string | undefined)[];
  readonly type: string;
  readonly dataType: string;
}

/** Kind and full name of what a row is about. */
export interface RowSubject {
  readonly type: string;
  readonly value: string;
}

export type Cell = string | undefined;
type RowKind = 'DataRow' | 'SubtotalRow' | 'TotalRow';

export interface ReportHead {
  readonly title: string;
  readonly subtitle: string;
  readonly basis: 'Accrual' | 'Cash' | null;
  /** Beside the first one, which holds the labels. */
  readonly columns: readonly ReportColumn[];
}

/** A report while its rows are added, in the order in which they are printed. */
export class ReportTable {
  private readonly rows: string[] = [];

  constructor(private readonly head: ReportHead) {}

  text(value: string): void {
    this.rows.push(
      `<TextRow${writeAttributes([
        ['rowNumber', this.nextNumber()],
        ['value', value],
      ])} />`,
    );
  }

  /** A cell that holds nothing is not written. */
  row(kind: RowKind, label: string | undefined, cells: readonly Cell[], subject?: RowSubject): void {
    const rowData =
      subject &&
      `<RowData${writeAttributes([
        ['rowType', subject.type],
        ['value', subject.value],
      ])} />`;
    const told = [label, ...cells].map((value, index) =>
      value === undefined ? '' : `<ColData colID="${index + 1}" value="${escapeXml(value)}" />`,
    );
    this.rows.push(`<${kind} rowNumber="${this.nextNumber()}">${rowData ?? ''}${told.join('')}</${kind}>`);
  }

  /** Amounts in cents. Those of a data row that are nothing are not written. */
  amounts(kind: RowKind, label: string, cents: readonly number[], subject?: RowSubject): void {
    const cells = cents.map((amount) => (kind === 'DataRow' && amount === 0 ? undefined : formatCents(amount)));
    this.row(kind, label, cells, subject);
  }

  /** `ReportRet` in parts. */
  *write(): Iterable<string> {
    const { title, subtitle, basis, columns } = this.head;
    const titleRows = columns[0]?.titles.length ?? 1;
    const blank: ReportColumn = { titles: Array(titleRows).fill(undefined), type: 'Blank', dataType: 'STRTYPE' };
    yield (
      '<ReportRet>' +
      writeElement('ReportTitle', title) +
      writeElement('ReportSubtitle', subtitle) +
      writeElement('ReportBasis', basis ?? undefined) +
      writeElement('NumRows', String(this.rows.length)) +
      writeElement('NumColumns', String(columns.length + 1)) +
      writeElement('NumColTitleRows', String(titleRows)) +
      [blank, ...columns].map(writeColumn).join('')
    );
    if (this.rows.length > 0) {
      yield '<ReportData>';
      yield* this.rows;
      yield '</ReportData>';
    }
    yield '</ReportRet>';
  }

  private nextNumber(): string {
    return String(this.rows.length + 1);
  }
}

function writeColumn({ titles, type, dataType }: ReportColumn, index: number): string {
  const told = titles.map(
    (value, row) =>
      `<ColTitle${writeAttributes([
        ['titleRow', String(row + 1)],
        ['value', value],
      ])} />`,
  );
  return `<ColDesc colID="${index + 1}" dataType="${dataType}">${told.join('')}<ColType>${type}</ColType></ColDesc>`;
}
