import type { Company } from '../company';
import { faults } from '../fault';
import { objectAt, textAt } from '../json';
import type { Posting } from '../ledger/posting';
import { pacificDate } from '../pacific-time';
import { periodOf, type Period } from './date-macro';
import { isDay, type Day } from './days';

export type Basis = 'Accrual' | 'Cash';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** What was asked of a report, checked. */
export class ReportRequest {
  readonly today: Day;
  readonly firstFiscalMonth: number;
  readonly basis: Basis;

  constructor(
    readonly company: Company,
    /** As asked for: `ProfitAndLoss`. */
    readonly name: string,
    private readonly query: URLSearchParams,
  ) {
    const preferences = company.store.find('Preferences', '1');
    const accounting = objectAt(preferences, 'AccountingInfoPrefs');
    this.today = pacificDate(company.clock.now());
    this.firstFiscalMonth = Math.max(0, MONTHS.indexOf(textAt(accounting, 'FirstMonthOfFiscalYear') ?? '')) + 1;
    const preferred = textAt(objectAt(preferences, 'ReportPrefs'), 'ReportBasis') ?? 'Accrual';
    this.basis = this.choice('accounting_method', ['Cash', 'Accrual'], preferred) as Basis;
  }

  text(parameter: string): string | undefined {
    return this.query.get(parameter) || undefined;
  }

  /** Ids, separated by commas. Null = all. */
  ids(parameter: string): ReadonlySet<string> | null {
    const given = this.text(parameter);
    return given === undefined ? null : new Set(given.split(',').map((id) => id.trim()));
  }

  list(parameter: string): string[] | null {
    const given = this.text(parameter);
    return given === undefined
      ? null
      : given
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean);
  }

  choice(parameter: string, allowed: readonly string[], otherwise: string): string {
    const given = this.text(parameter);
    if (given === undefined) return otherwise;
    const found = allowed.find((value) => value.toLowerCase() === given.toLowerCase());
    if (found === undefined) throw faults.badValue(parameter, given, allowed.join(', '));
    return found;
  }

  day(parameter: string): Day | undefined {
    const given = this.text(parameter);
    if (given !== undefined && !isDay(given)) throw faults.badValue(parameter, given, 'a date as YYYY-MM-DD');
    return given;
  }

  /** Dates drop a macro; one date alone takes the other from the default. */
  period(defaultMacro: string): Period & { readonly macro: string | null } {
    const start = this.day('start_date');
    const end = this.day('end_date');
    const macro = this.text('date_macro') ?? defaultMacro;
    const named = periodOf(macro, this.today, this.firstFiscalMonth);
    if (start === undefined && end === undefined) return { ...named, macro: macro.toLowerCase() };
    const period = { start: start ?? named.start, end: end ?? named.end, macro: null };
    if (period.start > period.end) throw faults.badValue('end_date', period.end, `a day from ${period.start} on`);
    return period;
  }

  /** The postings on that basis that the filters of the request let through, oldest first. */
  postings(): Posting[] {
    const { ledger } = this.company;
    const all = this.basis === 'Cash' ? ledger.cashPostings() : ledger.postings;
    return all.filter((posting) => this.isAskedFor(posting)).sort(byDate);
  }

  private isAskedFor({ transaction, classId, customerId, itemId, payee, accountId }: Posting): boolean {
    const holds = (parameter: string, id: string | null): boolean => this.ids(parameter)?.has(id ?? '') ?? true;
    const payeeIs = (kind: string): string | null => (payee?.kind === kind ? payee.id : null);
    return (
      holds('class', classId) &&
      holds('item', itemId) &&
      holds('account', accountId) &&
      holds('department', transaction.departmentId) &&
      holds('vendor', payeeIs('Vendor')) &&
      holds('employee', payeeIs('Employee')) &&
      holds('customer', customerId ?? payeeIs('Customer'))
    );
  }
}

function byDate(left: Posting, right: Posting): number {
  const [a, b] = [left.transaction, right.transaction];
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return Number(BigInt(a.id) - BigInt(b.id));
}
