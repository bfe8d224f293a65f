/** What an element holds, as it is written: text, elements in their order, or the element several times. */
export type Value = string | Aggregate | readonly Value[];
export interface Aggregate {
  readonly [element: string]: Value | undefined;
}

export const LIST_KINDS = ['Account', 'Class', 'Customer', 'Employee', 'OtherName', 'StandardTerms', 'Vendor'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export const TRANSACTION_KINDS = [
  'Bill',
  'BillPaymentCheck',
  'Check',
  'CreditCardCharge',
  'CreditCardCredit',
  'JournalEntry',
  'VendorCredit',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** No two of these lists may hold the same name. */
export const NAME_LISTS: readonly ListKind[] = ['Customer', 'Vendor', 'Employee', 'OtherName'];

export interface CustomField {
  readonly ownerId: string;
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

interface Stored {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** Seconds since 1970; the edit sequence is the same number. */
  readonly modified: number;
  /** Elements kept as they were given. One whose name ends in `Ref` and that is a text holds the id it refers to. */
  readonly fields: Aggregate;
  readonly custom: readonly CustomField[];
}

/** Records are never changed, only replaced: an answer may be read while the next request is at work. */
export interface ListRecord extends Stored {
  readonly kind: ListKind;
  readonly name: string;
  readonly active: boolean;
  readonly parent: string | null;
}

export interface TransactionLine {
  readonly id: string;
  readonly account: string;
  /** As it is printed. In a journal entry: above zero a debit, below a credit. */
  readonly cents: number;
  readonly memo?: string;
  /** Customer or job; in a journal entry any name. */
  readonly customer?: string;
  readonly class?: string;
  readonly billable?: string;
  /** The bill that a payment is for. */
  readonly appliedTo?: string;
}

export interface TransactionRecord extends Stored {
  readonly kind: TransactionKind;
  readonly number: number;
  /** `yyyy-mm-dd`. */
  readonly date: string;
  readonly lines: readonly TransactionLine[];
}

export interface Deletion {
  readonly kind: ListKind | TransactionKind;
  readonly id: string;
  readonly created: number;
  readonly deleted: number;
  /** RefNumber of a transaction, FullName of a list object. */
  readonly label: string | null;
}

export function isList(record: ListRecord | TransactionRecord): record is ListRecord {
  return 'active' in record;
}

export function textOf(fields: Aggregate, element: string): string | undefined {
  const value = fields[element];
  return typeof value === 'string' ? value : undefined;
}

/** Sum of the lines; nothing for a journal entry, whose debits are its credits. */
export function totalCents(transaction: TransactionRecord): number {
  return transaction.lines.reduce((total, line) => total + line.cents, 0);
}

/** Whom the transaction is with. */
export function entityOf({ fields }: TransactionRecord): string | undefined {
  return textOf(fields, 'VendorRef') ?? textOf(fields, 'PayeeEntityRef');
}

/** The account that the lines stand against: payables, a bank, a card. */
export function accountOf({ fields }: TransactionRecord): string | undefined {
  return textOf(fields, 'APAccountRef') ?? textOf(fields, 'AccountRef');
}
