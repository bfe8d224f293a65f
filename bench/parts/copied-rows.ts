import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';

const TABLES = ['reports', 'expenses'];

/**
 * Seconds that Postgres's own COPY takes for all rows of these tables, from files beside it, into empty tables with the
 * same indexes and constraints: the least that storing them can cost.
 */
export async function timeCopyOf(dataSource: DataSource): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'elements-bench-copy-'));
  // Postgres may run as another user.
  chmodSync(folder, 0o777);
  try {
    for (const table of TABLES) {
      await dataSource.query(`COPY ${table} TO '${join(folder, table)}'`);
      await dataSource.query(`CREATE TABLE ${table}_copied (LIKE ${table} INCLUDING ALL)`);
      await dataSource.query(`ALTER TABLE ${table}_copied ADD FOREIGN KEY (instance_id) REFERENCES instances (id)`);
    }
    await dataSource.query('CHECKPOINT');
    const startedAt = performance.now();
    for (const table of TABLES) await dataSource.query(`COPY ${table}_copied FROM '${join(folder, table)}'`);
    return (performance.now() - startedAt) / 1_000;
  } finally {
    for (const table of TABLES) await dataSource.query(`DROP TABLE IF EXISTS ${table}_copied`);
    rmSync(folder, { recursive: true, force: true });
  }
}
