import type { IncomingMessage } from 'node:http';
import type { ApolloServer, BaseContext } from '@apollo/server';
import pino from 'pino';
import { createHttpServer } from '../../src/server/http-server';
import { graphqlRoute } from '../../src/server/routes/graphql';

export interface ServedGraphql {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions<TContext extends BaseContext> {
  /** Not started yet. */
  readonly server: ApolloServer<TContext>;
  readonly createContext: (request: IncomingMessage) => Promise<TContext>;
  readonly port?: number;
  /** Default `/graphql`. */
  readonly path?: string;
}

/** Serves over real HTTP, as the product does. Any free port unless one is named. */
export async function serveGraphql<TContext extends BaseContext>(
  options: ServeOptions<TContext>,
): Promise<ServedGraphql> {
  const { server, createContext, path = '/graphql' } = options;
  await server.start();
  const http = createHttpServer({
    host: '127.0.0.1',
    port: options.port ?? 0,
    logger: pino({ level: 'silent' }),
    routes: [{ ...graphqlRoute({ server, createContext }), path }],
  });
  const { url } = await http.listen();
  return {
    url: `${url}${path}`,
    close: async () => {
      await http.close();
      await server.stop();
    },
  };
}
