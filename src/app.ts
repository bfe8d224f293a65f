import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { adapters } from './adapters/registry';
import { type SandboxServer, startSandboxServer } from './adapters/sandbox/sandbox-server';
import { systemClock } from './clock';
import { composeGraph } from './compose/graph';
import { composeServices, type ServiceParts } from './compose/services';
import type { Config } from './config';
import { type DemoAgent, ensureDemoAgents } from './demo-agents';
import { type DemoCredentials, ensureDemoOrganization } from './demo-organization';
import { Metrics } from './metrics';
import { closeConnections } from './persistence/connection-pool';
import { Database } from './persistence/database';
import { startEmbeddedPostgres } from './persistence/embedded-postgres';
import { assertMigrated, migrate } from './persistence/migrate';
import { openDatabase } from './persistence/open-database';
import { loadOrCreateEncryptionKeys } from './security/encryption-keys-file';
import { loadGraphiqlBundle } from './server/graphiql-assets';
import { graphiqlPage } from './server/graphiql-page';
import { createRequestContext } from './request-context';
import { type HttpServer, createHttpServer } from './server/http-server';
import { findListeningPort, toListenError } from './server/listening-port';
import { restRoutes } from './server/rest/rest-routes';
import { platformRoutes } from './server/rest/routes';
import type { Route } from './server/route';
import { agentRoutes } from './server/routes/agents';
import { graphiqlAssetsRoute } from './server/routes/graphiql-assets';
import { exportsRoute } from './server/routes/exports';
import { livenessRoute, readinessRoute } from './server/routes/health';
import { oauthCallbackRoute } from './server/routes/oauth-callback';
import { metricsRoute } from './server/routes/metrics';
import { vendorWebhooksRoute } from './server/routes/vendor-webhooks';
import type { SubscriptionSockets } from './server/subscriptions/subscription-sockets';
import { ShutdownSequence } from './shutdown-sequence';
import { loadTrustedDocuments } from './trusted-documents-file';
import { vendorMessages } from './vendor-messages';

/** Beside the compiled service, where the build puts it. */
const GRAPHIQL_DIR = join(__dirname, '..', 'graphiql');

/** Sandboxes are for this machine only. */
const SANDBOX_HOST = '127.0.0.1';

export interface RunningApp {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Null where vendors are live. */
  readonly sandboxUrl: string | null;
  /** Null in production. */
  readonly demo: Demo | null;
}

interface Served {
  readonly routes: Route[];
  readonly sockets: SubscriptionSockets;
}

type Demo = Awaited<ReturnType<typeof ensureDemoOrganization>> & {
  /** How to start the working copies of programs that call us. */
  readonly agents: readonly DemoAgent[];
};

export interface App {
  /**
   * @throws {StartupError} when something it needs cannot be had; nothing is left running then.
   * @throws {StartCancelledError} when `stop` was called meanwhile.
   */
  start(): Promise<RunningApp>;
  /** Ends what runs in good order. May be called at any time, and again. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Called when something the service cannot do without has ended by itself. */
  readonly onFailure: (error: Error) => void;
}

/** The one place that knows every part: opens them in order, and registers how each is closed. */
export function createApp(options: AppOptions): App {
  const shutdown = new ShutdownSequence(options.logger);
  let starting: Promise<RunningApp> | undefined;
  return {
    start: () => {
      starting = new Startup(options, shutdown).run();
      return starting;
    },
    stop: async () => {
      shutdown.cancelStart();
      await starting?.catch(() => undefined);
      await shutdown.run();
    },
  };
}

class Startup {
  private readonly config: Config;
  private readonly logger: Logger;
  private readonly metrics = new Metrics({ processMetrics: true });
  private sandboxConfiguration: DemoCredentials['sandbox'] = {};

  constructor(
    private readonly options: AppOptions,
    private readonly shutdown: ShutdownSequence,
  ) {
    this.config = options.config;
    this.logger = options.logger;
  }

