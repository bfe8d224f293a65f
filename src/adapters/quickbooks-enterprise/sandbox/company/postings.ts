import { accountOf, entityOf, textOf, totalCents, type TransactionKind, type TransactionRecord } from './records';

/** One side of a transaction in one account. */
export interface Posting {
  readonly transaction: TransactionRecord;
  readonly date: string;
  readonly account: string;
  /** Above zero a debit, below a credit. */
  readonly cents: number;
  readonly entity: string | undefined;
  readonly customer: string | undefined;
  readonly class: string | undefined;
  readonly memo: string | undefined;
  /** The account on the other side, when there is one only. */
  readonly split: string | undefined;
}

/** Whether the lines are debits (1) or credits (-1) of their accounts. */
const DIRECTION: Readonly<Record<TransactionKind, 1 | -1>> = {
  Bill: 1,
  BillPaymentCheck: 1,
  Check: 1,
  CreditCardCharge: 1,
  CreditCardCredit: -1,
  JournalEntry: 1,
  VendorCredit: -1,
};

/** Both sides of a transaction; they add up to zero. */
export function postingsOf(transaction: TransactionRecord): Posting[] {
  const { date, kind, lines } = transaction;
  const entity = entityOf(transaction);
  const counterAccount = kind === 'BillPaymentCheck' ? bankOf(transaction) : accountOf(transaction);
  const ofLines = lines.map((line): Posting => ({
    transaction,
    date,
    account: line.account,
    cents: DIRECTION[kind] * line.cents,
    entity: kind === 'JournalEntry' ? line.customer : entity,
    customer: line.customer,
    class: line.class,
    memo: line.memo ?? textOf(transaction.fields, 'Memo'),
    split: counterAccount,
  }));
  if (counterAccount === undefined) return ofLines;
  return [counterPosting(transaction, counterAccount, entity), ...ofLines];
}

function counterPosting(transaction: TransactionRecord, account: string, entity: string | undefined): Posting {
  const { date, kind, lines, fields } = transaction;
  return {
    transaction,
    date,
    account,
    cents: -DIRECTION[kind] * totalCents(transaction) || 0,
    entity,
    customer: undefined,
    class: undefined,
    memo: textOf(fields, 'Memo'),
    split: lines.length === 1 ? lines[0]!.account : undefined,
  };
}

function bankOf({ fields }: TransactionRecord): string | undefined {
  return textOf(fields, 'BankAccountRef');
}
