import type {
  FinancialReportCellValue,
  FinancialReportColumnValue,
  FinancialReportRowValue,
} from '../../adapters/financial-reports';
import { BadUserInputError } from '../../errors';
import { toMoney } from '../../persistence/money-format';
import { encodeRecordId } from '../../record-id';
import { encodeFinancialReportId } from '../../services/financial-reports/financial-report-id';
import type { ReadFinancialReport } from '../../services/financial-reports/financial-report.service';
import type { FinancialReport, FinancialReportCell, FinancialReportRow } from './financial-report.type';

/** A statement as the graph shows it. Its rows are shown when they are asked for: there may be tens of thousands. */
export function toFinancialReport(read: ReadFinancialReport): FinancialReport {
  const { instanceId, question, table, fetchedAt, freshness } = read;
  const { title, from, to, basis, currency, isEmpty, isTruncated, generatedAt, columns, rows } = table;
  return {
    id: encodeFinancialReportId({ instanceId, question }),
    instanceId,
    source: freshness,
    table: { columns, rows },
    kind: question.kind,
    ...{ title, from, to, basis, currency, isEmpty, isTruncated, generatedAt, columns, fetchedAt },
    rowCount: rows.length,
  };
}

/** Which rows are asked for. */
export interface RowSelection {
  readonly maxDepth?: number | null;
  readonly first?: number | null;
  readonly after?: number | null;
}

/** Throws a `BadUserInputError` for numbers that no row can have. */
export function toRows(report: FinancialReport, { maxDepth, first, after }: RowSelection): FinancialReportRow[] {
  for (const [name, value] of Object.entries({ maxDepth, first, after })) {
    if (value == null || value >= 0) continue;
    throw new BadUserInputError(`"${name}" must be 0 or more; ${value} was given.`, { path: [name] });
  }
  const wanted = report.table.rows
    .map((row, index) => [row, index] as const)
    .filter(([{ depth }, index]) => depth <= (maxDepth ?? Infinity) && index > (after ?? -1));
  const kept = first == null ? wanted : wanted.slice(0, first);
  return kept.map(([row, index]) => toRow(report, row, index));
}

function toRow(report: FinancialReport, row: FinancialReportRowValue, index: number): FinancialReportRow {
  const { parent, depth, kind, sums, key, cells } = row;
  return {
    ...{ index, parent, depth, kind, sums, key },
    label: cells[0]?.text ?? null,
    cells: cells.map((cell, place) => toCell(report, cell, report.table.columns[place])),
  };
}

function toCell(
  { instanceId, currency }: FinancialReport,
  cell: FinancialReportCellValue,
  column: FinancialReportColumnValue | undefined,
): FinancialReportCell {
  const { decimal = null, remoteId = null, recordKind = null } = cell;
  const isMoney = column?.type === 'MONEY';
  return {
    instanceId,
    text: cell.text ?? null,
    money: isMoney ? toMoney(decimal, currency) : null,
    date: cell.date ?? null,
    number: isMoney ? null : decimal,
    remoteId,
    recordKind,
    recordId: remoteId === null || recordKind === null ? null : encodeRecordId(recordKind, instanceId, remoteId),
  };
}
