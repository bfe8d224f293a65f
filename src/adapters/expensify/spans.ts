/** A stretch of days, both ends included, as `yyyy-MM-dd`. */
export interface Span {
  readonly startDate: string;
  readonly endDate: string;
}

/** What people look at first comes first, in an answer small enough to come quickly. */
const FIRST_SPAN_DAYS = 31;
/** Expensify refuses a span of more than one year. */
const SPAN_DAYS = 365;
const SMALLEST_HALVED_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * The days from `historyFrom` to `today` in spans that one export may cover, newest first. Every span costs two
 * requests, so they are as long as allowed: three years are four spans. The newest one reaches a day ahead, for reports
 * dated in time zones where it is tomorrow already.
 */
export function spansOfHistory(historyFrom: string, today: Date): Span[] {
  const first = spanEndingOn(addDays(today.toISOString().slice(0, 10), 1), FIRST_SPAN_DAYS, historyFrom);
  return [first, ...spansBefore(historyFrom, first.startDate)];
}

/** The days from `historyFrom` up to and without `day`, in spans, newest first. */
export function spansBefore(historyFrom: string, day: string): Span[] {
  const spans: Span[] = [];
  for (let before = day; before > historyFrom;) {
    const span = spanEndingOn(addDays(before, -1), SPAN_DAYS, historyFrom);
    spans.push(span);
    before = span.startDate;
  }
  return spans;
}

/** How many days they have together. */
export function daysOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + (Date.parse(span.endDate) - Date.parse(span.startDate)) / DAY_MS + 1, 0);
}

/** The two halves of a span, newest first; null for one that is not worth halving. */
export function halvesOf({ startDate, endDate }: Span): [Span, Span] | null {
  const days = (Date.parse(endDate) - Date.parse(startDate)) / DAY_MS;
  if (days < SMALLEST_HALVED_DAYS) return null;
  const middle = addDays(startDate, Math.floor(days / 2));
  return [
    { startDate: addDays(middle, 1), endDate },
    { startDate, endDate: middle },
  ];
}

function spanEndingOn(endDate: string, days: number, historyFrom: string): Span {
  const startDate = addDays(endDate, 1 - days);
  const earliest = historyFrom > endDate ? endDate : historyFrom;
  return { startDate: startDate < earliest ? earliest : startDate, endDate };
}

/** The day so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
