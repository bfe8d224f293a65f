import { faults } from '../fault';
import { addDays, monthStart, quarterStart, weekStart, yearStart, type Day } from './days';

export interface Period {
  readonly start: Day;
  readonly end: Day;
}

type Unit = 'week' | 'month' | 'fiscal quarter' | 'fiscal year' | 'calendar quarter' | 'calendar year';

const MACRO = /^(this|last|next) (week|month|fiscal quarter|fiscal year|calendar quarter|calendar year)(-to-date)?$/;
const BEGINNING = '1980-01-01';

/** The days that a macro stands for. Throws a `CompanyFault` for one that there is not. */
export function periodOf(macro: string, today: Day, firstFiscalMonth: number): Period {
  const name = macro.toLowerCase();
  if (name === 'all') return { start: BEGINNING, end: today };
  if (name === 'today') return { start: today, end: today };
  if (name === 'yesterday') return { start: addDays(today, -1), end: addDays(today, -1) };
  if (name === 'next 4 weeks') return { start: addDays(weekStart(today), 7), end: addDays(weekStart(today), 34) };
  const match = MACRO.exec(name);
  if (match === null || (match[1] === 'next' && match[3] !== undefined)) {
    throw faults.badValue('date_macro', macro, 'Today, This Month, Last Fiscal Year-to-date …');
  }
  const [, which, unit, toDate] = match;
  return unitPeriod(which as 'this' | 'last' | 'next', unit as Unit, toDate !== undefined, today, firstFiscalMonth);
}

function unitPeriod(which: 'this' | 'last' | 'next', unit: Unit, toDate: boolean, today: Day, first: number): Period {
  const current = unitStart(unit, today, first);
  const following = unitStart(unit, addDays(current, LONGER[unit]), first);
  if (which === 'this') return { start: current, end: toDate ? today : addDays(following, -1) };
  if (which === 'next') {
    const after = unitStart(unit, addDays(following, LONGER[unit]), first);
    return { start: following, end: addDays(after, -1) };
  }
  const start = unitStart(unit, addDays(current, -1), first);
  const end = addDays(current, -1);
  if (!toDate) return { start, end };
  const reached = sameDayBefore(unit, today, current, start);
  return { start, end: reached < end ? reached : end };
}

/** As far into the last one as today is into this one. */
function sameDayBefore(unit: Unit, today: Day, current: Day, last: Day): Day {
  if (unit === 'week') return addDays(today, -7);
  const months = unit === 'month' ? 1 : unit.endsWith('quarter') ? 3 : 12;
  const month = monthStart(today, -months);
  const lastDay = addDays(monthStart(month, 1), -1);
  const reached = addDays(month, Number(today.slice(8)) - 1);
  return reached > lastDay ? lastDay : reached >= last && current > last ? reached : last;
}

/** Days that surely lead from the start of one into the next. */
const LONGER: Readonly<Record<Unit, number>> = {
  week: 7,
  month: 31,
  'fiscal quarter': 92,
  'fiscal year': 366,
  'calendar quarter': 92,
  'calendar year': 366,
};

function unitStart(unit: Unit, day: Day, firstFiscalMonth: number): Day {
  switch (unit) {
    case 'week':
      return weekStart(day);
    case 'month':
      return monthStart(day);
    case 'fiscal quarter':
      return quarterStart(day, firstFiscalMonth);
    case 'fiscal year':
      return yearStart(day, firstFiscalMonth);
    case 'calendar quarter':
      return quarterStart(day, 1);
    case 'calendar year':
      return yearStart(day, 1);
  }
}
