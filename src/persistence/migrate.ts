import type { DataSource } from 'typeorm';
import { StartupError } from '../startup-error';

/** Held while migrating, so that of several replicas one does it. Any number, never another. */
const MIGRATION_LOCK = 5_267_314_906;

/**
 * Brings the database to this version, and returns the names of what was done.
 * @throws {StartupError} when a newer version has migrated it.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    // A lock of the session: the migrations run on a connection of their own.
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      await assertNotNewer(dataSource);
      const done = await dataSource.runMigrations();
      return done.map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/** @throws {StartupError} unless the database is exactly at this version. */
export async function assertMigrated(dataSource: DataSource): Promise<void> {
  await assertNotNewer(dataSource);
  const applied = await listApplied(dataSource);
  const pending = listKnown(dataSource).filter((name) => !applied.includes(name));
  if (pending.length === 0) return;
  throw new StartupError(
    `The database lacks ${pending.length} of ${listKnown(dataSource).length} migrations (first: ${pending[0]}). ` +
      'Run `npm run elements -- migrate`, then start again.',
  );
}

async function assertNotNewer(dataSource: DataSource): Promise<void> {
  const known = listKnown(dataSource);
  const unknown = (await listApplied(dataSource)).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new StartupError(
    `A newer version of the service has migrated the database (${unknown.at(-1)} is unknown here). ` +
      'Start that version, or restore a database from before.',
  );
}

function listKnown(dataSource: DataSource): string[] {
  return dataSource.migrations.map(({ name, constructor }) => name ?? constructor.name);
}

async function listApplied(dataSource: DataSource): Promise<string[]> {
  const [table] = (await dataSource.query(`SELECT to_regclass('schema_migrations') AS name`)) as [
    { name: string | null },
  ];
  if (table.name === null) return [];
  const rows = (await dataSource.query('SELECT name FROM schema_migrations ORDER BY timestamp')) as { name: string }[];
  return rows.map(({ name }) => name);
}
