import type {
  FinancialReportCellType,
  FinancialReportColumnValue,
  FinancialReportQuestion,
} from '../../financial-reports';
import { listOf, textOf, type QbxmlContent } from '../qbxml/answer-event';
import { spansOf } from './report-spans';

/** A column of a report as QuickBooks describes it. */
export interface ReportColumn {
  /** What cells name it by. */
  readonly id: string;
  /** Such as `Amount`; QuickBooks also has words here that its schema does not know. */
  readonly word: string;
  readonly title: string;
  readonly type: FinancialReportCellType;
}

/** Column of the ids of transactions: not shown, they belong to the cell that names the transaction. */
export const ID_COLUMN = 'TxnID';
const LABEL = 'Label';

const TYPES: ReadonlyMap<string, FinancialReportCellType> = new Map([
  ['AMTTYPE', 'MONEY'],
  ['DATETYPE', 'DATE'],
  ['INTTYPE', 'NUMBER'],
  ['PERCENTTYPE', 'NUMBER'],
  ['PRICETYPE', 'NUMBER'],
  ['QUANTYPE', 'NUMBER'],
]);

/** From a `ColDesc`. */
export function toColumn(description: QbxmlContent, position: number): ReportColumn {
  const titles = listOf(memberOf(description, 'ColTitle'));
  const word = textOf(description, 'ColType') ?? '';
  return {
    id: textOf(description, '@colID') ?? String(position + 1),
    word: word === '' || word === 'Blank' ? LABEL : word,
    // Two rows of titles where columns have columns: that of the group, then that of the column.
    title: titles.flatMap((title) => textOf(title, '@value') ?? []).join(' '),
    type: TYPES.get(textOf(description, '@dataType') ?? '') ?? 'TEXT',
  };
}

/** As a table has them, with the days that they stand for. */
export function toColumnValues(
  columns: readonly ReportColumn[],
  question: FinancialReportQuestion,
): readonly FinancialReportColumnValue[] {
  const spans = spansOf(question);
  // Beside the label there is one for each span, and mostly one for all of them.
  const sums = columns.flatMap(({ type }, index) => (type === 'MONEY' ? [index] : []));
  const isSpanned = spans.length > 0 && (sums.length === spans.length || sums.length === spans.length + 1);
  const met = new Map<string, number>();
  return columns.map(({ word, title, type }, index) => {
    const count = (met.get(word) ?? 0) + 1;
    met.set(word, count);
    const span = isSpanned ? spans[sums.indexOf(index)] : undefined;
    return { key: count === 1 ? word : `${word}.${count}`, title, type, ...span };
  });
}

function memberOf(content: QbxmlContent, name: string): QbxmlContent | undefined {
  return typeof content === 'object' && !Array.isArray(content)
    ? (content as Readonly<Record<string, QbxmlContent | undefined>>)[name]
    : undefined;
}
