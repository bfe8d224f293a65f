/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Days from `from` to `to`, both included; leave one out for an open end. */
export type DayRangeInput = {
  /** First day; leave out for no beginning. */
  from?: string | null | undefined;
  /** Last day; leave out for no end. */
  to?: string | null | undefined;
};

/** Unit of distance. */
export type DistanceUnit =
  /** 1000 m. */
  | 'KILOMETER'
  /** 1609.344 m. */
  | 'MILE';

/** What someone may do. */
export type EmployeeRole =
  /** Changes everything. */
  | 'ADMIN'
  /** Reads everything. */
  | 'AUDITOR'
  /** Submits. */
  | 'MEMBER'
  /** Not stated, or a word that we do not know. */
  | 'UNKNOWN';

/** Codes of errors, in payloads and in `extensions.code`. A later version may add some: treat an unknown one by its `retryable`. At top level, codes of the server itself stand beside these, for requests that never became an operation or are no valid one: `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `BAD_REQUEST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `OPERATION_RESOLUTION_FAILURE`, `PERSISTED_QUERY_NOT_FOUND`, `PERSISTED_QUERY_NOT_SUPPORTED`, `TRUSTED_DOCUMENT_NOT_FOUND`, `TRUSTED_DOCUMENT_REQUIRED`. */
export type ErrorCode =
  /** Top level only: an argument is malformed, or a cursor belongs to another order or filter. */
  | 'BAD_USER_INPUT'
  /** Something else has that name or number. */
  | 'CONFLICT'
  /** The vendor refused the credentials. */
  | 'CREDENTIALS_REJECTED'
  /** The same idempotency key came with another request. */
  | 'IDEMPOTENCY_CONFLICT'
  /** The instance is pending or disabled. */
  | 'INSTANCE_NOT_ACTIVE'
  /** Our fault; quote `extensions.requestId`. */
  | 'INTERNAL_SERVER_ERROR'
  /** A configuration value cannot be right. */
  | 'INVALID_CONFIGURATION'
  /** A value is malformed, out of range, or contradicts another. */
  | 'INVALID_INPUT'
  /** The first request with this idempotency key is still at work. */
  | 'IN_PROGRESS'
  /** More items than one request may carry. */
  | 'LIMIT_EXCEEDED'
  /** Required configuration keys are missing: all are named. */
  | 'MISSING_CONFIGURATION'
  /** The instance's credentials are no longer good: `reauthenticateInstance` mends it. */
  | 'NEEDS_REAUTHENTICATION'
  /** No such record, or not yours: the two are not told apart. */
  | 'NOT_FOUND'
  /** The consent flow cannot be completed. */
  | 'OAUTH_FAILED'
  /** Sent, and no answer came: it may have been done. Do not send it again, unless it is `retryable`: then the same request settles it. */
  | 'OUTCOME_UNKNOWN'
  /** The books are closed for that day. */
  | 'PERIOD_CLOSED'
  /** The credentials are good, their role or plan is not enough. */
  | 'PERMISSION_DENIED'
  /** The vendor's limit is spent, and waiting would take too long. */
  | 'RATE_LIMITED'
  /** The record was changed since it was read: read it again. */
  | 'STALE_RECORD'
  /** Top level only: the Authorization header is missing or wrong. */
  | 'UNAUTHENTICATED'
  /** A configuration key that the element does not have. */
  | 'UNKNOWN_CONFIGURATION_KEY'
  /** The element cannot do this: what it can is named. */
  | 'UNSUPPORTED_OPERATION'
  /** The vendor's answer made no sense. */
  | 'VENDOR_PROTOCOL_ERROR'
  /** The vendor understood and refused. */
  | 'VENDOR_REJECTED'
  /** The vendor is down, or did not answer in time. Nothing was changed. */
  | 'VENDOR_UNAVAILABLE';

