import type { DataSource } from 'typeorm';
import { budgetWindows } from '../../src/adapters/http/budget-policy';
import { budgetKeyOf, createRequestBudget } from '../../src/adapters/http/request-budget';
import { createSilentLogger } from '../../src/logger';
import { createDataSource } from '../../src/persistence/data-source';
import { Database } from '../../src/persistence/database';
import { VendorBudgetRepository } from '../../src/persistence/repositories/vendor-budget.repository';
import { createRequestContext } from '../../src/request-context';
import { TestClock } from '../support/clock';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const LIMITS = [
  { requests: 5, perSeconds: 10, scope: 'credentials', source: 'test' },
  { requests: 20, perSeconds: 60, scope: 'credentials', source: 'test' },
];
const context = createRequestContext({ logger: createSilentLogger() });
const NEVER = new Date('2100-01-01T00:00:00Z');

let testDatabase: TestDatabase;
let repository: VendorBudgetRepository;
let clock: TestClock;
let key: string;
let keys = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  repository = new VendorBudgetRepository(testDatabase.database);
});

afterAll(() => testDatabase.drop());

beforeEach(() => {
  clock = new TestClock();
  keys += 1;
  key = budgetKeyOf('example', String(keys));
});

function later(ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

/** The most grants in any window of that length. */
function mostIn(windowMs: number, granted: readonly Date[]): number {
  const instants = granted.map((instant) => instant.getTime());
  return Math.max(...instants.map((end) => instants.filter((at) => at > end - windowMs && at <= end).length));
}

test('grants as many as a window allows, and again once they have left it', async () => {
  const windows = [{ allowed: 2, windowMs: 10_000 }];
  const results: boolean[] = [];
  for (const ms of [0, 4_000, 5_000, 9_999, 10_000, 10_001, 13_999, 14_000]) {
    results.push(await repository.tryTake(context, key, windows, later(ms)));
  }
  expect(results).toEqual([true, true, false, false, true, false, false, true]);
});

test('every window must have room', async () => {
  const windows = [
    { allowed: 9, windowMs: 1_000 },
    { allowed: 1, windowMs: 60_000 },
  ];
  expect(await repository.tryTake(context, key, windows, later(0))).toBe(true);
  expect(await repository.tryTake(context, key, windows, later(30_000))).toBe(false);
  expect(await repository.tryTake(context, key, windows, later(60_000))).toBe(true);
});

test('what has not counted for long is forgotten', async () => {
  const windows = [{ allowed: 3, windowMs: 10_000 }];
  for (const ms of [0, 9_000, 21_000]) await repository.tryTake(context, key, windows, later(ms));
  const states = await repository.read(context, [key, budgetKeyOf('example', 'never used')]);
  expect([...states]).toEqual([[key, { sent: [later(9_000), later(21_000)], blockedUntil: null }]]);
});

test('without limits everything is granted, unless the vendor asked to be left alone', async () => {
  expect(await repository.tryTake(context, key, [], later(0))).toBe(true);
  expect(await repository.tryTake(context, key, [], later(0))).toBe(true);
  await repository.block(context, key, later(5_000), later(0));
  expect(await repository.tryTake(context, key, [], later(4_999))).toBe(false);
  expect(await repository.tryTake(context, key, [], later(5_000))).toBe(true);
});

test('a block can be made before anything was sent, and is never shortened', async () => {
  await repository.block(context, key, later(20_000), later(0));
  await repository.block(context, key, later(10_000), later(0));
  expect((await repository.read(context, [key])).get(key)).toEqual({ sent: [], blockedUntil: later(20_000) });
});

test('twenty takers of three pools never get more than the limit in any window', async () => {
  const pools: DataSource[] = await Promise.all(
    [4, 4, 4].map((poolSize) => createDataSource(testDatabase.url, { poolSize }).initialize()),
  );
  try {
    const windows = [
      { allowed: 5, windowMs: 100 },
      { allowed: 12, windowMs: 400 },
    ];
    const granted: Date[] = [];
    const take = async (taker: number, round: number): Promise<void> => {
      const replica = new VendorBudgetRepository(new Database(pools[taker % 3] as DataSource));
      // The replicas' clocks differ, so that instants do not come in order.
      const now = later(round * 20 + ((taker * 7 + round * 13) % 30));
      if (await replica.tryTake(context, key, windows, now)) granted.push(now);
    };
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(Array.from({ length: 20 }, (_, taker) => take(taker, round)));
    }
    expect(mostIn(100, granted)).toBeLessThanOrEqual(5);
    expect(mostIn(400, granted)).toBeLessThanOrEqual(12);
    // Not by refusing everybody: in 800 ms there is room for about two windows' worth.
    expect(granted.length).toBeGreaterThanOrEqual(12);
  } finally {
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
});

test('twenty at the same instant share exactly one limit', async () => {
  const windows = budgetWindows(LIMITS, 'write');
  const takers = Array.from({ length: 20 }, () => repository.tryTake(context, key, windows, clock.now()));
  expect((await Promise.all(takers)).filter(Boolean)).toHaveLength(5);
});

test('those who wait all get their turn', async () => {
  const moving = new TestClock(undefined, true);
  const budget = createRequestBudget({ store: repository, clock: moving });
  const granted: Date[] = [];
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      await budget.acquire(context, { budgetKey: key, limits: LIMITS, priority: 'write', deadline: NEVER });
      granted.push(moving.now());
    }),
  );
  expect(granted).toHaveLength(30);
});

