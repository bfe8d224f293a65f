import pino from 'pino';
import { adapters } from '../../src/adapters/registry';
import { composeServices } from '../../src/compose/services';
import { Metrics } from '../../src/metrics';
import { Database } from '../../src/persistence/database';
import { createDataSource } from '../../src/persistence/data-source';
import { TestClock } from './clock';
import { ENCRYPTION_KEY } from './service-world';

/** A replica in a process of its own, which makes one export, and is there to be killed. Time stands still in it. */
async function work(databaseUrl: string, sandboxOrigin: string, exportId: string, now: number): Promise<void> {
  const dataSource = await createDataSource(databaseUrl, { poolSize: 3 }).initialize();
  const parts = composeServices({
    database: new Database(dataSource),
    adapters,
    encryptionKeys: [ENCRYPTION_KEY],
    sandboxOrigin,
    privateOrigins: [],
    metrics: new Metrics({ processMetrics: false }),
    logger: pino({ level: 'silent' }),
    clock: new TestClock(now),
  });
  await parts.exportExecution.execute(parts.context, exportId, 1);
}

const [databaseUrl = '', sandboxOrigin = '', exportId = '', now = ''] = process.argv.slice(2);
void work(databaseUrl, sandboxOrigin, exportId, Number(now));
