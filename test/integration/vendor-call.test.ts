import { v7 as uuidv7 } from 'uuid';
import type { VendorCall } from '../../src/adapters/http/vendor-call-log';
import { createSilentLogger } from '../../src/logger';
import type { KeysetPosition } from '../../src/persistence/keyset/keyset-page';
import { VendorCallRepository } from '../../src/persistence/repositories/vendor-call.repository';
import { createRequestContext } from '../../src/request-context';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const NOON = Date.UTC(2026, 7, 15, 12);
const context = createRequestContext({ logger: createSilentLogger() });

let testDatabase: TestDatabase;
let repository: VendorCallRepository;
let organizationId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  repository = new VendorCallRepository(testDatabase.database);
});

afterAll(() => testDatabase.drop());

beforeEach(async () => {
  organizationId = await insertOrganization();
});

async function insertOrganization(): Promise<string> {
  const id = uuidv7();
  await testDatabase.database.query(context, {
    text: `INSERT INTO organizations (id, name, secret_hash, created_at) VALUES ($1::uuid, 'Example', decode(md5($1::uuid::text), 'hex'), now())`,
    values: [id],
  });
  return id;
}

async function insertInstance(): Promise<string> {
  const id = uuidv7();
  await testDatabase.database.query(context, {
    text: `INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
             external_authentication, created_by, created_at, updated_at)
           VALUES ($1::uuid, $2, 'example', 'Example', '{}', 'ACTIVE', now(), decode(md5($1::uuid::text), 'hex'), 'NONE',
             $1::uuid, now(), now())`,
    values: [id, organizationId],
  });
  return id;
}

function call(instanceId: string | null, differences: Partial<VendorCall> = {}): VendorCall {
  return {
    organizationId,
    instanceId,
    elementKey: 'example',
    purpose: 'things.list',
    method: 'GET',
    url: 'https://example.com/things?token=********',
    startedAt: new Date(NOON),
    durationMs: 12,
    outcome: 'SUCCEEDED',
    httpStatus: 200,
    vendorCode: null,
    vendorMessage: null,
    vendorRequestId: 'theirs',
    requestId: 'ours',
    attempt: 1,
    requestBytes: 34,
    responseBytes: 5_000_000_000,
    ...differences,
  };
}

function listOf(instanceId: string, query: { filter?: object; first?: number; after?: KeysetPosition | null } = {}) {
  const scope = { organizationId, instanceId };
  return repository.listForInstances(context, [scope], { filter: null, first: 50, after: null, ...query });
}

test('a call comes back as it was written', async () => {
  const instanceId = await insertInstance();
  const notSent = call(instanceId, {
    startedAt: new Date(NOON - 1),
    outcome: 'NOT_SENT',
    durationMs: null,
    httpStatus: null,
    vendorMessage: 'no\0pe \ud800',
  });
  await repository.insertMany(context, [call(instanceId), notSent]);
  const [page] = await listOf(instanceId);
  expect(page?.rows).toEqual([
    { id: expect.any(String), ...call(instanceId) },
    { id: expect.any(String), ...notSent, vendorMessage: 'nope \ufffd' },
  ]);
});

test('pages are latest first and meet without gap or repetition, also within one millisecond', async () => {
  const instanceId = await insertInstance();
  const starts = [0, 1, 1, 1, 2, 3, 3];
  await repository.insertMany(
    context,
    starts.map((ms, index) => call(instanceId, { startedAt: new Date(NOON + ms), purpose: `p${index}` })),
  );
  const purposes: string[] = [];
  let after: KeysetPosition | null = null;
  for (let more = true; more;) {
    const [page] = await listOf(instanceId, { first: 2, after });
    purposes.push(...(page?.rows ?? []).map(({ purpose }) => purpose));
    after = page?.positions.at(-1) ?? null;
    more = page?.hasNextPage ?? false;
  }
  expect(purposes).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
});

test('many instances are one statement, each with its own page', async () => {
  const [first, second, empty] = [await insertInstance(), await insertInstance(), await insertInstance()];
  await repository.insertMany(context, [call(first), call(first), call(second), call(null)]);
  const before = context.stats.sqlStatements;
  const scopes = [second, empty, first].map((instanceId) => ({ organizationId, instanceId }));
  const pages = await repository.listForInstances(context, scopes, { filter: null, first: 1, after: null });
  expect(context.stats.sqlStatements - before).toBe(1);
  expect(pages.map(({ rows, hasNextPage }) => [rows.map(({ instanceId }) => instanceId), hasNextPage])).toEqual([
    [[second], false],
    [[], false],
    [[first], true],
  ]);
  expect(await repository.countForInstances(context, scopes, null)).toEqual([1, 0, 2]);
});

