import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContextResponseForOperation } from '@apollo/server';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import { BadUserInputError } from '../../../errors';
import type { RequestContext } from '../../../request-context';
import { toGraphqlError, type OperationErrorFormatter } from '../operation-error';

/** A subscription that was parsed, validated and found within its limits, on its way to whoever serves it. */
export type ResolvedSubscription<TContext extends object> = GraphQLRequestContextResponseForOperation<TContext>;

/** Answers the request that asked for a subscription. Errors are told in it, formatted. */
export interface SubscriptionAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Takes a subscription over. */
export type SubscriptionIntake<TContext extends object> = (
  resolved: ResolvedSubscription<TContext>,
) => Promise<SubscriptionAnswer>;

export interface SubscriptionPluginOptions<TContext extends object> {
  /** For requests that name a place to call back, as federated routers do. */
  readonly callback: SubscriptionIntake<TContext>;
  readonly format: OperationErrorFormatter;
}

const JSON_TYPE = 'application/json; charset=utf-8';

const sockets = new WeakMap<RequestContext, SubscriptionIntake<never>>();

/** Notes that a request came over a socket, which serves subscriptions and nothing else. */
export function takeSubscription<TContext extends object>(
  request: RequestContext,
  intake: SubscriptionIntake<TContext>,
): void {
  sockets.set(request, intake);
}

/**
 * Takes subscriptions out of Apollo's way once they have passed all that any operation has to: it would execute them as
 * if they were queries.
 */
export function subscriptionPlugin<TContext extends { readonly request: RequestContext }>(
  options: SubscriptionPluginOptions<TContext>,
): ApolloServerPlugin<TContext> {
  return {
    async requestDidStart({ contextValue: { request } }) {
      const socket = sockets.get(request) as SubscriptionIntake<TContext> | undefined;
      return {
        async didResolveOperation({ operation }) {
          if (socket === undefined || operation === undefined || operation.operation === 'subscription') return;
          throw toGraphqlError(new BadUserInputError('This connection is for subscriptions: send the rest by POST.'));
        },
        async responseForOperation(resolved) {
          // Also called for a request that does not say which of its operations it means: then there is none.
          const operation: OperationDefinitionNode | undefined = resolved.operation;
          if (operation?.operation !== 'subscription') return null;
          const named = resolved.request.extensions?.['subscription'] === undefined ? undefined : options.callback;
          const answer = await answerOf(socket ?? named, resolved, options);
          const headers = new HeaderMap(Object.entries(answer.headers ?? {}));
          const errors = answer.errors && { errors: answer.errors };
          return {
            http: { status: answer.status, headers },
            body: { kind: 'single', singleResult: { data: null, ...errors } },
          };
        },
        async willSendResponse({ request: { extensions }, response }) {
          // Routers accept `application/json;callbackSpec=1.0`, which Apollo takes for a type that it cannot answer in.
          if (extensions?.['subscription'] !== undefined) response.http.headers.set('content-type', JSON_TYPE);
        },
      };
    },
  };
}

async function answerOf<TContext extends { readonly request: RequestContext }>(
  intake: SubscriptionIntake<TContext> | undefined,
  resolved: ResolvedSubscription<TContext>,
  { format }: SubscriptionPluginOptions<TContext>,
): Promise<SubscriptionAnswer> {
  try {
    if (intake === undefined) throw noTransport();
    return await intake(resolved);
  } catch (error) {
    return { status: 400, errors: [format(error, resolved.contextValue.request)] };
  }
}

function noTransport(): BadUserInputError {
  return new BadUserInputError(
    'A subscription needs a WebSocket to this address (protocol graphql-transport-ws), or a router that is called back.',
  );
}
