import { addDays, addMonths, weekday } from './calendar';

/** Both days are in it; null = open at that end. */
export interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

type Unit = 'Week' | 'Month' | 'Quarter' | 'Year';
const MONTHS: Readonly<Record<Unit, number>> = { Week: 0, Month: 1, Quarter: 3, Year: 12 };

export const ALL_DAYS: DayRange = { from: null, to: null };

/** The days that a macro such as `ThisMonthToDate` stands for. The fiscal year is that of the calendar. */
export function macroRange(macro: string, today: string): DayRange {
  if (macro === 'All') return ALL_DAYS;
  if (macro === 'Today') return { from: today, to: today };
  if (macro === 'Yesterday') return { from: addDays(today, -1), to: addDays(today, -1) };
  if (macro === 'NextFourWeeks') {
    const next = move(startOf('Week', today), 'Week', 1);
    return { from: next, to: addDays(next, 27) };
  }
  const match = /^(This|Last|Next)(?:Calendar|Fiscal)?(Week|Month|Quarter|Year)(ToDate)?$/.exec(macro)!;
  const [, which, unit, toDate] = match as unknown as [string, 'This' | 'Last' | 'Next', Unit, string | undefined];
  const steps = { This: 0, Last: -1, Next: 1 }[which];
  const from = move(startOf(unit, today), unit, steps);
  return { from, to: toDate === undefined ? addDays(move(from, unit, 1), -1) : move(today, unit, steps) };
}

/** First day of the week (a Sunday), month, quarter or year that the day is in. */
export function startOf(unit: Unit, day: string): string {
  if (unit === 'Week') return addDays(day, -weekday(day));
  if (unit === 'Year') return `${day.slice(0, 4)}-01-01`;
  const first = `${day.slice(0, 7)}-01`;
  return unit === 'Month' ? first : addMonths(first, -((Number(day.slice(5, 7)) - 1) % 3));
}

export function move(day: string, unit: Unit, steps: number): string {
  return unit === 'Week' ? addDays(day, 7 * steps) : addMonths(day, MONTHS[unit] * steps);
}

export function isInRange(day: string, { from, to }: DayRange): boolean {
  return (from === null || day >= from) && (to === null || day <= to);
}
