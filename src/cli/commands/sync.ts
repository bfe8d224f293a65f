import type { Command } from 'commander';
import { adapters } from '../../adapters/registry';
import { systemClock } from '../../clock';
import { composeServices } from '../../compose/services';
import { loadConfig } from '../../config';
import { createSilentLogger } from '../../logger';
import { Metrics } from '../../metrics';
import { Database } from '../../persistence/database';
import { assertMigrated } from '../../persistence/migrate';
import type { SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import { loadOrCreateEncryptionKeys } from '../../security/encryption-keys-file';
import { withDatabase } from '../command-database';
import { createSyncProgress } from '../sync-progress';

/** Syncs an instance now, and shows how far it is. */
export function registerSync(program: Command): void {
  program
    .command('sync')
    .argument('<instanceId>', 'id of the instance')
    .option('--full', 'read everything, not only what changed')
    .description('Syncs an instance now and shows how far it is. May be cut: the service goes on with it.')
    .action(async (instanceId: string, options: { readonly full?: boolean }) => {
      const run = await syncInstance(instanceId, options.full === true);
      process.stdout.write(`${describe(run)}\n`);
      if (run.status !== 'SUCCEEDED' && run.status !== 'QUEUED') process.exitCode = 1;
    });
}

async function syncInstance(instanceId: string, full: boolean): Promise<SyncRunRow> {
  const config = loadConfig(process.env, ['DATABASE_URL', 'ENCRYPTION_KEYS']);
  const logger = createSilentLogger();
  return withDatabase(config, logger, async (dataSource) => {
    await assertMigrated(dataSource);
    const isSandbox = config.vendors === 'sandbox';
    const parts = composeServices({
      database: new Database(dataSource),
      adapters,
      encryptionKeys: config.encryptionKeys ?? loadOrCreateEncryptionKeys(config.dataDir),
      sandboxOrigin: isSandbox ? `http://localhost:${config.sandboxPort}` : null,
      privateOrigins: config.allowPrivateOrigins,
      publicUrl: config.publicUrl ?? `http://localhost:${config.port}`,
      metrics: new Metrics({ processMetrics: false }),
      logger,
      clock: systemClock,
    });
    const progress = createSyncProgress(process.stdout);
    try {
      return await parts.localSync.run(parts.context, instanceId, full ? 'FULL' : 'INCREMENTAL', progress.show);
    } finally {
      progress.end();
      await parts.close();
    }
  });
}

function describe(run: SyncRunRow): string {
  if (run.status === 'QUEUED') return "QUEUED: the program at the customer's does it when it calls next.";
  const { status, mode, recordsRead, recordsCreated, recordsChanged, recordsDeleted, vendorCalls } = run;
  const counts = `${recordsRead} records read: ${recordsCreated} new, ${recordsChanged} changed, ${recordsDeleted} gone`;
  const reason = run.errorMessage === null ? '' : ` ${run.errorMessage}`;
  return `${status} (${mode}) ${counts}; ${vendorCalls} requests to the vendor.${reason}`;
}
