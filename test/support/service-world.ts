import pino from 'pino';
import type { ElementResource, VendorAdapter } from '../../src/adapters/adapter';
import { createExpensifySandbox, type ExpensifySandbox } from '../../src/adapters/expensify/sandbox';
import { adapters } from '../../src/adapters/registry';
import { startSandboxServer } from '../../src/adapters/sandbox/sandbox-server';
import type { VendorSandbox } from '../../src/adapters/sandbox/vendor-sandbox';
import { createTaxifySandbox, type TaxifySandbox } from '../../src/adapters/taxify/sandbox';
import type { Clock } from '../../src/clock';
import { composeServices, type ServiceParts } from '../../src/compose/services';
import type { EncryptionKey } from '../../src/config';
import type { ElementsError } from '../../src/errors';
import { Metrics } from '../../src/metrics';
import type { Database } from '../../src/persistence/database';
import type { InstanceRow } from '../../src/persistence/repositories/instance.repository';
import { createRequestContext, type Caller, type RequestContext } from '../../src/request-context';
import type { ConfigurationInput } from '../../src/services/configuration-input';
import type { SourceFreshness } from '../../src/services/source-freshness';
import { createTestDatabase, type TestDatabase } from './test-database';
import { TestClock } from './clock';
import { FastClock } from './fast-clock';

export interface Tenant {
  readonly authorization: string;
  readonly userSecret: string;
  readonly organizationSecret: string;
  readonly caller: Caller;
}

/** Everything but HTTP: a database and a sandbox of one's own, and the services over them. */
export interface ServiceWorld {
  readonly clock: Clock;
  readonly database: Database;
  readonly testDatabase: TestDatabase;
  readonly sandbox: ExpensifySandbox;
  readonly taxify: TaxifySandbox;
  readonly sandboxOrigin: string;
  readonly metrics: Metrics;
  readonly parts: ServiceParts;
  /** Everything that was logged, at any level, as one text. */
  logged(): string;
  /** Another replica on the same database. Closed with the world, or before. */
  addReplica(options?: { readonly keys?: readonly EncryptionKey[]; readonly database?: Database }): ServiceParts;
  createTenant(name?: string): Promise<Tenant>;
  /** What a request of this tenant is served with; counts its statements and vendor calls. */
  as(tenant: Tenant, instanceId?: string): RequestContext;
  /** Provisions an Expensify instance on the sandbox; its id. */
  provision(tenant: Tenant, configuration?: Readonly<Record<string, string>>): Promise<string>;
  /** As `provision`, of Taxify. */
  provisionTaxify(tenant: Tenant, configuration?: Readonly<Record<string, string>>): Promise<string>;
  /** The instance as its organization sees it; null when it does not. */
  find(tenant: Tenant, id: string): Promise<InstanceRow | null>;
  /** Gets a list of an instance ready to be read, as a reader does. */
  read(
    tenant: Tenant,
    id: string,
    resource?: ElementResource,
    options?: { readonly maxAge?: number; readonly parts?: ServiceParts; readonly context?: RequestContext },
  ): Promise<SourceFreshness | ElementsError>;
  /** How many rows of a table an instance has. */
  countRows(table: string, instanceId: string): Promise<number>;
  close(): Promise<void>;
}

export const ENCRYPTION_KEY: EncryptionKey = { id: 'test', key: Buffer.alloc(32, 7) };

/** Keys and values as a caller sends them. */
export function toInputs(configuration: Readonly<Record<string, string | null>>): ConfigurationInput[] {
  return Object.entries(configuration).map(([key, value], index) => ({
    key,
    value,
    path: ['input', 'configuration', String(index), 'value'],
    keyPath: ['input', 'configuration', String(index), 'key'],
  }));
}

