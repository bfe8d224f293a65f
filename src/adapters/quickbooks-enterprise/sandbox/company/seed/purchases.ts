import { addDays } from '../calendar';
import type { Company } from '../company';
import type { Aggregate, TransactionKind, TransactionLine } from '../records';
import { MEMOS, PURCHASE_ACCOUNTS } from './lists';
import { RandomSource } from './random-source';

type PurchaseKind = Exclude<TransactionKind, 'BillPaymentCheck' | 'JournalEntry'>;

/** 20 bills, 15 card charges, 10 checks, 2 card credits and a vendor credit, well mixed. */
const MIX = 'BCKBCBKCBBCKRBCBKCBBCKBCVBKCBBCKBCBKRCBBCKBCBKCB';
const KINDS: Readonly<Record<string, PurchaseKind>> = {
  B: 'Bill',
  K: 'Check',
  C: 'CreditCardCharge',
  R: 'CreditCardCredit',
  V: 'VendorCredit',
};

export const PURCHASES_OF_A_SMALL_COMPANY = MIX.length;
const DAYS = 730;
const HOUR = 3600;

export interface PurchasePlan {
  readonly seed: number;
  readonly count: number;
  /** Seconds since 1970: nothing was made after it. */
  readonly seededAt: number;
  readonly closingDate: string;
}

/** Fills two years with purchases, oldest first. The first bills are the awkward ones. */
export function seedPurchases(company: Company, plan: PurchasePlan): void {
  new PurchaseMaker(company, plan).run();
}

/** What one of the first bills has of its own. */
interface Oddity {
  readonly created?: number;
  readonly date?: string;
  readonly fields?: Aggregate;
}

class PurchaseMaker {
  private readonly random: RandomSource;
  private readonly oddities: Oddity[];
  private readonly ids: Readonly<Record<'vendors' | 'customers' | 'classes' | 'employees' | 'accounts', string[]>>;

  constructor(
    private readonly company: Company,
    private readonly plan: PurchasePlan,
  ) {
    this.random = new RandomSource(plan.seed);
    this.oddities = this.awkwardBills();
    const all = (kind: 'Vendor' | 'Customer' | 'Class' | 'Employee'): string[] =>
      [...company.list(kind)].filter(({ active }) => active).map(({ id }) => id);
    this.ids = {
      vendors: all('Vendor'),
      customers: all('Customer'),
      classes: all('Class'),
      employees: all('Employee'),
      accounts: PURCHASE_ACCOUNTS.map((name) => this.account(name)),
    };
  }

  run(): void {
    const { count, seededAt } = this.plan;
    const first = addDays(this.company.time.day(seededAt), -DAYS);
    for (let index = 0; index < count; index++) {
      const day = addDays(first, Math.floor((index * DAYS) / count));
      this.add(KINDS[MIX[index % MIX.length]!]!, day, index);
    }
  }

  private add(kind: PurchaseKind, day: string, index: number): void {
    const odd = kind === 'Bill' ? this.oddities.shift() : undefined;
    const created = odd?.created ?? this.officeHour(odd?.date ?? day, index);
    const modified = index % 7 === 3 ? Math.min(created + this.random.below(240) * HOUR, this.latest(index)) : created;
    const date = odd?.date ?? (odd?.created === undefined ? day : this.company.time.day(odd.created));
    this.company.restore({
      kind,
      id: this.company.newTransactionId(created),
      created,
      modified,
      number: this.company.counters.transactionNumber++,
      date,
      fields: { ...this.head(kind, date, index), ...odd?.fields },
      lines: this.lines(created),
      custom: [],
    });
  }

  private head(kind: PurchaseKind, date: string, index: number): Aggregate {
    const Memo = this.random.pick(MEMOS);
    const vendor = this.random.pick(this.ids.vendors);
    const RefNumber = String(1001 + index);
    if (kind === 'Bill') {
      const DueDate = addDays(date, 30);
      const TermsRef = this.company.named('StandardTerms', 'Net 30')!.id;
      return { VendorRef: vendor, APAccountRef: this.account('Accounts Payable'), DueDate, RefNumber, TermsRef, Memo };
    }
    if (kind === 'VendorCredit') {
      return { VendorRef: vendor, APAccountRef: this.account('Accounts Payable'), RefNumber, Memo };
    }
    const AccountRef = this.account(kind === 'Check' ? 'Checking' : 'Harbor Credit Card');
    const toEmployee = kind === 'Check' && index % 3 === 0;
    return { AccountRef, PayeeEntityRef: toEmployee ? this.random.pick(this.ids.employees) : vendor, RefNumber, Memo };
  }

  private lines(created: number): TransactionLine[] {
    return Array.from({ length: 1 + this.random.below(3) }, () => {
      const withCustomer = this.random.below(3) === 0;
      return {
        id: this.company.newTransactionId(created),
        account: this.random.pick(this.ids.accounts),
        cents: 500 + this.random.below(60_000),
        memo: this.random.pick(MEMOS),
        ...(this.random.below(3) === 0 ? {} : { class: this.random.pick(this.ids.classes) }),
        ...(withCustomer ? { customer: this.random.pick(this.ids.customers), billable: 'Billable' } : {}),
      };
    });
  }

  /** Special characters, a number of full length, both sides of a change of the clocks and of the closing date. */
  private awkwardBills(): Oddity[] {
    const { seededAt, closingDate } = this.plan;
    const change = this.company.time.offsetChanges(seededAt - DAYS * 24 * HOUR, seededAt).at(-1);
    const clockChange = change === undefined ? [] : [{ created: change - HOUR / 2 }, { created: change + HOUR / 2 }];
    return [
      { fields: { Memo: 'Paint & "primer" <5 l, café' } },
      { fields: { RefNumber: 'PO-2025/0000000001-A' } },
      ...clockChange,
      { date: closingDate },
      { date: addDays(closingDate, 1) },
    ];
  }

  private officeHour(day: string, index: number): number {
    const opening = this.company.time.parse(`${day}T09:00:00`)!;
    return Math.min(opening + this.random.below(8 * HOUR), this.latest(index));
  }

  /** Later ones may be later, so that a purchase of today is not made after now. */
  private latest(index: number): number {
    return this.plan.seededAt - 60 - ((this.plan.count - index) % HOUR);
  }

  private account(fullName: string): string {
    return this.company.named('Account', fullName)!.id;
  }
}
