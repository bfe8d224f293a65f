// A replica in a process of its own: once it is told to, it asks QuickBooks as often as it should, all at once.
import { adapters } from '../../src/adapters/registry';
import { callCompany } from '../../src/adapters/quickbooks-online/client';
import { composeServices } from '../../src/compose/services';
import { createSilentLogger } from '../../src/logger';
import { Metrics } from '../../src/metrics';
import { createDataSource } from '../../src/persistence/data-source';
import { Database } from '../../src/persistence/database';
import type { CompanyReaderTask } from './company-readers';
import { OffsetClock } from './offset-clock';

async function run(task: CompanyReaderTask): Promise<void> {
  const clock = new OffsetClock(task.clockOffsetMs);
  const dataSource = await createDataSource(task.databaseUrl, { poolSize: 5 }).initialize();
  const parts = composeServices({
    database: new Database(dataSource),
    adapters,
    encryptionKeys: [{ id: task.encryptionKey.id, key: Buffer.from(task.encryptionKey.key, 'base64') }],
    sandboxOrigin: null,
    privateOrigins: [task.sandboxOrigin],
    publicUrl: 'http://localhost:4000',
    metrics: new Metrics({ processMetrics: false }),
    logger: createSilentLogger(),
    clock,
  });
  const [instance] = await parts.services.instanceReads.findByIds(
    { ...parts.context, caller: { organizationId: task.organizationId, userId: task.userId, instanceId: null } },
    [task.instanceId],
  );
  process.send!('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const ask = async (): Promise<string> => {
    const connection = await parts.connections.open(parts.context, instance!, { priority: 'write' });
    const request = {
      purpose: 'test',
      method: 'GET',
      path: 'query',
      query: { query: 'select * from Employee' },
    } as const;
    const { QueryResponse: found } = await callCompany(connection, { ...request, repeatable: true });
    return Object.keys(found as object).join();
  };
  const answers = await Promise.all(
    Array.from({ length: task.queries }, () => ask().catch((error: Error) => error.message)),
  );
  await parts.close();
  await dataSource.destroy();
  process.send!(answers, () => process.disconnect());
}

void run(JSON.parse(process.argv[2]!) as CompanyReaderTask);
