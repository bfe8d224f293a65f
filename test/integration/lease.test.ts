import { createSilentLogger } from '../../src/logger';
import { LeaseRepository, LostLeaseError, type Lease } from '../../src/persistence/repositories/lease.repository';
import { createRequestContext } from '../../src/request-context';
import { TestClock } from '../support/clock';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const TTL_MS = 60_000;
const context = createRequestContext({ logger: createSilentLogger() });

let testDatabase: TestDatabase;
let clock: TestClock;
let ours: LeaseRepository;
let theirs: LeaseRepository;
let key: string;
let keys = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});

afterAll(() => testDatabase.drop());

beforeEach(() => {
  clock = new TestClock();
  ours = new LeaseRepository(testDatabase.database, clock);
  theirs = new LeaseRepository(testDatabase.database, clock);
  keys += 1;
  key = `load:${keys}`;
});

async function taken(repository: LeaseRepository): Promise<Lease> {
  const lease = await repository.acquire(context, key, TTL_MS);
  if (lease === null) throw new Error('The lease is held by somebody else.');
  return lease;
}

function holds(repository: LeaseRepository, lease: Lease): Promise<boolean> {
  return testDatabase.database.transaction((transaction) => repository.holds(context, transaction, lease));
}

test('one of two gets it, until it is released', async () => {
  const lease = await taken(ours);
  expect(await theirs.acquire(context, key, TTL_MS)).toBeNull();
  expect(await ours.acquire(context, key, TTL_MS)).toBeNull();
  await ours.release(context, lease);
  expect(await taken(theirs)).toMatchObject({ key });
});

test('one of twenty at once gets it, whether it was held before or not', async () => {
  for (const _ of ['never held', 'ran out']) {
    const tries = Array.from({ length: 20 }, (_, index) => (index % 2 ? ours : theirs).acquire(context, key, TTL_MS));
    expect((await Promise.all(tries)).filter((lease) => lease !== null)).toHaveLength(1);
    clock.advance(TTL_MS);
  }
});

test('it runs out, unless it is renewed', async () => {
  const lease = await taken(ours);
  clock.advance(TTL_MS - 1);
  expect(await ours.renew(context, lease, TTL_MS)).toBe(true);
  clock.advance(TTL_MS - 1);
  expect(await theirs.acquire(context, key, TTL_MS)).toBeNull();
  expect(await ours.isHeld(context, key)).toBe(true);
  clock.advance(1);
  expect(await ours.isHeld(context, key)).toBe(false);
  expect(await theirs.acquire(context, key, TTL_MS)).not.toBeNull();
});

test('the fencing number rises with every taking, also after a release and after the row was removed', async () => {
  const numbers: bigint[] = [];
  for (const repository of [ours, theirs, ours]) {
    const lease = await taken(repository);
    numbers.push(BigInt(lease.fencing));
    await repository.release(context, lease);
  }
  clock.advance(1);
  await ours.prune(context, clock.now());
  numbers.push(BigInt((await taken(ours)).fencing));
  expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)));
  expect(new Set(numbers).size).toBe(4);
});

test('a late holder cannot renew, release or store', async () => {
  const late = await taken(ours);
  clock.advance(TTL_MS);
  const present = await taken(theirs);
  expect(await ours.renew(context, late, TTL_MS)).toBe(false);
  await ours.release(context, late);
  expect(await theirs.isHeld(context, key)).toBe(true);
  expect(await holds(ours, late)).toBe(false);
  expect(await holds(theirs, present)).toBe(true);
  const storing = testDatabase.database.transaction((transaction) => ours.assertHeld(context, transaction, late));
  await expect(storing).rejects.toThrow(LostLeaseError);
});

test('a holder whose lease ran out may still store as long as nobody took it', async () => {
  const lease = await taken(ours);
  clock.advance(TTL_MS);
  expect(await holds(ours, lease)).toBe(true);
  expect(await ours.renew(context, lease, TTL_MS)).toBe(true);
});

test('nobody can take it while its holder stores', async () => {
  const lease = await taken(ours);
  clock.advance(TTL_MS);
  const order: string[] = [];
  let taking: Promise<Lease | null> = Promise.resolve(null);
  await testDatabase.database.transaction(async (transaction) => {
    await ours.assertHeld(context, transaction, lease);
    taking = theirs.acquire(context, key, TTL_MS).finally(() => order.push('taken'));
    // The other one waits for our transaction: seen in the list of locks, not guessed from the time that passes.
    for (;;) {
      const waiting = await testDatabase.database.query(context, { text: 'SELECT FROM pg_locks WHERE NOT granted' });
      if (waiting.length > 0) break;
    }
    order.push('stored');
  });
  expect(await taking).not.toBeNull();
  expect(order).toEqual(['stored', 'taken']);
});

test('leases of different names do not meet', async () => {
  await taken(ours);
  expect(await theirs.acquire(context, `${key}:other`, TTL_MS)).not.toBeNull();
});
