/** Calendar days as `YYYY-MM-DD`, without a time zone. */
export type Day = string;

export function addDays(day: Day, days: number): Day {
  const date = toDate(day);
  date.setUTCDate(date.getUTCDate() + days);
  return fromDate(date);
}

/** The first day of the month that lies so many months from this one. */
export function monthStart(day: Day, months = 0): Day {
  const date = toDate(day);
  return fromDate(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((toDate(to).getTime() - toDate(from).getTime()) / 86_400_000);
}

/** Sunday on or before. */
export function weekStart(day: Day): Day {
  return addDays(day, -toDate(day).getUTCDay());
}

/** First day of the year that begins with month `first` (1 to 12) and holds the day. */
export function yearStart(day: Day, first: number): Day {
  const month = Number(day.slice(5, 7));
  const year = Number(day.slice(0, 4)) - (month < first ? 1 : 0);
  return `${year}-${String(first).padStart(2, '0')}-01`;
}

/** First day of the quarter, counted from month `first`. */
export function quarterStart(day: Day, first: number): Day {
  const start = yearStart(day, first);
  const passed = monthsBetween(start, day);
  return monthStart(start, passed - (passed % 3));
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toDate(text).getTime()) && fromDate(toDate(text)) === text;
}

function monthsBetween(from: Day, to: Day): number {
  const [fromYear, fromMonth] = from.split('-').map(Number);
  const [toYear, toMonth] = to.split('-').map(Number);
  return (toYear! - fromYear!) * 12 + toMonth! - fromMonth!;
}

function toDate(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

function fromDate(date: Date): Day {
  return date.toISOString().slice(0, 10);
}
