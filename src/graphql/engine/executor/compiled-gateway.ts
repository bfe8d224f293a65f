import {
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type BaseContext,
  type GraphQLRequestContextResponseForOperation,
} from '@apollo/server';
import { execute, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { asksForTrace } from '../trace-request';
import { createCompiledExecutor } from './compiled-executor';

type Gateway = ApolloServerOptionsWithGateway<BaseContext>['gateway'];
type GatewayRequest = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0];

/** Both belong into one server. */
export interface CompiledExecution<TContext extends BaseContext> {
  readonly gateway: Gateway;
  /** Behind the plugins that may still refuse an operation, or answer it otherwise. */
  readonly plugin: ApolloServerPlugin<TContext>;
}

/**
 * Apollo Server lets a gateway bring its own executor, which is the one way in for results with errors: it tells plugins
 * of them and formats them. It is not a cheap one: what Apollo makes for a gateway a request, V8 takes for long-lived,
 * rows and answer included. So the plugin executes, and what has no errors is the answer; the rest the gateway's executor
 * passes on. Requests to be traced go to graphql-js on the schema that Apollo was given, because that is where Apollo
 * hooks its tracing in.
 */
export function compiledExecution<TContext extends BaseContext>(schema: GraphQLSchema): CompiledExecution<TContext> {
  const run = createCompiledExecutor<BaseContext>(schema);
  const executed = new WeakMap<BaseContext, Promise<ExecutionResult>>();

  async function answer(resolved: GraphQLRequestContextResponseForOperation<TContext>) {
    const { request, document, queryHash, operationName, contextValue } = resolved;
    // Also called for a request that does not say which of its operations it means: then there is none.
    const operation: OperationDefinitionNode | undefined = resolved.operation;
    if (operation === undefined || asksForTrace(request.http)) return null;
    const { variables } = request;
    const execution = run({ document, context: contextValue, queryHash: queryHash!, operationName, variables });
    const isFlawless = await execution.then(
      ({ errors }) => errors === undefined,
      () => false,
    );
    if (!isFlawless) {
      executed.set(contextValue, execution);
      return null;
    }
    const body = { kind: 'single' as const, singleResult: await execution };
    return { http: { status: undefined, headers: new HeaderMap() }, body };
  }

  async function executor({ document, context, queryHash, request }: GatewayRequest): Promise<ExecutionResult> {
    // What was sent, not what it was resolved to: a name that fits no operation must be an error here as well.
    const { operationName, variables } = request;
    if (asksForTrace(request.http)) {
      return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
    }
    return executed.get(context) ?? run({ document, context, queryHash, operationName, variables });
  }

  return {
    gateway: {
      load: async () => ({ schema, executor }),
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    plugin: {
      async requestDidStart() {
        return { responseForOperation: answer };
      },
    },
  };
}
