import type { ElementOperation, ElementResource, VendorConnection } from './adapter';
import type { ErrorCode } from '../errors';
import type { EmployeeRole, ExpenseKind, MoneyValue, PayeeKind, RecordBatch, ReportStatus } from './records';

/**
 * What is asked of a vendor beside reading, in our words. Ids are the vendor's, canonical; e-mail addresses are lower
 * case; amounts are decimal strings, days `yyyy-MM-dd`.
 */
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

/**
 * Of a change: the version that the caller read, see `ResourceOperations.versionOf`. When the record has another by now,
 * nothing is changed, and a `VendorStaleRecordError` has it as it is. Null: changed whatever it is now.
 */
export interface VersionCheck {
  readonly expectedVersion: string | null;
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

export interface PostalAddress {
  readonly lines?: readonly string[];
  readonly city?: string | null;
  readonly region?: string | null;
  readonly postalCode?: string | null;
  readonly country?: string | null;
}

/** What a person and a firm have. Left out: stays, or is as the vendor has it; null clears. */
export interface ContactDetails {
  /** As lists show it. */
  readonly name?: string;
  readonly firstName?: string | null;
  readonly middleName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly mobilePhone?: string | null;
  /** As printed on a check. */
  readonly checkName?: string | null;
  readonly address?: PostalAddress;
  readonly isActive?: boolean;
}

export interface SupplierDetails extends ContactDetails {
  readonly companyName?: string | null;
  readonly website?: string | null;
  /** Our number at the supplier's. */
  readonly accountNumber?: string | null;
}

export interface EmployeeDetails extends ContactDetails {
  readonly employeeNumber?: string | null;
  readonly hiredOn?: string | null;
  readonly releasedOn?: string | null;
}

export interface CreateSupplierRequest {
  readonly details: SupplierDetails;
}

export interface UpdateSupplierRequest extends VersionCheck {
  readonly supplierRemoteId: string;
  readonly details: SupplierDetails;
}

export interface CreateEmployeeRequest {
  readonly details: EmployeeDetails;
}

export interface UpdateEmployeeRequest extends VersionCheck {
  readonly employeeRemoteId: string;
  readonly details: EmployeeDetails;
}

export interface CreateReportRequest {
  readonly name: string;
  readonly submitterEmail: string;
  readonly policyRemoteId: string | null;
  readonly customFields: readonly { readonly name: string; readonly value: string }[];
  readonly expenses: readonly ExpenseDraft[];
}

export interface CreateExpensesRequest {
  /** Null where the vendor keeps expenses of nobody. */
  readonly employeeEmail: string | null;
  /** Null: where the vendor puts them. */
  readonly reportRemoteId: string | null;
  readonly policyRemoteId: string | null;
  readonly expenses: readonly ExpenseDraft[];
}

export interface MarkReportsReimbursedRequest {
  readonly reportRemoteIds: readonly string[];
  readonly paymentSource: string | null;
}

export interface CreatePolicyRequest {
  readonly name: string;
  /** In the vendor's word. */
  readonly plan: string | null;
}

/** How a list that is given meets the one that is there: keep what is not named, or remove it. */
export type ListChangeMode = 'MERGE' | 'REPLACE';

export interface PolicyCategoriesChange {
  readonly policyRemoteIds: readonly string[];
  readonly mode: ListChangeMode;
  readonly categories: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly ledgerCode: string | null;
    readonly payrollCode: string | null;
    readonly commentRequired: boolean | null;
    readonly commentHint: string | null;
    readonly maxExpenseAmount: MoneyValue | null;
  }[];
}

export interface PolicyTagsChange {
  readonly policyRemoteId: string;
  readonly mode: ListChangeMode;
  readonly levels: readonly {
    /** Null where there is one level only. */
    readonly name: string | null;
    readonly required: boolean | null;
    readonly tags: readonly { readonly name: string; readonly enabled: boolean; readonly ledgerCode: string | null }[];
  }[];
}

/** Tags as a table of text, for levels that depend on each other. Always the whole of them. */
export interface PolicyTagsFileChange {
  readonly policyRemoteId: string;
  readonly content: string;
  readonly fileType: 'CSV' | 'TSV';
  /** The first line names the levels. */
  readonly hasHeader: boolean;
  /** Every tag's column is followed by one of its codes in the ledger. */
  readonly hasLedgerCodes: boolean;
  /** What may be chosen on a level depends on the level above. */
  readonly isDependent: boolean;
  /** One a level; a single one for all where they depend on each other. */
  readonly required: readonly boolean[];
}