/** What sort of record an expense is. */
export type ExpenseKind =
  /** A supplier's bill. */
  | 'BILL'
  /** An entry of an expense product, on a report or on its way to one. */
  | 'EXPENSE'
  /** Money spent, as the books hold it. */
  | 'PURCHASE'
  /** A supplier's credit. */
  | 'SUPPLIER_CREDIT';

/** How an expense was paid. */
export type ExpensePaymentMethod =
  /** By card. */
  | 'CARD'
  /** In cash, or otherwise out of pocket. */
  | 'CASH'
  /** By check. */
  | 'CHECK'
  /** Not yet: it is owed. */
  | 'ON_ACCOUNT'
  /** Otherwise. */
  | 'OTHER';

/** Who may open a receipt's URL. */
export type ExpenseReceiptAccess =
  /** Anyone who has the URL, until it expires. */
  | 'SIGNED_URL'
  /** Only someone signed in at the vendor. */
  | 'VENDOR_LOGIN';

/** Freshness of records that we keep a copy of. */
export type FreshnessState =
  /** Within the time-to-live, or within `maxAge` when that was given. */
  | 'FRESH'
  /** The first load is under way: the newest records are here, older ones follow. */
  | 'LOADING'
  /** Never read yet. */
  | 'NEVER_LOADED'
  /** Older; a refresh is under way or failed: `error` tells. */
  | 'STALE';

/** Amounts of one currency from `min` to `max`, both included. */
export type MoneyRangeInput = {
  /** Only records in this currency are compared; nothing is converted. */
  currency: string;
  /** Largest amount; leave out for no upper end. */
  max?: string | number | null | undefined;
  /** Smallest amount; leave out for no lower end. */
  min?: string | number | null | undefined;
};

/** Direction of a sorted list. Records without a value come last in both. */
export type OrderDirection =
  /** Smallest, earliest, A first. */
  | 'ASC'
  /** Largest, latest, Z first. */
  | 'DESC';

/** What a report field takes. */
export type PolicyReportFieldType =
  /** A day. */
  | 'DATE'
  /** Computed by the vendor; cannot be set. */
  | 'FORMULA'
  /** One of `values`. */
  | 'LIST'
  /** Text. */
  | 'TEXT'
  /** The vendor sent a word that we do not know. */
  | 'UNKNOWN';

/** How a report was paid back. */
export type ReimbursementMethod =
  /** Elsewhere, and recorded. */
  | 'RECORDED'
  /** Not stated. */
  | 'UNKNOWN'
  /** By the vendor's own bank transfer. */
  | 'VENDOR_TRANSFER';

/** Conditions on reports; all that are given must hold. A list means any of. */
export type ReportFilter = {
  /** Day approved. */
  approvedOn?: DayRangeInput | null | undefined;
  /** Changed in our records at or after this instant: for consumers that keep a copy. */
  changedSince?: string | null | undefined;
  /** Day opened. */
  createdOn?: DayRangeInput | null | undefined;
  /** Only records of instances of these elements, by key. */
  elementKey?: Array<string> | null | undefined;
  /** Only records of these instances. */
  instanceId?: Array<string> | null | undefined;
  /** Only records of instances that carry one of these tags. */
  instanceTag?: Array<string> | null | undefined;
  /** Reports under these policies. */
  policyId?: Array<string> | null | undefined;
  /** Day paid back. */
  reimbursedOn?: DayRangeInput | null | undefined;
  /** Only records with these ids of the vendor's own. */
  remoteId?: Array<string> | null | undefined;
  /** Reports in these states. */
  status?: Array<ReportStatus> | null | undefined;
  /** Day handed in. */
  submittedOn?: DayRangeInput | null | undefined;
  /** Reports of the people with these e-mail addresses. */
  submitterEmail?: Array<string> | null | undefined;
  /** Reports of these employees. */
  submitterId?: Array<string> | null | undefined;
  /** Part of the name, case ignored. */
  text?: string | null | undefined;
  /** Size of the total. */
  total?: MoneyRangeInput | null | undefined;
};

