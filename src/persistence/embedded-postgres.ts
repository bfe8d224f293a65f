import { resolve } from 'node:path';
import { realpathSync, mkdirSync } from 'node:fs';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { prepareClusterPlace } from './postgres-cluster/cluster-place';
import { SUPERUSER, initializeCluster, readPassword } from './postgres-cluster/initialize-cluster';
import { prepareBinaries } from './postgres-cluster/postgres-binaries';
import { findHolder, releaseCluster, startPostmaster } from './postgres-cluster/postmaster';
import { isAlive } from './postgres-cluster/process-identity';

const DATABASE = 'elements';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly logger: Logger;
  /** Default true. False is for tests: faster, and a crash of the machine loses the data. */
  readonly durable?: boolean;
  /** Default: any free one. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** For `DATABASE_URL`; holds the password. */
  readonly url: string;
  /** Returns when no process of it is left. May be called twice. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, also when nobody asked it to. */
  readonly ended: Promise<void>;
}

/** Settings for a database that may be lost. */
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * A Postgres of our own in the data directory, on 127.0.0.1 only. The first start makes it, later ones keep what is in
 * it; one that a killed service left running is stopped first.
 * @throws {StartupError} when the directory is in use, or no Postgres can run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger, durable = true } = options;
  const dataDir = resolveDataDir(options.dataDir);
  const place = prepareClusterPlace(dataDir);
  if (place.directory !== dataDir) logger.info({ directory: place.directory }, 'the embedded Postgres lives elsewhere');
  const binaries = prepareBinaries(place);
  await initializeCluster(place, binaries, durable);
  await releaseCluster(place.cluster, dataDir, logger);
  const settings = durable ? {} : THROWAWAY;
  const postmaster = await startPostmaster({ dataDir, place, binaries, logger, port: options.port, settings });
  const server = { port: postmaster.port, password: readPassword(place.cluster) };
  try {
    await createDatabase(server);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  return { url: urlOf(server, DATABASE), stop: () => postmaster.stop(), ended: postmaster.ended };
}

/** The address of the database that a living service has started here; null when none has. */
export function findEmbeddedPostgres(dataDir: string): { readonly url: string } | null {
  const { cluster } = prepareClusterPlace(resolveDataDir(dataDir));
  const holder = findHolder(cluster);
  if (!holder?.owner || !isAlive(holder.owner)) return null;
  return { url: urlOf({ port: holder.port, password: readPassword(cluster) }, DATABASE) };
}

/** One name for one directory, by whatever links it is reached: the lock is found by that name. */
function resolveDataDir(dataDir: string): string {
  mkdirSync(resolve(dataDir), { recursive: true, mode: 0o700 });
  return realpathSync(dataDir);
}

interface Server {
  readonly port: number;
  readonly password: string;
}

function urlOf(server: Server, database: string): string {
  return `postgres://${SUPERUSER}:${server.password}@127.0.0.1:${server.port}/${database}`;
}

async function createDatabase(server: Server): Promise<void> {
  const client = new Client({ connectionString: urlOf(server, 'postgres'), ssl: false });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
