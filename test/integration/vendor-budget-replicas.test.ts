import type { Clock } from '../../src/clock';
import { VendorRateLimitError } from '../../src/adapters/vendor-error';
import { BufferedVendorCallLog } from '../../src/adapters/http/vendor-call-log';
import { createSilentLogger } from '../../src/logger';
import { createDataSource } from '../../src/persistence/data-source';
import { Database } from '../../src/persistence/database';
import { VendorBudgetRepository } from '../../src/persistence/repositories/vendor-budget.repository';
import { VendorCallRepository } from '../../src/persistence/repositories/vendor-call.repository';
import { createRequestContext } from '../../src/request-context';
import { TestClock } from '../support/clock';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { createTestWayOut, type TestWayOut } from '../support/vendor-http';

const LIMITS = [
  { requests: 5, perSeconds: 10, scope: 'credentials', source: 'test' },
  { requests: 20, perSeconds: 60, scope: 'credentials', source: 'test' },
];

/** Time goes on when everybody who is not done waits for it, and then to the next instant that one waits for. */
class CommonClock implements Clock {
  private time = Date.UTC(2026, 7, 15, 12);
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  private busy = 0;

  now(): Date {
    return new Date(this.time);
  }

  async sleep(ms: number): Promise<void> {
    await new Promise<void>((wake) => {
      this.sleepers.push({ at: this.time + ms, wake });
      this.goOnWhenAllSleep();
    });
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    return work().finally(() => {
      this.busy -= 1;
      this.goOnWhenAllSleep();
    });
  }

  private goOnWhenAllSleep(): void {
    if (this.busy === 0 || this.sleepers.length < this.busy) return;
    this.time = Math.min(...this.sleepers.map(({ at }) => at));
    const due = this.sleepers.filter(({ at }) => at <= this.time);
    this.sleepers = this.sleepers.filter(({ at }) => at > this.time);
    for (const { wake } of due) wake();
  }
}

let testDatabase: TestDatabase;
let server: ScriptedServer;
let close: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});

afterAll(() => testDatabase.drop());

beforeEach(async () => {
  server = await startScriptedServer();
});

afterEach(async () => {
  for (const one of close.reverse()) await one();
  close = [];
  await server.close();
});

/** A process of its own as far as the vendor and the database can tell. */
async function startReplica(clock: Clock): Promise<TestWayOut> {
  const dataSource = await createDataSource(testDatabase.url, { poolSize: 2 }).initialize();
  const budgets = new VendorBudgetRepository(new Database(dataSource));
  const wayOut = createTestWayOut({ clock, origins: [server.origin], budgets });
  close.push(
    () => dataSource.destroy(),
    () => wayOut.close(),
  );
  return wayOut;
}

test('three replicas together never ask more than the vendor allows, and all get their answers', async () => {
  const clock = new CommonClock();
  const arrivals: number[] = [];
  server.answerWith((response) => {
    arrivals.push(clock.now().getTime());
    response.end('hello');
  });
  const replicas = [await startReplica(clock), await startReplica(clock), await startReplica(clock)];
  const answers = replicas.flatMap((replica) => {
    const http = replica.open({ limits: LIMITS, priority: 'write' });
    const request = { purpose: 'things.list', method: 'GET', url: server.origin, repeatable: true } as const;
    return Array.from({ length: 8 }, () => clock.run(() => http.call(request, (response) => response.text())));
  });
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 24 }, () => 'hello'));
  for (const { requests, perSeconds } of LIMITS) {
    const most = Math.max(
      ...arrivals.map((end) => arrivals.filter((at) => at > end - perSeconds * 1000 && at <= end).length),
    );
    expect(most).toBeLessThanOrEqual(requests);
  }
});

test("one replica's rate limit keeps the others from asking", async () => {
  const clock = new TestClock();
  server.answerWith(reply(429, '', { 'retry-after': '20' }), reply(200, 'hello'));
  const [first, second] = [await startReplica(clock), await startReplica(clock)];
  const read = async (response: { status: number }): Promise<string> => {
    if (response.status === 429) throw new VendorRateLimitError('Too many.', 5);
    return 'read';
  };
  const request = { purpose: 'things.list', method: 'GET', url: server.origin, repeatable: true } as const;
  const deadline = new Date(clock.now().getTime() + 5_000);
  const scope = { budgetKey: 'f'.repeat(64), limits: LIMITS, deadline };
  await expect(first.open(scope).call(request, read)).rejects.toMatchObject({ outcome: 'RATE_LIMITED' });
  await expect(second.open(scope).call(request, read)).rejects.toMatchObject({
    outcome: 'NOT_SENT',
    retryAfterSeconds: 20,
  });
  clock.advance(20_000);
  expect(await second.open({ ...scope, deadline: undefined }).call(request, read)).toBe('read');
  expect(server.received).toHaveLength(2);
});

test('every try ends up in the call log', async () => {
  server.answerWith(reply(200, 'hello'));
  const replica = await startReplica(new TestClock());
  const context = createRequestContext({ logger: createSilentLogger() });
  const repository = new VendorCallRepository(testDatabase.database);
  const log = new BufferedVendorCallLog({ store: repository, context });
  await replica
    .open()
    .call({ purpose: 'things.list', method: 'GET', url: server.origin, repeatable: true }, (response) =>
      response.text(),
    );
  for (const call of replica.calls) log.record(call);
  await log.close();
  const rows = await testDatabase.database.query(context, {
    text: 'SELECT purpose, outcome, attempt FROM vendor_calls',
  });
  expect(rows).toEqual([{ purpose: 'things.list', outcome: 'SUCCEEDED', attempt: 1 }]);
});
