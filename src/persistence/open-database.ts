import type { DataSource } from 'typeorm';
import { StartupError } from '../startup-error';
import { createDataSource } from './data-source';

/** The oldest that still gets fixes at the time of writing. */
const OLDEST_POSTGRES = 14;

/**
 * Connects to a database.
 * @throws {StartupError} when it cannot be reached or is too old; without the password.
 */
export async function openDatabase(url: string): Promise<DataSource> {
  const dataSource = createDataSource(url);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new StartupError(`Cannot connect to ${describeDatabase(url)}: ${reasonOf(error)}.`, { cause: error });
  }
  const [server] = (await dataSource.query('SHOW server_version_num')) as [{ server_version_num: string }];
  const version = Math.floor(Number(server.server_version_num) / 10_000);
  if (version >= OLDEST_POSTGRES) return dataSource;
  await dataSource.destroy();
  throw new StartupError(
    `${describeDatabase(url)} is Postgres ${version}: Postgres ${OLDEST_POSTGRES} or newer is needed.`,
  );
}

/** The database as a person would name it: no password. */
function describeDatabase(url: string): string {
  const { hostname, port, pathname, username } = new URL(url);
  const user = username === '' ? '' : ` as user "${decodeURIComponent(username)}"`;
  return `the database "${decodeURIComponent(pathname.slice(1))}" at ${hostname}:${port || 5432}${user}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host name is unknown';
    case 'ETIMEDOUT':
      return 'it does not answer';
    default:
      return (message.split('\n')[0] ?? '').replace(/\.$/, '');
  }
}
