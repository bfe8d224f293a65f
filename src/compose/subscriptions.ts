import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { ServiceParts } from './services';
import { UnauthenticatedError } from '../errors';
import { createGraphqlContext, type GraphqlContext } from '../graphql/context';
import { copySchema } from '../graphql/engine/executor/compilable-schema';
import { createOperationErrorFormatter } from '../graphql/engine/operation-error';
import { subscribe, type Subscribed } from '../graphql/engine/subscriptions/subscription-results';
import {
  subscriptionPlugin,
  takeSubscription,
  type ResolvedSubscription,
  type SubscriptionAnswer,
} from '../graphql/engine/subscriptions/subscription.plugin';
import { createRequestContext, type Caller, type RequestContext } from '../request-context';
import type { Connect, SentOperation, Subscription } from '../server/subscriptions/subscriber';
import { parseCallbackTarget } from '../services/callback-target';

type Resolved = ResolvedSubscription<GraphqlContext>;

export interface SubscriptionsOptions {
  readonly schema: GraphQLSchema;
  readonly parts: ServiceParts;
  readonly logger: Logger;
}

/** Subscriptions beside Apollo Server: it checks them as it does every operation, and they are run here. */
export class Subscriptions {
  /** To be given to the server. */
  readonly plugin: ApolloServerPlugin<GraphqlContext>;
  private readonly schema: GraphQLSchema;
  private readonly format: ReturnType<typeof createOperationErrorFormatter>;

  constructor(private readonly options: SubscriptionsOptions) {
    this.schema = copySchema(options.schema);
    this.format = createOperationErrorFormatter(options.logger);
    this.plugin = subscriptionPlugin<GraphqlContext>({
      callback: (resolved) => this.callBack(resolved),
      format: this.format,
    });
  }

  /** How connections begin, on a server that has started. */
  connectTo(server: ApolloServer<GraphqlContext>): Connect {
    const { authentication, accessWatch } = this.options.parts;
    return async (authorization) => {
      const caller = await authentication.authenticate(this.requestOf(null), authorization);
      return {
        subscribe: (operation) => this.ask(server, caller, operation),
        format: (error) => this.format(error, this.requestOf(caller)),
        watch: (onRevoked) => accessWatch.watch(authorization, caller, onRevoked),
      };
    };
  }

  /** Sends an operation through the server's checks, and begins it when it has passed. */
  private async ask(
    server: ApolloServer<GraphqlContext>,
    caller: Caller,
    operation: SentOperation,
  ): Promise<Subscription> {
    const request = this.requestOf(caller);
    let subscription: Subscription | undefined;
    takeSubscription<GraphqlContext>(request, async (resolved) => {
      const subscribed = await this.begin(resolved);
      if ('errors' in subscribed) return { status: 200, errors: subscribed.errors };
      subscription = { document: resolved.document, operationName: operation.operationName, results: subscribed };
      return { status: 200 };
    });
    const { query, operationName, variables, extensions } = operation;
    const { body } = await server.executeOperation(
      {
        query,
        operationName: operationName ?? undefined,
        variables: variables ?? undefined,
        extensions: extensions ?? undefined,
      },
      { contextValue: createGraphqlContext(request, this.options.parts.services) },
    );
    if (subscription !== undefined) return subscription;
    return { errors: (body.kind === 'single' && body.singleResult.errors) || [] };
  }

  /** For a router that is called back: what it asked for is answered once it has confirmed that it asked. */
  private async callBack(resolved: Resolved): Promise<SubscriptionAnswer> {
    const { subscriptionCallbacks, accessWatch } = this.options.parts;
    const { request } = resolved.contextValue;
    const target = parseCallbackTarget(resolved.request.extensions?.['subscription']);
    subscriptionCallbacks.requireAllowed(target);
    const results = await this.begin(resolved);
    if ('errors' in results) return { status: 200, errors: results.errors };
    const format = (error: unknown): GraphQLFormattedError => this.format(error, request);
    try {
      const delivery = await subscriptionCallbacks.start(target, results, format);
      const authorization = resolved.request.http?.headers.get('authorization');
      if (request.caller !== null && authorization !== undefined) {
        const unwatch = accessWatch.watch(authorization, request.caller, () => {
          unwatch();
          void delivery.end([format(revoked())]);
        });
        void delivery.ended.then(unwatch);
      }
      return { status: 200, headers: { 'subscription-protocol': 'callback/1.0' } };
    } catch (error) {
      await results.return();
      throw error;
    }
  }

  private begin({ document, request: sent, contextValue: { request } }: Resolved): Promise<Subscribed> {
    return subscribe<GraphqlContext>(this.schema, {
      document,
      operationName: sent.operationName,
      variables: sent.variables,
      createContext: () => createGraphqlContext(createRequestContext(request), this.options.parts.services),
      format: (error) => this.format(error, request),
    });
  }

  private requestOf(caller: Caller | null): RequestContext {
    const request = createRequestContext({ logger: this.options.logger, caller });
    return { ...request, logger: this.options.logger.child({ requestId: request.requestId }) };
  }
}

function revoked(): UnauthenticatedError {
  return new UnauthenticatedError('The secrets that this subscription was begun with are good no more.');
}