export interface PolicyReportFieldsChange {
  readonly policyRemoteIds: readonly string[];
  readonly mode: ListChangeMode;
  readonly fields: readonly {
    readonly name: string;
    readonly type: 'TEXT' | 'LIST' | 'DATE';
    readonly values: readonly {
      readonly name: string;
      readonly enabled: boolean;
      readonly externalId: string | null;
    }[];
    readonly defaultValue: string | null;
  }[];
}

export interface TagApproversChange {
  readonly policyRemoteId: string;
  /** Null: nobody any more. */
  readonly approvers: readonly { readonly tag: string; readonly approverEmail: string | null }[];
}

export interface ExpenseRuleChange {
  readonly policyRemoteId: string;
  readonly employeeEmail: string;
  /** At least one of the two. */
  readonly tag: string | null;
  readonly defaultBillable: boolean | null;
}

export interface EmployeeChange {
  readonly email: string;
  readonly employeeNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly policyRemoteId: string | null;
  readonly additionalPolicyRemoteIds: readonly string[];
  readonly managerEmail: string | null;
  readonly forwardsToEmail: string | null;
  readonly role: Exclude<EmployeeRole, 'UNKNOWN'> | null;
  readonly approvalLimit: MoneyValue | null;
  readonly overLimitApproverEmail: string | null;
  readonly isTerminated: boolean;
  /** The vendor's word for how someone works, such as being on leave. */
  readonly workerStatus: string | null;
  readonly domainGroupRemoteId: string | null;
  readonly removeFromOtherPolicies: boolean;
  readonly defaultTags: readonly string[];
  readonly customFields: readonly { readonly name: string; readonly value: string }[];
}

export interface UpdateEmployeesRequest {
  readonly employees: readonly EmployeeChange[];
  /** Compute, and change nothing. */
  readonly dryRun: boolean;
  /** Whether the policy becomes what they report on by default. */
  readonly primaryPolicy: 'UNCHANGED' | 'NEW_EMPLOYEES' | 'ALL_EMPLOYEES';
  /** Invite approvers to the policies in which they approve. */
  readonly approvalChains: 'UNCHANGED' | 'FIRST_LEVEL' | 'ALL_LEVELS';
  /** Send invitations by mail. */
  readonly notify: boolean;
  /** Who gets a summary by mail. */
  readonly summaryRecipients: readonly string[];
}

/** What became of one item of a request. */
export type ItemResult =
  | {
      readonly outcome: 'DONE';
      readonly remoteId: string | null;
      /** Of an expense, where the vendor gives one id to expenses of several kinds. */
      readonly expenseKind?: ExpenseKind;
    }
  /** Nothing to do, or the vendor passed it over: no error. */
  | { readonly outcome: 'SKIPPED'; readonly reason: string }
  | {
      readonly outcome: 'FAILED';
      readonly reason: string;
      /** The vendor's refusal, where it is one. */
      readonly refusal?: ItemRefusal;
    };

/** A vendor's refusal of one item, as it can be kept. */
export interface ItemRefusal {
  readonly code: Extract<ErrorCode, 'VENDOR_REJECTED' | 'CONFLICT' | 'STALE_RECORD' | 'PERIOD_CLOSED' | 'NOT_FOUND'>;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
  readonly conflictingRemoteId: string | null;
}

export interface EmployeesUpdated {
  /** In the order of the request. */
  readonly items: readonly ItemResult[];
  /** As the vendor counts them. */
  readonly updatedCount: number | null;
  readonly added: readonly { readonly policyRemoteId: string; readonly emails: readonly string[] }[];
  readonly removed: readonly { readonly policyRemoteId: string; readonly emails: readonly string[] }[];
  readonly domainGroups: readonly { readonly domainGroupRemoteId: string; readonly emails: readonly string[] }[];
}

