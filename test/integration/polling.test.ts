import type { SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';
import { SyncScheduleRepository } from '../../src/persistence/repositories/sync-schedule.repository';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;

describe('instances that sync by themselves', () => {
  let clock: FastClock;
  let world: ServiceWorld;
  let tenant: Tenant;

  const createWorld = async (speed: number): Promise<void> => {
    clock = new FastClock(speed);
    world = await createServiceWorld({ clock, reports: 40 });
    tenant = await world.createTenant();
  };

  beforeEach(() => createWorld(200));
  afterEach(() => world.close());

  const provision = (settings: Readonly<Record<string, string>> = {}): Promise<string> =>
    world.provision(tenant, { ...world.sandbox.configuration, 'sync.history.days': '300', ...settings });

  const tick = (): Promise<void> => world.parts.polling.tick(world.parts.context);

  /** Gives every instance its place, and lets the first poll of all come now. */
  const begin = async (): Promise<void> => {
    await tick();
    await world.database.query(world.parts.context, {
      text: 'UPDATE sync_schedules SET due_at = $1',
      values: [clock.now()],
    });
    await tick();
  };

  const runsOf = async (instanceId: string): Promise<readonly SyncRunRow[]> => {
    const scope = { organizationId: tenant.caller.organizationId, instanceId };
    const [page] = await world.parts.services.syncRuns.page(world.as(tenant), [scope], { first: 50, after: null });
    return page!.rows;
  };

  const executeAll = async (instanceId: string): Promise<void> => {
    for (const { id, finishedAt } of await runsOf(instanceId)) {
      if (finishedAt === null) await world.parts.syncExecution.execute(world.parts.context, id, 3);
    }
  };

  const dueIn = async (instanceId: string): Promise<number> => {
    const [row] = await world.database.query<{ due: Date }>(world.parts.context, {
      text: 'SELECT due_at AS due FROM sync_schedules WHERE instance_id = $1',
      values: [instanceId],
    });
    return Math.round((row!.due.getTime() - clock.now().getTime()) / MINUTE);
  };

  it('begin within their interval, and go on in it', async () => {
    const [usual, often] = [await provision(), await provision({ 'event.poller.refresh_interval': '5' })];
    await tick();
    expect(await dueIn(usual)).toBeLessThanOrEqual(15);
    expect(await dueIn(often)).toBeLessThanOrEqual(5);
    await begin();
    for (const id of [usual, often]) {
      expect(await runsOf(id)).toMatchObject([
        { trigger: 'PROVISIONING', status: 'QUEUED', resources: ['REPORTS', 'EXPENSES'] },
      ]);
      await executeAll(id);
    }
    const [usualDue, oftenDue] = [await dueIn(usual), await dueIn(often)];
    expect(usualDue - oftenDue).toBe(10);
    clock.advance(5 * MINUTE);
    await tick();
    expect(await runsOf(often)).toMatchObject([{ trigger: 'SCHEDULE' }, {}]);
    expect(await runsOf(usual)).toHaveLength(1);
  });

  it('are polled sooner as soon as their settings say so, however long nothing has changed', async () => {
    const id = await provision({ 'event.poller.refresh_interval': '600' });
    await tick();
    expect(await dueIn(id)).toBeLessThanOrEqual(15);
    await begin();
    expect(await dueIn(id)).toBe(600);
    const { instances } = world.parts.services;
    await instances.update(world.as(tenant), {
      id,
      configuration: [{ key: 'event.poller.refresh_interval', value: '5', path: ['input', 'configuration', '0'] }],
    });
    expect(await dueIn(id)).toBe(5);
    await instances.update(world.as(tenant), { id, name: 'Another name' });
    clock.advance(3 * MINUTE);
    await instances.update(world.as(tenant), {
      id,
      configuration: [{ key: 'event.poller.refresh_interval', value: '60', path: ['input', 'configuration', '0'] }],
    });
    expect(await dueIn(id)).toBe(2);
  });

  it('are polled once, however many replicas look at once, and by whoever has room', async () => {
    // So much runs at the same time here that a vendor's answer would take longer than patience lasts.
    await world.close();
    await createWorld(20);
    const ids = await Promise.all(Array.from({ length: 6 }, () => provision()));
    const replicas = [world.parts, world.addReplica(), world.addReplica()];
    await tick();
    clock.advance(15 * MINUTE);
    await Promise.all(replicas.flatMap((parts) => [1, 2].map(() => parts.polling.tick(parts.context))));
    const polls = await Promise.all(ids.map(runsOf));
    for (const runs of polls) expect(runs).toHaveLength(1);
    world.sandbox.setFaults({ 'rate-limit': 'off' } as never);
    await Promise.all(replicas.map((parts) => parts.jobs.start()));
    const own = new Set(polls.flat().map(({ id }) => id));
    // A busy machine takes so long that the next polls are due: they are others.
    const polled = async () => (await Promise.all(ids.map(runsOf))).flat().filter(({ id }) => own.has(id));
    const finished = async (): Promise<boolean> => (await polled()).every(({ finishedAt }) => finishedAt !== null);
    while (!(await finished())) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const run of await polled()) expect(run).toMatchObject({ status: 'SUCCEEDED', recordsChanged: 0 });
    // A run that is tried again waits for half a minute of the database's time, which is the real one.
  });

  it.each([
    ['were never read', 'NULL'],
    ['were read before', 'created_at'],
  ])(
    'do not all come in the same second, though they were all made in the same: those that %s',
    async (_, lastSynced) => {
      const id = await provision();
      await world.database.query(world.parts.context, {
        text: `INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
               external_authentication, created_by, created_at, updated_at, last_synced_at)
             SELECT gen_random_uuid(), organization_id, element_key, 'Copy ' || n, tags, status, status_changed_at,
               sha256(n::text::bytea), external_authentication, created_by, created_at, updated_at, ${lastSynced}
             FROM instances, generate_series(1, 1000) AS n WHERE id = $1`,
        values: [id],
      });
      const places = async (): Promise<readonly string[]> => {
        await world.database.query(world.parts.context, { text: 'DELETE FROM sync_schedules' });
        const since = clock.now();
        await new SyncScheduleRepository(world.database).addMissing(world.parts.context, since, 15 * MINUTE);
        const rows = await world.database.query<{ place: string }>(world.parts.context, {
          text: `SELECT instance_id || ' ' || extract(epoch FROM due_at - $1) AS place FROM sync_schedules ORDER BY 1`,
          values: [since],
        });
        return rows.map(({ place }) => place);
      };
      expect(await places()).toEqual(await places());
      const seconds = await world.database.query<{ count: number }>(world.parts.context, {
        text: `SELECT count(*)::int AS count FROM sync_schedules GROUP BY date_trunc('second', due_at)`,
      });
      expect(seconds.length).toBeGreaterThan(500);
      expect(Math.max(...seconds.map(({ count }) => count))).toBeLessThan(20);
    },
  );

  it('come less often while nothing changes, and in time again once something has', async () => {
    const id = await provision();
    const poll = async (): Promise<number> => {
      clock.advance(MINUTE * Math.max(0, await dueIn(id)));
      await tick();
      await executeAll(id);
      return dueIn(id);
    };
    await begin();
    await executeAll(id);
    let longest = 0;
    for (let idle = 0; idle < 10; idle++) longest = Math.max(longest, await poll());
    expect(longest).toBeGreaterThan(45);
    expect(longest).toBeLessThanOrEqual(60);
    const [report] = [...world.sandbox.reports.all()];
    world.sandbox.reports.addExpense(report!.reportID, { merchant: 'New', amount: 1_00, currency: 'USD' });
    await poll();
    expect(await poll()).toBeLessThanOrEqual(15);
  });

  it('are left alone while they are switched off, or their credentials are refused', async () => {
    const [off, refused] = [await provision(), await provision(world.sandbox.issueCredentials('refused'))];
    await world.parts.services.instances.disable(world.as(tenant), off, null);
    await begin();
    world.sandbox.revokeCredentials('aa_refused');
    await executeAll(refused);
    expect(await world.find(tenant, refused)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
    world.sandbox.forgetJobs();
    for (let poll = 0; poll < 3; poll++) {
      clock.advance(16 * MINUTE);
      await tick();
    }
    expect(await runsOf(off)).toEqual([]);
    expect(await runsOf(refused)).toMatchObject([{ status: 'FAILED' }]);
    expect(world.sandbox.jobs()).toEqual([]);
  });

  it('are not waited for by whoever asks for the same: what waits in the queue comes at once, and before others', async () => {
    const id = await provision();
    await begin();
    await executeAll(id);
    clock.advance(20 * MINUTE);
    await tick();
    const [poll] = await runsOf(id);
    expect(poll).toMatchObject({ trigger: 'SCHEDULE', status: 'QUEUED' });
    const jobOf = async (): Promise<object | undefined> => {
      const [job] = await world.database.query<object>(world.parts.context, {
        text: `SELECT priority, run_at <= now() AS "isDue" FROM graphile_worker.jobs WHERE key = $1`,
        values: [`sync:${poll!.id}`],
      });
      return job;
    };
    expect(await jobOf()).toMatchObject({ priority: 10 });
    const request = { instanceId: id, resources: ['REPORTS'], mode: 'INCREMENTAL', waitSeconds: 0 } as const;
    const asked = await world.parts.services.syncRuns.start(world.as(tenant), request);
    expect(asked).toMatchObject({ id: poll!.id, trigger: 'REQUEST' });
    expect(await jobOf()).toEqual({ priority: 0, isDue: true });
  });

  it('are known to be late when nobody runs them', async () => {
    const id = await provision();
    await begin();
    expect(await world.parts.syncLagSeconds()).toBeLessThan(300);
    await world.database.query(world.parts.context, {
      text: `UPDATE graphile_worker._private_jobs SET run_at = now() - interval '10 minutes' WHERE key LIKE 'sync:%'`,
    });
    expect(await world.parts.syncLagSeconds()).toBeGreaterThanOrEqual(600);
    await executeAll(id);
    for (const run of await runsOf(id)) await world.parts.jobs.remove(`sync:${run.id}`);
    expect(await world.parts.syncLagSeconds()).toBeLessThan(600);
  });

  it('go on with the run of a process that died, from where that was', async () => {
    const id = await provision({ 'sync.history.days': '1095' });
    const dying = world.addReplica();
    await begin();
    const [run] = await runsOf(id);
    const executing = dying.syncExecution.execute(dying.context, run!.id, 1).catch(() => undefined);
    while ((await runsOf(id))[0]!.progress === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await dying.close();
    await executing;
    const [cut] = await runsOf(id);
    expect(cut).toMatchObject({ status: 'RUNNING' });
    // As if it had been killed: no job of the run is left.
    await world.parts.jobs.remove(`sync:${run!.id}`);
    clock.advance(2 * MINUTE);
    await world.parts.syncExecution.resumeAbandoned(world.parts.context);
    expect(await world.parts.jobs.depth()).toMatchObject({ ready: 1 });
    await world.parts.syncExecution.execute(world.parts.context, run!.id, 1);
    const [finished] = await runsOf(id);
    expect(finished).toMatchObject({ id: run!.id, status: 'SUCCEEDED', recordsChanged: 0 });
    const counts = (await world.countRows('reports', id)) + (await world.countRows('expenses', id));
    expect(finished!.recordsCreated).toBe(counts);
    expect(finished!.recordsRead).toBe(counts);
  });
});
