import type { FinancialReportGrouping, FinancialReportQuestion } from '../../financial-reports';

/** First and last day, `yyyy-MM-dd`. */
export interface ReportSpan {
  readonly from: string;
  readonly to: string;
}

const MONTHS: Readonly<Partial<Record<FinancialReportGrouping, number>>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };
/** Of a report: QuickBooks gives up earlier. */
const MAX_SPANS = 1000;

/**
 * The spans of the calendar that a question is cut into, the first and last of them as far as they are asked for. None where
 * that is QuickBooks' own matter: what a week is, a setting says; and without both days nobody knows.
 */
export function spansOf({ from, to, columnsBy }: FinancialReportQuestion): readonly ReportSpan[] {
  const months = MONTHS[columnsBy];
  if (from === null || to === null || (months === undefined && columnsBy !== 'DAY')) return [];
  const spans: ReportSpan[] = [];
  for (let begin = from; begin <= to && spans.length < MAX_SPANS;) {
    const next = months === undefined ? dayAfter(begin) : beginOfNext(begin, months);
    const last = dayBefore(next);
    spans.push({ from: begin, to: last < to ? last : to });
    begin = next;
  }
  return spans;
}

/** First day of the next span of so many months, counted from January. */
function beginOfNext(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const next = (Math.floor((month - 1) / months) + 1) * months;
  return isoDay(Date.UTC(year, next, 1));
}

function dayAfter(day: string): string {
  return isoDay(Date.parse(day) + 86_400_000);
}

function dayBefore(day: string): string {
  return isoDay(Date.parse(day) - 86_400_000);
}

function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
