/**
 * The errors that a caller can be told of. `code` is stable and the same in a payload's `errors` and in a
 * top-level error's `extensions.code`; `message` is for people and never holds a secret.
 */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'BAD_USER_INPUT',
  'INTERNAL_SERVER_ERROR',
  'INVALID_INPUT',
  'MISSING_CONFIGURATION',
  'INVALID_CONFIGURATION',
  'UNKNOWN_CONFIGURATION_KEY',
  'NOT_FOUND',
  'CONFLICT',
  'STALE_RECORD',
  'LIMIT_EXCEEDED',
  'UNSUPPORTED_OPERATION',
  'INSTANCE_NOT_ACTIVE',
  'NEEDS_REAUTHENTICATION',
  'CREDENTIALS_REJECTED',
  'PERMISSION_DENIED',
  'OAUTH_FAILED',
  'IDEMPOTENCY_CONFLICT',
  'IN_PROGRESS',
  'RATE_LIMITED',
  'VENDOR_REJECTED',
  'PERIOD_CLOSED',
  'VENDOR_UNAVAILABLE',
  'VENDOR_PROTOCOL_ERROR',
  'OUTCOME_UNKNOWN',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ElementsErrorOptions {
  /** Place in the arguments, such as `['input', 'configuration', '2', 'value']`. */
  readonly path?: readonly string[];
  /** The same request may succeed later without a change. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** Base of every error with a code. Thrown between modules; the graph turns it into data or a top-level error. */
export class ElementsError extends Error {
  readonly path: readonly string[] | null;
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ElementsErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.path = options.path ?? null;
    this.retryable = options.retryable ?? false;
  }
}

/** Several errors of one request, told at once. */
export class ElementsErrors extends Error {
  constructor(readonly errors: readonly ElementsError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = new.target.name;
  }
}

export class UnauthenticatedError extends ElementsError {
  constructor(message: string) {
    super('UNAUTHENTICATED', message);
  }
}

/** A malformed argument of a read: a top-level error. */
export class BadUserInputError extends ElementsError {
  constructor(message: string, options?: ElementsErrorOptions) {
    super('BAD_USER_INPUT', message, options);
  }
}

/** A wrong value in the input of a mutation. */
export class InvalidValueError extends ElementsError {
  readonly expected: string | null;
  readonly suggestions: readonly string[];

  constructor(
    code: 'INVALID_INPUT' | 'UNKNOWN_CONFIGURATION_KEY' | 'LIMIT_EXCEEDED',
    message: string,
    options: ElementsErrorOptions & { expected?: string; suggestions?: readonly string[] } = {},
  ) {
    super(code, message, options);
    this.expected = options.expected ?? null;
    this.suggestions = options.suggestions ?? [];
  }
}

/** Required configuration keys are missing: every one, in the order of the form. */
export class MissingConfigurationError extends ElementsError {
  constructor(
    readonly elementKey: string,
    readonly missingKeys: readonly string[],
    options: ElementsErrorOptions & { /** Why they are needed now, as a sentence. */ because?: string } = {},
  ) {
    const because = options.because === undefined ? '' : ` ${options.because}`;
    super('MISSING_CONFIGURATION', `Required configuration is missing: ${missingKeys.join(', ')}.${because}`, options);
  }
}

/** A configuration value cannot be right. The message never repeats the value: it may be a secret. */
export class InvalidConfigurationError extends ElementsError {
  constructor(
    readonly elementKey: string,
    readonly key: string,
    message: string,
    options?: ElementsErrorOptions,
  ) {
    super('INVALID_CONFIGURATION', message, options);
  }
}

/** No such record, or another organization's: the two are not told apart. */
export class RecordNotFoundError extends ElementsError {
  /** What there is; empty where that is no short list of words. */
  readonly suggestions: readonly string[];

  constructor(
    readonly typeName: string,
    readonly reference: string,
    options: ElementsErrorOptions & { namedBy?: 'id' | 'key'; suggestions?: readonly string[] } = {},
  ) {
    const { namedBy = 'id', suggestions = [] } = options;
    const known = suggestions.length === 0 ? '' : ` There are: ${suggestions.join(', ')}.`;
    const given = JSON.stringify(reference.slice(0, 200));
    super('NOT_FOUND', `There is no ${typeName} with the ${namedBy} ${given}.${known}`, options);
    this.suggestions = suggestions;
  }
}

export class RecordConflictError extends ElementsError {
  constructor(
    message: string,
    readonly conflictingId: string | null = null,
    options?: ElementsErrorOptions,
  ) {
    super('CONFLICT', message, options);
  }
}

/** The element cannot do this. */
export class UnsupportedOperationError extends ElementsError {
  constructor(
    readonly elementKey: string,
    readonly resource: string | null,
    readonly operation: string | null,
    message: string,
    options?: ElementsErrorOptions,
  ) {
    super('UNSUPPORTED_OPERATION', message, options);
  }
}

/** The instance cannot be used now. */
export class InstanceStateError extends ElementsError {
  readonly requires: string | null;

  constructor(
    code: 'INSTANCE_NOT_ACTIVE' | 'NEEDS_REAUTHENTICATION' | 'PERMISSION_DENIED',
    readonly instanceId: string,
    message: string,
    options: ElementsErrorOptions & { requires?: string } = {},
  ) {
    super(code, message, options);
    this.requires = options.requires ?? null;
  }
}

/** The vendor refused the credentials, so nothing was kept. */
export class CredentialsRejectedError extends ElementsError {
  constructor(
    readonly keys: readonly string[],
    readonly vendorCode: string | null,
    readonly vendorMessage: string | null,
    message: string,
    options?: ElementsErrorOptions,
  ) {
    super('CREDENTIALS_REJECTED', message, options);
  }
}

/** Why a consent flow cannot be completed. */
export type OAuthFlowErrorReason =
  | 'STATE_UNKNOWN'
  | 'STATE_USED'
  | 'STATE_EXPIRED'
  | 'STATE_MISMATCH'
  | 'SECRET_WRONG'
  | 'DENIED'
  | 'NOT_GRANTED_YET'
  | 'PARAMETER_MISSING'
  | 'EXCHANGE_REFUSED'
  | 'OTHER_ACCOUNT';

/** A consent flow cannot be completed; nothing was kept. */
export class OAuthFlowError extends ElementsError {
  /** The vendor's own words. */
  readonly vendorError: string | null;
  readonly vendorErrorDescription: string | null;
  /** What the flow made before, when it was completed already. */
  readonly instanceId: string | null;

  constructor(
    readonly reason: OAuthFlowErrorReason,
    message: string,
    options: ElementsErrorOptions & {
      vendorError?: string | null;
      vendorErrorDescription?: string | null;
      instanceId?: string | null;
    } = {},
  ) {
    super('OAUTH_FAILED', message, options);
    this.vendorError = options.vendorError ?? null;
    this.vendorErrorDescription = options.vendorErrorDescription ?? null;
    this.instanceId = options.instanceId ?? null;
  }
}

/** An idempotency key came with another request, or its first request is still at work. */
export class IdempotencyKeyError extends ElementsError {
  constructor(code: 'IDEMPOTENCY_CONFLICT' | 'IN_PROGRESS', message: string) {
    super(code, message, { path: ['input', 'idempotencyKey'], retryable: code === 'IN_PROGRESS' });
  }
}
