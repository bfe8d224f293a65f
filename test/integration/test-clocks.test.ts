import { createRequestContext } from '../../src/request-context';
import { createSilentLogger } from '../../src/logger';
import { TestClock } from '../support/clock';
import { isDatabaseBusy } from '../support/database-activity';
import { FastClock } from '../support/fast-clock';
import { passTimeDuring } from '../support/pass-time';
import { QuietWatch } from '../support/quiet-watch';
import { createServiceWorld } from '../support/service-world';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { until } from '../support/until';

const context = createRequestContext({ logger: createSilentLogger() });

describe('the clocks of tests', () => {
  let testDatabase: TestDatabase;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });
  afterAll(() => testDatabase.drop());

  it('are not ahead of a statement that is under way', async () => {
    const watch = new QuietWatch();
    const asked = testDatabase.database.query(context, { text: 'SELECT pg_sleep(0.1)' });
    await until(isDatabaseBusy);
    const looks: number[] = [];
    while (isDatabaseBusy()) {
      looks.push(watch.look());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await asked;
    expect(new Set(looks)).toEqual(new Set([0]));
  });

  it('wake those who sleep in the order of their instants', async () => {
    const clock = new FastClock(40);
    const woken: number[] = [];
    await Promise.all([3_000, 1_000, 2_000].map((ms) => clock.sleep(ms).then(() => void woken.push(ms))));
    expect(woken).toEqual([1_000, 2_000, 3_000]);
  });

  it('let go of those whose wait is broken off', async () => {
    const controller = new AbortController();
    const sleeping = new FastClock(40).sleep(60 * 60_000, controller.signal);
    controller.abort(new Error('over'));
    await expect(sleeping).rejects.toThrow('over');
  });

  it('go on while something waits for them that is to end, and stand still after it', async () => {
    const clock = new TestClock();
    const begun = clock.now().getTime();
    await passTimeDuring(clock, clock.sleep(5_000));
    const ended = clock.now().getTime();
    expect(ended - begun).toBeGreaterThanOrEqual(5_000);
    await testDatabase.database.query(context, { text: 'SELECT 1' });
    expect(clock.now().getTime()).toBe(ended);
  });

  it('are refused for a service when every sleep moves them', async () => {
    await expect(createServiceWorld({ clock: new TestClock(undefined, true) })).rejects.toThrow('leases');
  });
});
