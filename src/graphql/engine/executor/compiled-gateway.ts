import type { ApolloServerOptionsWithGateway, BaseContext } from '@apollo/server';
import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createCompiledExecutor } from './compiled-executor';

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type GatewayRequest = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0];

const TRACE_HEADER = 'apollo-federation-include-trace';

/**
 * Apollo Server lets a gateway bring its own executor: the one way in. Requests to be traced go to graphql-js on the
 * schema that Apollo was given, because that is where Apollo hooks its tracing in.
 */
export function createCompiledGateway(schema: GraphQLSchema): Gateway {
  const run = createCompiledExecutor<Record<string, unknown>>(schema);

  async function executor(request: GatewayRequest): Promise<ExecutionResult> {
    const { document, context, operationName, request: sent } = request;
    if (sent.http?.headers.get(TRACE_HEADER) === 'ftv1') {
      const variableValues = sent.variables;
      // What was sent, not what it was resolved to: a name that fits no operation must be an error here as well.
      return execute({ schema, document, contextValue: context, variableValues, operationName: sent.operationName });
    }
    return run({
      document,
      context,
      queryHash: request.queryHash,
      operationName: sent.operationName ?? operationName,
      variables: sent.variables,
    });
  }

  return {
    load: async () => ({ schema, executor }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
