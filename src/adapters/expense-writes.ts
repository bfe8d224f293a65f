import type { ExpenseKind, MoneyValue, PayeeKind } from './records';
import type { VersionCheck } from './version-check';

/** ISO 4217's code for no currency, of amounts that say none: books take them in their own. */
export const NO_CURRENCY = 'XXX';

/** An expense to be made. */
export interface ExpenseDraft {
  readonly merchant: string;
  readonly date: string;
  readonly amount: MoneyValue;
  readonly description: string | null;
  readonly category: string | null;
  /** One a level. */
  readonly tags: readonly string[];
  readonly billable: boolean | null;
  readonly reimbursable: boolean | null;
  readonly tax: { readonly rateRemoteId: string; readonly amount: MoneyValue | null } | null;
  /** The caller's own reference. */
  readonly externalReference: string | null;
  /** Where the books are to hold it: needed by accounting products, refused by others. */
  readonly posting?: ExpensePosting | null;
}

/** What a record of the books can be that is made of an expense. */
export type PostedKind = Exclude<ExpenseKind, 'EXPENSE'>;
export type PostingPaymentMethod = 'CARD' | 'CASH' | 'CHECK';

/** Whom the books name as paid. */
export interface PayeeReference {
  /** Null where the caller does not know: that is for vendors that find anybody by the id alone. */
  readonly kind: PayeeKind | null;
  readonly remoteId: string;
}

/** Where, how and for whom an expense is booked. Amounts have the sign of the expense: a refund is negative. */
export interface ExpensePosting {
  readonly kind: PostedKind;
  /** Of a purchase. */
  readonly paymentMethod: PostingPaymentMethod | null;
  /** Account that it was paid from: of a purchase. */
  readonly paidFromRemoteId: string | null;
  /** Null: found by the merchant's name. */
  readonly payee: PayeeReference | null;
  readonly departmentRemoteId: string | null;
  readonly documentNumber: string | null;
  /** Of a bill: day it is to be paid. */
  readonly dueOn: string | null;
  /** Home currency for one unit of the expense's. */
  readonly exchangeRate: string | null;
  /** Whether amounts contain the tax; null where the country's rule decides. */
  readonly taxTreatment: 'EXCLUDED' | 'INCLUDED' | 'NONE' | null;
  /** One at least; they come to the amount of the expense. */
  readonly lines: readonly ExpenseLineDraft[];
}

export interface ExpenseLineDraft {
  readonly amount: MoneyValue;
  readonly description: string | null;
  /** Account to charge. Null: the one that `category` names. */
  readonly accountRemoteId: string | null;
  readonly category: string | null;
  readonly trackingClassRemoteId: string | null;
  /** To be charged on to, where `billable`. */
  readonly customerRemoteId: string | null;
  readonly billable: boolean | null;
  readonly taxRateRemoteId: string | null;
}

/** One expense in the books. */
export interface ExpenseReference {
  readonly kind: ExpenseKind;
  readonly remoteId: string;
}

/**
 * A line as it is to be: what is left out stays, null clears. Without a number, a line that is added: it needs an amount and
 * an account.
 */
export interface ExpenseLineChange {
  /** Its number in the version that the caller read. */
  readonly number?: number;
  readonly amount?: MoneyValue;
  readonly description?: string | null;
  readonly accountRemoteId?: string;
  readonly trackingClassRemoteId?: string | null;
  readonly customerRemoteId?: string | null;
  readonly billable?: boolean;
  readonly taxRateRemoteId?: string | null;
}

/** An expense as it is to be: what is left out stays, null clears. Numbers of lines need an `expectedVersion`. */
export interface ExpenseChange {
  readonly date?: string;
  readonly description?: string | null;
  readonly documentNumber?: string | null;
  readonly payee?: PayeeReference | null;
  readonly paymentMethod?: PostingPaymentMethod;
  readonly paidFromRemoteId?: string;
  readonly departmentRemoteId?: string | null;
  readonly dueOn?: string;
  /** Lines to change and to add; every other one stays. */
  readonly lines?: readonly ExpenseLineChange[];
  /** Of the version that the caller read. */
  readonly removedLineNumbers?: readonly number[];
}

export interface CreateExpensesRequest {
  /** Null where the vendor keeps expenses of nobody. */
  readonly employeeEmail: string | null;
  /** Null: where the vendor puts them. */
  readonly reportRemoteId: string | null;
  readonly policyRemoteId: string | null;
  readonly expenses: readonly ExpenseDraft[];
}

export interface UpdateExpenseRequest extends VersionCheck {
  readonly expense: ExpenseReference;
  readonly change: ExpenseChange;
}

export interface DeleteExpenseRequest extends VersionCheck {
  readonly expense: ExpenseReference;
}

export interface AttachReceiptRequest {
  readonly expense: ExpenseReference;
  readonly fileName: string;
  /** Media type, such as `image/jpeg`. */
  readonly contentType: string;
  /** The file in base64, with padding. */
  readonly content: string;
  readonly note: string | null;
}

export interface ExpenseRuleChange {
  readonly policyRemoteId: string;
  readonly employeeEmail: string;
  /** At least one of the two. */
  readonly tag: string | null;
  readonly defaultBillable: boolean | null;
}
