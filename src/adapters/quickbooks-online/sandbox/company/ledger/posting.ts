import type { Decimal } from '../decimal';

export interface Payee {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** What reports show of the transaction that a posting belongs to. */
export interface LedgerTransaction {
  readonly entity: string;
  readonly id: string;
  /** As reports call it: `Bill Payment (Check)`. */
  readonly type: string;
  /** As the report parameter `transaction_type` calls it: `BillPaymentCheck`. */
  readonly typeKey: string;
  readonly date: string;
  readonly number: string;
  readonly memo: string;
  readonly payee: Payee | null;
  readonly departmentId: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly dueDate: string | null;
  readonly paymentType: string | null;
}

/** One side of a transaction: debits above zero, credits below. All postings of a transaction come to zero. */
export interface Posting {
  readonly transaction: LedgerTransaction;
  readonly accountId: string;
  readonly amount: Decimal;
  readonly memo: string;
  readonly payee: Payee | null;
  readonly classId: string | null;
  readonly customerId: string | null;
  readonly itemId: string | null;
  /** The account that the transaction is entered in: the bank, the card, the payables. */
  readonly isMain: boolean;
}
