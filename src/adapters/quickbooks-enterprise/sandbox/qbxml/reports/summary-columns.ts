import { addDays } from '../../company/calendar';
import type { Company } from '../../company/company';
import { addMonths } from '../../company/calendar';
import { move, startOf } from '../../company/date-macro';
import type { Posting } from '../../company/postings';
import type { ListKind } from '../../company/records';
import { shortPeriod } from './period-titles';
import type { ReportColumn } from './report-table';

/** A column of amounts, and which postings it adds up. */
export interface SummaryColumn extends ReportColumn {
  readonly takes: (posting: Posting) => boolean;
  /** Days it is about, where it is about days. */
  readonly days?: Days;
}

interface Days {
  readonly from: string;
  readonly to: string;
}

export function amountColumn(
  title: string,
  takes: (posting: Posting) => boolean,
  days?: Days,
  type = 'Amount',
): SummaryColumn {
  return { titles: [title], type, dataType: 'AMTTYPE', takes, ...(days === undefined ? {} : { days }) };
}

export function daysColumn(days: Days): SummaryColumn {
  return amountColumn(shortPeriod(days.from, days.to), ({ date }) => date >= days.from && date <= days.to, days);
}

const STEPS: Readonly<Record<string, (day: string) => string>> = {
  Day: (day) => addDays(day, 1),
  Week: (day) => move(startOf('Week', day), 'Week', 1),
  TwoWeek: (day) => move(startOf('Week', day), 'Week', 2),
  FourWeek: (day) => move(startOf('Week', day), 'Week', 4),
  HalfMonth: (day) => (Number(day.slice(8)) < 16 ? `${day.slice(0, 8)}16` : addMonths(startOf('Month', day), 1)),
  Month: (day) => move(startOf('Month', day), 'Month', 1),
  Quarter: (day) => move(startOf('Quarter', day), 'Quarter', 1),
  Year: (day) => move(startOf('Year', day), 'Year', 1),
};

/** A column for each period of the days; null when it is not by periods that columns are asked for. */
export function periodColumns(by: string, { from, to }: Days): SummaryColumn[] | null {
  const step = STEPS[by];
  if (step === undefined) return null;
  const columns: SummaryColumn[] = [];
  for (let start = from; start <= to; start = step(start)) {
    const end = addDays(step(start), -1);
    columns.push(daysColumn({ from: start, to: end < to ? end : to }));
  }
  return columns;
}

interface Key {
  readonly list: ListKind | null;
  readonly of: (posting: Posting) => string | undefined;
  /** For postings that have none. */
  readonly none: string;
}

const KEYS: Readonly<Record<string, Key>> = {
  Class: { list: 'Class', of: (posting) => posting.class, none: 'Unclassified' },
  Customer: { list: 'Customer', of: (posting) => posting.customer, none: 'No name' },
  Employee: { list: 'Employee', of: (posting) => posting.entity, none: 'No name' },
  Payee: { list: null, of: (posting) => posting.entity, none: 'No name' },
  Vendor: { list: 'Vendor', of: (posting) => posting.entity, none: 'No name' },
};

/** A column for each class, job or name that there is, and one for what has none; null when not asked for by such. */
export function nameColumns(by: string, postings: readonly Posting[], company: Company): SummaryColumn[] | null {
  const key = KEYS[by];
  if (key === undefined) return null;
  const keyOf = (posting: Posting): string | undefined => {
    const id = key.of(posting);
    const isOfList = key.list === null || company.listObject(key.list, id ?? '') !== undefined;
    return isOfList ? id : undefined;
  };
  const ids = [...new Set(postings.map(keyOf))];
  const named = ids.map((id) => {
    const record = id === undefined ? undefined : company.listObjectOf(id);
    return { id, title: record === undefined ? key.none : company.fullName(record) };
  });
  // What has no name comes last.
  named.sort((a, b) => Number(a.id === undefined) - Number(b.id === undefined) || a.title.localeCompare(b.title));
  return named.map(({ id, title }) => amountColumn(title, (posting) => keyOf(posting) === id));
}

export const TOTAL_COLUMN: SummaryColumn = amountColumn('TOTAL', () => true, undefined, 'Total');
