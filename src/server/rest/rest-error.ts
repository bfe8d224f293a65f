import { VendorError, VendorRateLimitError } from '../../adapters/vendor-error';
import {
  CredentialsRejectedError,
  ElementsError,
  ElementsErrors,
  OAuthFlowError,
  UnauthenticatedError,
  type ErrorCode,
} from '../../errors';

/** The platform has no codes in bodies: the status is the code. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  BAD_USER_INPUT: 400,
  INTERNAL_SERVER_ERROR: 500,
  INVALID_INPUT: 400,
  MISSING_CONFIGURATION: 400,
  INVALID_CONFIGURATION: 400,
  UNKNOWN_CONFIGURATION_KEY: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE_RECORD: 409,
  LIMIT_EXCEEDED: 400,
  UNSUPPORTED_OPERATION: 400,
  INSTANCE_NOT_ACTIVE: 403,
  NEEDS_REAUTHENTICATION: 403,
  // 401 is about our own secrets.
  CREDENTIALS_REJECTED: 400,
  PERMISSION_DENIED: 403,
  OAUTH_FAILED: 400,
  IDEMPOTENCY_CONFLICT: 422,
  IN_PROGRESS: 409,
  RATE_LIMITED: 429,
  VENDOR_REJECTED: 400,
  PERIOD_CLOSED: 400,
  VENDOR_UNAVAILABLE: 503,
  VENDOR_PROTOCOL_ERROR: 502,
  OUTCOME_UNKNOWN: 502,
};

/** The platform's own words for whatever is wrong with a secret. */
export const INVALID_SECRETS = 'Invalid Organization or User secret, or invalid Element token provided.';

/** A request that cannot be answered, in the terms of HTTP. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: {
      /** The vendor's own text. */
      readonly providerMessage?: string | null;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What a caller is told of an error; null for a fault of ours, of which nobody is told anything. */
export function toRestError(error: unknown): RestError | null {
  if (error instanceof RestError) return error;
  if (error instanceof ElementsErrors) return toRestErrorOfMany(error.errors);
  if (error instanceof UnauthenticatedError) return new RestError(401, `${INVALID_SECRETS} ${error.message}`);
  if (!(error instanceof ElementsError) || error.code === 'INTERNAL_SERVER_ERROR') return null;
  return new RestError(STATUS[error.code], error.message, {
    providerMessage: vendorWordsOf(error),
    headers: retryHeaders(error),
  });
}

/** Nobody knows when a vendor is back; agents call once a minute at most. */
const RETRY_UNAVAILABLE_SECONDS = 60;

function retryHeaders(error: ElementsError): Readonly<Record<string, string>> {
  if (error instanceof VendorRateLimitError) return { 'retry-after': String(error.retryAfterSeconds) };
  const isBackSoon = error.code === 'VENDOR_UNAVAILABLE' && error.retryable;
  return isBackSoon ? { 'retry-after': String(RETRY_UNAVAILABLE_SECONDS) } : {};
}

/** Everything at once, under the status of the first. */
function toRestErrorOfMany(errors: readonly ElementsError[]): RestError | null {
  const told = errors.map(toRestError);
  const [first] = told;
  if (first == null || told.includes(null)) return null;
  return new RestError(first.status, told.map((one) => one!.message).join(' '), first.details);
}

function vendorWordsOf(error: ElementsError): string | null {
  if (error instanceof VendorError || error instanceof CredentialsRejectedError) {
    return error.vendorMessage ?? error.vendorCode;
  }
  return error instanceof OAuthFlowError ? (error.vendorErrorDescription ?? error.vendorError) : null;
}
