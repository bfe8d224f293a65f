import { LeaseRepository } from '../../src/persistence/repositories/lease.repository';
import { LEASE_TTL_MS, loadLeaseKey } from '../../src/services/lease';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const SECOND = 1_000;
/** The list that brings reports and expenses. */
const LIST = 'list:REPORTS+EXPENSES';

describe('several replicas that read the same vendor', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeEach(async () => {
    world = await createServiceWorld({ clock, reports: 80 });
    tenant = await world.createTenant();
  });
  afterEach(() => world.close());

  const exportJobs = (): number => world.sandbox.jobs().filter(({ type }) => type === 'file').length;

  const until = async (reached: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  const provision = async (historyDays: number): Promise<string> => {
    const id = await world.provision(tenant, {
      ...world.sandbox.configuration,
      'sync.history.days': String(historyDays),
    });
    world.sandbox.forgetJobs();
    return id;
  };

  /** Every report with how many expenses it has, as the vendor and as we have them. */
  const vendorRecords = (): string[] =>
    [...world.sandbox.reports.all()]
      .map(({ reportID }) => `${reportID} ${world.sandbox.reports.expensesOf(reportID).length}`)
      .sort();

  const ourRecords = async (id: string): Promise<string[]> => {
    const rows = await world.database.query<{ record: string }>(world.parts.context, {
      text: `SELECT r.remote_id || ' ' || count(e.remote_id) AS record FROM reports r
             LEFT JOIN expenses e ON e.instance_id = r.instance_id AND e.report_remote_id = r.remote_id
             WHERE r.instance_id = $1 GROUP BY r.remote_id`,
      values: [id],
    });
    return rows.map(({ record }) => record).sort();
  };

  it('load a list once, however many read it for the first time at once', async () => {
    const id = await provision(300);
    const replicas = [world.parts, world.addReplica(), world.addReplica()];
    const first = await Promise.all(
      replicas.flatMap((parts) => [1, 2, 3].map(() => world.read(tenant, id, 'REPORTS', { parts }))),
    );
    for (const freshness of first) expect(freshness).toMatchObject({ error: null });
    for (const { tasks } of replicas) await tasks.idle();
    expect(exportJobs()).toBe(2);
    for (const parts of replicas) {
      expect(await world.read(tenant, id, 'REPORTS', { parts })).toMatchObject({ state: 'FRESH' });
    }
    expect(exportJobs()).toBe(2);
  });

  it('go on with what another did not finish, without reading anything twice', async () => {
    const id = await provision(1_095);
    const stopping = world.addReplica();
    expect(await world.read(tenant, id, 'REPORTS', { parts: stopping })).toMatchObject({ state: 'LOADING' });
    const [checkpoint] = await world.database.query<{ checkpoint: string }>(world.parts.context, {
      text: `SELECT checkpoint FROM resource_freshness WHERE instance_id = $1 AND resource = 'REPORTS'`,
      values: [id],
    });
    expect(checkpoint!.checkpoint).not.toBeNull();
    const finished = await ourRecords(id);
    await stopping.close();
    const jobsBefore = exportJobs();
    expect(await world.read(tenant, id, 'REPORTS')).toMatchObject({ state: 'LOADING', error: null });
    await world.parts.tasks.idle();
    expect(await world.read(tenant, id, 'REPORTS')).toMatchObject({ state: 'FRESH', error: null });
    // Four spans, of which the first was finished.
    expect(exportJobs() - jobsBefore).toBeLessThanOrEqual(3);
    const all = await ourRecords(id);
    expect(all).toEqual(vendorRecords());
    expect(all).toEqual(expect.arrayContaining(finished));
    expect((await world.find(tenant, id))!.status).toBe('ACTIVE');
  });

  it('take over from one that died, once its lease has run out', async () => {
    const id = await provision(20);
    const dead = new LeaseRepository(world.database, clock);
    const key = loadLeaseKey(id, LIST);
    expect(await dead.acquire(world.parts.context, key, LEASE_TTL_MS)).not.toBeNull();
    const reading = world.read(tenant, id);
    expect(await reading).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
    expect(exportJobs()).toBe(0);
    clock.advance(LEASE_TTL_MS);
    await world.parts.tasks.idle();
    expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH' });
    expect(exportJobs()).toBe(1);
  });

  it('refuse what a late one still wants to store', async () => {
    const id = await provision(20);
    const late = world.addReplica();
    const report = [...world.sandbox.reports.all()].find(({ state }) => state === 'SUBMITTED' || state === 'OPEN')!;
    world.sandbox.setFaults({ latency: { value: 25 * SECOND, job: 'download', times: 1 } });
    const reading = world.read(tenant, id, 'REPORTS', { parts: late });
    await until(() => world.sandbox.jobs().some(({ type }) => type === 'download'));
    // Nothing was heard of it for longer than its lease.
    await world.database.query(world.parts.context, {
      text: 'UPDATE leases SET expires_at = $2 WHERE key = $1',
      values: [loadLeaseKey(id, LIST), clock.now()],
    });
    world.sandbox.reports.change(report.reportID, { name: 'Renamed meanwhile' });
    await world.read(tenant, id, 'REPORTS');
    await world.parts.tasks.idle();
    const nameOf = async (): Promise<string> => {
      const [row] = await world.database.query<{ name: string }>(world.parts.context, {
        text: 'SELECT name FROM reports WHERE instance_id = $1 AND remote_id = $2',
        values: [id, report.reportID],
      });
      return row!.name;
    };
    expect(await nameOf()).toBe('Renamed meanwhile');
    const before = await world.read(tenant, id);
    await reading;
    await late.tasks.idle();
    expect(await nameOf()).toBe('Renamed meanwhile');
    expect(await world.read(tenant, id)).toEqual(before);
    expect(exportJobs()).toBe(2);
  });

  it('keep a lease for as long as the work takes', async () => {
    const id = await provision(20);
    world.sandbox.setFaults({ latency: { value: 100 * SECOND, job: 'file', times: 1 } });
    await world.read(tenant, id);
    const other = world.addReplica();
    await world.read(tenant, id, 'REPORTS', { parts: other });
    await world.parts.tasks.idle();
    await other.tasks.idle();
    expect(exportJobs()).toBe(1);
    expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH' });
  });
});

describe('several replicas on the same credentials', () => {
  it('keep the vendor limits together', async () => {
    const world = await createServiceWorld({ clock: new FastClock(20), reports: 5 });
    try {
      const tenant = await world.createTenant();
      const replicas = [world.parts, world.addReplica()];
      const configuration = { ...world.sandbox.configuration, 'sync.history.days': '20' };
      const ids = [await world.provision(tenant, configuration), await world.provision(tenant, configuration)];
      await Promise.all(replicas.flatMap((parts) => ids.map((id) => world.read(tenant, id, 'REPORTS', { parts }))));
      for (const { tasks } of replicas) await tasks.idle();
      for (const id of ids) expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH', error: null });
      const jobs = world.sandbox.jobs();
      expect(jobs.filter(({ type }) => type === 'file')).toHaveLength(2);
      expect(jobs.filter(({ limited }) => limited)).toEqual([]);
      // More than the vendor takes in ten seconds, so that somebody had to wait.
      expect(jobs.length).toBeGreaterThan(5);
    } finally {
      await world.close();
    }
  });
});