  async run(): Promise<RunningApp> {
    try {
      return await this.startAll();
    } catch (error) {
      await this.shutdown.run();
      throw error;
    }
  }

  private async startAll(): Promise<RunningApp> {
    const port = await this.findPort();
    const dataSource = await this.openDatabase(await this.findDatabaseUrl());
    const sandboxServer = this.config.vendors === 'sandbox' ? await this.startSandboxes(port) : null;
    const parts = this.composeServices(dataSource, sandboxServer, port);
    await parts.jobs.start();
    const demo = this.config.production ? null : await this.ensureDemo(parts);
    const url = await this.listen(port, await this.createServed(dataSource, parts, demo));
    return { url, sandboxUrl: sandboxServer?.origin ?? null, demo };
  }

  /** First, so that a port in use ends the start at once; and because our own public address has it. */
  private async findPort(): Promise<number> {
    const { host, port, sandboxPort, vendors } = this.config;
    if (vendors === 'sandbox')
      await findListeningPort({ host: SANDBOX_HOST, port: sandboxPort, setting: 'SANDBOX_PORT' });
    return findListeningPort({ host, port, setting: 'PORT' });
  }

  private async findDatabaseUrl(): Promise<string> {
    if (this.config.databaseUrl !== null) return this.config.databaseUrl;
    const postgres = await startEmbeddedPostgres({ dataDir: this.config.dataDir, logger: this.logger });
    let stopping = false;
    void postgres.ended.then(() => {
      if (!stopping) this.options.onFailure(new Error('The embedded Postgres has ended by itself.'));
    });
    this.shutdown.add('embedded Postgres', () => {
      stopping = true;
      return postgres.stop();
    });
    return postgres.url;
  }

  private async openDatabase(url: string): Promise<DataSource> {
    const dataSource = await openDatabase(url);
    this.shutdown.add('database connections', () => closeConnections(dataSource));
    if (this.config.production) await assertMigrated(dataSource);
    else await migrate(dataSource);
    return dataSource;
  }

  private async startSandboxes(port: number): Promise<SandboxServer> {
    const place = { host: SANDBOX_HOST, port: this.config.sandboxPort, setting: 'SANDBOX_PORT' } as const;
    const callbackUrl = `${this.publicUrl(port)}/oauth/callback`;
    const opened = await Promise.all(
      adapters.map(async ({ catalog, createSandbox }) => {
        const stateDir = this.sandboxDir(catalog.key);
        return { key: catalog.key, sandbox: await createSandbox?.({ clock: systemClock, stateDir, callbackUrl }) };
      }),
    );
    const sandboxes = opened.flatMap(({ sandbox }) => sandbox ?? []);
    this.sandboxConfiguration = Object.fromEntries(
      opened.flatMap(({ key, sandbox }) => (sandbox === undefined ? [] : [[key, sandbox.configuration]])),
    );
    const server = await startSandboxServer({ ...place, sandboxes, clock: systemClock }).catch((error: unknown) => {
      throw toListenError(error, place);
    });
    this.shutdown.add('vendor sandboxes', () => server.close());
    return server;
  }

  private publicUrl(port: number): string {
    return this.config.publicUrl ?? `http://localhost:${port}`;
  }

