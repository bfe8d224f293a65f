import type { GraphQLRequest, GraphQLRequestListener, BaseContext } from '@apollo/server';
import type { GraphQLError } from 'graphql';

/**
 * Ends a request with an error before its document is parsed, when a plugin hears of it. Apollo lets nobody refuse it
 * there: a harmless document takes its place as far as to where one can.
 */
export function refuseDocument<TContext extends BaseContext>(
  request: GraphQLRequest,
  error: GraphQLError,
): GraphQLRequestListener<TContext> {
  request.query = '{ __typename }';
  request.operationName = undefined;
  request.extensions = undefined;
  return {
    async didResolveOperation() {
      throw error;
    },
  };
}
