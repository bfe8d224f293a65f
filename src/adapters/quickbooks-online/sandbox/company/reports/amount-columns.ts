import type { Posting } from '../ledger/posting';
import { displayNameOf } from '../references';
import type { Period } from './date-macro';
import { addDays, monthStart, quarterStart, weekStart, yearStart, type Day } from './days';
import type { ReportRequest } from './report-request';
import type { Column } from './report-table';

/** A column of amounts: which postings it adds up. */
export interface AmountColumn {
  readonly column: Column;
  includes(posting: Posting): boolean;
}

const CHOICES = [
  'Total',
  'Year',
  'Quarter',
  'FiscalYear',
  'FiscalQuarter',
  'Month',
  'Week',
  'Days',
  'Customers',
  'Vendors',
  'Employees',
  'Departments',
  'Classes',
  'ProductsAndServices',
];

const TOTAL: Column = { title: 'Total', type: 'Money', key: 'total' };
const MONTH_NAMES = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export interface Summarizing {
  /** As asked for, in its documented spelling. */
  readonly by: string;
  readonly columns: readonly AmountColumn[];
}

/** The columns that `summarize_column_by` asks for; the last is the total. */
export function amountColumns(request: ReportRequest, period: Period, postings: readonly Posting[]): Summarizing {
  const by = request.choice('summarize_column_by', CHOICES, 'Total');
  const within = ({ transaction }: Posting): boolean =>
    transaction.date >= period.start && transaction.date <= period.end;
  const total: AmountColumn = { column: TOTAL, includes: within };
  if (by === 'Total') return { by, columns: [total] };
  const periods = periodsOf(by, period, request.firstFiscalMonth);
  const parts =
    periods === null
      ? nameColumns(request, by, postings.filter(within)).map((one) => ({
          column: one.column,
          includes: (posting: Posting) => within(posting) && one.includes(posting),
        }))
      : periods.map((part) => periodColumn(by, part));
  return { by, columns: [...parts, total] };
}

/** The same for balances: each column holds everything up to its last day, and nothing adds up to a total. */
export function balanceColumns(request: ReportRequest, period: Period): Summarizing {
  const by = request.choice('summarize_column_by', CHOICES, 'Total');
  const periods = by === 'Total' ? null : periodsOf(by, period, request.firstFiscalMonth);
  const upTo =
    (end: Day) =>
    ({ transaction }: Posting): boolean =>
      transaction.date <= end;
  if (periods === null) return { by: 'Total', columns: [{ column: TOTAL, includes: upTo(period.end) }] };
  return { by, columns: periods.map((part) => ({ ...periodColumn(by, part), includes: upTo(part.end) })) };
}

function periodColumn(by: string, part: Period): AmountColumn {
  return {
    column: { title: periodTitle(by, part), type: 'Money', key: part.start, period: part },
    includes: ({ transaction }) => transaction.date >= part.start && transaction.date <= part.end,
  };
}

function periodsOf(by: string, { start, end }: Period, firstFiscalMonth: number): Period[] | null {
  const startOf = periodStarts(firstFiscalMonth)[by];
  if (startOf === undefined) return null;
  const periods: Period[] = [];
  for (let from = start; from <= end;) {
    let next = addDays(from, 1);
    // A period ends where the next day belongs to another one.
    while (next <= end && startOf(next) === startOf(from)) next = addDays(next, 1);
    periods.push({ start: from, end: addDays(next, -1) });
    from = next;
  }
  return periods;
}

function periodStarts(first: number): Readonly<Record<string, (day: Day) => Day>> {
  return {
    Days: (day) => day,
    Week: weekStart,
    Month: (day) => monthStart(day),
    Quarter: (day) => quarterStart(day, 1),
    Year: (day) => yearStart(day, 1),
    FiscalQuarter: (day) => quarterStart(day, first),
    FiscalYear: (day) => yearStart(day, first),
  };
}

/** `May 2026` for a whole month, `May 1 - May 5, 2026` for part of one or for several. */
function periodTitle(by: string, { start, end }: Period): string {
  const month = (day: Day): string => MONTH_NAMES[Number(day.slice(5, 7)) - 1]!;
  const isWhole = start.endsWith('-01') && addDays(end, 1).endsWith('-01');
  if (by === 'Days') return `${month(start)} ${Number(start.slice(8))}, ${start.slice(0, 4)}`;
  if (by === 'Month' && isWhole) return `${month(start)} ${start.slice(0, 4)}`;
  if (isWhole) return `${month(start)} - ${month(end)} ${end.slice(0, 4)}`;
  return `${month(start)} ${Number(start.slice(8))} - ${month(end)} ${Number(end.slice(8))}, ${end.slice(0, 4)}`;
}

interface NameDimension {
  readonly entity: string;
  readonly unspecified: string;
  idOf(posting: Posting): string | null;
}

const DIMENSIONS: Readonly<Record<string, NameDimension>> = {
  Customers: { entity: 'Customer', unspecified: 'Not Specified', idOf: ({ customerId }) => customerId },
  Vendors: { entity: 'Vendor', unspecified: 'Not Specified', idOf: (posting) => payeeId(posting, 'Vendor') },
  Employees: { entity: 'Employee', unspecified: 'Not Specified', idOf: (posting) => payeeId(posting, 'Employee') },
  Departments: {
    entity: 'Department',
    unspecified: 'Not Specified',
    idOf: ({ transaction }) => transaction.departmentId,
  },
  Classes: { entity: 'Class', unspecified: 'Not Specified', idOf: ({ classId }) => classId },
  ProductsAndServices: { entity: 'Item', unspecified: 'Not Specified', idOf: ({ itemId }) => itemId },
};

function payeeId({ payee }: Posting, kind: string): string | null {
  return payee?.kind === kind ? payee.id : null;
}

function nameColumns({ company }: ReportRequest, by: string, postings: readonly Posting[]): AmountColumn[] {
  const { entity, unspecified, idOf } = DIMENSIONS[by]!;
  const ids = [...new Set(postings.map(idOf))];
  const named = ids.map((id) => ({
    id,
    title: id === null ? unspecified : (displayNameOf(entity, id, company.store) ?? id),
  }));
  // Those without come last, the others by name.
  named.sort(
    (left, right) => Number(left.id === null) - Number(right.id === null) || (left.title < right.title ? -1 : 1),
  );
  return named.map(({ id, title }) => ({
    column: { title, type: 'Money', key: id ?? 'not_specified' },
    includes: (posting) => idOf(posting) === id,
  }));
}
