import { COMMENTS, CURRENCY_RATES, DISTANCE_CATEGORY, EXPENSE_KINDS, type ExpenseKindTemplate } from './catalogue';
import type { Employee, Policy, TagSet } from './company';
import { type Random } from './random';
import type { StoredExpense, StoredReport } from './records';

const DAY = 86_400_000;
/** How long before its report an expense may be. */
export const OLDEST_EXPENSE_DAYS = 25;

/**
 * The expenses of a report: three to eight as a rule, none now and then. Among them are foreign currencies, user
 * edits, splits, distances, refunds and, while the report is open, receipts that nobody has read yet.
 */
export function generateExpenses(
  random: Random,
  report: StoredReport,
  policy: Policy,
  employee: Employee,
  idAt: (place: number) => string,
): StoredExpense[] {
  if (random.chance(0.02)) return [];
  const count = random.integer(3, 8);
  const expenses: StoredExpense[] = [];
  for (let place = 0; place < count; place++) {
    const expense = generateExpense(random, report, policy, employee, idAt(expenses.length));
    if (random.chance(0.04) && isSplittable(expense))
      expenses.push(...splitExpense(expense, policy, idAt(expenses.length + 1)));
    else expenses.push(expense);
  }
  return expenses;
}

function generateExpense(
  random: Random,
  report: StoredReport,
  policy: Policy,
  employee: Employee,
  id: string,
): StoredExpense {
  const plain = plainExpense(random, report, policy, employee, id);
  const draw = random.next();
  if (draw < 0.05) return asDistance(plain, random, policy);
  if (draw < 0.08) return asRefund(plain, policy);
  if (draw < 0.2) return withEdits(plain, random, policy);
  if (draw < 0.32 && report.state === 'OPEN') return asUnread(plain);
  return plain;
}

function plainExpense(
  random: Random,
  report: StoredReport,
  policy: Policy,
  employee: Employee,
  id: string,
): StoredExpense {
  const kind = random.pick(EXPENSE_KINDS);
  const created = new Date(report.createdAt - random.integer(0, OLDEST_EXPENSE_DAYS) * DAY).toISOString().slice(0, 10);
  const currency = random.chance(0.8) ? policy.outputCurrency : random.pick(Object.keys(CURRENCY_RATES));
  const rate = conversionRate(currency, policy.outputCurrency, random);
  const amount = amountOf(kind, currency, random);
  const card = random.chance(0.3) ? cardOf(employee) : null;
  return {
    transactionID: id,
    created,
    modifiedCreated: null,
    inserted: toDateTime(report.createdAt + random.integer(1, 600) * 1000),
    merchant: random.pick(kind.merchants),
    modifiedMerchant: null,
    amount,
    modifiedAmount: null,
    convertedAmount: round(amount * rate, policy.outputCurrency),
    currency,
    currencyConversionRate: rate,
    category: random.chance(0.96) ? kind.category : 'Uncategorized',
    tags: tagsOf(policy.tags, random),
    comment: random.chance(0.3) ? random.pick(COMMENTS) : '',
    billable: random.chance(0.15),
    reimbursable: card === null,
    tax: taxOf(policy, amount, currency, random),
    mcc: card === null ? 0 : kind.mcc,
    card,
    receipt: random.chance(0.85) ? receiptOf(random) : null,
    attendees: kind.mcc === 5812 ? attendeesOf(employee, random) : [],
    distance: null,
    split: false,
    externalID: card === null ? '' : `card-${random.hex(10)}`,
  };
}

function amountOf(kind: ExpenseKindTemplate, currency: string, random: Random): number {
  const cents = random.integer(kind.from * 100, kind.to * 100) * CURRENCY_RATES[currency]!;
  return currency === 'JPY' ? Math.round(cents / 1000) * 1000 : Math.round(cents);
}

/** Nobody pays hundredths of a yen; the vendor still counts in them. */
function smallestUnit(currency: string): number {
  return currency === 'JPY' ? 100 : 1;
}

export function round(hundredths: number, currency: string): number {
  const unit = smallestUnit(currency);
  return Math.round(hundredths / unit) * unit;
}

function conversionRate(from: string, to: string, random: Random): number {
  if (from === to) return 1;
  const rate = (CURRENCY_RATES[to]! / CURRENCY_RATES[from]!) * (0.97 + random.next() * 0.06);
  return Number(rate.toPrecision(6));
}

function tagsOf(tags: TagSet, random: Random): StoredExpense['tags'] {
  if (random.chance(0.1)) return [];
  if (tags.kind === 'flat') return [random.pick(tags.tags)];
  if (tags.kind === 'dependent') return random.pick(tags.paths);
  return tags.levels.filter((level) => level.tags.length > 0).map((level) => random.pick(level.tags));
}

