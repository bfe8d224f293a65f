import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { VendorAdapter } from '../../src/adapters/adapter';
import { adapters as allAdapters } from '../../src/adapters/registry';
import { systemClock } from '../../src/clock';
import { composeGraph } from '../../src/compose/graph';
import { composeServices, type ServiceParts } from '../../src/compose/services';
import { Metrics } from '../../src/metrics';
import { Database } from '../../src/persistence/database';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres';
import { migrate } from '../../src/persistence/migrate';
import { openDatabase } from '../../src/persistence/open-database';
import { createRequestContext, type Caller, type RequestContext } from '../../src/request-context';
import { createHttpServer } from '../../src/server/http-server';

/** What the secrets of a bench database are encrypted with. */
export const BENCH_KEY = { id: 'bench', key: Buffer.alloc(32, 7) };

export interface BenchServiceOptions {
  readonly logger: Logger;
  /** Sandboxes that instances may be provisioned on. */
  readonly sandboxOrigins?: readonly string[];
  readonly adapters?: readonly VendorAdapter[];
}

/** The service as in production, put together in this process: a durable Postgres of its own, real time, real HTTP. */
export interface BenchService {
  readonly databaseUrl: string;
  readonly dataSource: DataSource;
  readonly database: Database;
  readonly parts: ServiceParts;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly authorization: string;
  readonly caller: Caller;
  /** A context such as a request of the organization has. */
  context(): RequestContext;
  /** Provisions an instance; its id. */
  provision(elementKey: string, configuration: Readonly<Record<string, string>>): Promise<string>;
  /** Serves the graph; where. */
  serve(executor: 'compiled' | 'graphql-js'): Promise<string>;
  close(): Promise<void>;
}

export async function startBenchService(options: BenchServiceOptions): Promise<BenchService> {
  const { logger, sandboxOrigins, adapters } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-bench-'));
  const closing: (() => Promise<unknown> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const postgres = await startEmbeddedPostgres({ dataDir, logger });
  closing.unshift(() => postgres.stop());
  const dataSource = await openDatabase(postgres.url);
  closing.unshift(() => dataSource.destroy());
  await migrate(dataSource);
  const database = new Database(dataSource);
  const metrics = new Metrics({ processMetrics: false });
  const parts = composeBenchServices({ database, metrics, logger, sandboxOrigins, adapters });
  closing.unshift(() => parts.close());
  const tenant = await createTenant(parts);
  const context = (): RequestContext => createRequestContext({ logger, caller: tenant.caller });
  return {
    databaseUrl: postgres.url,
    dataSource,
    database,
    parts,
    metrics,
    logger,
    ...tenant,
    context,
    provision: (elementKey, configuration) => provision(parts, context(), elementKey, configuration),
    serve: async (executor) => {
      const served = await serveGraph(parts, metrics, logger, executor);
      closing.unshift(served.close);
      return served.url;
    },
    close: async () => {
      for (const close of closing) await close();
    },
  };
}

/** The service's parts over any database. */
export function composeBenchServices({
  database,
  metrics,
  logger,
  sandboxOrigins = [],
  adapters = allAdapters,
}: BenchServiceOptions & { readonly database: Database; readonly metrics: Metrics }): ServiceParts {
  return composeServices({
    database,
    adapters,
    encryptionKeys: [BENCH_KEY],
    sandboxOrigin: null,
    privateOrigins: sandboxOrigins,
    publicUrl: 'http://localhost:4000',
    metrics,
    logger,
    clock: systemClock,
  });
}

async function createTenant(parts: ServiceParts): Promise<Pick<BenchService, 'authorization' | 'caller'>> {
  const { organizations } = parts.services;
  const organization = await organizations.createOrganization(parts.context, 'Bench');
  const facts = { organizationId: organization.id, name: 'Ann', email: null };
  const user = await organizations.createUser(parts.context, facts);
  return {
    authorization: `User ${user.secret}, Organization ${organization.secret}`,
    caller: { organizationId: organization.id, userId: user.id, instanceId: null },
  };
}

async function provision(
  parts: ServiceParts,
  context: RequestContext,
  elementKey: string,
  configuration: Readonly<Record<string, string>>,
): Promise<string> {
  const { instanceId } = await parts.services.provisioning.provision(context, {
    elementKey,
    name: 'Bench',
    tags: [],
    configuration: Object.entries(configuration).map(([key, value]) => ({ key, value, path: [] })),
    externalAuthentication: 'NONE',
  });
  return instanceId;
}

/** Serves the graph over them, as in production. */
export async function serveGraph(
  parts: ServiceParts,
  metrics: Metrics,
  logger: Logger,
  graphqlExecutor: 'compiled' | 'graphql-js' = 'compiled',
): Promise<{ readonly url: string; close: () => Promise<void> }> {
  const config = { federationVersion: '2.9', graphqlExecutor, introspection: false, production: true };
  const graph = await composeGraph({ config, parts, metrics, logger });
  const http = createHttpServer({ host: '127.0.0.1', port: 0, logger, routes: [graph.route] });
  const { url } = await http.listen();
  return {
    url: `${url}/graphql`,
    close: async () => {
      await http.close();
      await graph.server.stop();
    },
  };
}
