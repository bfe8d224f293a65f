import * as vendor from '../../adapters/vendor-error';
import * as errors from '../../errors';
import type { UserError } from './user-error.type';

/** A remembered failure: what is left of an error once it was stored. */
export interface RememberedError {
  readonly code: errors.ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

export type UserErrorValue = UserError & { readonly __typename: string };

/** An error as data: the fields that all have, and those of its kind. */
export function toUserError(error: errors.ElementsError | RememberedError): UserErrorValue {
  const { code, message, retryable } = error;
  const path = error instanceof errors.ElementsError ? error.path : null;
  return { code, message, retryable, path, ...kindOf(error) };
}

function kindOf(error: errors.ElementsError | RememberedError): { __typename: string; [field: string]: unknown } {
  if (error instanceof errors.InvalidValueError) {
    return { __typename: 'InvalidValueError', expected: error.expected, suggestions: error.suggestions };
  }
  if (error instanceof errors.MissingConfigurationError) {
    const { elementKey, missingKeys } = error;
    return { __typename: 'MissingConfigurationError', elementKey, missingKeys };
  }
  if (error instanceof errors.InvalidConfigurationError) {
    return { __typename: 'InvalidConfigurationError', elementKey: error.elementKey, key: error.key };
  }
  if (error instanceof errors.RecordNotFoundError) {
    const { typeName, reference, suggestions } = error;
    return { __typename: 'RecordNotFoundError', typeName, reference, suggestions };
  }
  if (error instanceof errors.RecordConflictError) {
    return { __typename: 'RecordConflictError', conflictingId: error.conflictingId, conflictingRemoteId: null };
  }
  if (error instanceof vendor.VendorStaleRecordError) {
    const conflictingRemoteId = error.current && error.current.remoteId;
    return { __typename: 'RecordConflictError', conflictingId: null, conflictingRemoteId };
  }
  if (error instanceof vendor.VendorConflictError) {
    const { conflictingRemoteId } = error;
    return { __typename: 'RecordConflictError', conflictingId: null, conflictingRemoteId };
  }
  if (error instanceof errors.UnsupportedOperationError) {
    const { elementKey, resource, operation } = error;
    return { __typename: 'UnsupportedOperationError', elementKey, resource, operation };
  }
  if (error instanceof errors.InstanceStateError) {
    return { __typename: 'InstanceError', instanceId: error.instanceId, requires: error.requires };
  }
  if (error instanceof errors.CredentialsRejectedError) {
    const { keys, vendorCode, vendorMessage } = error;
    return { __typename: 'CredentialsRejectedError', keys, vendorCode, vendorMessage };
  }
  if (error instanceof errors.OAuthFlowError) {
    const { reason, vendorError, vendorErrorDescription, instanceId } = error;
    return { __typename: 'OAuthFlowError', reason, vendorError, vendorErrorDescription, instanceId };
  }
  if (error instanceof errors.IdempotencyKeyError) return { __typename: 'IdempotencyKeyError' };
  if (error.code === 'RATE_LIMITED') {
    const retryAfterSeconds = error instanceof vendor.VendorRateLimitError ? error.retryAfterSeconds : null;
    return { __typename: 'VendorRateLimitError', retryAfterSeconds };
  }
  return vendorKind(error);
}

function vendorKind(error: errors.ElementsError | RememberedError): { __typename: string; [field: string]: unknown } {
  const told = error instanceof vendor.VendorError ? error : null;
  return {
    __typename: 'VendorError',
    vendorCode: told?.vendorCode ?? null,
    vendorMessage: told?.vendorMessage ?? null,
    vendorRequestId: told?.vendorRequestId ?? null,
    requires: told instanceof vendor.VendorPermissionError ? told.requires : null,
  };
}
