import pino from 'pino';
import { composeGraph } from '../../src/compose/graph';
import type { ServiceParts } from '../../src/compose/services';
import { Metrics } from '../../src/metrics';
import { type HttpServer, createHttpServer } from '../../src/server/http-server';
import type { SubscriptionSockets } from '../../src/server/subscriptions/subscription-sockets';

export interface ServedReplica {
  readonly url: string;
  readonly http: HttpServer;
  readonly sockets: SubscriptionSockets;
  close(): Promise<void>;
}

/** Another replica's graph over HTTP, on a free port. */
export async function serveReplica(parts: ServiceParts): Promise<ServedReplica> {
  const logger = pino({ level: 'silent' });
  const graph = await composeGraph({
    config: { federationVersion: '2.9', graphqlExecutor: 'compiled', introspection: true, production: false },
    parts,
    metrics: new Metrics({ processMetrics: false }),
    logger,
  });
  const http = createHttpServer({ host: '127.0.0.1', port: 0, logger, routes: [graph.route] });
  graph.sockets.attach(http.nodeServer);
  const { url } = await http.listen();
  return {
    url,
    http,
    sockets: graph.sockets,
    async close() {
      await graph.sockets.close();
      await http.close();
      await graph.server.stop();
      await parts.close();
    },
  };
}
