import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { Config } from '../config';
import { closeConnections } from '../persistence/connection-pool';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../persistence/embedded-postgres';
import { openDatabase } from '../persistence/open-database';

/**
 * Gives a command the service's database, and closes it after. Without `DATABASE_URL` that is the embedded one: of the
 * running service where there is one, otherwise started for the command.
 * @throws {StartupError} when it cannot be had.
 */
export async function withDatabase<T>(
  config: Config,
  logger: Logger,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const { url, stop } = await findDatabase(config, logger);
  try {
    const dataSource = await openDatabase(url);
    try {
      return await work(dataSource);
    } finally {
      await closeConnections(dataSource);
    }
  } finally {
    await stop();
  }
}

async function findDatabase(config: Config, logger: Logger): Promise<{ url: string; stop: () => Promise<void> }> {
  const elsewhere = config.databaseUrl ?? findEmbeddedPostgres(config.dataDir)?.url;
  if (elsewhere !== undefined) return { url: elsewhere, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({ dataDir: config.dataDir, logger });
}
