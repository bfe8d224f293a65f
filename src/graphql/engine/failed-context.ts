import { GraphQLError } from 'graphql';
import { UnauthenticatedError } from '../../errors';
import type { RequestContext } from '../../request-context';

/**
 * No context could be made for a request, so none of it is run. Says whose request it was, which Apollo does not know
 * by then, and the HTTP status, which Apollo takes from nowhere else: 401 for a caller nobody knows, 500 for a fault.
 */
export class FailedContext extends GraphQLError {
  constructor(
    readonly request: RequestContext,
    cause: unknown,
  ) {
    const originalError =
      cause instanceof Error ? cause : new Error('The context failed with a value that is no error.');
    const status = cause instanceof UnauthenticatedError ? 401 : 500;
    super(originalError.message, { originalError, extensions: { http: { status } } });
  }
}
