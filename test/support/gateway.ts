import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ServedGraphql } from './served-graphql';
import { serveGraphql } from './served-graphql';
import { SILENT_LOGGER } from './silent-logger';

interface GatewayContext {
  readonly authorization?: string;
}

/** Hands the caller's Authorization header on, as a supergraph in front of us is expected to. */
class ForwardingDataSource extends RemoteGraphQLDataSource<GatewayContext> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<GatewayContext>['willSendRequest']>>[0]): void {
    const authorization = (context as GatewayContext).authorization;
    if (authorization !== undefined) request.http?.headers.set('authorization', authorization);
  }
}

/** An Apollo gateway in this process over a composed supergraph, whose subgraphs are asked over HTTP at their URLs. */
export function startGateway(
  supergraphSdl: string,
  place: { readonly port?: number; readonly path?: string } = {},
): Promise<ServedGraphql> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url }) => new ForwardingDataSource({ url }),
    logger: SILENT_LOGGER,
  });
  const server = new ApolloServer<GatewayContext>({
    gateway,
    logger: SILENT_LOGGER,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  return serveGraphql({
    ...place,
    server,
    createContext: async ({ headers }) => ({ authorization: headers.authorization }),
  });
}
