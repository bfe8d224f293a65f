import {
  VendorAuthenticationError,
  VendorConflictError,
  VendorError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorStaleRecordError,
  VendorUnavailableError,
  type CurrentRecord,
} from '../../adapters/vendor-error';
import { ElementsError, ElementsErrors, ERROR_CODES, InstanceStateError, type ErrorCode } from '../../errors';
import type { VendorWriteRow, WriteError } from '../../persistence/repositories/vendor-write.repository';
import { authenticationReason, isRetryable } from '../load-failure';

/** A failure as it is kept. */
export type StoredFailure = Pick<
  VendorWriteRow,
  'instanceId' | 'errorCode' | 'errorMessage' | 'errorRequires' | 'vendorCode' | 'vendorMessage' | 'vendorRequestId'
>;

/** A write that did not succeed. */
export interface WriteFailure {
  readonly status: 'REJECTED' | 'NOT_SENT' | 'UNKNOWN';
  /** What the caller is told: one at least. Their paths are places in the request. */
  readonly errors: readonly ElementsError[];
  /** Whether a repeat under the same key is answered with it: otherwise it is a new try. */
  readonly isRemembered: boolean;
}

/** What a failure was about: kept with the answer to a repeat alone. */
export interface FailurePlace {
  /** In the request. */
  readonly path: readonly string[] | null;
  readonly conflictingRemoteId: string | null;
  /** Of a record that had been changed. */
  readonly stale?: Pick<CurrentRecord, 'kind' | 'remoteId'> | null;
}

const NO_PLACE: FailurePlace = { path: null, conflictingRemoteId: null };

export function placeOf([error]: readonly ElementsError[]): FailurePlace {
  const conflictingRemoteId = error instanceof VendorConflictError ? error.conflictingRemoteId : null;
  const path = error?.path ?? null;
  if (!(error instanceof VendorStaleRecordError) || error.current === null) return { path, conflictingRemoteId };
  const { kind, remoteId } = error.current;
  return { path, conflictingRemoteId, stale: { kind, remoteId } };
}

/**
 * What a write that threw has come to. An adapter that may have changed something throws a `VendorOutcomeUnknownError`: any
 * other error of the vendor says that nothing was changed, or nothing that a second try would do twice. A fault of ours may
 * have happened after the vendor's answer.
 */
export function writeFailureOf(error: unknown, instanceId: string): WriteFailure {
  if (error instanceof VendorAuthenticationError) {
    // It is the instance that has to be mended, and then the same request is a good one.
    const message = authenticationReason(error);
    const told = new InstanceStateError('NEEDS_REAUTHENTICATION', instanceId, message, { cause: error });
    return { status: 'REJECTED', errors: [told], isRemembered: false };
  }
  if (isRefusal(error)) return { status: 'REJECTED', errors: [error], isRemembered: true };
  // A vendor that knows repeats is to be asked again under the same key.
  if (error instanceof VendorOutcomeUnknownError)
    return { status: 'UNKNOWN', errors: [error], isRemembered: !error.retryable };
  const errors = error instanceof ElementsErrors ? error.errors : error instanceof ElementsError ? [error] : [];
  if (errors.length > 0) return { status: 'NOT_SENT', errors, isRemembered: false };
  const message =
    'The request was sent, and a fault on our side kept its outcome from us: it may have been carried out. Look there before sending it again.';
  return { status: 'UNKNOWN', errors: [new VendorOutcomeUnknownError(message, { cause: error })], isRemembered: true };
}

function isRefusal(error: unknown): error is VendorError {
  return (
    error instanceof VendorRejectedError ||
    error instanceof VendorNotFoundError ||
    error instanceof VendorPermissionError
  );
}

/** What is kept of them: the first, and what all say. */
export function toWriteError(...errors: readonly ElementsError[]): WriteError {
  const [error = new ElementsError('INTERNAL_SERVER_ERROR', '')] = errors;
  const words = error instanceof VendorError ? error : error.cause instanceof VendorError ? error.cause : null;
  const isAboutAccess = error instanceof VendorPermissionError || error instanceof InstanceStateError;
  return {
    code: error.code,
    message: errors.map(({ message }) => message).join(' '),
    requires: isAboutAccess ? error.requires : null,
    vendorCode: words?.vendorCode ?? null,
    vendorMessage: words?.vendorMessage ?? null,
    vendorRequestId: words?.vendorRequestId ?? null,
  };
}

/** What was kept, as the error that it was; null when the write did not fail. */
export function errorOfWrite(write: StoredFailure, place: FailurePlace = NO_PLACE): ElementsError | null {
  if (write.errorCode === null) return null;
  const code = ERROR_CODES.find((known) => known === write.errorCode) ?? 'INTERNAL_SERVER_ERROR';
  return restore(code, write.errorMessage ?? '', write, place);
}

function restore(code: ErrorCode, message: string, write: StoredFailure, place: FailurePlace): ElementsError {
  const { vendorCode, vendorMessage, vendorRequestId, errorRequires } = write;
  const words = { vendorCode, vendorMessage, vendorRequestId, path: place.path ?? undefined };
  switch (code) {
    case 'CONFLICT':
      return new VendorConflictError(message, place.conflictingRemoteId, words);
    case 'STALE_RECORD':
      return new VendorStaleRecordError(message, place.stale ? { ...place.stale, batch: {} } : null, words);
    case 'PERIOD_CLOSED':
      return new VendorRejectedError(message, words, 'PERIOD_CLOSED');
    case 'VENDOR_REJECTED':
      return new VendorRejectedError(message, words);
    case 'NOT_FOUND':
      return new VendorNotFoundError(message, words);
    case 'PERMISSION_DENIED':
      return new VendorPermissionError(message, { ...words, requires: errorRequires ?? undefined });
    case 'OUTCOME_UNKNOWN':
      return new VendorOutcomeUnknownError(message, words);
    case 'VENDOR_UNAVAILABLE':
      return new VendorUnavailableError(message, words);
    case 'VENDOR_PROTOCOL_ERROR':
      return new VendorProtocolError(message, words);
    case 'RATE_LIMITED':
      // How long there was no room says nothing any more.
      return new VendorRateLimitError(message, 1, words);
    case 'NEEDS_REAUTHENTICATION':
      return new InstanceStateError('NEEDS_REAUTHENTICATION', write.instanceId, message);
    default:
      return new ElementsError(code, message, { retryable: isRetryable(code) });
  }
}
