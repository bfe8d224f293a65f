import type { ExpenseDraft } from './expense-writes';

export interface CreateReportRequest {
  readonly name: string;
  readonly submitterEmail: string;
  readonly policyRemoteId: string | null;
  readonly customFields: readonly { readonly name: string; readonly value: string }[];
  readonly expenses: readonly ExpenseDraft[];
}

export interface MarkReportsReimbursedRequest {
  readonly reportRemoteIds: readonly string[];
  readonly paymentSource: string | null;
}
