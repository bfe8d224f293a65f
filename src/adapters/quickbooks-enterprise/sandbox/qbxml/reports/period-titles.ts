import { addDays, addMonths } from '../../company/calendar';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: number;
}

function parts(day: string): Parts {
  return { year: day.slice(0, 4), month: MONTHS[Number(day.slice(5, 7)) - 1]!, day: Number(day.slice(8)) };
}

/** `August 15, 2026` */
export function longDay(day: string): string {
  const { year, month, day: date } = parts(day);
  return `${month} ${date}, ${year}`;
}

/** Such as `January through August 2026` or `February 1 - 4, 2011`; the whole range is `All Transactions`. */
export function longPeriod(from: string | null, to: string | null): string {
  if (from === null || to === null) return 'All Transactions';
  const [start, end] = [parts(from), parts(to)];
  if (start.day === 1 && isLastOfMonth(to)) {
    if (from.slice(0, 7) === to.slice(0, 7)) return `${start.month} ${start.year}`;
    return start.year === end.year
      ? `${start.month} through ${end.month} ${end.year}`
      : `${start.month} ${start.year} through ${end.month} ${end.year}`;
  }
  if (from.slice(0, 7) === to.slice(0, 7)) return `${start.month} ${start.day} - ${end.day}, ${end.year}`;
  if (start.year === end.year) return `${start.month} ${start.day} through ${end.month} ${end.day}, ${end.year}`;
  return `${longDay(from)} through ${longDay(to)}`;
}

/** Head of a column, such as `Jan 26`, `Aug 1 - 15, 26` or `Jan - Mar 26`. */
export function shortPeriod(from: string, to: string): string {
  const [start, end] = [parts(from), parts(to)];
  const [first, last] = [start.month.slice(0, 3), end.month.slice(0, 3)];
  const [firstYear, lastYear] = [start.year.slice(2), end.year.slice(2)];
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  if (from === to) return `${first} ${start.day}, ${firstYear}`;
  if (start.day === 1 && isLastOfMonth(to)) {
    if (sameMonth) return `${first} ${firstYear}`;
    return firstYear === lastYear ? `${first} - ${last} ${lastYear}` : `${first} ${firstYear} - ${last} ${lastYear}`;
  }
  if (sameMonth) return `${first} ${start.day} - ${end.day}, ${lastYear}`;
  const startYear = firstYear === lastYear ? '' : `, ${firstYear}`;
  return `${first} ${start.day}${startYear} - ${last} ${end.day}, ${lastYear}`;
}

function isLastOfMonth(day: string): boolean {
  return addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1) === day;
}