  private sandboxDir(elementKey: string): string {
    const directory = join(this.config.dataDir, 'sandbox', elementKey);
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  private composeServices(dataSource: DataSource, sandboxServer: SandboxServer | null, port: number): ServiceParts {
    const database = new Database(dataSource);
    this.metrics.observePool(() => database.poolUsage());
    const parts = composeServices({
      database,
      adapters,
      encryptionKeys: this.config.encryptionKeys ?? loadOrCreateEncryptionKeys(this.config.dataDir),
      // By the name that people write; the address that it listens on is exempt from the guard as well.
      sandboxOrigin: sandboxServer?.origin.replace(SANDBOX_HOST, 'localhost') ?? null,
      privateOrigins: [...this.config.allowPrivateOrigins, ...(sandboxServer === null ? [] : [sandboxServer.origin])],
      publicUrl: this.publicUrl(port),
      subscriptionCallbackOrigins: this.config.subscriptionCallbackOrigins,
      metrics: this.metrics,
      logger: this.logger,
      clock: systemClock,
    });
    // Readers that wait for a vendor are answered while the HTTP server drains, not cut off at its end.
    this.shutdown.onBegin(() => {
      parts.beginStop();
      // Jobs are not taken any more while the rest is closed. Whether they ended is told when the services close.
      void parts.jobs.stop().catch(() => undefined);
    });
    this.metrics.observeJobs(() => parts.jobs.depth());
    this.metrics.observeSyncLag(() => parts.syncLagSeconds());
    this.shutdown.add('services', () => parts.close());
    parts.housekeeping.start(parts.context);
    parts.webhooks.start(parts.context);
    return parts;
  }

  private async ensureDemo(parts: ServiceParts): Promise<Demo> {
    const { context, services, authentication } = parts;
    const { dataDir, vendors } = this.config;
    const { organizations } = services;
    const sandbox = this.sandboxConfiguration;
    const demo = await ensureDemoOrganization(context, { dataDir, organizations, authentication, sandbox });
    if (vendors !== 'sandbox') return { ...demo, agents: [] };
    const caller = await authentication.authenticate(context, demo.credentials.authorization);
    const { isNew } = demo;
    return { ...demo, agents: await ensureDemoAgents(parts, { ...context, caller }, { dataDir, adapters, isNew }) };
  }

  private async createServed(dataSource: DataSource, parts: ServiceParts, demo: Demo | null): Promise<Served> {
    const { config, metrics, logger } = this;
    const bundle = config.introspection ? loadGraphiqlBundle(GRAPHIQL_DIR) : null;
    const sendPage =
      bundle === null
        ? undefined
        : graphiqlPage({ bundle, isProduction: config.production, demo: demo?.credentials ?? null });
    const trustedDocuments = config.trustedDocuments === null ? null : loadTrustedDocuments(config.trustedDocuments);
    const graph = await composeGraph({ config, parts, metrics, logger, sendPage, trustedDocuments });
    this.shutdown.add('GraphQL', () => graph.server.stop());
    metrics.observeSubscriptions(() => ({
      websocket: graph.sockets.openSubscriptions,
      callback: parts.subscriptionCallbacks.openSubscriptions,
    }));
    const routes = [
      graph.route,
      ...restRoutes(
        { services: parts.services, authentication: parts.authentication, logger },
        platformRoutes(config.restCompatibility),
      ),
      exportsRoute({ downloads: parts.exportDownloads, logger }),
      livenessRoute(),
      readinessRoute(() => dataSource.query('SELECT 1')),
      oauthCallbackRoute((parameters, { requestId, clientAddress }) => {
        const context = createRequestContext({ logger: logger.child({ requestId, clientAddress }), requestId });
        return parts.consentCallback.receive(context, parameters);
      }),
      vendorWebhooksRoute(vendorMessages(parts.noticeReceiver, logger)),
      ...agentRoutes({ gateway: parts.agents.gateway, setupFiles: parts.agents.setupFiles, logger }),
      metricsRoute({ registry: metrics.registry, token: config.metricsToken }),
      ...(bundle === null ? [] : [graphiqlAssetsRoute(bundle)]),
    ];
    return { routes, sockets: graph.sockets };
  }

  private async listen(port: number, { routes, sockets }: Served): Promise<string> {
    const { host, corsOrigins, trustedProxies } = this.config;
    const server: HttpServer = createHttpServer({
      host,
      port,
      logger: this.logger,
      routes,
      corsOrigins,
      trustedProxies,
    });
    sockets.attach(server.nodeServer);
    const { url } = await server.listen().catch((error: unknown) => {
      throw toListenError(error, { host, port, setting: 'PORT' });
    });
    this.shutdown.add('HTTP server', () => server.close());
    this.shutdown.add('subscriptions', () => sockets.close());
    return url;
  }
}