test('background work leaves room for people, and people for one write', async () => {
  const budget = createRequestBudget({ store: repository, clock });
  const takeAll = async (priority: 'write' | 'interactive' | 'background'): Promise<number> => {
    for (let taken = 0; ; taken += 1) {
      try {
        await budget.acquire(context, { budgetKey: key, limits: LIMITS, priority, deadline: clock.now() });
      } catch {
        return taken;
      }
    }
  };
  expect(await takeAll('background')).toBe(3);
  expect(await takeAll('interactive')).toBe(1);
  expect(await takeAll('write')).toBe(1);
});

test('a refusal says when there is room', async () => {
  const budget = createRequestBudget({ store: repository, clock });
  const request = { budgetKey: key, limits: LIMITS, priority: 'background', deadline: later(10_000) } as const;
  for (let taken = 0; taken < 3; taken += 1) await budget.acquire(context, request);
  await expect(budget.acquire(context, request)).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    outcome: 'NOT_SENT',
    retryAfterSeconds: 11,
    message:
      "The vendor's request limit (5 requests in 10 s, 20 requests in 60 s) is used up for now; there is room in 11 s.",
  });
  expect(clock.sleeps).toEqual([]);
});

test('usage tells what is left under several keys, in one statement', async () => {
  const budget = createRequestBudget({ store: repository, clock });
  for (let taken = 0; taken < 5; taken += 1) {
    await budget.acquire(context, { budgetKey: key, limits: LIMITS, priority: 'write', deadline: NEVER });
  }
  const before = context.stats.sqlStatements;
  const unused = { budgetKey: budgetKeyOf('example', 'unused'), limits: LIMITS };
  const usages = await budget.usage(context, [unused, { budgetKey: key, limits: LIMITS }, unused]);
  expect(context.stats.sqlStatements - before).toBe(1);
  expect(usages.map((usage) => usage.map(({ remaining, resetsAt }) => [remaining, resetsAt]))).toEqual([
    [
      [5, null],
      [20, null],
    ],
    [
      [0, later(10_500)],
      [15, null],
    ],
    [
      [5, null],
      [20, null],
    ],
  ]);
});

test('credentials that were not used for long are forgotten', async () => {
  const windows = budgetWindows(LIMITS, 'write');
  const other = budgetKeyOf('example', 'in use');
  await repository.tryTake(context, key, windows, later(0));
  await repository.tryTake(context, other, windows, later(100_000));
  await repository.prune(context, later(90_000));
  expect([...(await repository.read(context, [key, other])).keys()]).toEqual([other]);
});

test('the table refuses a key that is no hash', async () => {
  await expect(repository.tryTake(context, 'partner-secret', [], clock.now())).rejects.toThrow(
    'vendor_budgets_key_is_hash',
  );
});
