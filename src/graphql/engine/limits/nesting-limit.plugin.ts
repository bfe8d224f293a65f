import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import { refuseDocument } from '../documents/refuse-document';
import { deepestNesting } from './deepest-nesting';
import type { LimitName } from './limit-error';

/**
 * Refuses documents that nest so deep that the parser of graphql-js, which calls itself for every bracket, would run
 * out of stack: a few kilobytes are enough for that, and need no credentials.
 */
export function nestingLimitPlugin<TContext extends BaseContext>(allowed: number): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart({ request }) {
      const actual = deepestNesting(request.query ?? '');
      return actual <= allowed ? undefined : refuseDocument(request, nestingError(actual, allowed));
    },
  };
}

function nestingError(actual: number, allowed: number): GraphQLError {
  const message = `Syntax Error: Brackets nest ${actual} deep; at most ${allowed} are allowed.`;
  const limit: LimitName = 'NESTING';
  const code = ApolloServerErrorCode.GRAPHQL_PARSE_FAILED;
  return new GraphQLError(message, { extensions: { code, limit, allowed, actual, http: { status: 400 } } });
}