/** Order of reports; ties are broken by id. */
export type ReportOrder = {
  /** Which come first. */
  direction?: OrderDirection;
  /** What they are ordered by. */
  field: ReportOrderField;
};

/** What reports are ordered by. */
export type ReportOrderField =
  /** Day and time approved. */
  | 'APPROVED'
  /** Last change in our records. */
  | 'CHANGED'
  /** Day and time opened. */
  | 'CREATED'
  /** Name. */
  | 'NAME'
  /** Day and time paid back. */
  | 'REIMBURSED'
  /** Day and time handed in. */
  | 'SUBMITTED'
  /** Total; needs the currency in `filter.total`. */
  | 'TOTAL';

/** Where a report stands. */
export type ReportStatus =
  /** Approved, not yet paid back. */
  | 'APPROVED'
  /** Ended without being paid back. */
  | 'CLOSED'
  /** Being filled in. */
  | 'OPEN'
  /** Paid back, or recorded as paid back. */
  | 'REIMBURSED'
  /** Handed in, waiting for approval. */
  | 'SUBMITTED'
  /** The vendor sent a word that we do not know: see `vendorStatus`. */
  | 'UNKNOWN';

export type FreshnessOfReportsQueryVariables = Exact<{
  filter?: ReportFilter | null | undefined;
}>;


export type FreshnessOfReportsQuery = { reports: { freshness: { state: FreshnessState, fetchedAt: string | null, error:
        | { __typename: 'CredentialsRejectedError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'IdempotencyKeyError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'InstanceError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'InvalidConfigurationError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'InvalidValueError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'MissingConfigurationError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'OAuthFlowError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'RecordConflictError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'RecordNotFoundError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'UnsupportedOperationError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'VendorError', code: ErrorCode, message: string, retryable: boolean }
        | { __typename: 'VendorRateLimitError', code: ErrorCode, message: string, retryable: boolean }
       | null, sources: Array<{ state: FreshnessState, fetchedAt: string | null, instance: { name: string }, error:
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
          | { code: ErrorCode }
         | null }> } } | null };

export type FreshnessOfInstanceQueryVariables = Exact<{
  id: string;
  maxAge?: number | null | undefined;
}>;


export type FreshnessOfInstanceQuery = { instance: { reports: { nodes: Array<{ name: string, expenses: { freshness: { state: FreshnessState } } }>, freshness: { state: FreshnessState, fetchedAt: string | null } } | null } | null };

export type ReportFactsQueryVariables = Exact<{
  id: string;
}>;


export type ReportFactsQuery = { report: { id: string, remoteId: string, name: string, status: ReportStatus, vendorStatus: string | null, submitterEmail: string | null, createdAt: string | null, createdOn: string | null, submittedAt: string | null, submittedOn: string | null, webUrl: string | null, fetchedAt: string, total: { amount: string, currency: string } | null, submitter: { name: string | null, approver: { name: string | null } | null } | null, nextApprover: { name: string | null } | null, policy: { name: string } | null, reimbursement: { method: ReimbursementMethod, reference: string | null, source: string | null } | null, approvers: Array<{ name: string | null, email: string | null, approvedAt: string | null, approvedOn: string | null, employee: { name: string | null } | null }>, history: Array<{ at: string | null, action: string, actorEmail: string | null, message: string | null, actor: { name: string | null } | null }> | null, customFields: Array<{ name: string, value: string | null }>, instance: { id: string, name: string } } | null };

export type BareReportQueryVariables = Exact<{
  id: string;
}>;


export type BareReportQuery = { report: { vendorFields: Record<string, unknown> | null, total: { amount: string } | null, submitter: { id: string } | null, nextApprover: { id: string } | null, policy: { id: string } | null, approvers: Array<{ name: string | null }>, history: Array<{ action: string }> | null, expenses: { nodes: Array<{ id: string }>, pageInfo: { endCursor: string | null } } } | null };