function taxOf(policy: Policy, amount: number, currency: string, random: Random): StoredExpense['tax'] {
  if (policy.tax === null || random.chance(0.15)) return null;
  const rate = random.pick(policy.tax.rates);
  return { field: policy.tax.name, rate, amount: round((amount * rate.rate) / (100 + rate.rate), currency) };
}

/** The company card of an employee. */
export function cardOf(employee: Pick<Employee, 'accountID' | 'lastName'>): NonNullable<StoredExpense['card']> {
  const lastFour = String(employee.accountID % 10_000).padStart(4, '0');
  return { id: employee.accountID % 100_000, name: `${employee.lastName} – ${lastFour}`, bank: 'vcf' };
}

function receiptOf(random: Random): StoredExpense['receipt'] {
  const extension = random.pick(['jpg', 'jpg', 'pdf', 'png']);
  return { id: String(random.integer(10_000_000, 99_999_999)), filename: `w_${random.hex(40)}.${extension}` };
}

function attendeesOf(employee: Employee, random: Random): StoredExpense['attendees'] {
  const self = { email: employee.email, displayName: `${employee.firstName} ${employee.lastName}` };
  return random.chance(0.5) ? [self] : [self, { email: 'guest@client.example.org', displayName: 'Dana "Guest" & Co' }];
}

function converted(amount: number, { currencyConversionRate }: StoredExpense, policy: Policy): number {
  return round(amount * currencyConversionRate, policy.outputCurrency);
}

function asRefund(expense: StoredExpense, policy: Policy): StoredExpense {
  const amount = -Math.abs(expense.amount ?? 0);
  const tax = expense.tax && { ...expense.tax, amount: -Math.abs(expense.tax.amount) };
  return { ...expense, amount, convertedAmount: converted(amount, expense, policy), comment: 'Refund', tax };
}

/** The user corrected what was read from the receipt; the conversion is that of the corrected amount. */
function withEdits(expense: StoredExpense, random: Random, policy: Policy): StoredExpense {
  const which = random.integer(0, 2);
  if (which === 0) return { ...expense, modifiedMerchant: `${expense.merchant} (corrected)` };
  if (which === 1) {
    const day = new Date(Date.parse(expense.created) - DAY).toISOString().slice(0, 10);
    return { ...expense, modifiedCreated: day };
  }
  const modifiedAmount = Math.round((expense.amount ?? 0) / 200) * 100 + 100;
  return { ...expense, modifiedAmount, convertedAmount: converted(modifiedAmount, expense, policy) };
}

function asUnread(expense: StoredExpense): StoredExpense {
  const nothing = {
    amount: null,
    convertedAmount: null,
    merchant: '',
    category: 'Uncategorized',
    tax: null,
    card: null,
  };
  const receipt = expense.receipt ?? { id: '10000001', filename: 'w_scan.jpg' };
  return { ...expense, ...nothing, mcc: 0, externalID: '', reimbursable: true, receipt, attendees: [] };
}

function asDistance(expense: StoredExpense, random: Random, policy: Policy): StoredExpense {
  const unit = ['USD', 'GBP'].includes(policy.outputCurrency) ? 'mi' : 'km';
  const rate = { USD: 70, GBP: 45, EUR: 30, JPY: 3700 }[policy.outputCurrency] ?? 50;
  const count = random.integer(30, 4000) / 10;
  const amount = round(count * rate, policy.outputCurrency);
  const merchant = `${count} ${unit} @ ${policy.outputCurrency} ${(rate / 100).toFixed(2)} / ${unit}`;
  const money = { amount, convertedAmount: amount, currency: policy.outputCurrency, currencyConversionRate: 1 };
  const nothing = { card: null, receipt: null, tax: null, mcc: 0, externalID: '', attendees: [] };
  return {
    ...expense,
    ...money,
    ...nothing,
    merchant,
    category: DISTANCE_CATEGORY,
    reimbursable: true,
    distance: { count, rate, unit },
  };
}

function isSplittable({ amount, distance, modifiedAmount }: StoredExpense): boolean {
  return amount !== null && amount > 100 && distance === null && modifiedAmount === null;
}

function splitExpense(expense: StoredExpense, policy: Policy, secondId: string): StoredExpense[] {
  const unit = smallestUnit(expense.currency);
  const half = Math.floor(expense.amount! / 2 / unit) * unit;
  const part = (amount: number): StoredExpense => ({
    ...expense,
    split: true,
    amount,
    convertedAmount: converted(amount, expense, policy),
    tax: expense.tax && {
      ...expense.tax,
      amount: round((expense.tax.amount * amount) / expense.amount!, expense.currency),
    },
  });
  return [part(half), { ...part(expense.amount! - half), transactionID: secondId }];
}

export function toDateTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
