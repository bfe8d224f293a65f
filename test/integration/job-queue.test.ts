import { DeadWorkers } from '../../src/jobs/dead-workers';
import { jobTask, JobQueue } from '../../src/jobs/job-queue';
import { systemClock } from '../../src/clock';
import { createRequestContext } from '../../src/request-context';
import { createSilentLogger } from '../../src/logger';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const COUNT = jobTask<{ readonly number: number }>('count');

describe('the job queue', () => {
  const context = createRequestContext({ logger: createSilentLogger() });
  let testDatabase: TestDatabase;
  let queues: JobQueue[];
  let done: { readonly replica: number; readonly number: number }[];

  beforeEach(async () => {
    testDatabase = await createTestDatabase({ poolSize: 30 });
    queues = [];
    done = [];
  });
  afterEach(async () => {
    await Promise.all(queues.map((queue) => queue.stop()));
    await testDatabase.drop();
  });

  const addReplica = async (work?: (number: number, replica: number) => Promise<void>): Promise<JobQueue> => {
    const replica = queues.length;
    const queue = new JobQueue(testDatabase.database, systemClock, context);
    queue.register(COUNT, async ({ number }) => {
      await work?.(number, replica);
      done.push({ replica, number });
    });
    queues.push(queue);
    await queue.start();
    return queue;
  };

  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  const numbers = (): number[] => done.map(({ number }) => number).sort((a, b) => a - b);

  it('gives every job to one of several replicas, and each replica some', async () => {
    // None gets more than it can do at once before each has got some.
    const begun = new Set<number>();
    const work = (_: number, replica: number): Promise<void> => until(() => begun.add(replica).size === 3);
    const [queue] = await Promise.all([addReplica(work), addReplica(work), addReplica(work)]);
    const all = Array.from({ length: 60 }, (_, number) => number);
    await Promise.all(all.map((number) => queue.add(COUNT, { number })));
    await until(() => done.length >= all.length);
    expect(numbers()).toEqual(all);
    expect(new Set(done.map(({ replica }) => replica)).size).toBe(3);
  });

  it('has a job if and only if the transaction that added it is committed', async () => {
    const queue = await addReplica();
    const adding = testDatabase.database.transaction(async (transaction) => {
      await queue.add(COUNT, { number: 1 }, { transaction });
      throw new Error('on second thoughts');
    });
    await expect(adding).rejects.toThrow('on second thoughts');
    await testDatabase.database.transaction((transaction) => queue.add(COUNT, { number: 2 }, { transaction }));
    await until(() => done.length > 0);
    // A job is there until it is ended, which is after it has done its work.
    await until(async () => Object.values(await queue.depth()).every((count) => count === 0));
    expect(numbers()).toEqual([2]);
  });

  it('keeps a job for its time, replaces it by one with the same key, and takes it back', async () => {
    const queue = new JobQueue(testDatabase.database, systemClock, context);
    const runAt = new Date(Date.now() + 3_600_000);
    await queue.add(COUNT, { number: 1 }, { key: 'one', runAt });
    await queue.add(COUNT, { number: 2 }, { key: 'one', runAt });
    expect(await queue.depth()).toEqual({ ready: 0, waiting: 1, failed: 0 });
    await queue.remove('one');
    await queue.add(COUNT, { number: 3 }, { key: 'one', runAt: new Date(0) });
    await addReplica();
    await until(() => done.length > 0);
    expect(numbers()).toEqual([3]);
  });

  it('tries a job again that failed, and gives it up after the last try', async () => {
    let tries = 0;
    const queue = await addReplica(() => {
      tries += 1;
      return Promise.reject(new Error('not now'));
    });
    await queue.add(COUNT, { number: 1 }, { maxAttempts: 1 });
    await until(async () => tries === 1 && (await queue.depth()).failed === 1);
    await queue.add(COUNT, { number: 2 }, { maxAttempts: 3 });
    await until(async () => tries >= 2 && (await queue.depth()).waiting === 1);
    expect(done).toEqual([]);
  });

  it('takes jobs back from a worker that died, and leaves those of one that lives', async () => {
    const queue = new JobQueue(testDatabase.database, systemClock, context);
    await queue.add(COUNT, { number: 1 }, { key: 'dead' });
    await queue.add(COUNT, { number: 2 }, { key: 'alive' });
    const lock = (key: string, worker: string): Promise<unknown> =>
      testDatabase.dataSource.query(
        `UPDATE graphile_worker._private_jobs SET locked_by = $2, locked_at = now() - interval '2 minutes', attempts = 1 WHERE key = $1`,
        [key, worker],
      );
    await lock('dead', 'worker-dead');
    await lock('alive', 'worker-alive');
    await testDatabase.dataSource.query(
      `INSERT INTO job_workers VALUES ('worker-alive', now()), ('worker-dead', now() - interval '2 minutes')`,
    );
    await new DeadWorkers(testDatabase.database, context).free();
    await addReplica();
    await until(() => done.length > 0);
    expect(numbers()).toEqual([1]);
  });

  it('goes on with other workers when all have failed, and does again what they left', async () => {
    const trace = jest.spyOn(console, 'trace').mockImplementation(() => undefined);
    const query = (text: string): Promise<unknown> => testDatabase.dataSource.query(text);
    await query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`);
    await query(`CREATE TRIGGER refuse BEFORE DELETE ON graphile_worker._private_jobs EXECUTE FUNCTION refuse()`);
    const queue = await addReplica();
    const all = Array.from({ length: 8 }, (_, number) => number);
    await Promise.all(all.map((number) => queue.add(COUNT, { number })));
    await until(() => trace.mock.calls.length >= all.length);
    await query('DROP TRIGGER refuse ON graphile_worker._private_jobs');
    await queue.add(COUNT, { number: 8 });
    await until(() => numbers().includes(8));
    await query(`UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '2 minutes'`);
    await query(`UPDATE job_workers SET seen_at = now() - interval '2 minutes'`);
    await new DeadWorkers(testDatabase.database, context).free();
    await until(async () => (await queue.depth()).ready === 0);
    expect(numbers()).toEqual([...all, ...all, 8].sort((a, b) => a - b));
    trace.mockRestore();
  });

  it('stops while a job goes on, and leaves that to another', async () => {
    let begun = false;
    const stopping = await addReplica((number) => {
      begun = true;
      return number === 1 ? new Promise(() => undefined) : Promise.resolve();
    });
    await stopping.add(COUNT, { number: 1 });
    await until(() => begun);
    await Promise.all([stopping.stop(), stopping.stop()]);
    const [left] = (await testDatabase.dataSource.query('SELECT locked_by, attempts FROM graphile_worker.jobs')) as {
      readonly locked_by: string | null;
      readonly attempts: number;
    }[];
    expect(left).toMatchObject({ locked_by: null });
  });
});