test('filters narrow lists and counts alike', async () => {
  const instanceId = await insertInstance();
  await repository.insertMany(context, [
    call(instanceId, { purpose: 'a', outcome: 'SUCCEEDED', requestId: 'r1', startedAt: new Date(NOON) }),
    call(instanceId, { purpose: 'b', outcome: 'TIMED_OUT', requestId: 'r1', startedAt: new Date(NOON + 1_000) }),
    call(instanceId, { purpose: 'c', outcome: 'RATE_LIMITED', requestId: 'r2', startedAt: new Date(NOON + 2_000) }),
  ]);
  const found = async (filter: object): Promise<string[]> => {
    const [page] = await listOf(instanceId, { filter });
    const purposes = (page?.rows ?? []).map(({ purpose }) => purpose);
    expect(await repository.countForInstances(context, [{ organizationId, instanceId }], filter)).toEqual([
      purposes.length,
    ]);
    return purposes;
  };
  expect(await found({ outcome: ['TIMED_OUT', 'RATE_LIMITED'] })).toEqual(['c', 'b']);
  expect(await found({ purpose: ['a'], outcome: null })).toEqual(['a']);
  expect(await found({ requestId: ['r1'], outcome: ['TIMED_OUT'] })).toEqual(['b']);
  expect(await found({ startedFrom: new Date(NOON + 1_000) })).toEqual(['c', 'b']);
  expect(await found({ startedBefore: new Date(NOON + 1_000) })).toEqual(['a']);
  expect(await found({ outcome: [] })).toEqual([]);
});

test("another organization's instance has no calls", async () => {
  const instanceId = await insertInstance();
  await repository.insertMany(context, [call(instanceId)]);
  const scopes = [{ organizationId: await insertOrganization(), instanceId }];
  const [page] = await repository.listForInstances(context, scopes, { filter: null, first: 5, after: null });
  expect(page?.rows).toEqual([]);
  expect(await repository.countForInstances(context, scopes, null)).toEqual([0]);
});

test('a forged cursor is refused before it reaches the database', async () => {
  const instanceId = await insertInstance();
  const value = '2026-08-15T12:00:00.000000Z';
  for (const after of [
    { value, key: [instanceId, "' OR 1=1"] },
    { value: 'yesterday', key: [instanceId, instanceId] },
    { value, key: [] },
  ]) {
    await expect(listOf(instanceId, { after })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', path: ['after'] });
  }
});

test('old calls are pruned, whoever they were for', async () => {
  const instanceId = await insertInstance();
  const old = new Date(NOON - 3_600_000);
  await repository.insertMany(context, [
    call(instanceId, { startedAt: old }),
    call(null, { startedAt: old }),
    call(instanceId),
  ]);
  expect(await repository.prune(context, new Date(NOON - 60_000))).toBe(2);
  expect(await repository.countForInstances(context, [{ organizationId, instanceId }], null)).toEqual([1]);
});

test('the calls of an instance are removed with it, in batches', async () => {
  const [gone, other] = [await insertInstance(), await insertInstance()];
  await repository.insertMany(
    context,
    Array.from({ length: 5_001 }, () => call(gone)),
  );
  await repository.insertMany(context, [call(other)]);
  expect(await repository.deleteOfInstance(context, gone)).toBe(5_001);
  const scopes = [gone, other].map((instanceId) => ({ organizationId, instanceId }));
  expect(await repository.countForInstances(context, scopes, null)).toEqual([0, 1]);
});

test.each<[string, Partial<VendorCall>]>([
  ['an outcome that is none', { outcome: 'PERHAPS' as VendorCall['outcome'] }],
  ['a method that is none', { method: 'STEAL' }],
  ['attempt zero', { attempt: 0 }],
  ['a negative duration', { durationMs: -1 }],
])('the table refuses %s', async (_, differences) => {
  await expect(repository.insertMany(context, [call(null, differences)])).rejects.toThrow('check constraint');
});
