import { GraphQLError } from 'graphql';
import { UnauthenticatedError } from '../../errors';
import type { RequestContext } from '../../request-context';
import { rememberRequest } from './request-of-error';

/**
 * What to throw where a request's context cannot be made. Apollo would answer with status 500 and without a requestId:
 * this one has both, 401 for a wrong Authorization header.
 */
export function contextError(cause: unknown, request: RequestContext): GraphQLError {
  const original = cause instanceof Error ? cause : new Error('The context failed with a value that is no error.');
  const status = cause instanceof UnauthenticatedError ? 401 : 500;
  const error = new GraphQLError(original.message, { originalError: original, extensions: { http: { status } } });
  rememberRequest(error, request);
  return error;
}