export type ExpenseFactsQueryVariables = Exact<{
  id: string;
}>;


export type ExpenseFactsQuery = { expense: { kind: ExpenseKind, exchangeRate: string | null, paymentMethod: ExpensePaymentMethod | null, billable: boolean | null, amount: { amount: string, currency: string } | null, originalAmount: { amount: string, currency: string } | null, tax: { ratePercent: string | null, name: string | null, amount: { amount: string } | null } | null, category: { name: string, ledgerCode: string | null } | null, tags: Array<{ level: number, name: string }>, receipt: { remoteId: string | null, url: string | null, access: ExpenseReceiptAccess } | null, attendees: Array<{ name: string | null }>, distance: { quantity: string, unit: DistanceUnit, rate: { amount: string, currency: string } | null } | null, card: { name: string | null } | null, report: { name: string } | null, employee: { name: string | null } | null } | null };

export type PolicySettingsQueryVariables = Exact<{
  id: string;
}>;


export type PolicySettingsQuery = { policy: { currency: string | null, accessRole: EmployeeRole, vendorFields: Record<string, unknown> | null, owner: { name: string | null } | null, categories: Array<{ name: string, ledgerCode: string | null, commentRequired: boolean | null, commentHint: string | null, maxExpenseAmount: { amount: string } | null }> | null, tagGroups: Array<{ level: number, name: string | null, required: boolean | null, tags: { totalCount: number } }> | null, reportFields: Array<{ name: string, type: PolicyReportFieldType, vendorType: string | null, values: Array<string> }> | null, tax: { name: string | null, rates: Array<{ name: string }>, defaultRate: { name: string, ratePercent: string } | null } | null, limits: { maxExpenseAgeDays: number | null, maxExpenseAmount: { amount: string } | null, receiptRequiredAbove: { amount: string } | null } | null, employees: { totalCount: number, nodes: Array<{ name: string | null }> } | null } | null };

export type PolicyTagsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type PolicyTagsQuery = { policy: { tagGroups: Array<{ tags: { nodes: Array<{ name: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, endCursor: string | null } } }> | null } | null };

export type MembershipsQueryVariables = Exact<{
  id: string;
}>;


export type MembershipsQuery = { employee: { role: EmployeeRole, isActive: boolean | null, memberships: Array<{ role: EmployeeRole, policy: { name: string } | null, submitsTo: { name: string | null } | null, forwardsTo: { name: string | null } | null, approvalLimit: { amount: string, currency: string } | null, overLimitApprover: { name: string | null } | null }> } | null };

export type OneOfEachQueryVariables = Exact<{
  id: string;
  maxAge?: number | null | undefined;
}>;


export type OneOfEachQuery = { report: { remoteId: string, name: string } | null, expense: { remoteId: string } | null, policy: { remoteId: string } | null, employee: { remoteId: string } | null };

