import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSilentLogger } from '../../src/logger';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres';
import type { Databases } from '../section';
import type { SeedSize } from './seed-statements';
import { seedDatabase, type SeededDatabase } from './seeded-database';

const REPORTS = 10_000;
const EXPENSES = 100_000;
const GROWTH = 100;
const QUICK_GROWTH = 10;

export interface ClusterOptions {
  readonly wanted: readonly (keyof Databases)[];
  /** Times 10,000 reports. */
  readonly scale: number;
  readonly isQuick: boolean;
}

/** One durable Postgres with the databases that the sections of a run read. */
export async function withDatabases<T>(
  options: ClusterOptions,
  use: (databases: Partial<Databases>) => Promise<T>,
): Promise<T> {
  if (options.wanted.length === 0) return use({});
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, logger: createSilentLogger() });
  try {
    const databases: Partial<Record<keyof Databases, SeededDatabase>> = {};
    for (const name of options.wanted) databases[name] = await seed(postgres.url, name, sizeOf(name, options));
    return await use(databases);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function sizeOf(name: keyof Databases, { scale, isQuick }: ClusterOptions): SeedSize {
  const reports = Math.round(REPORTS * scale);
  const growth = name === 'small' ? 1 : isQuick ? QUICK_GROWTH : GROWTH;
  return { reports: reports * growth, expenses: Math.round(EXPENSES * scale) };
}

async function seed(url: string, name: keyof Databases, size: SeedSize): Promise<SeededDatabase> {
  const startedAt = performance.now();
  const database = await seedDatabase(url, name, size);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  const [reports, expenses] = [size.reports.toLocaleString('en'), size.expenses.toLocaleString('en')];
  process.stderr.write(`Seeded ${reports} reports and ${expenses} expenses in ${seconds} s.\n`);
  return database;
}
