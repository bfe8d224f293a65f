import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { QueryRunner } from 'typeorm';

const SCHEMA = 'graphile_worker';

/**
 * Brings graphile-worker's schema to the version of the package that is installed, within our migration. The worker does
 * the same when it starts; done before, it finds nothing to do, and a deployment changes tables by its migrations only.
 * A newer version of the package needs another migration that calls this.
 */
export async function installJobSchema(runner: QueryRunner): Promise<void> {
  // As in the package's own installer.
  await runner.query(`
    CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
    CREATE TABLE IF NOT EXISTS ${SCHEMA}.migrations (
      id int PRIMARY KEY,
      ts timestamptz DEFAULT now() NOT NULL,
      breaking boolean NOT NULL DEFAULT false
    );
  `);
  const [{ latest }] = (await runner.query(`SELECT coalesce(max(id), 0) AS latest FROM ${SCHEMA}.migrations`)) as [
    { latest: number },
  ];
  for (const { id, text } of readMigrations().filter((migration) => migration.id > latest)) {
    await runner.query(text.replaceAll(':GRAPHILE_WORKER_SCHEMA', SCHEMA));
    const breaking = text.startsWith('--! breaking');
    await runner.query(`INSERT INTO ${SCHEMA}.migrations (id, breaking) VALUES ($1, $2)`, [id, breaking]);
  }
}

function readMigrations(): { readonly id: number; readonly text: string }[] {
  const directory = join(dirname(require.resolve('graphile-worker/package.json')), 'sql');
  return readdirSync(directory)
    .filter((name) => /^\d{6}\.sql$/.test(name))
    .sort()
    .map((name) => ({ id: Number(name.slice(0, 6)), text: readFileSync(join(directory, name), 'utf8') }));
}
