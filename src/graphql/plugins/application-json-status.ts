import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';

/** Faults of the operation, as against faults of the request, which keep their status under every media type. */
const OPERATION_FAULTS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * Answers 200 instead of 400 for an operation that is wrong in itself, to clients that ask for `application/json`.
 *
 * Under that media type a client cannot tell our 400 from a proxy's, so GraphQL over HTTP wants well-formed results to
 * come with 200. Clients of the newer `application/graphql-response+json`, and those that name no type, keep the 400.
 */
export function applicationJsonStatus<TContext extends BaseContext>(): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response }) {
          if (response.http.status !== 400 || response.body.kind !== 'single') return;
          if (!asksForPlainJson(request.http?.headers.get('accept'))) return;
          if (response.body.singleResult.errors?.every(isOperationFault)) response.http.status = 200;
        },
      };
    },
  };
}

function asksForPlainJson(accept: string | undefined): boolean {
  return (accept?.includes('application/json') && !accept.includes('application/graphql-response+json')) ?? false;
}

function isOperationFault(error: GraphQLFormattedError): boolean {
  return OPERATION_FAULTS.has(error.extensions?.code);
}
