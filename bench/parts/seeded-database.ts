import { Client } from 'pg';
import { systemClock } from '../../src/clock';
import { createSilentLogger } from '../../src/logger';
import { Database } from '../../src/persistence/database';
import { migrate } from '../../src/persistence/migrate';
import { openDatabase } from '../../src/persistence/open-database';
import { OrganizationRepository } from '../../src/persistence/repositories/organization.repository';
import { createRequestContext } from '../../src/request-context';
import { OrganizationService } from '../../src/services/organization.service';
import { seedStatements, type SeedOwner, type SeedSize } from './seed-statements';

/** Reports and expenses of one organization, in tables that our migrations made. */
export interface SeededDatabase extends SeedSize {
  readonly databaseUrl: string;
  readonly organizationId: string;
  /** What its user sends. */
  readonly authorization: string;
}

/** Makes a database beside the one that the address names, and fills it. */
export async function seedDatabase(clusterUrl: string, name: string, size: SeedSize): Promise<SeededDatabase> {
  await onClient(clusterUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(clusterUrl);
  url.pathname = name;
  const databaseUrl = url.toString();
  const { owner, authorization } = await createOwner(databaseUrl);
  await onClient(databaseUrl, (client) => fill(client, size, owner));
  return { ...size, databaseUrl, organizationId: owner.organizationId, authorization };
}

async function createOwner(databaseUrl: string): Promise<{ owner: SeedOwner; authorization: string }> {
  const dataSource = await openDatabase(databaseUrl);
  try {
    await migrate(dataSource);
    const context = createRequestContext({ logger: createSilentLogger() });
    const service = new OrganizationService(new OrganizationRepository(new Database(dataSource)), systemClock);
    const organization = await service.createOrganization(context, 'Bench');
    const facts = { organizationId: organization.id, name: 'Ann', email: null };
    const user = await service.createUser(context, facts);
    return {
      owner: { organizationId: organization.id, userId: user.id },
      authorization: `User ${user.secret}, Organization ${organization.secret}`,
    };
  } finally {
    await dataSource.destroy();
  }
}

/** Indexes are made anew when all rows are there, which takes a part of the time that filling them row by row would. */
async function fill(client: Client, size: SeedSize, owner: SeedOwner): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
     WHERE i.indrelid IN ('reports'::regclass, 'expenses'::regclass) AND NOT i.indisprimary`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  for (const statement of seedStatements(size, owner)) await client.query(statement);
  await client.query("SET maintenance_work_mem = '512MB'");
  for (const { definition } of indexes) await client.query(definition);
  await client.query('VACUUM (FREEZE, ANALYZE)');
}

async function onClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
