import { Client } from 'pg';
import { closeConnections, poolOf } from '../../src/persistence/connection-pool';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let db: TestDatabase;
let observer: Client;

beforeEach(async () => {
  db = await createTestDatabase();
  observer = new Client({ connectionString: db.url });
  await observer.connect();
});

afterEach(async () => {
  await observer.end();
  await db.drop();
});

/** Sessions of the database that are not the observer's. */
async function openSessions(): Promise<number> {
  const { rows } = await observer.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  return rows[0]!.count;
}

describe('closing the connections', () => {
  it('returns when the server has let go of all of them', async () => {
    const pool = poolOf(db.dataSource);
    const clients = await Promise.all(Array.from({ length: 8 }, () => pool.connect()));
    for (const client of clients) client.release();
    expect(await openSessions()).toBe(8);

    await closeConnections(db.dataSource);

    expect(await openSessions()).toBe(0);
  });

  it('waits for a statement that is being run', async () => {
    const client = await poolOf(db.dataSource).connect();
    const running = client.query('SELECT pg_sleep(0.2)').finally(() => client.release());
    await closeConnections(db.dataSource);

    expect(await openSessions()).toBe(0);
    await running;
  });

  it('returns where a connection ends without a word', async () => {
    const pool = poolOf(db.dataSource);
    pool.on('error', () => undefined);
    await observer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );

    await closeConnections(db.dataSource);

    expect(pool.totalCount).toBe(0);
  });
});
