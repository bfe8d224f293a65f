import pino from 'pino';
import { createSandbox, type ExpensifySandbox } from '../../src/adapters/expensify/sandbox';
import { adapters } from '../../src/adapters/registry';
import type { Clock } from '../../src/clock';
import { composeServices, type ServiceParts } from '../../src/compose-services';
import { Metrics } from '../../src/metrics';
import type { Database } from '../../src/persistence/database';
import { createRequestContext, type Caller, type RequestContext } from '../../src/request-context';
import { createTestDatabase, type TestDatabase } from './test-database';
import { FastClock } from './fast-clock';

export interface Tenant {
  readonly authorization: string;
  readonly caller: Caller;
}

/** Everything but HTTP: a database and a sandbox of one's own, and the services over them. */
export interface ServiceWorld {
  readonly clock: Clock;
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  readonly sandbox: ExpensifySandbox;
  readonly sandboxOrigin: string;
  readonly metrics: Metrics;
  readonly parts: ServiceParts;
  /** Another replica on the same database. */
  addReplica(): ServiceParts;
  createTenant(name?: string): Promise<Tenant>;
  /** What a request of this tenant is served with; counts its statements and vendor calls. */
  as(tenant: Tenant, instanceId?: string): RequestContext;
  /** Provisions an Expensify instance on the sandbox; its id. */
  provision(tenant: Tenant, configuration?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

export const ENCRYPTION_KEY = { id: 'test', key: Buffer.alloc(32, 7) };
const logger = pino({ level: 'silent' });

export async function createServiceWorld(
  options: { readonly reports?: number; readonly clock?: Clock; readonly keys?: readonly (typeof ENCRYPTION_KEY)[] } = {},
): Promise<ServiceWorld> {
  const clock = options.clock ?? new FastClock();
  const [testDatabase, running] = await Promise.all([
    createTestDatabase(),
    createSandbox({ seed: 1, clock, port: 0, reports: options.reports ?? 60 }),
  ]);
  const { database } = testDatabase;
  const metrics = new Metrics({ processMetrics: false });
  const replicas: ServiceParts[] = [];
  const addReplica = (): ServiceParts => {
    const parts = composeServices({
      database,
      adapters,
      encryptionKeys: options.keys ?? [ENCRYPTION_KEY],
      sandboxOrigin: running.origin,
      privateOrigins: [],
      metrics: replicas.length === 0 ? metrics : new Metrics({ processMetrics: false }),
      logger,
      clock,
    });
    replicas.push(parts);
    return parts;
  };
  const parts = addReplica();

  const world: ServiceWorld = {
    clock,
    database,
    testDatabase,
    sandbox: running.sandbox,
    sandboxOrigin: running.origin,
    metrics,
    parts,
    addReplica,
    async createTenant(name = 'Acme') {
      const { organizations } = parts.services;
      const organization = await organizations.createOrganization(parts.context, name);
      const user = await organizations.createUser(parts.context, {
        organizationId: organization.id,
        name: 'Ann',
        email: null,
      });
      return {
        authorization: `User ${user.secret}, Organization ${organization.secret}`,
        caller: { organizationId: organization.id, userId: user.id, instanceId: null },
      };
    },
    as: (tenant, instanceId) =>
      createRequestContext({ logger, caller: { ...tenant.caller, instanceId: instanceId ?? null } }),
    async provision(tenant, configuration = running.sandbox.configuration) {
      const { instanceId } = await parts.services.instances.provision(world.as(tenant), {
        elementKey: 'expensify',
        name: 'Acme Expensify',
        tags: ['test'],
        configuration: Object.entries(configuration).map(([key, value]) => ({ key, value, path: [] })),
        externalAuthentication: 'NONE',
      });
      return instanceId;
    },
    async close() {
      for (const replica of replicas.reverse()) await replica.close();
      await running.close();
      await testDatabase.drop();
    },
  };
  return world;
}
