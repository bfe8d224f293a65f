import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSilentLogger } from '../../src/logger';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/persistence/embedded-postgres';
import { findHolder } from '../../src/persistence/postgres-cluster/postmaster';
import { isAlive } from '../../src/persistence/postgres-cluster/process-identity';

const PREFIX = 'elements-test-';

/** One throw-away cluster for a whole run of the tests. */
export interface TestCluster {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startTestCluster(): Promise<TestCluster> {
  removeAbandonedClusters();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  let server: EmbeddedPostgres;
  try {
    server = await startEmbeddedPostgres({ dataDir, logger: createSilentLogger(), durable: false });
  } catch (error) {
    remove();
    throw error;
  }
  const forget = cleanUpWhenInterrupted(remove);
  return {
    url: server.url,
    stop: async () => {
      forget();
      await server.stop();
      remove();
    },
  };
}

/** Jest ends at Ctrl-C without its global teardown. Postgres itself is ended by the service's own exit hook. */
function cleanUpWhenInterrupted(remove: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupted = (): never => process.exit(130);
  for (const signal of signals) process.once(signal, interrupted);
  process.once('exit', remove);
  return () => {
    for (const signal of signals) process.removeListener(signal, interrupted);
    process.removeListener('exit', remove);
  };
}

/** What runs left behind that were killed outright. */
function removeAbandonedClusters(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const cluster = join(tmpdir(), name, 'postgres');
    if (!existsSync(cluster)) continue;
    const holder = findHolder(cluster);
    if (holder?.owner && isAlive(holder.owner)) continue;
    if (holder) process.kill(holder.pid, 'SIGKILL');
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