export type ListReportsQueryVariables = Exact<{
  filter?: ReportFilter | null | undefined;
  orderBy?: ReportOrder | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type ListReportsQuery = { reports: { totalCount: number, nodes: Array<{ remoteId: string }>, edges: Array<{ cursor: string, node: { remoteId: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ReportExpensesQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type ReportExpensesQuery = { report: { expenses: { totalCount: number, nodes: Array<{ merchant: string | null }>, pageInfo: { endCursor: string | null } } } | null };

export type ReportsOfEmployeeQueryVariables = Exact<{
  id: string;
  filter?: ReportFilter | null | undefined;
}>;


export type ReportsOfEmployeeQuery = { employee: { reports: { totalCount: number, nodes: Array<{ remoteId: string }> } | null } | null };


export const FreshnessOfReportsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FreshnessOfReports"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<FreshnessOfReportsQuery, FreshnessOfReportsQueryVariables>;
export const FreshnessOfInstanceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FreshnessOfInstance"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"instance"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"maxAge"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"expenses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FreshnessOfInstanceQuery, FreshnessOfInstanceQueryVariables>;
export const ReportFactsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportFacts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"remoteId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"vendorStatus"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"submitterEmail"}},{"kind":"Field","name":{"kind":"Name","value":"submitter"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"approver"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextApprover"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"policy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdOn"}},{"kind":"Field","name":{"kind":"Name","value":"submittedAt"}},{"kind":"Field","name":{"kind":"Name","value":"submittedOn"}},{"kind":"Field","name":{"kind":"Name","value":"reimbursement"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"reference"}},{"kind":"Field","name":{"kind":"Name","value":"source"}}]}},{"kind":"Field","name":{"kind":"Name","value":"approvers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"approvedAt"}},{"kind":"Field","name":{"kind":"Name","value":"approvedOn"}},{"kind":"Field","name":{"kind":"Name","value":"employee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"actorEmail"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"webUrl"}},{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"instance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ReportFactsQuery, ReportFactsQueryVariables>;
export const BareReportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BareReport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"submitter"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextApprover"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"policy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"approvers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorFields"}},{"kind":"Field","name":{"kind":"Name","value":"expenses"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BareReportQuery, BareReportQueryVariables>;
export const ExpenseFactsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExpenseFacts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expense"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"originalAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"exchangeRate"}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"ratePercent"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"category"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"ledgerCode"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receipt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"access"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attendees"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"distance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"unit"}},{"kind":"Field","name":{"kind":"Name","value":"rate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"paymentMethod"}},{"kind":"Field","name":{"kind":"Name","value":"billable"}},{"kind":"Field","name":{"kind":"Name","value":"card"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"employee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ExpenseFactsQuery, ExpenseFactsQueryVariables>;
export const PolicySettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PolicySettings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"accessRole"}},{"kind":"Field","name":{"kind":"Name","value":"categories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"ledgerCode"}},{"kind":"Field","name":{"kind":"Name","value":"commentRequired"}},{"kind":"Field","name":{"kind":"Name","value":"commentHint"}},{"kind":"Field","name":{"kind":"Name","value":"maxExpenseAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tagGroups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"tags"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"reportFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"vendorType"}},{"kind":"Field","name":{"kind":"Name","value":"values"}}]}},{"kind":"Field","name":{"kind":"Name","value":"tax"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"rates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"defaultRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"ratePercent"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"limits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxExpenseAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"receiptRequiredAbove"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxExpenseAgeDays"}}]}},{"kind":"Field","name":{"kind":"Name","value":"employees"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vendorFields"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"only"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"plan","block":false},{"kind":"StringValue","value":"unheard of","block":false}]}}]}]}}]}}]} as unknown as DocumentNode<PolicySettingsQuery, PolicySettingsQueryVariables>;
export const PolicyTagsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PolicyTags"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tagGroups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tags"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<PolicyTagsQuery, PolicyTagsQueryVariables>;
export const MembershipsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Memberships"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"employee"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"submitsTo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"forwardsTo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"approvalLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"overLimitApprover"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MembershipsQuery, MembershipsQueryVariables>;
export const OneOfEachDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OneOfEach"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxAge"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expense"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxAge"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"policy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxAge"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"employee"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxAge"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxAge"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}}]}}]} as unknown as DocumentNode<OneOfEachQuery, OneOfEachQueryVariables>;
export const ListReportsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ListReports"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},"defaultValue":{"kind":"IntValue","value":"50"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ListReportsQuery, ListReportsQueryVariables>;
export const ReportExpensesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportExpenses"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expenses"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"2"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"merchant"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReportExpensesQuery, ReportExpensesQueryVariables>;
export const ReportsOfEmployeeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportsOfEmployee"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"employee"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reports"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"NAME"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"ASC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"remoteId"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReportsOfEmployeeQuery, ReportsOfEmployeeQueryVariables>;