export async function createServiceWorld(
  options: {
    readonly reports?: number;
    readonly clock?: Clock;
    readonly keys?: readonly EncryptionKey[];
    /** The vendors; those of the registry unless given. */
    readonly adapters?: readonly VendorAdapter[];
    /** Sandboxes beside those of Expensify and Taxify. */
    readonly createSandboxes?: (clock: Clock) => Promise<readonly VendorSandbox[]>;
    /** Called although they are private, as those of a test's own receivers are. */
    /** Where the service says that it is reached. */
    readonly publicUrl?: string;
    readonly privateOrigins?: readonly string[];
    readonly subscriptionCallbackOrigins?: readonly string[];
  } = {},
): Promise<ServiceWorld> {
  const clock = options.clock ?? new FastClock();
  if (clock instanceof TestClock && clock.autoAdvance) {
    throw new Error('A service keeps leases: a clock that moves with every sleep would run on while it works.');
  }
  const [testDatabase, sandbox, taxify] = await Promise.all([
    createTestDatabase(),
    createExpensifySandbox({ seed: 1, clock, reports: options.reports ?? 60 }),
    createTaxifySandbox({ seed: 1, clock }),
  ]);
  const more = await options.createSandboxes?.(clock);
  const running = await startSandboxServer({ port: 0, sandboxes: [sandbox, taxify, ...(more ?? [])], clock });
  const { database } = testDatabase;
  const metrics = new Metrics({ processMetrics: false });
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const replicas = new Set<ServiceParts>();
  const addReplica: ServiceWorld['addReplica'] = ({ keys = options.keys ?? [ENCRYPTION_KEY], ...other } = {}) => {
    const composed = composeServices({
      database: other.database ?? database,
      adapters: options.adapters ?? adapters,
      encryptionKeys: keys,
      sandboxOrigin: running.origin,
      privateOrigins: options.privateOrigins ?? [],
      publicUrl: options.publicUrl ?? 'http://localhost:4000',
      subscriptionCallbackOrigins: options.subscriptionCallbackOrigins ?? [],
      metrics: replicas.size === 0 ? metrics : new Metrics({ processMetrics: false }),
      logger,
      clock,
    });
    const close = async (): Promise<void> => {
      if (replicas.delete(replica)) await composed.close();
    };
    const replica: ServiceParts = { ...composed, close };
    replicas.add(replica);
    return replica;
  };
  const parts = addReplica();

  const world: ServiceWorld = {
    clock,
    database,
    testDatabase,
    sandbox,
    taxify,
    sandboxOrigin: running.origin,
    metrics,
    parts,
    logged: () => lines.join(''),
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
        userSecret: user.secret,
        organizationSecret: organization.secret,
        caller: { organizationId: organization.id, userId: user.id, instanceId: null },
      };
    },
    as: (tenant, instanceId) =>
      createRequestContext({ logger, caller: { ...tenant.caller, instanceId: instanceId ?? null } }),
    async provision(tenant, configuration = sandbox.configuration) {
      const { instanceId } = await parts.services.provisioning.provision(world.as(tenant), {
        elementKey: 'expensify',
        name: 'Acme Expensify',
        tags: ['test'],
        configuration: toInputs(configuration),
        externalAuthentication: 'NONE',
      });
      return instanceId;
    },
    async provisionTaxify(tenant, configuration = taxify.configuration) {
      const { instanceId } = await parts.services.provisioning.provision(world.as(tenant), {
        elementKey: 'taxify',
        name: 'Acme Taxify',
        tags: ['test'],
        configuration: toInputs(configuration),
        externalAuthentication: 'NONE',
      });
      return instanceId;
    },
    async find(tenant, id) {
      const [instance] = await parts.services.instanceReads.findByIds(world.as(tenant), [id]);
      return instance ?? null;
    },
    async read(tenant, id, resource = 'REPORTS', { maxAge, parts: replica = parts, context = world.as(tenant) } = {}) {
      const [instance] = await replica.services.instanceReads.findByIds(context, [id]);
      if (!instance) throw new Error(`The tenant sees no instance ${id}.`);
      const reads = [{ instance, resource, maxAgeSeconds: maxAge ?? null }];
      const [prepared] = await replica.services.records.prepareLists(context, reads);
      return prepared!;
    },
    async countRows(table, instanceId) {
      const [row] = await database.query<{ count: number }>(parts.context, {
        text: `SELECT count(*)::int AS count FROM ${table} WHERE instance_id = $1`,
        values: [instanceId],
      });
      return row!.count;
    },
    async close() {
      for (const replica of [...replicas].reverse()) await replica.close();
      await running.close();
      await testDatabase.drop();
    },
  };
  return world;
}
