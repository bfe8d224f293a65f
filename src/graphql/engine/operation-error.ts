import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestContext } from '../../request-context';
import { createErrorFormatter } from './format-error';
import { rememberRequest, requestOf } from './request-of-error';

export type OperationErrorFormatter = (error: unknown, request: RequestContext) => GraphQLFormattedError;

/** Formats what goes wrong beside Apollo's pipeline, in the form in which everything within it is told. */
export function createOperationErrorFormatter(logger: Pick<Logger, 'error'>): OperationErrorFormatter {
  const format = createErrorFormatter({ requestOf, logger });
  return (error, request) => {
    const placed = error instanceof GraphQLError ? error : toGraphqlError(error);
    rememberRequest(placed, request);
    return format(placed.toJSON(), placed);
  };
}

export function toGraphqlError(error: unknown): GraphQLError {
  const original = error instanceof Error ? error : new Error('An operation failed with a value that is no error.');
  return new GraphQLError(original.message, { originalError: original });
}
