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
}
