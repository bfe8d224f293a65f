import { postingsOf } from './postings';
import { totalCents, type TransactionRecord } from './records';

/** Running totals of the ledger, kept while transactions come and go. */
export class Balances {
  /** Debits less credits, in cents, by account. */
  private readonly accounts = new Map<string, number>();
  /** What is owed, in cents, by vendor. */
  private readonly payables = new Map<string, number>();
  /** What was paid, in cents, by bill. */
  private readonly applied = new Map<string, number>();

  constructor(private readonly isPayable: (account: string) => boolean) {}

  add(transaction: TransactionRecord): void {
    this.count(transaction, 1);
  }

  take(transaction: TransactionRecord): void {
    this.count(transaction, -1);
  }

  ofAccount(account: string): number {
    return this.accounts.get(account) ?? 0;
  }

  owedTo(vendor: string): number {
    return this.payables.get(vendor) ?? 0;
  }

  /** What is left to pay of a bill, or to use of a credit. */
  openCents(transaction: TransactionRecord): number {
    return totalCents(transaction) - (this.applied.get(transaction.id) ?? 0);
  }

  private count(transaction: TransactionRecord, sign: 1 | -1): void {
    for (const { account, cents, entity } of postingsOf(transaction)) {
      raise(this.accounts, account, sign * cents);
      if (entity !== undefined && this.isPayable(account)) raise(this.payables, entity, -sign * cents);
    }
    for (const { appliedTo, cents } of transaction.lines) {
      if (appliedTo !== undefined) raise(this.applied, appliedTo, sign * cents);
    }
  }
}

function raise(totals: Map<string, number>, key: string, cents: number): void {
  totals.set(key, (totals.get(key) ?? 0) + cents);
}
