import { createEmptyDatabase, createTestDatabase } from '../support/test-database';

describe('the database of a test file', () => {
  it('is migrated, its own, and gone after it is dropped', async () => {
    const first = await createTestDatabase();
    const second = await createTestDatabase();
    await first.dataSource.query('CREATE TABLE only_here (id int)');

    const [found] = await second.dataSource.query(`SELECT to_regclass('only_here') AS name`);
    expect(found.name).toBeNull();
    const [migrations] = await first.dataSource.query(`SELECT to_regclass('schema_migrations') AS name`);
    expect(migrations.name).toBe('schema_migrations');

    await first.drop();
    const databases = await second.dataSource.query('SELECT datname FROM pg_database');
    expect(databases).not.toContainEqual({ datname: new URL(first.url).pathname.slice(1) });
    await second.drop();
  });

  it('can be asked for without tables', async () => {
    const { url, drop } = await createEmptyDatabase();

    expect(url).toContain('/test_');
    await drop();
  });

  it('sorts text by code point on every machine', async () => {
    const { dataSource, drop } = await createTestDatabase();

    const rows = await dataSource.query(
      `SELECT value FROM unnest(ARRAY['é', 'a', 'B', 'z', '_']) value ORDER BY value`,
    );
    expect(rows.map((row: { value: string }) => row.value)).toEqual(['B', '_', 'a', 'z', 'é']);
    const [lower] = await dataSource.query(`SELECT lower('ÉÑ') AS value`);
    expect(lower.value).toBe('éñ');
    await drop();
  });
});
