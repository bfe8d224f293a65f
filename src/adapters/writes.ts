import type { ElementOperation, ElementResource, VendorConnection } from './adapter';
import type {
  CreateEmployeeRequest,
  CreateSupplierRequest,
  UpdateEmployeeRequest,
  UpdateSupplierRequest,
} from './contact-writes';
import type { EmployeesUpdated, UpdateEmployeesRequest } from './employee-writes';
import type {
  AttachReceiptRequest,
  CreateExpensesRequest,
  DeleteExpenseRequest,
  ExpenseRuleChange,
  UpdateExpenseRequest,
} from './expense-writes';
import type {
  CreatePolicyRequest,
  PolicyCategoriesChange,
  PolicyReportFieldsChange,
  PolicyTagsChange,
  PolicyTagsFileChange,
  TagApproversChange,
} from './policy-writes';
import type { CreateReportRequest, MarkReportsReimbursedRequest } from './report-writes';
import type { ItemResult, WriteAnswer } from './write-answer';

/*
 * What is asked of a vendor beside reading, in our words. Ids are the vendor's, canonical; e-mail addresses are lower
 * case; amounts are decimal strings, days `yyyy-MM-dd`.
 */
export type * from './contact-writes';
export type * from './employee-writes';
export type * from './expense-writes';
export type * from './policy-writes';
export type * from './report-writes';
export type * from './version-check';
export type * from './write-answer';

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
