import { Client } from 'pg';
import { COLUMN_TYPES } from '../../src/persistence/instant-text';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const INSTANTS = [
  '2026-07-31 09:00:00+00',
  '2026-07-31 09:00:00.5+00',
  '2026-12-31 23:59:59.999999+00',
  '2024-02-29 00:00:00.001+00',
  '1969-12-31 23:59:59.25+00',
  '0099-01-01 00:00:00+00',
  '0100-01-01 00:00:00+00',
  '9999-12-31 23:59:59.123+00',
  '12026-01-01 00:00:00+00',
  '0044-03-15 12:00:00+00 BC',
  'infinity',
  '-infinity',
];

describe('instants of Postgres', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  async function read(zone: string, types?: typeof COLUMN_TYPES): Promise<unknown[]> {
    const client = new Client({ connectionString: database.url, types });
    await client.connect();
    try {
      await client.query(`SET TimeZone = '${zone}'`);
      const { rows } = await client.query<{ at: unknown }>('SELECT at FROM unnest($1::timestamptz[]) AS u (at)', [
        INSTANTS,
      ]);
      return rows.map(({ at }) => at);
    } finally {
      await client.end();
    }
  }

  it.each(['UTC', 'Asia/Kolkata', 'America/St_Johns'])(
    'are what the driver makes of them, in a session of %s',
    async (zone) => {
      const ours = await read(zone, COLUMN_TYPES);
      expect(ours).toHaveLength(INSTANTS.length);
      expect(ours).toEqual(await read(zone));
    },
  );
});