/** A vendor's answer to a write: what became of it, and what we know of the records now. Stored before it is told. */
export interface WriteAnswer<Result> {
  readonly result: Result;
  /** Part of it was not done. */
  readonly isPartial?: boolean;
  /** Whole records, as the answer tells them. */
  readonly batch?: RecordBatch;
  /** What is now known of reports that we may have, while the rest of them stays as it was. */
  readonly reportStatuses?: readonly {
    readonly remoteId: string;
    readonly status: ReportStatus;
    readonly vendorStatus: string;
  }[];
  /** Changed in a way that the answer does not tell: read again, by id where that is possible. */
  readonly changed?: readonly { readonly resource: ElementResource; readonly remoteIds: readonly string[] }[];
  /** Expenses that are no more. */
  readonly deletedExpenses?: readonly ExpenseReference[];
}

/** What makes a write that write, for vendors that know a repeat when they see one. */
export interface WriteIdentity {
  /** 32 hexadecimal digits: the same for the same request of a caller under the same idempotency key. */
  readonly id: string;
  /** The caller gave a key: his own repeat will come with the same id. */
  readonly isKeyed: boolean;
}

/**
 * One write. What may have been carried out throws a `VendorOutcomeUnknownError`, unless doing it twice is no harm: that
 * is tried again, and in the end throws what the last try met. What can be told to be wrong before anything is sent throws
 * an `InvalidValueError`, several of them an `ElementsErrors`, and a vendor's refusal a `VendorError`; their paths are
 * places in the request, such as `['expenses', '0', 'amount']`.
 *
 * A vendor that knows repeats by `identity` is asked again where no answer came. When none comes at all, and the caller can
 * send the same again under the same identity, the `VendorOutcomeUnknownError` is `retryable`.
 */
export interface WriteOperation<Request, Result> {
  readonly resource: ElementResource;
  readonly operation: ElementOperation;
  run(connection: VendorConnection, request: Request, identity: WriteIdentity): Promise<WriteAnswer<Result>>;
}

/** What an element can write. Absent means unsupported. */
export interface VendorWrites {
  readonly createReport?: WriteOperation<CreateReportRequest, { readonly reportRemoteId: string }>;
  /** One result for each expense, in the order of the request. */
  readonly createExpenses?: WriteOperation<CreateExpensesRequest, { readonly items: readonly ItemResult[] }>;
  readonly markReportsReimbursed?: WriteOperation<
    MarkReportsReimbursedRequest,
    { readonly items: readonly ItemResult[] }
  >;
  readonly createPolicy?: WriteOperation<CreatePolicyRequest, { readonly policyRemoteId: string }>;
  readonly updatePolicyCategories?: WriteOperation<PolicyCategoriesChange, null>;
  readonly updatePolicyTags?: WriteOperation<PolicyTagsChange, null>;
  readonly updatePolicyTagsFromFile?: WriteOperation<PolicyTagsFileChange, null>;
  readonly updatePolicyReportFields?: WriteOperation<PolicyReportFieldsChange, null>;
  readonly setTagApprovers?: WriteOperation<TagApproversChange, null>;
  readonly createExpenseRule?: WriteOperation<ExpenseRuleChange, null>;
  readonly updateExpenseRule?: WriteOperation<ExpenseRuleChange & { readonly ruleRemoteId: string }, null>;
  readonly updateEmployees?: WriteOperation<UpdateEmployeesRequest, EmployeesUpdated>;
  readonly updateExpense?: WriteOperation<UpdateExpenseRequest, null>;
  readonly deleteExpense?: WriteOperation<DeleteExpenseRequest, null>;
  readonly attachReceipt?: WriteOperation<AttachReceiptRequest, { readonly receiptRemoteId: string }>;
  readonly createSupplier?: WriteOperation<CreateSupplierRequest, { readonly supplierRemoteId: string }>;
  readonly updateSupplier?: WriteOperation<UpdateSupplierRequest, null>;
  readonly createEmployee?: WriteOperation<CreateEmployeeRequest, { readonly employeeRemoteId: string }>;
  readonly updateEmployee?: WriteOperation<UpdateEmployeeRequest, null>;
}

export type WriteName = keyof VendorWrites;
/** What a write is asked with. */
export type WriteRequestOf<Name extends WriteName> =
  Required<VendorWrites>[Name] extends WriteOperation<infer Request, infer _Result> ? Request : never;
/** What a write is answered with. */
export type WriteResultOf<Name extends WriteName> =
  Required<VendorWrites>[Name] extends WriteOperation<infer _Request, infer Result> ? Result : never;
