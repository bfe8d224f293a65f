import type { ErrorCode } from '../errors';
import type { ElementResource } from './adapter';
import type { ExpenseReference } from './expense-writes';
import type { ExpenseKind, RecordBatch, ReportStatus } from './records';

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
