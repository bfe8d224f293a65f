// Entities against migrations, on a scratch database: `npm run migration:generate` prints the statements that the
// migrations lack, as a start for a new one; `npm run migration:check` fails when there are any.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from './build-freshness.mjs';
import { buildIfNeeded } from './run-built.mjs';

const require = createRequire(import.meta.url);

async function findDifferences() {
  await buildIfNeeded();
  const { createSilentLogger } = require(join(DIST, 'src/logger.js'));
  const { startEmbeddedPostgres } = require(join(DIST, 'src/persistence/embedded-postgres.js'));
  const { openDatabase } = require(join(DIST, 'src/persistence/open-database.js'));
  const { migrate } = require(join(DIST, 'src/persistence/migrate.js'));
  const dataDir = mkdtempSync(join(tmpdir(), 'elements-migration-'));
  const postgres = await startEmbeddedPostgres({ dataDir, logger: createSilentLogger(), durable: false });
  try {
    const dataSource = await openDatabase(postgres.url);
    await migrate(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    return upQueries.map(({ query }) => `${query};`);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const mode = process.argv[2];
if (mode !== 'generate' && mode !== 'check') {
  process.stderr.write('Usage: node scripts/migration.mjs generate|check\n');
  process.exit(1);
}
const differences = await findDifferences();
for (const statement of differences) process.stdout.write(`${statement}\n`);
if (mode === 'check' && differences.length > 0) {
  process.stderr.write('The migrations do not make what the entities say: write a migration for the above.\n');
  process.exitCode = 1;
}
