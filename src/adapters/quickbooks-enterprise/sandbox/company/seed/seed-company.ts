import { addDays } from '../calendar';
import type { Company } from '../company';
import {
  totalCents,
  type Aggregate,
  type TransactionKind,
  type TransactionLine,
  type TransactionRecord,
} from '../records';
import { seedPurchases, type PurchasePlan } from './purchases';
import { seedLists } from './seed-lists';

const TWO_YEARS = 730;
/** Every third bill has been paid, every ninth in part. */
const PAID_EVERY = 3;

/** Fills an empty company with lists, two years of purchases, payments of some bills, and two journal entries. */
export function seedCompany(company: Company, plan: PurchasePlan): void {
  const start = company.time.parse(`${addDays(company.time.day(plan.seededAt), -TWO_YEARS - 1)}T09:00:00`)!;
  seedLists(company, start);
  addEntry(company, start, 'Opening balances', 'Opening Balance Equity', 5_000_000);
  seedPurchases(company, plan);
  const yearStart = company.time.parse(`${company.time.day(plan.seededAt).slice(0, 4)}-01-02T10:00:00`)!;
  addEntry(company, Math.min(yearStart, plan.seededAt - 60), 'Guided tours', 'Consulting Income', 3_500_000);
  payBills(company, plan.seededAt);
}

function payBills(company: Company, now: number): void {
  const bills = [...company.ofKind('Bill')].filter((_, index) => index % PAID_EVERY === 1);
  for (const [index, bill] of bills.entries()) {
    const created = Math.min(bill.created + 20 * 86_400, now - 30);
    const total = totalCents(bill);
    addPayment(company, bill, created, index % PAID_EVERY === 2 ? Math.floor(total / 2) : total);
  }
}

function addPayment(company: Company, bill: TransactionRecord, created: number, cents: number): void {
  const { VendorRef, APAccountRef } = bill.fields as { VendorRef: string; APAccountRef: string };
  const BankAccountRef = company.named('Account', 'Checking')!.id;
  const fields = { PayeeEntityRef: VendorRef, APAccountRef, BankAccountRef, Memo: 'Payment' };
  add(company, 'BillPaymentCheck', created, fields, [
    { id: company.newTransactionId(created), account: APAccountRef, cents, appliedTo: bill.id },
  ]);
}

function addEntry(company: Company, created: number, Memo: string, creditAccount: string, cents: number): void {
  const line = (account: string, amount: number): TransactionLine => ({
    id: company.newTransactionId(created),
    account: company.named('Account', account)!.id,
    cents: amount,
    memo: Memo,
  });
  add(company, 'JournalEntry', created, { Memo }, [line('Checking', cents), line(creditAccount, -cents)]);
}

function add(
  company: Company,
  kind: TransactionKind,
  created: number,
  fields: Aggregate,
  lines: readonly TransactionLine[],
): void {
  const number = company.counters.transactionNumber++;
  const id = company.newTransactionId(created);
  const date = company.time.day(created);
  company.restore({ kind, id, created, modified: created, number, date, fields, lines, custom: [] });
}
