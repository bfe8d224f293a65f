import type { ErrorCode as Code } from '../../errors';
import { registerEnum } from '../register-enum';

export const ErrorCode = registerEnum<Code>(
  'ErrorCode',
  'Codes of errors, in payloads and in `extensions.code`. A later version may add some: treat an unknown one by its `retryable`. At top level, codes of the server itself stand beside these, for requests that never became an operation or are no valid one: `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`, `BAD_REQUEST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`, `OPERATION_RESOLUTION_FAILURE`, `PERSISTED_QUERY_NOT_FOUND`, `PERSISTED_QUERY_NOT_SUPPORTED`, `TRUSTED_DOCUMENT_NOT_FOUND`, `TRUSTED_DOCUMENT_REQUIRED`.',
  {
    UNAUTHENTICATED: 'Top level only: the Authorization header is missing or wrong.',
    BAD_USER_INPUT: 'Top level only: an argument is malformed, or a cursor belongs to another order or filter.',
    INTERNAL_SERVER_ERROR: 'Our fault; quote `extensions.requestId`.',
    INVALID_INPUT: 'A value is malformed, out of range, or contradicts another.',
    MISSING_CONFIGURATION: 'Required configuration keys are missing: all are named.',
    INVALID_CONFIGURATION: 'A configuration value cannot be right.',
    UNKNOWN_CONFIGURATION_KEY: 'A configuration key that the element does not have.',
    NOT_FOUND: 'No such record, or not yours: the two are not told apart.',
    CONFLICT: 'Something else has that name or number.',
    STALE_RECORD: 'The record was changed since it was read: read it again.',
    LIMIT_EXCEEDED: 'More items than one request may carry.',
    UNSUPPORTED_OPERATION: 'The element cannot do this: what it can is named.',
    INSTANCE_NOT_ACTIVE: 'The instance is pending or disabled.',
    NEEDS_REAUTHENTICATION: "The instance's credentials are no longer good: `reauthenticateInstance` mends it.",
    CREDENTIALS_REJECTED: 'The vendor refused the credentials.',
    PERMISSION_DENIED: 'The credentials are good, their role or plan is not enough.',
    OAUTH_FAILED: 'The consent flow cannot be completed.',
    IDEMPOTENCY_CONFLICT: 'The same idempotency key came with another request.',
    IN_PROGRESS: 'The first request with this idempotency key is still at work.',
    RATE_LIMITED: "The vendor's limit is spent, and waiting would take too long.",
    VENDOR_REJECTED: 'The vendor understood and refused.',
    PERIOD_CLOSED: 'The books are closed for that day.',
    VENDOR_UNAVAILABLE: 'The vendor is down, or did not answer in time. Nothing was changed.',
    VENDOR_PROTOCOL_ERROR: "The vendor's answer made no sense.",
    OUTCOME_UNKNOWN:
      'Sent, and no answer came: it may have been done. Do not send it again, unless it is `retryable`: then the same request settles it.',
  },
);
