import { buildSubgraphSchema } from '@apollo/subgraph';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { parse } from 'graphql';
import { serveGraphql, type ServedGraphql } from './served-graphql';
import { SILENT_LOGGER } from './silent-logger';

type SubgraphModule = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number];

/** Serves a subgraph of another team: nothing of ours but the HTTP binding. */
export function servePlainSubgraph(sdl: string, resolvers: Record<string, unknown>): Promise<ServedGraphql> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers } as SubgraphModule]);
  const server = new ApolloServer({
    schema,
    logger: SILENT_LOGGER,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginInlineTraceDisabled()],
  });
  return serveGraphql({ server, createContext: async () => ({}) });
}
