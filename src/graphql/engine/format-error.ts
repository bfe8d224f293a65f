import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES, ElementsError, ElementsErrors } from '../../errors';
import type { RequestContext } from '../../request-context';
import { TRUSTED_DOCUMENT_CODES } from './documents/trusted-document-error';
import { messageWithoutValue } from './invalid-variable';

/** Besides `code`: what a program may need. Absent where it says nothing. */
export interface ErrorExtensions extends Record<string, unknown> {
  readonly code: string;
  readonly retryable: boolean;
  /** To quote when asking for help; absent when no request was made out. */
  readonly requestId?: string;
}

export interface FormatErrorOptions {
  readonly requestOf: (error: unknown) => RequestContext | null;
  /** For errors outside of any request. */
  readonly logger: Pick<Logger, 'error'>;
}

export const INTERNAL_MESSAGE = 'Something went wrong on our side. Please quote the requestId when you report it.';

const KNOWN_CODES: ReadonlySet<string> = new Set<string>([
  ...ERROR_CODES,
  ...Object.values(ApolloServerErrorCode),
  ...TRUSTED_DOCUMENT_CODES,
]);
/** What errors of ours, and of Apollo, may tell besides the code. */
const ELEMENTS_EXTRAS = [
  'retryAfterSeconds',
  'elementKey',
  'vendorCode',
  'requires',
  'supported',
  'missingKeys',
] as const;
const GRAPHQL_EXTRAS = ['validationErrorCode', 'limit', 'allowed', 'actual'] as const;

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * The one place where an error becomes what a client sees. Errors of ours and of Apollo pass with their code; all
 * others become INTERNAL_SERVER_ERROR under a fixed text, and are logged. Never throws, never shows a stack.
 */
export function createErrorFormatter(options: FormatErrorOptions): FormatError {
  return (formatted, error) => {
    try {
      return format(formatted, error, options);
    } catch {
      return { message: INTERNAL_MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false } };
    }
  };
}

function format(formatted: GraphQLFormattedError, error: unknown, options: FormatErrorOptions): GraphQLFormattedError {
  const request = options.requestOf(error);
  const cause = causeOf(error);
  const told =
    tellElements(cause) ?? tellGraphQL(error, cause) ?? tellInternal(cause, request?.logger ?? options.logger);
  const { message, ...extensions } = told;
  return {
    message,
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: { ...extensions, ...(request && { requestId: request.requestId }) } satisfies ErrorExtensions,
  };
}

type Told = { readonly message: string; readonly code: string; readonly retryable: boolean } & Record<string, unknown>;

/** What was thrown, below the wrappings that graphql-js and Apollo put around it. */
function causeOf(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < 10 && cause instanceof GraphQLError && cause.originalError; depth += 1) {
    cause = cause.originalError;
  }
  return cause;
}

function tellElements(cause: unknown): Told | null {
  if (cause instanceof ElementsError)
    return { message: cause.message, ...codeOf(cause), ...pick(cause, ELEMENTS_EXTRAS) };
  const [first] = cause instanceof ElementsErrors ? cause.errors : [];
  if (!(cause instanceof ElementsErrors) || first === undefined) return null;
  const errors = cause.errors.map((each) => ({ message: each.message, ...codeOf(each), path: each.path }));
  return { message: cause.message, ...codeOf(first), errors };
}

function codeOf(error: ElementsError): { code: string; retryable: boolean; argumentPath?: readonly string[] } {
  return { code: error.code, retryable: error.retryable, ...(error.path && { argumentPath: error.path }) };
}

/** Errors about the request itself: of Apollo, of graphql-js before and while it coerces, and of our bounds. */
function tellGraphQL(error: unknown, cause: unknown): Told | null {
  if (!(error instanceof GraphQLError) || !(cause instanceof GraphQLError)) return null;
  const code = clientCodeOf(error) ?? clientCodeOf(cause) ?? (isMisplacedValue(cause) ? 'BAD_USER_INPUT' : null);
  if (code === null) return null;
  const message = messageWithoutValue(error);
  return { message, code, retryable: false, ...pick(error.extensions, GRAPHQL_EXTRAS) };
}

function clientCodeOf({ extensions }: GraphQLError): string | null {
  const { code, http } = extensions as { code?: unknown; http?: { status?: unknown } };
  if (typeof code === 'string') return KNOWN_CODES.has(code) && code !== 'INTERNAL_SERVER_ERROR' ? code : null;
  // Apollo gives some refusals a status and no code.
  const status = http?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? ApolloServerErrorCode.BAD_REQUEST : null;
}

/** A variable that is null where its place wants a value shows only while the operation runs, and without a code. */
function isMisplacedValue(cause: GraphQLError): boolean {
  const kind = cause.nodes?.[0]?.kind;
  return (
    kind === Kind.VARIABLE || kind === Kind.ARGUMENT || kind === Kind.DIRECTIVE || kind === Kind.VARIABLE_DEFINITION
  );
}

/** Only name, message and stack are logged: database errors carry the values of the statement as properties. */
function tellInternal(cause: unknown, logger: Pick<Logger, 'error'>): Told {
  const { name, message, stack } = cause instanceof Error ? cause : new Error(`not an error: ${typeof cause}`);
  logger.error({ error: { name, message, stack } }, 'internal error in a GraphQL operation');
  return { message: INTERNAL_MESSAGE, code: 'INTERNAL_SERVER_ERROR', retryable: false };
}

function pick(source: object, names: readonly string[]): Record<string, unknown> {
  const entries = names.map((name) => [name, (source as Record<string, unknown>)[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}
