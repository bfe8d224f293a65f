import { ElementsError, type ElementsErrorOptions, type ErrorCode } from '../errors';
import type { ExpenseKind, RecordBatch } from './records';

/** How a request to a vendor ended, as the call log says it. */
export type VendorCallOutcome =
  | 'SUCCEEDED'
  | 'REJECTED'
  | 'RATE_LIMITED'
  | 'UNAUTHORIZED'
  | 'VENDOR_FAULT'
  | 'TIMED_OUT'
  | 'NETWORK_FAULT'
  | 'UNREADABLE'
  | 'NOT_SENT';

export interface VendorErrorOptions extends ElementsErrorOptions {
  /** The vendor's own code and message, secrets removed. */
  readonly vendorCode?: string | null;
  readonly vendorMessage?: string | null;
  /** The vendor's id of the request, to quote to its support. */
  readonly vendorRequestId?: string | null;
}

/**
 * What an adapter throws. The family is by what to do next: reconnect, ask for a role, wait, mend the input,
 * look again later, or report that the vendor does not keep to its contract.
 */
export abstract class VendorError extends ElementsError {
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
  abstract readonly outcome: VendorCallOutcome;

  constructor(code: ErrorCode, message: string, options: VendorErrorOptions = {}) {
    super(code, message, options);
    this.vendorCode = options.vendorCode ?? null;
    this.vendorMessage = options.vendorMessage ?? null;
    this.vendorRequestId = options.vendorRequestId ?? null;
  }
}

/** The credentials were refused: reconnect. */
export class VendorAuthenticationError extends VendorError {
  readonly outcome = 'UNAUTHORIZED';
  constructor(message: string, options?: VendorErrorOptions) {
    super('CREDENTIALS_REJECTED', message, options);
  }
}

/** The credentials are good, their role or plan is not enough. */
export class VendorPermissionError extends VendorError {
  readonly outcome = 'REJECTED';
  readonly requires: string | null;
  constructor(message: string, options: VendorErrorOptions & { requires?: string } = {}) {
    super('PERMISSION_DENIED', message, options);
    this.requires = options.requires ?? null;
  }
}

/** Over a limit: the vendor's own answer, or our budget, which keeps us from asking. */
export class VendorRateLimitError extends VendorError {
  readonly outcome: 'RATE_LIMITED' | 'NOT_SENT';
  constructor(
    message: string,
    /** Seconds until there is room again; at least 1. */
    readonly retryAfterSeconds: number,
    options: VendorErrorOptions & { sent?: boolean } = {},
  ) {
    super('RATE_LIMITED', message, { retryable: true, ...options });
    this.outcome = options.sent === false ? 'NOT_SENT' : 'RATE_LIMITED';
  }
}

/** The vendor understood and refused. */
export class VendorRejectedError extends VendorError {
  readonly outcome = 'REJECTED';
  constructor(
    message: string,
    options?: VendorErrorOptions,
    code: 'VENDOR_REJECTED' | 'CONFLICT' | 'STALE_RECORD' | 'PERIOD_CLOSED' = 'VENDOR_REJECTED',
  ) {
    super(code, message, options);
  }
}

/** The vendor refused because it has such a thing already. */
export class VendorConflictError extends VendorRejectedError {
  constructor(
    message: string,
    /** The vendor's id of what is there. */
    readonly conflictingRemoteId: string | null,
    options?: VendorErrorOptions,
  ) {
    super(message, options, 'CONFLICT');
  }
}

/** A record as the vendor has it now. */
export interface CurrentRecord {
  readonly kind: ExpenseKind | 'EMPLOYEE' | 'SUPPLIER';
  readonly remoteId: string;
  /** What is known of it, to be stored. */
  readonly batch: RecordBatch;
}

/** The record is another by now than the caller thought; nothing was changed. */
export class VendorStaleRecordError extends VendorRejectedError {
  constructor(
    message: string,
    /** What it is; null where the vendor did not tell it any more. */
    readonly current: CurrentRecord | null,
    options?: VendorErrorOptions,
  ) {
    super(message, options, 'STALE_RECORD');
  }
}

/** The vendor has no such thing. */
export class VendorNotFoundError extends VendorError {
  readonly outcome = 'REJECTED';
  constructor(message: string, options?: VendorErrorOptions) {
    super('NOT_FOUND', message, options);
  }
}

/** Down, too slow, or unreachable; nothing was changed, or the request was one that may be repeated. */
export class VendorUnavailableError extends VendorError {
  readonly outcome: 'VENDOR_FAULT' | 'TIMED_OUT' | 'NETWORK_FAULT' | 'NOT_SENT';
  constructor(
    message: string,
    options: VendorErrorOptions & { outcome?: 'VENDOR_FAULT' | 'TIMED_OUT' | 'NETWORK_FAULT' | 'NOT_SENT' } = {},
  ) {
    super('VENDOR_UNAVAILABLE', message, { retryable: true, ...options });
    this.outcome = options.outcome ?? 'VENDOR_FAULT';
  }
}

/** The answer is not what the vendor's contract says. */
export class VendorProtocolError extends VendorError {
  readonly outcome = 'UNREADABLE';
  constructor(message: string, options?: VendorErrorOptions) {
    super('VENDOR_PROTOCOL_ERROR', message, options);
  }
}

/** A request that must not be repeated was sent and no answer came that tells: it may have been done. */
export class VendorOutcomeUnknownError extends VendorError {
  readonly outcome: 'TIMED_OUT' | 'NETWORK_FAULT' | 'VENDOR_FAULT' | 'UNREADABLE';
  constructor(
    message: string,
    options: VendorErrorOptions & { outcome?: 'TIMED_OUT' | 'NETWORK_FAULT' | 'VENDOR_FAULT' | 'UNREADABLE' } = {},
  ) {
    super('OUTCOME_UNKNOWN', message, options);
    this.outcome = options.outcome ?? 'NETWORK_FAULT';
  }
}
