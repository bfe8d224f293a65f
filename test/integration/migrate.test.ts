import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/persistence/data-source';
import { assertMigrated, migrate } from '../../src/persistence/migrate';
import { openDatabase } from '../../src/persistence/open-database';
import { StartupError } from '../../src/startup-error';
import { listSchemaChanges } from '../support/schema-changes';
import { createEmptyDatabase } from '../support/test-database';

describe('migrating', () => {
  const opened: DataSource[] = [];
  let database: Awaited<ReturnType<typeof createEmptyDatabase>>;

  beforeEach(async () => {
    database = await createEmptyDatabase();
  });

  afterEach(async () => {
    for (const dataSource of opened.splice(0)) await dataSource.destroy();
    await database.drop();
  });

  async function open(): Promise<DataSource> {
    const dataSource = await openDatabase(database.url);
    opened.push(dataSource);
    return dataSource;
  }

  it('is needed first, done once, and then is enough', async () => {
    const dataSource = await open();

    await expect(assertMigrated(dataSource)).rejects.toThrow(/^The database lacks (\d+) of \1 migrations/);
    const done = await migrate(dataSource);
    expect(done).toHaveLength(dataSource.migrations.length);
    expect(await migrate(dataSource)).toEqual([]);
    await expect(assertMigrated(dataSource)).resolves.toBeUndefined();
  });

  it('needs no more than to own the database', async () => {
    const owner = `owner_${randomBytes(6).toString('hex')}`;
    const asAdministrator = await open();
    const { pathname } = new URL(database.url);
    await asAdministrator.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'secret'`);
    await asAdministrator.query(`ALTER DATABASE "${pathname.slice(1)}" OWNER TO ${owner}`);
    const url = new URL(database.url);
    url.username = owner;
    url.password = 'secret';
    const asOwner = await openDatabase(url.href);
    try {
      expect(await migrate(asOwner)).toHaveLength(asOwner.migrations.length);
    } finally {
      await asOwner.destroy();
      await asAdministrator.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`);
      await asAdministrator.query(`DROP OWNED BY ${owner}`);
      await asAdministrator.query(`DROP ROLE ${owner}`);
    }
  });

  it('is done by one of several replicas that start at once', async () => {
    const replicas = await Promise.all([open(), open(), open(), open()]);
    const done = await Promise.all(replicas.map((dataSource) => migrate(dataSource)));

    expect(done.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('makes what the entities say, and nothing less', async () => {
    const dataSource = await open();
    await migrate(dataSource);

    expect(await listSchemaChanges(dataSource)).toEqual([]);
  });

  it('can be undone, and done again', async () => {
    const dataSource = await open();
    const done = await migrate(dataSource);
    for (const _name of done) await dataSource.undoLastMigration();

    const tables = (await dataSource.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`,
    )) as unknown[];
    expect(tables).toEqual([]);
    expect(await migrate(dataSource)).toEqual(done);
  });

  it('is refused to an older version than the one that migrated last', async () => {
    const dataSource = await open();
    await migrate(dataSource);
    await dataSource.query(`INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'Future')`);

    await expect(migrate(dataSource)).rejects.toThrow(StartupError);
    await expect(assertMigrated(dataSource)).rejects.toThrow(
      'A newer version of the service has migrated the database',
    );
  });
});

describe('opening a database', () => {
  it('says in one line what is wrong, without the password', async () => {
    const { url, drop } = await createEmptyDatabase();
    const wrongPassword = new URL(url);
    wrongPassword.password = 'not-it';
    const wrongName = new URL(url);
    wrongName.pathname = '/missing';

    await expect(openDatabase(wrongPassword.href)).rejects.toThrow(
      /^Cannot connect to the database "test_\w+" at 127\.0\.0\.1:\d+ as user "elements": password authentication failed for user "elements"\.$/,
    );
    await expect(openDatabase(wrongName.href)).rejects.toThrow('database "missing" does not exist');
    await expect(openDatabase('postgres://a:b@no-such-host.invalid/c')).rejects.toThrow('its host name is unknown');
    expect(createDataSource(url).isInitialized).toBe(false);
    await drop();
  });
});
