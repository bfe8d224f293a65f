/**
 * Vendor records in our words: what adapters make of a vendor's answer, and what is stored. Absent facts are null.
 * Ids are the vendor's, in their canonical form, always strings. Amounts are decimal strings (`'12.30'`), days are
 * `yyyy-MM-dd`, instants are `Date`s. When a vendor gives an instant, both `…At` and `…On` are set; when it gives a
 * day only, `…At` is null: no midnight is invented.
 */
export interface MoneyValue {
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

export const REPORT_STATUSES = ['OPEN', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'CLOSED', 'UNKNOWN'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

export const EXPENSE_KINDS = ['EXPENSE', 'PURCHASE', 'BILL', 'SUPPLIER_CREDIT'] as const;
export type ExpenseKind = (typeof EXPENSE_KINDS)[number];

export const EMPLOYEE_ROLES = ['MEMBER', 'AUDITOR', 'ADMIN', 'UNKNOWN'] as const;
export type EmployeeRole = (typeof EMPLOYEE_ROLES)[number];

export const REIMBURSEMENT_METHODS = ['VENDOR_TRANSFER', 'RECORDED', 'UNKNOWN'] as const;
export type ReimbursementMethod = (typeof REIMBURSEMENT_METHODS)[number];

export interface ReportApprovalValue {
  readonly email: string | null;
  readonly name: string | null;
  /** ISO instant, since it is kept as JSON. */
  readonly approvedAt: string | null;
  readonly approvedOn: string | null;
}

export interface ReportHistoryValue {
  /** ISO instant. */
  readonly at: string | null;
  readonly action: string;
  readonly actorEmail: string | null;
  readonly message: string | null;
}

export interface CustomFieldValue {
  readonly name: string;
  readonly value: string | null;
}

export interface ReportRecord {
  readonly remoteId: string;
  readonly name: string;
  readonly status: ReportStatus;
  readonly vendorStatus: string | null;
  readonly total: MoneyValue | null;
  /** Lower case. */
  readonly submitterEmail: string | null;
  readonly submitterName: string | null;
  /** Who has to act next; lower case. Only while the report waits for someone. */
  readonly nextApproverEmail: string | null;
  readonly policyRemoteId: string | null;
  readonly createdAt: Date | null;
  readonly createdOn: string | null;
  readonly submittedAt: Date | null;
  readonly submittedOn: string | null;
  readonly approvedAt: Date | null;
  readonly approvedOn: string | null;
  readonly reimbursedAt: Date | null;
  readonly reimbursedOn: string | null;
  readonly reimbursement: {
    readonly method: ReimbursementMethod;
    readonly reference: string | null;
    readonly source: string | null;
  } | null;
  readonly approvals: readonly ReportApprovalValue[];
  readonly customFields: readonly CustomFieldValue[];
  /** Oldest first; null where the vendor does not say. */
  readonly history: readonly ReportHistoryValue[] | null;
  readonly webUrl: string | null;
  /** All of them: what is not here any more is no longer on the report. */
  readonly expenses: readonly ExpenseRecord[];
  /** The record in the vendor's own words, secrets removed, expenses left out. */
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

export interface ExpenseTagValue {
  readonly level: number;
  readonly name: string;
  readonly ledgerCode: string | null;
}

export interface ExpenseTaxValue {
  readonly amount: MoneyValue | null;
  /** `'20'` is 20 %. */
  readonly ratePercent: string | null;
  readonly name: string | null;
  readonly code: string | null;
}

/** Where the books hold an amount: remote ids of the records that it names. */
export interface LedgerPostingValue {
  /** Account charged; null when lines differ. */
  readonly accountRemoteId: string | null;
  readonly paidFromRemoteId: string | null;
  readonly departmentRemoteId: string | null;
  readonly trackingClassRemoteId: string | null;
  readonly customerRemoteId: string | null;
  readonly documentNumber: string | null;
  readonly dueOn: string | null;
  /** What is still to be paid. */
  readonly balance: MoneyValue | null;
}

export const PAYEE_KINDS = ['SUPPLIER', 'EMPLOYEE', 'CUSTOMER'] as const;
export type PayeeKind = (typeof PAYEE_KINDS)[number];

export interface ExpensePayeeValue {
  readonly name: string | null;
  /** Null, with the id, when the books hold a name alone. */
  readonly kind: PayeeKind | null;
  readonly remoteId: string | null;
}

export interface ExpenseLineValue {
  /** Within the expense, from 1. */
  readonly number: number;
  readonly description: string | null;
  /** Signed as the expense's amount is. */
  readonly amount: MoneyValue | null;
  readonly tax: ExpenseTaxValue | null;
  readonly category: { readonly name: string; readonly ledgerCode: string | null } | null;
  readonly tags: readonly ExpenseTagValue[];
  readonly billable: boolean | null;
  readonly posting: LedgerPostingValue | null;
}

export interface ExpenseRecord {
  readonly kind: ExpenseKind;
  readonly remoteId: string;
  /** Null when on no report. */
  readonly reportRemoteId: string | null;
  /** Lower case. */
  readonly employeeEmail: string | null;
  /** What counts; null while a receipt is unread. Spending is positive, a refund negative. */
  readonly amount: MoneyValue | null;
  readonly originalAmount: MoneyValue | null;
  /** Null when nothing was converted. */
  readonly convertedAmount: MoneyValue | null;
  readonly exchangeRate: string | null;
  readonly tax: ExpenseTaxValue | null;
  readonly merchant: string | null;
  readonly description: string | null;
  readonly date: string | null;
  readonly createdAt: Date | null;
  readonly vendorKind: string | null;
  readonly paymentMethod: 'CARD' | 'CASH' | 'CHECK' | 'ON_ACCOUNT' | 'OTHER' | null;
  readonly category: { readonly name: string; readonly ledgerCode: string | null } | null;
  /** One a level, in order. */
  readonly tags: readonly ExpenseTagValue[];
  /** Empty where the vendor does not split expenses: then the expense itself is its one line. */
  readonly lines: readonly ExpenseLineValue[];
  /** Null outside accounting products, and where nobody is named. */
  readonly payee: ExpensePayeeValue | null;
  /** Null outside accounting products. */
  readonly posting: LedgerPostingValue | null;
  /** Of vendors that tell it with the expense; others tell `ReceiptRecord`s. */
  readonly receipt: {
    readonly remoteId: string | null;
    readonly fileName: string | null;
    readonly contentType: string | null;
    readonly url: string | null;
    readonly access: 'SIGNED_URL' | 'VENDOR_LOGIN';
  } | null;
  readonly attendees: readonly { readonly email: string | null; readonly name: string | null }[];
  readonly billable: boolean | null;
  readonly reimbursable: boolean | null;
  readonly card: {
    readonly remoteId: string | null;
    readonly name: string | null;
    readonly lastFour: string | null;
    readonly bank: string | null;
  } | null;
  readonly distance: {
    readonly quantity: string;
    readonly unit: 'KILOMETER' | 'MILE';
    readonly rate: MoneyValue | null;
  } | null;
  readonly merchantCategoryCode: string | null;
  readonly externalReference: string | null;
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

export interface PolicyCategoryValue {
  readonly name: string;
  readonly enabled: boolean;
  readonly ledgerCode: string | null;
  readonly payrollCode: string | null;
  readonly commentRequired: boolean | null;
  readonly commentHint: string | null;
  readonly maxExpenseAmount: MoneyValue | null;
}

export interface PolicyTagGroupValue {
  readonly level: number;
  readonly name: string | null;
  readonly required: boolean | null;
  readonly tags: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly ledgerCode: string | null;
    readonly approverEmail: string | null;
  }[];
}

export interface PolicyReportFieldValue {
  readonly name: string;
  readonly type: 'TEXT' | 'LIST' | 'DATE' | 'FORMULA' | 'UNKNOWN';
  readonly vendorType: string | null;
  readonly values: readonly string[];
}

export interface PolicyTaxValue {
  readonly name: string | null;
  readonly rates: readonly { readonly remoteId: string; readonly name: string; readonly ratePercent: string }[];
  readonly defaultRateRemoteId: string | null;
}

export interface PolicyRecord {
  readonly remoteId: string;
  readonly name: string;
  readonly vendorType: string | null;
  readonly currency: string | null;
  readonly ownerEmail: string | null;
  /** What our credentials may do in it. */
  readonly accessRole: EmployeeRole;
  /** Null when our credentials may not read them. */
  readonly categories: readonly PolicyCategoryValue[] | null;
  readonly tagGroups: readonly PolicyTagGroupValue[] | null;
  readonly reportFields: readonly PolicyReportFieldValue[] | null;
  readonly tax: PolicyTaxValue | null;
  readonly limits: {
    readonly maxExpenseAmount: MoneyValue | null;
    readonly receiptRequiredAbove: MoneyValue | null;
    readonly maxExpenseAgeDays: number | null;
  } | null;
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

export interface PolicyMembershipValue {
  readonly policyRemoteId: string;
  readonly role: EmployeeRole;
  /** Employees' remote ids. */
  readonly submitsToRemoteId: string | null;
  readonly forwardsToRemoteId: string | null;
  readonly approvalLimit: MoneyValue | null;
  readonly overLimitApproverRemoteId: string | null;
}

export interface EmployeeRecord {
  readonly remoteId: string;
  /** Lower case. */
  readonly email: string | null;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly employeeNumber: string | null;
  readonly managerRemoteId: string | null;
  /** Who approves what they submit, where that is not the manager. */
  readonly approverRemoteId: string | null;
  /** In several policies, the most. */
  readonly role: EmployeeRole;
  readonly vendorRole: string | null;
  readonly isActive: boolean | null;
  readonly hiredOn: string | null;
  readonly releasedOn: string | null;
  /** All of them. */
  readonly memberships: readonly PolicyMembershipValue[];
  readonly customFields: readonly CustomFieldValue[];
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

/** A file that proves expenses, of a vendor that keeps them apart. */
export interface ReceiptRecord {
  readonly remoteId: string;
  readonly fileName: string | null;
  readonly contentType: string | null;
  /** All of them. */
  readonly expenses: readonly { readonly kind: ExpenseKind; readonly remoteId: string }[];
}

export const BOOK_ENTRY_KINDS = [
  'SUPPLIER',
  'CUSTOMER',
  'LEDGER_ACCOUNT',
  'TRACKING_CLASS',
  'DEPARTMENT',
  'COMPANY',
] as const;
/** What books consist of beside transactions. */
export type BookEntryKind = (typeof BOOK_ENTRY_KINDS)[number];

export const LEDGER_ACCOUNT_KINDS = [
  'BANK',
  'CREDIT_CARD',
  'EXPENSE',
  'COST_OF_GOODS_SOLD',
  'OTHER_EXPENSE',
  'INCOME',
  'OTHER_INCOME',
  'RECEIVABLE',
  'PAYABLE',
  'ASSET',
  'LIABILITY',
  'EQUITY',
  'UNKNOWN',
] as const;
export type LedgerAccountKind = (typeof LEDGER_ACCOUNT_KINDS)[number];

/** Someone or something that transactions refer to: much the same for all kinds, so one record for all. */
export interface BookEntryRecord {
  readonly kind: BookEntryKind;
  readonly remoteId: string;
  readonly name: string;
  /** With the names of its parents, joined with `:`; the name where it has none. */
  readonly fullName: string;
  /** Of the same kind. */
  readonly parentRemoteId: string | null;
  /** Null when the vendor does not say. */
  readonly isActive: boolean | null;
  /** Lower case. */
  readonly email: string | null;
  /** That it is kept or paid in; of a company, its home currency. */
  readonly currency: string | null;
  /** Of a supplier what is owed to it, of a customer what it owes; of an account debit is positive. */
  readonly balance: MoneyValue | null;
  /** Of a ledger account; null for all others. */
  readonly account: {
    readonly kind: LedgerAccountKind;
    readonly vendorType: string | null;
    readonly number: string | null;
  } | null;
  /** Of a customer; null where the vendor does not say, and for all others. */
  readonly isProject: boolean | null;
  /** Of a company; null for all others. `country` as the vendor writes it. */
  readonly company: { readonly legalName: string | null; readonly country: string | null } | null;
  readonly vendorFields: Readonly<Record<string, unknown>>;
}

/** A payment card of a company; read when asked for, and not kept. */
export interface CompanyCardValue {
  readonly remoteId: string;
  readonly name: string | null;
  readonly bank: string | null;
  /** Masked by the vendor. */
  readonly number: string | null;
  /** Whose it is; lower case. Null while it is nobody's. */
  readonly employeeEmail: string | null;
  readonly employeeNumber: string | null;
  /** Whether expenses on it are to be paid back. */
  readonly reimbursable: boolean | null;
  readonly createdAt: Date | null;
  /** The latest import of its transactions; null before the first. */
  readonly lastImport: {
    readonly at: Date | null;
    readonly succeeded: boolean | null;
    /** In the vendor's words. */
    readonly vendorCode: string | null;
  } | null;
  /** Day from which on transactions are imported. */
  readonly importsFrom: string | null;
}

/** Records that arrive together and are stored together. */
export interface RecordBatch {
  readonly reports?: readonly ReportRecord[];
  readonly policies?: readonly PolicyRecord[];
  readonly employees?: readonly EmployeeRecord[];
  /** Expenses on their own: their reports, and what else is on those, stay as they are. */
  readonly expenses?: readonly ExpenseRecord[];
  /** The links of each become exactly what it says. */
  readonly receipts?: readonly ReceiptRecord[];
  readonly bookEntries?: readonly BookEntryRecord[];
}
