import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { Logger } from 'pino';
import type { ServiceParts } from './services';
import { Subscriptions } from './subscriptions';
import type { Config } from '../config';
import { createGraphqlContext, type GraphqlContext } from '../graphql/context';
import { createApolloServer } from '../graphql/engine/apollo-server';
import { contextError } from '../graphql/engine/context-error';
import { nameRequest } from '../graphql/engine/name-request';
import { releaseAnswer } from '../graphql/plugins/release-answer';
import { buildElementsSchema } from '../graphql/schema';
import type { Metrics } from '../metrics';
import { createRequestContext } from '../request-context';
import type { Exchange, Route } from '../server/route';
import { graphqlRoute } from '../server/routes/graphql';
import { type SocketLimits, SubscriptionSockets } from '../server/subscriptions/subscription-sockets';

export interface GraphOptions {
  readonly config: Pick<Config, 'federationVersion' | 'graphqlExecutor' | 'introspection' | 'production'> &
    Partial<Pick<Config, 'corsOrigins' | 'trustedDocumentsOnly'>>;
  /** By id; null or left out: none. */
  readonly trustedDocuments?: ReadonlyMap<string, string> | null;
  readonly parts: ServiceParts;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** GraphiQL, where it is shown. */
  readonly sendPage?: (request: IncomingMessage, response: ServerResponse) => void;
  readonly socketLimits?: Partial<SocketLimits>;
}

export interface Graph {
  readonly route: Route;
  readonly server: ApolloServer<GraphqlContext>;
  /** To be attached to the HTTP server, and closed before it. */
  readonly sockets: SubscriptionSockets;
}

/** The graph over the services, ready to be routed to. */
export async function composeGraph({
  config,
  parts,
  metrics,
  logger,
  trustedDocuments = null,
  sendPage,
  socketLimits,
}: GraphOptions): Promise<Graph> {
  const { schema, costs } = await buildElementsSchema({ federationVersion: config.federationVersion });
  const subscriptions = new Subscriptions({ schema, parts, logger });
  const server = createApolloServer<GraphqlContext>({
    schema,
    costs,
    executor: config.graphqlExecutor,
    introspection: config.introspection,
    production: config.production,
    metrics,
    logger,
    trustedDocuments: trustedDocuments && {
      documents: trustedDocuments,
      isOnly: config.trustedDocumentsOnly ?? false,
    },
    plugins: [subscriptions.plugin, releaseAnswer()],
  });
  await server.start();
  const createContext = (request: IncomingMessage, exchange: Exchange): Promise<GraphqlContext> =>
    createContextOf(parts, logger, request, exchange);
  const sockets = new SubscriptionSockets({
    connect: subscriptions.connectTo(server),
    schema,
    corsOrigins: config.corsOrigins ?? [],
    logger,
    ...(socketLimits && { limits: socketLimits }),
  });
  return { server, sockets, route: graphqlRoute({ server, createContext, finishAnswer: nameRequest, sendPage }) };
}

/** Whoever sends no Authorization header is nobody, and may read the catalogue; a wrong one ends the request. */
async function createContextOf(
  { authentication, services }: ServiceParts,
  logger: Logger,
  request: IncomingMessage,
  exchange: Exchange,
): Promise<GraphqlContext> {
  const { requestId, clientAddress } = exchange;
  const requestLogger = logger.child({ requestId, clientAddress });
  const onLogged = (): void => {
    exchange.isLogged = true;
  };
  const anonymous = createRequestContext({ logger: requestLogger, requestId, onLogged });
  const header = request.headers.authorization;
  if (header === undefined) return createGraphqlContext(anonymous, services);
  const caller = await authentication.authenticate(anonymous, header).catch((error: unknown) => {
    throw contextError(error, anonymous);
  });
  return createGraphqlContext({ ...anonymous, caller }, services);
}
