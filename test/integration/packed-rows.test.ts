import { rowUnpacker, packedRows, type PackedColumn, type PackedRows } from '../../src/persistence/packed-rows';
import type { ExpenseRow } from '../../src/persistence/repositories/expense-row';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildExpense, buildReport, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, type RecordDatabase } from '../support/record-database';

const COLUMNS: readonly PackedColumn[] = [
  { name: 'word', type: 'text' },
  { name: 'amount', type: 'text' },
  { name: 'is_so', type: 'boolean' },
  { name: 'number', type: 'integer' },
  { name: 'at', type: 'instant' },
  { name: 'list', type: 'json' },
];

describe('packed rows', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  beforeAll(async () => {
    db = await createRecordDatabase();
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  /** What the driver makes of a statement, and what comes of it packed. */
  async function read(text: string): Promise<{ readonly plain: unknown[]; readonly packed: unknown[] | null }> {
    const plain = await db.database.query<object>(db.context, { text });
    const [pack] = await db.database.query<PackedRows>(db.context, { text: packedRows(COLUMNS, text) });
    return { plain, packed: rowUnpacker(COLUMNS)(pack!) };
  }

  const values = (...rows: string[]): string =>
    `SELECT * FROM (VALUES ${rows.join(', ')}) v (word, amount, is_so, number, at, list) ORDER BY number`;

  it.each([
    [
      'values of every type',
      `('Café €', 12.30::numeric(19,5), true, 7, timestamptz '2026-07-01 09:00:00.123456+02', '[1]'::jsonb)`,
    ],
    [
      'an instant before 1970 and in whole seconds',
      `('', 0::numeric(19,5), false, -1, timestamptz '1969-12-31 23:59:59Z', '{}'::jsonb)`,
    ],
    [
      'line breaks, quotes and tabs',
      `(E'a\\n"b"\\t\\\\', 1::numeric(19,5), true, 1, timestamptz '2026-01-01Z', '"x"'::jsonb)`,
    ],
    [
      'nulls in every column',
      `(null::text, null::numeric(19,5), null::boolean, null::int, null::timestamptz, null::jsonb)`,
    ],
    [
      'our control characters inside JSON',
      `('', 1::numeric(19,5), true, 1, timestamptz '2026-01-01Z', jsonb_build_array(E'\\x1f\\x1e'))`,
    ],
  ])('are what the driver reads: %s', async (_, row) => {
    const { plain, packed } = await read(values(row));

    expect(packed).toEqual(plain);
  });

  it('keep the order of the statement', async () => {
    const row = (number: number): string =>
      `('w${number}', 1::numeric(19,5), true, ${number}, timestamptz '2026-01-01Z', '1'::jsonb)`;
    const { plain, packed } = await read(values(row(3), row(1), row(2)));

    expect(packed).toEqual(plain);
    expect(packed).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });

  it('are none where there are none', async () => {
    expect(await read(`${values(`('', 1, true, 1, now(), '1'::jsonb)`)} LIMIT 0`)).toEqual({ plain: [], packed: [] });
  });

  it.each([
    ['what stands between values', String.raw`E'a\x1fb'`],
    ['what stands for null', String.raw`E'\x1e'`],
    ['what would be a row of its own', String.raw`E'a\x1f1\x1ftrue\x1f1\x1f2026-01-01 00:00:00+00\x1f1\x1fb'`],
  ])('are not taken apart where a text holds %s', async (_, text) => {
    const { packed } = await read(values(`(${text}, 1::numeric(19,5), true, 1, now(), '1'::jsonb)`));

    expect(packed).toBeNull();
  });

  it('refuse a name that is no word, which would become code', () => {
    expect(() => rowUnpacker([{ name: 'a: 1, b', type: 'text' }])).toThrow('no plain word');
  });

  it('take what is told with them as it is', () => {
    const unpack = rowUnpacker([{ name: 'word', type: 'text' }], ['instance_id']);

    expect(unpack({ count: 2, nulls: 0, packed: 'a\x1fb' }, { instance_id: 'i' })).toEqual([
      { instance_id: 'i', word: 'a' },
      { instance_id: 'i', word: 'b' },
    ]);
  });

  it('are read one by one where a record has our control characters in a text', async () => {
    const expenses = [
      buildExpense('A', { reportRemoteId: 'R', merchant: 'Plain', date: '2026-07-01', amount: usd('1') }),
      buildExpense('B', { reportRemoteId: 'R', merchant: '\x1e', description: 'a\x1fb', date: '2026-07-02' }),
    ];
    await db.reports.storeReports(db.context, db.database, target, [buildReport('R', { expenses })], FETCHED_AT);
    const order = { field: 'DATE', direction: 'ASC' } as const;
    const scope = { ...target, reportRemoteId: 'R' };
    const query = { filter: null, order, first: 10, after: null };
    const [page] = await db.expenses.listPages(db.context, [scope], query);

    expect(page?.rows).toMatchObject([
      { remoteId: 'A', instanceId: target.instanceId, merchant: 'Plain' },
      { remoteId: 'B', instanceId: target.instanceId, merchant: '\x1e', description: 'a\x1fb' },
    ] satisfies Partial<ExpenseRow>[]);
  });
});
