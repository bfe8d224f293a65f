import { v7 as uuidv7 } from 'uuid';
import { CarriedWriteRepository } from '../../src/persistence/repositories/carried-write.repository';
import { VendorWriteRepository } from '../../src/persistence/repositories/vendor-write.repository';
import type { StoreTarget } from '../../src/persistence/repositories/record-upsert';
import { createRecordDatabase, FETCHED_AT, FETCHED_LATER, type RecordDatabase } from '../support/record-database';
import { listSchemaChanges } from '../support/schema-changes';

const REFUSED = {
  code: 'VENDOR_REJECTED',
  message: 'No.\0',
  requires: null,
  vendorCode: '410',
  vendorMessage: null,
  vendorRequestId: null,
};

describe('the table of writes', () => {
  let database: RecordDatabase;
  let writes: VendorWriteRepository;
  let target: StoreTarget;

  beforeAll(async () => {
    database = await createRecordDatabase();
    writes = new VendorWriteRepository(database.database);
    target = await database.createInstance();
  });
  afterAll(() => database.drop());

  const insert = (idempotencyKey: string | null = null) =>
    writes.insertSent(database.context, database.database, {
      id: uuidv7(),
      ...target,
      name: 'createReport',
      resource: 'REPORTS',
      operation: 'CREATE',
      idempotencyKey,
      requestId: 'r-1',
      createdAt: FETCHED_AT,
    });
  const settle = (id: string, settlement: Parameters<VendorWriteRepository['settle']>[3]) =>
    writes.settle(database.context, database.database, id, settlement, FETCHED_LATER);

  it('tells what was settled after an instant, however long before that it was asked for', async () => {
    const own = await database.createInstance();
    const carried = new CarriedWriteRepository(database.database);
    const since = (at: Date) => writes.hasSettledSince(database.context, database.database, own.instanceId, at);
    const before = (ms: number) => new Date(FETCHED_LATER.getTime() - ms);
    const id = uuidv7();
    await carried.insertQueued(database.context, database.database, {
      ...{ id, ...own, name: 'createExpenses', resource: 'EXPENSES', operation: 'CREATE', idempotencyKey: null },
      ...{ requestId: 'r-1', createdAt: before(13 * 24 * 60 * 60_000), encryptedRequest: 'v1.test.x' },
      expiresAt: new Date(FETCHED_LATER.getTime() + 60_000),
    });
    expect(await since(before(1_000))).toBe(false);
    await settle(id, { status: 'SUCCEEDED', counts: null, createdRecords: [] });
    expect(await since(before(1_000))).toBe(true);
    expect(await since(FETCHED_LATER)).toBe(false);
  });

  it('is what the entity says', async () => {
    const changes = await listSchemaChanges(database.dataSource);
    expect(changes.filter((query) => /vendor_writes|resource_freshness/.test(query))).toEqual([]);
  });

  it.each([
    ['an unknown state', `status = 'DONE'`],
    ['an outcome without its time', `status = 'SUCCEEDED'`],
    ['a time without an outcome', `settled_at = now()`],
    ['something sent that was never sent', `sent_at = NULL`],
    ['a failure without a reason', `status = 'REJECTED', settled_at = now()`],
    ['a reason without a failure', `error_code = 'X', error_message = 'x'`],
    ['half a reason', `status = 'REJECTED', settled_at = now(), error_code = 'X'`],
    ['the words of a vendor without a failure', `vendor_code = '410'`],
    ['half of the counts', `done_count = 1`],
    ['less than nothing', `done_count = -1, skipped_count = 0, failed_count = 0`],
    ['an empty key', `idempotency_key = ''`],
    ['a name that is none', `name = 'create report'`],
    ['an instance that does not exist', `instance_id = gen_random_uuid()`],
  ])('refuses %s', async (_, assignment) => {
    const { id } = await insert();
    const update = database.dataSource.query(`UPDATE vendor_writes SET ${assignment} WHERE id = $1`, [id]);
    await expect(update).rejects.toThrow(/violates (check|foreign key) constraint "vendor_writes_/);
  });

  it('settles a write once, or after it was given up', async () => {
    const { id } = await insert();
    expect(await settle(id, { status: 'REJECTED', error: REFUSED })).toMatchObject({
      status: 'REJECTED',
      errorMessage: 'No.',
      vendorCode: '410',
      settledAt: FETCHED_LATER,
      sentAt: FETCHED_AT,
    });
    expect(await settle(id, { status: 'SUCCEEDED', counts: null, createdRecords: [] })).toBeNull();
    const late = await insert();
    expect(await writes.giveUp(database.context, FETCHED_AT, FETCHED_LATER)).toBe(0);
    expect(await writes.giveUp(database.context, FETCHED_LATER, FETCHED_LATER)).toBeGreaterThan(0);
    expect(
      await settle(late.id, { status: 'SUCCEEDED', counts: { done: 2, skipped: 1, failed: 0 }, createdRecords: [] }),
    ).toMatchObject({
      status: 'SUCCEEDED',
      errorCode: null,
      errorMessage: null,
      doneCount: 2,
      skippedCount: 1,
      failedCount: 0,
    });
  });

  it('says of a write that was not sent that it was not', async () => {
    const { id } = await insert();
    const settled = await settle(id, { status: 'NOT_SENT', error: { ...REFUSED, code: 'RATE_LIMITED' } });
    expect(settled).toMatchObject({ status: 'NOT_SENT', sentAt: null, settledAt: FETCHED_LATER });
  });
});
