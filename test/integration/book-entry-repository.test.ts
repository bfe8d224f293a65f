import type { RecordChange } from '../../src/persistence/repositories/record-change';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { buildBookEntry, buildExpense, usd } from '../support/record-builders';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';

describe('entries of books in our tables', () => {
  let db: RecordDatabase;
  let target: StoreTarget;

  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
  });
  afterAll(() => db.drop());

  const store = (
    entries: ReturnType<typeof buildBookEntry>[],
    at = FETCHED_AT,
    changes: RecordChange[] | null = null,
  ) =>
    db.database.transaction((transaction) =>
      db.books.storeBookEntries(db.context, transaction, target, entries, at, changes),
    );
  const find = async (kind: string, remoteId: string, organizationId = target.organizationId) => {
    const [row] = await db.books.findByKeys(db.context, organizationId, [
      { instanceId: target.instanceId, kind, remoteId },
    ]);
    return row;
  };

  it('keep kinds with the same id apart', async () => {
    await store([buildBookEntry('SUPPLIER', '5', { name: 'Ann' }), buildBookEntry('CUSTOMER', '5', { name: 'Bob' })]);

    expect([await find('SUPPLIER', '5'), await find('CUSTOMER', '5')]).toMatchObject([
      { name: 'Ann' },
      { name: 'Bob' },
    ]);
    expect(await find('DEPARTMENT', '5')).toBeNull();
    const gone = db.books.deleteByIds(db.context, db.database, target, 'SUPPLIER', ['5'], FETCHED_LATER);
    expect(await gone).toBe(1);
    expect([await find('SUPPLIER', '5'), await find('CUSTOMER', '5')]).toMatchObject([null, { name: 'Bob' }]);
  });

  it('are seen by their own organization alone', async () => {
    await store([buildBookEntry('SUPPLIER', '5')]);
    const other = await db.createInstance();

    expect(await find('SUPPLIER', '5', other.organizationId)).toBeNull();
  });

  it('tell what changed in them, in the words of the graph', async () => {
    const account = (amount: string, kind: 'BANK' | 'ASSET') =>
      buildBookEntry('LEDGER_ACCOUNT', '35', {
        balance: usd(amount),
        account: { kind, vendorType: null, number: null },
      });
    const changes: RecordChange[] = [];
    await store([account('1.5', 'BANK')], FETCHED_AT, changes);
    await store([account('1.50', 'BANK')], FETCHED_LATER, changes);
    const counts = await store([account('2', 'ASSET')], FETCHED_LATER, changes);

    expect(counts).toEqual({ created: 0, changed: 1, unchanged: 0, deleted: 0 });
    expect(changes).toMatchObject([
      { kind: 'CREATED', resource: 'LEDGER_ACCOUNTS', recordKind: 'LEDGER_ACCOUNT', remoteId: '35' },
      { kind: 'UPDATED', changedFields: ['balance', 'kind'], after: { balance: usd('2.00') } },
    ]);
  });

  it('forget, kind by kind, what was not told again', async () => {
    await store([buildBookEntry('SUPPLIER', '1'), buildBookEntry('SUPPLIER', '2'), buildBookEntry('CUSTOMER', '1')]);
    await store([buildBookEntry('SUPPLIER', '2')], FETCHED_LATER);
    const changes: RecordChange[] = [];
    await db.books.deleteNotFetchedSince(db.context, db.database, target, 'SUPPLIER', FETCHED_LATER, changes);

    expect(changes).toMatchObject([{ kind: 'DELETED', resource: 'SUPPLIERS', remoteId: '1', after: null }]);
    expect([await find('SUPPLIER', '2'), await find('CUSTOMER', '1')]).not.toContain(null);
  });

  it('keep amounts of five decimals', async () => {
    await store([buildBookEntry('SUPPLIER', '1', { balance: usd('12345678901234.12345') })]);

    expect((await find('SUPPLIER', '1'))!.balance).toEqual(usd('12345678901234.12345'));
  });
});

describe('expenses of books in our tables', () => {
  let db: RecordDatabase;
  let target: StoreTarget;
  const ids = ['1', '2', '3'];

  beforeAll(async () => {
    db = await createRecordDatabase();
  });
  beforeEach(async () => {
    target = await db.createInstance();
    const expenses = [
      buildExpense('1', { kind: 'PURCHASE', date: '2026-05-01' }),
      buildExpense('1', { kind: 'BILL', date: '2026-05-01' }),
      buildExpense('2', { kind: 'BILL', date: '2020-01-01' }),
      buildExpense('3', { kind: 'BILL', reportRemoteId: 'R1', date: '2026-05-01' }),
    ];
    await db.expenses.storeExpenses(db.context, db.database, target, expenses, FETCHED_AT);
  });
  afterAll(() => db.drop());

  const left = async () => {
    const keys = ['PURCHASE', 'BILL'].flatMap((kind) =>
      ids.map((remoteId) => ({ instanceId: target.instanceId, kind, remoteId })),
    );
    const rows = await db.expenses.findByKeys(db.context, target.organizationId, keys);
    return rows.flatMap((row) => (row === null ? [] : `${row.kind} ${row.remoteId}`));
  };

  it('are forgotten by id within their kind, unless they are on a report', async () => {
    await db.expenses.deleteByIds(db.context, db.database, target, ['BILL'], ids, FETCHED_LATER);

    expect(await left()).toEqual(['PURCHASE 1', 'BILL 3']);
  });

  it('are forgotten as unseen only as far back as was looked', async () => {
    await db.expenses.deleteNotFetchedSince(db.context, db.database, target, FETCHED_LATER, '2026-01-01');

    expect(await left()).toEqual(['BILL 2', 'BILL 3']);
  });

  it('have the receipts that say so, and lose those that say so no more', async () => {
    const receipt = (remoteId: string, ...of: string[]) => ({
      remoteId,
      fileName: `${remoteId}.pdf`,
      contentType: null,
      expenses: of.map((id) => ({ kind: 'BILL' as const, remoteId: id })),
    });
    const receiptOf = async (remoteId: string) => {
      const key = { instanceId: target.instanceId, kind: 'BILL', remoteId };
      const [row] = await db.expenses.findByKeys(db.context, target.organizationId, [key]);
      return row!.receipt?.fileName ?? null;
    };
    const store = (...receipts: ReturnType<typeof receipt>[]) =>
      db.receipts.storeReceipts(db.context, db.database, target, receipts, FETCHED_AT);
    await store(receipt('7', '1', '2'), receipt('8', '2'));
    expect([await receiptOf('1'), await receiptOf('2')]).toEqual(['7.pdf', '7.pdf']);
    await store(receipt('7', '1'));
    expect([await receiptOf('1'), await receiptOf('2')]).toEqual(['7.pdf', '8.pdf']);
    await db.receipts.deleteByIds(db.context, db.database, target, ['7'], FETCHED_LATER);
    expect([await receiptOf('1'), await receiptOf('2')]).toEqual([null, '8.pdf']);
  });
});
