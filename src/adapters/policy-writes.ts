import type { MoneyValue } from './records';

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
