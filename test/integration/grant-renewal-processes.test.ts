import type { Clock } from '../../src/clock';
import { ENCRYPTION_KEY } from '../support/service-world';
import { OffsetClock } from '../support/offset-clock';
import { QuickBooksConnections } from '../support/quickbooks-connections';
import { SANDBOX_REALM } from '../support/quickbooks-client';
import { CompanyReader } from '../support/company-readers';

const MINUTE = 60_000;

describe('processes that share a grant', () => {
  const clock = new OffsetClock(0);
  /** What the vendor delays, it answers when it is told to. */
  let answer: (() => void) | null = null;
  const vendorClock: Clock = {
    now: () => clock.now(),
    sleep: () => new Promise((resolve) => (answer = resolve)),
  };
  let world: QuickBooksConnections;
  let id: string;

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock, {}, vendorClock);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.quickbooks.sandbox.setFaults({});
    const { instance } = await world.connect();
    id = instance!.id;
    clock.advance(2 * 60 * MINUTE);
    world.quickbooks.sandbox.forgetCalls();
  });

  const startReader = (queries: number): Promise<CompanyReader> =>
    CompanyReader.start({
      databaseUrl: world.service.testDatabase.url,
      encryptionKey: { id: ENCRYPTION_KEY.id, key: ENCRYPTION_KEY.key.toString('base64') },
      sandboxOrigin: world.quickbooks.origin,
      ...world.tenant.caller,
      instanceId: id,
      clockOffsetMs: clock.offset,
      queries,
    } as Parameters<typeof CompanyReader.start>[0]);

  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  /** Sessions of the database that hold a transaction open while they do something else. */
  const held = async (): Promise<number> => {
    const [row] = await world.service.database.query<{ count: number }>(world.service.parts.context, {
      text: `SELECT count(*)::int AS count FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'`,
    });
    return row!.count;
  };

  it('renew it once for twenty queries, with nothing held in the database meanwhile', async () => {
    const readers = await Promise.all([startReader(7), startReader(7), startReader(6)]);
    world.quickbooks.sandbox.setFaults({ latency: { value: 1_500, job: 'token/refresh_token' } });
    const asking = Promise.all(readers.map((reader) => reader.ask()));
    await until(() => answer !== null);
    await until(async () => (await held()) === 0);
    // Whoever waits for the renewal looks again some times meanwhile, with one statement at a time.
    for (let look = 0; look < 40; look += 1) {
      expect(await held()).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    answer!();
    expect((await asking).flat()).toEqual(Array.from({ length: 20 }, () => 'Employee,startPosition,maxResults'));
    expect(world.calls('token/refresh_token')).toBe(1);
    expect(world.calls('company/query')).toBe(20);
  });

  describe('of which one is killed between the answer of the vendor and its commit', () => {
    /** Leaves the vendor's answer with a process that is not there any more. */
    const killBeforeCommit = async (): Promise<void> => {
      const reader = await startReader(1);
      const { dataSource } = world.service.testDatabase;
      const runner = dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query('SELECT FROM instances WHERE id = $1 FOR UPDATE', [id]);
      reader.begin();
      // Its commit waits for us.
      await until(async () => {
        const [{ count }] = await runner.query('SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted');
        return count > 0;
      });
      expect(world.calls('token/refresh_token')).toBe(1);
      await reader.kill();
      await runner.rollbackTransaction();
      await runner.release();
      // Its lease runs out.
      clock.advance(MINUTE);
    };

    it('lose nothing as long as the refresh token stays the same, which it does for a day', async () => {
      await killBeforeCommit();
      const [answer] = await (await startReader(1)).ask();
      expect(answer).toContain('Employee');
      expect(world.calls('token/refresh_token')).toBe(2);
    });

    it('lose the grant when the vendor had just replaced it, and say so until somebody consents anew', async () => {
      world.quickbooks.sandbox.setFaults({ rotate: true });
      await killBeforeCommit();
      const [answer] = await (await startReader(1)).ask();
      expect(answer).toContain('Connect again');
      const status = async (): Promise<unknown> => {
        const query = 'query ($id: ID!) { instance(id: $id) { status statusReason } }';
        return (await world.service.query<{ instance: unknown }>(world.tenant, query, { id })).data!.instance;
      };
      expect(await status()).toEqual({
        status: 'NEEDS_REAUTHENTICATION',
        statusReason: expect.stringContaining('refused the stored credentials'),
      });
      const flow = await world.begin({ instanceId: id, configuration: [] });
      const callbackParameters = await world.decide(flow, 'approve', SANDBOX_REALM);
      expect((await world.complete(flow, { callbackParameters })).errors).toEqual([]);
      expect(await status()).toEqual({ status: 'ACTIVE', statusReason: null });
      expect((await (await startReader(1)).ask())[0]).toContain('Employee');
    });
  });
});
