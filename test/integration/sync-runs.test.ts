import { ReportRepository } from '../../src/persistence/repositories/report.repository';
import type { SyncRunRow } from '../../src/persistence/repositories/sync-run.repository';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const DAY = 24 * 60 * 60_000;

describe('sync runs', () => {
  let clock: FastClock;
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;

  beforeEach(async () => {
    clock = new FastClock(200);
    world = await createServiceWorld({ clock, reports: 120 });
    tenant = await world.createTenant();
    id = await world.provision(tenant);
  });
  afterEach(() => world.close());

  const start = (mode: 'FULL' | 'INCREMENTAL' = 'INCREMENTAL', resources: 'REPORTS'[] | null = ['REPORTS']) =>
    world.parts.services.syncRuns.start(world.as(tenant), { instanceId: id, resources, mode, waitSeconds: 0 });

  const sync = async (...request: Parameters<typeof start>): Promise<SyncRunRow> => {
    const run = await start(...request);
    await world.parts.syncExecution.execute(world.parts.context, run.id, 1);
    return find(run.id);
  };

  const find = async (runId: string): Promise<SyncRunRow> => {
    const [run] = await world.parts.services.syncRuns.findByIds(world.as(tenant), [runId]);
    return run!;
  };

  const runs = async (): Promise<readonly SyncRunRow[]> => {
    const scope = { organizationId: tenant.caller.organizationId, instanceId: id };
    const [page] = await world.parts.services.syncRuns.page(world.as(tenant), [scope], { first: 50, after: null });
    return page!.rows;
  };

  const stored = async (remoteId: string) => {
    const [row] = await world.database.query<{ status: string; changed: Date }>(world.parts.context, {
      text: 'SELECT status, changed_at AS changed FROM reports WHERE instance_id = $1 AND remote_id = $2',
      values: [id, remoteId],
    });
    return row;
  };

  const until = async (reached: () => Promise<boolean>): Promise<void> => {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  /** Exports that a run asked for to list everything. */
  const listings = async (run: SyncRunRow): Promise<number> => {
    await world.parts.flushCallLog();
    const [row] = await world.database.query<{ count: number }>(world.parts.context, {
      text: `SELECT count(*)::int AS count FROM vendor_calls WHERE request_id = $1 AND purpose = 'reports.list.export'`,
      values: [run.id],
    });
    return row!.count;
  };

  /** The oldest report in this state. */
  const oldest = (state: string) =>
    [...world.sandbox.reports.all()]
      .filter((report) => report.state === state && report.createdAt < clock.now().getTime() - 365 * DAY)
      .at(-1)!;

  it('tell what a full sync of everything read, created and cost', async () => {
    const queued = await start('FULL', null);
    expect(queued).toMatchObject({ status: 'QUEUED', mode: 'FULL', trigger: 'REQUEST', progress: 0, startedAt: null });
    world.sandbox.forgetJobs();
    await world.parts.syncExecution.execute(world.parts.context, queued.id, 1);
    const run = await find(queued.id);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      resources: ['REPORTS', 'EXPENSES', 'POLICIES', 'EMPLOYEES'],
      recordsChanged: 0,
      recordsDeleted: 0,
      vendorCalls: world.sandbox.jobs().length,
      progress: 1,
      errorCode: null,
    });
    const tables = ['reports', 'expenses', 'policies', 'employees'];
    const counts = await Promise.all(tables.map((table) => world.countRows(table, id)));
    expect(run.recordsCreated).toBe(counts.reduce((sum, count) => sum + count, 0));
    expect(run.recordsRead).toBe(run.recordsCreated);
  });

  it('change nothing that has not changed', async () => {
    const first = await sync('FULL');
    const second = await sync('FULL');
    expect(second).toMatchObject({ recordsRead: first.recordsRead, recordsCreated: 0, recordsChanged: 0 });
  });

  it('are one for everybody who asks for the same while it is under way', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.id).toBe(other.id);
    const full = await start('FULL');
    expect(full.id).not.toBe(one.id);
    expect((await start('INCREMENTAL')).id).toBe(one.id);
  });

  it('are what reads set off, too', async () => {
    await world.read(tenant, id);
    await world.parts.tasks.idle();
    expect(await runs()).toMatchObject([
      { trigger: 'READ', mode: 'FULL', status: 'SUCCEEDED', resources: ['REPORTS', 'EXPENSES'] },
    ]);
    expect(await world.metrics.registry.metrics()).toContain(
      'elements_sync_runs_total{element="expensify",trigger="read",outcome="succeeded"} 1',
    );
  });

  it('tell what is there when they begin, also where they go on with a load that was cut before', async () => {
    const cut = await start('FULL');
    const executing = world.parts.syncExecution.execute(world.parts.context, cut.id, 3);
    await until(async () => (await find(cut.id)).progress > 0);
    world.sandbox.setFaults({ 'http-503-html': true });
    await executing;
    expect(await find(cut.id)).toMatchObject({ status: 'FAILED' });
    world.sandbox.setFaults({});
    const [newest] = [...world.sandbox.reports.all()];
    world.sandbox.reports.change(newest!.reportID, { name: 'Renamed meanwhile' });
    const run = await sync();
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    const [row] = await world.database.query<{ name: string; isNow: boolean }>(world.parts.context, {
      text: `SELECT r.name, f.fetched_at >= $3 AS "isNow" FROM reports r JOIN resource_freshness f USING (instance_id)
             WHERE instance_id = $1 AND r.remote_id = $2 AND f.resource = 'REPORTS'`,
      values: [id, newest!.reportID, run.startedAt],
    });
    expect(row).toEqual({ name: 'Renamed meanwhile', isNow: true });
  });

  it('follow up: a year-old report that is approved, edited and reimbursed is seen at each turn', async () => {
    await sync('FULL');
    const { reportID } = oldest('SUBMITTED');
    const { reports } = world.sandbox;
    expect(await stored(reportID)).toMatchObject({ status: 'SUBMITTED' });

    clock.advance(DAY);
    reports.approve(reportID);
    expect(await sync()).toMatchObject({ mode: 'INCREMENTAL', status: 'SUCCEEDED' });
    expect(await stored(reportID)).toMatchObject({ status: 'APPROVED' });

    clock.advance(DAY);
    const [expense] = reports.expensesOf(reportID);
    reports.editExpense(reportID, expense!.transactionID, { modifiedMerchant: 'The Edited Inn' });
    expect((await sync()).mode).toBe('INCREMENTAL');
    const [edited] = await world.database.query<{ merchant: string }>(world.parts.context, {
      text: 'SELECT merchant FROM expenses WHERE instance_id = $1 AND remote_id = $2',
      values: [id, expense!.transactionID],
    });
    expect(edited).toEqual({ merchant: 'The Edited Inn' });

    clock.advance(DAY);
    reports.reimburse(reportID);
    expect(await sync()).toMatchObject({ mode: 'INCREMENTAL', recordsDeleted: 0 });
    expect(await stored(reportID)).toMatchObject({ status: 'REIMBURSED' });
  });

  it('follow up with what was approved although we never had it, and with what is new', async () => {
    await sync('FULL');
    const { reportID } = oldest('SUBMITTED');
    await world.database.query(world.parts.context, {
      text: 'DELETE FROM reports WHERE instance_id = $1 AND remote_id = $2',
      values: [id, reportID],
    });
    clock.advance(DAY);
    world.sandbox.reports.approve(reportID);
    const { accountEmail } = oldest('REIMBURSED');
    const added = world.sandbox.reports.addReport({ name: 'Fresh', accountEmail });
    expect((await sync()).mode).toBe('INCREMENTAL');
    expect(await stored(reportID)).toMatchObject({ status: 'APPROVED' });
    expect(await stored(added.reportID)).toMatchObject({ status: 'OPEN' });
  });

  it('read less than everything when they follow up, and everything once a week', async () => {
    const full = await sync('FULL');
    clock.advance(DAY);
    const next = await sync();
    expect(next.mode).toBe('INCREMENTAL');
    expect(next.recordsRead).toBeLessThan(full.recordsRead);
    clock.advance(7 * DAY);
    expect(await sync()).toMatchObject({ mode: 'FULL', recordsRead: full.recordsRead });
  });

  it('forget a report that the vendor deleted: an unfinished one at once, a final one with the next full sync', async () => {
    await sync('FULL');
    const [unfinished, final] = [oldest('SUBMITTED'), oldest('REIMBURSED')];
    const before = await world.countRows('reports', id);
    world.sandbox.reports.deleteReport(unfinished.reportID);
    world.sandbox.reports.deleteReport(final.reportID);
    expect(await sync()).toMatchObject({ mode: 'INCREMENTAL', recordsDeleted: 1 });
    expect(await stored(unfinished.reportID)).toBeUndefined();
    expect(await stored(final.reportID)).toBeDefined();
    expect(await sync('FULL')).toMatchObject({ recordsDeleted: 1 });
    expect(await world.countRows('reports', id)).toBe(before - 2);
  });

  it('delete nothing when they fail, and the next goes on where they were cut', async () => {
    await sync('FULL');
    clock.advance(DAY);
    const before = await world.countRows('reports', id);
    world.sandbox.reports.deleteReport(oldest('REIMBURSED').reportID);
    world.sandbox.forgetJobs();
    const cut = await start('FULL');
    const executing = world.parts.syncExecution.execute(world.parts.context, cut.id, 3);
    await until(async () => (await find(cut.id)).progress > 0);
    world.sandbox.setFaults({ 'http-503-html': true });
    await executing;
    expect(await find(cut.id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'VENDOR_UNAVAILABLE',
      recordsDeleted: 0,
    });
    expect(await world.countRows('reports', id)).toBe(before);
    world.sandbox.setFaults({});
    expect((await find(cut.id)).progress).toBeLessThan(1);
    const next = await sync('FULL');
    expect(next).toMatchObject({ status: 'SUCCEEDED', recordsDeleted: 1 });
    // What the cut one had told was not listed again; one export asks for the report that is missing.
    const whole = await sync('FULL');
    expect((await listings(next)) - 1).toBeLessThan(await listings(whole));
  });

  it('are tried again when the vendor fails for a while, as the same run', async () => {
    const run = await start('FULL');
    world.sandbox.setFaults({ 'http-503-html': true });
    await world.parts.syncExecution.execute(world.parts.context, run.id, 1);
    expect(await find(run.id)).toMatchObject({ status: 'RUNNING', finishedAt: null });
    expect(await world.parts.jobs.depth()).toMatchObject({ waiting: 1 });
    world.sandbox.setFaults({});
    await world.parts.syncExecution.execute(world.parts.context, run.id, 2);
    expect(await find(run.id)).toMatchObject({ status: 'SUCCEEDED', errorCode: null });
  });

  it('fail at once when the credentials are refused, and are not begun after that', async () => {
    const run = await start('FULL');
    world.sandbox.revokeCredentials(world.sandbox.configuration['partner.user.id']!);
    await world.parts.syncExecution.execute(world.parts.context, run.id, 1);
    expect(await find(run.id)).toMatchObject({ status: 'FAILED', errorCode: 'NEEDS_REAUTHENTICATION' });
    await expect(start('FULL')).rejects.toMatchObject({ code: 'NEEDS_REAUTHENTICATION' });
  });

  it('refuse what the element does not list, and what nobody would wait for', async () => {
    const { syncRuns } = world.parts.services;
    const request = { instanceId: id, resources: null, mode: 'FULL', waitSeconds: 0 } as const;
    const asking = (change: object) => syncRuns.start(world.as(tenant), { ...request, ...change });
    await expect(asking({ resources: ['RECEIPTS'] })).rejects.toMatchObject({ code: 'UNSUPPORTED_OPERATION' });
    await expect(asking({ resources: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(asking({ waitSeconds: 61 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(asking({ waitSeconds: -1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(asking({ instanceId: 'nonsense' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const other = await world.createTenant('Other');
    const foreign = syncRuns.start(world.as(other), request);
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const run = await start();
    expect(await syncRuns.findByIds(world.as(other), [run.id, 'nonsense'])).toEqual([null, null]);
    await expect(syncRuns.cancel(world.as(other), run.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are answered as they are when the service stops while somebody waits for their end', async () => {
    const { syncRuns } = world.parts.services;
    const waiting = syncRuns.start(world.as(tenant), {
      instanceId: id,
      resources: null,
      mode: 'FULL',
      waitSeconds: 60,
    });
    await until(async () => (await runs()).length === 1);
    world.parts.beginStop();
    expect(await waiting).toMatchObject({ status: 'QUEUED', finishedAt: null });
  });

  it('read again first what may still change and was read longest ago', async () => {
    await sync('FULL');
    const { reportID: remoteId } = oldest('SUBMITTED');
    await world.database.query(world.parts.context, {
      text: `UPDATE reports SET fetched_at = fetched_at - interval '1 hour' WHERE instance_id = $1 AND remote_id = $2`,
      values: [id, remoteId],
    });
    const target = { organizationId: tenant.caller.organizationId, instanceId: id };
    const reports = new ReportRepository(world.database);
    clock.advance(60_000);
    const list = (limit: number) => reports.listUnfinished(world.parts.context, target, clock.now(), limit);
    expect(await list(1)).toEqual([remoteId]);
    expect((await list(3))[0]).toBe(remoteId);
    expect(await list(3)).toHaveLength(3);
  });

  it('stop when they are cancelled, and keep what they have read', async () => {
    const run = await start('FULL');
    const executing = world.parts.syncExecution.execute(world.parts.context, run.id, 1);
    await until(async () => (await find(run.id)).progress > 0);
    const cancelled = await world.parts.services.syncRuns.cancel(world.as(tenant), run.id);
    expect(cancelled).toMatchObject({ status: 'CANCELLED' });
    await executing;
    expect(await find(run.id)).toMatchObject({ status: 'CANCELLED' });
    expect(await world.metrics.registry.metrics()).toContain(
      'elements_sync_runs_total{element="expensify",trigger="request",outcome="cancelled"} 1',
    );
    const kept = await world.countRows('reports', id);
    expect(kept).toBeGreaterThan(0);
    // Another goes on from there.
    const next = await sync('FULL');
    expect(next.recordsRead).toBeGreaterThan(0);
    expect(await world.countRows('reports', id)).toBe([...world.sandbox.reports.all()].length);
  });
});
