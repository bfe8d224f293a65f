import type { ApolloServerPlugin, BaseContext, GraphQLRequest } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
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
      if (actual <= allowed) return;
      putStandIn(request);
      return {
        async didResolveOperation() {
          throw nestingError(actual, allowed);
        },
      };
    },
  };
}

/** Apollo lets nobody refuse a document before it is parsed: a harmless one goes as far as to where one can. */
function putStandIn(request: GraphQLRequest): void {
  request.query = '{ __typename }';
  request.operationName = undefined;
  request.extensions = undefined;
}

function nestingError(actual: number, allowed: number): GraphQLError {
  const message = `Syntax Error: Brackets nest ${actual} deep; at most ${allowed} are allowed.`;
  const limit: LimitName = 'NESTING';
  const code = ApolloServerErrorCode.GRAPHQL_PARSE_FAILED;
  return new GraphQLError(message, { extensions: { code, limit, allowed, actual, http: { status: 400 } } });
}
