import type { ElementOperation, ElementResource, VendorConnection } from './adapter';
import type { EmployeeRole, MoneyValue, RecordBatch, ReportStatus } from './records';

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
}

export interface CreateReportRequest {
  readonly name: string;
  readonly submitterEmail: string;
  readonly policyRemoteId: string | null;
  readonly customFields: readonly { readonly name: string; readonly value: string }[];
  readonly expenses: readonly ExpenseDraft[];
}

export interface CreateExpensesRequest {
  readonly employeeEmail: string;
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
  | { readonly outcome: 'DONE'; readonly remoteId: string | null }
  /** Nothing to do, or the vendor passed it over: no error. */
  | { readonly outcome: 'SKIPPED'; readonly reason: string }
  | { readonly outcome: 'FAILED'; readonly reason: string };

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
}

/**
 * One write. What may have been carried out throws a `VendorOutcomeUnknownError`, unless doing it twice is no harm: that
 * is tried again, and in the end throws what the last try met. What can be told to be wrong before anything is sent throws
 * an `InvalidValueError`, several of them an `ElementsErrors`, and a vendor's refusal a `VendorError`; their paths are
 * places in the request, such as `['expenses', '0', 'amount']`.
 */
export interface WriteOperation<Request, Result> {
  readonly resource: ElementResource;
  readonly operation: ElementOperation;
  run(connection: VendorConnection, request: Request): Promise<WriteAnswer<Result>>;
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
}

export type WriteName = keyof VendorWrites;
/** What a write is asked with. */
export type WriteRequestOf<Name extends WriteName> =
  Required<VendorWrites>[Name] extends WriteOperation<infer Request, infer _Result> ? Request : never;
/** What a write is answered with. */
export type WriteResultOf<Name extends WriteName> =
  Required<VendorWrites>[Name] extends WriteOperation<infer _Request, infer Result> ? Result : never;
