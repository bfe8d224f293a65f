import pino, { type Logger } from 'pino';
import { composeGraph, type GraphOptions } from '../../src/compose/graph';
import type { GraphiqlBundle } from '../../src/server/graphiql-assets';
import { graphiqlPage } from '../../src/server/graphiql-page';
import { createHttpServer } from '../../src/server/http-server';
import { agentRoutes } from '../../src/server/routes/agents';
import { restRoutes } from '../../src/server/rest/rest-routes';
import { platformRoutes } from '../../src/server/rest/routes';
import type { RestCompatibility } from '../../src/server/rest/rest-compatibility';
import { exportsRoute } from '../../src/server/routes/exports';
import { oauthCallbackRoute } from '../../src/server/routes/oauth-callback';
import { graphiqlAssetsRoute } from '../../src/server/routes/graphiql-assets';
import { vendorWebhooksRoute } from '../../src/server/routes/vendor-webhooks';
import { vendorMessages } from '../../src/vendor-messages';
import type { Ask } from './billed-desk';
import { checkRestAnswer } from './rest-answers';
import { createServiceWorld, type ServiceWorld, type Tenant } from './service-world';

export interface GraphqlAnswer<Data = Record<string, never>> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
  }[];
}

/** The whole service over HTTP on a free port, with a database and a sandbox of its own. */
export interface TestService extends ServiceWorld {
  readonly url: string;
  /** Whose credentials GraphiQL opens with; null where it is not served. */
  readonly demo: Tenant | null;
  /** Asks as a tenant, or as nobody; the answer as it came. */
  query<Data>(
    tenant: Pick<Tenant, 'authorization'> | null,
    document: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<GraphqlAnswer<Data>>;
}

export type TestServiceOptions = NonNullable<Parameters<typeof createServiceWorld>[0]> & {
  readonly config?: Partial<GraphOptions['config']>;
  /** Any free one when it is left out. */
  readonly port?: number;
  /** Of the graph: it gets a line for each request. */
  readonly logger?: Logger;
  readonly socketLimits?: GraphOptions['socketLimits'];
  /** Where the platform's calls do as the platform did. Default: everywhere. */
  readonly restCompatibility?: RestCompatibility;
  readonly trustedDocuments?: GraphOptions['trustedDocuments'];
  /** Serves GraphiQL too, opened with the credentials of `demo` and of the sandbox. */
  readonly graphiql?: GraphiqlBundle;
};

export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const world = await createServiceWorld(options);
  const logger = options.logger ?? pino({ level: 'silent' });
  const demo = options.graphiql ? await world.createTenant('Demo') : null;
  const graph = await composeGraph({
    config: {
      federationVersion: '2.9',
      graphqlExecutor: 'compiled',
      introspection: true,
      production: false,
      ...options.config,
    },
    parts: world.parts,
    metrics: world.metrics,
    logger,
    sendPage: pageOf(world, options, demo),
    trustedDocuments: options.trustedDocuments,
    ...(options.socketLimits && { socketLimits: options.socketLimits }),
  });
  const assets = options.graphiql ? [graphiqlAssetsRoute(options.graphiql)] : [];
  const routes = [
    graph.route,
    ...restRoutes(
      {
        services: world.parts.services,
        authentication: world.parts.authentication,
        logger,
        onAnswer: checkRestAnswer,
      },
      platformRoutes(options.restCompatibility),
    ),
    exportsRoute({ downloads: world.parts.exportDownloads, logger }),
    oauthCallbackRoute((parameters) => world.parts.consentCallback.receive(world.parts.context, parameters)),
    vendorWebhooksRoute(vendorMessages(world.parts.noticeReceiver, logger)),
    ...agentRoutes({ gateway: world.parts.agents.gateway, setupFiles: world.parts.agents.setupFiles, logger }),
    ...assets,
  ];
  const http = createHttpServer({ host: '127.0.0.1', port: options.port ?? 0, logger, routes });
  graph.sockets.attach(http.nodeServer);
  const { url } = await http.listen();
  return {
    ...world,
    url,
    demo,
    async query<Data>(
      tenant: Pick<Tenant, 'authorization'> | null,
      document: string,
      variables?: Readonly<Record<string, unknown>>,
    ) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(tenant === null ? {} : { authorization: tenant.authorization }),
        },
        body: JSON.stringify({ query: document, variables }),
      });
      return (await response.json()) as GraphqlAnswer<Data>;
    },
    async close() {
      await graph.sockets.close();
      await http.close();
      await graph.server.stop();
      await world.close();
    },
  };
}

/** Asks as this tenant; an answer with errors fails the test. */
export function askAs(service: Pick<TestService, 'query'>, tenant: Tenant): Ask {
  return async <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const { data, errors } = await service.query<Data>(tenant, document, variables);
    expect(errors ?? []).toEqual([]);
    return data as Data;
  };
}

function pageOf({ sandbox }: ServiceWorld, { graphiql, config }: TestServiceOptions, demo: Tenant | null) {
  if (graphiql === undefined || demo === null) return undefined;
  return graphiqlPage({
    bundle: graphiql,
    isProduction: config?.production ?? false,
    demo: { authorization: demo.authorization, sandbox: { expensify: sandbox.configuration } },
  });
}
