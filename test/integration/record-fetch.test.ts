import { REPORTS_A_JOB } from '../../src/adapters/expensify/operations/known-reports';
import type { ServiceParts } from '../../src/compose/services';
import type { RecordKey } from '../../src/persistence/repositories/list-condition';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('reading records by id', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;
  let reportIds: string[];

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 540 });
    tenant = await world.createTenant();
    reportIds = [...world.sandbox.reports.all()].map(({ reportID }) => reportID);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    world.sandbox.setFaults({});
    await world.parts.tasks.idle();
    world.sandbox.forgetJobs();
  });

  let pairs = 0;
  const provision = async () => {
    const pair = world.sandbox.issueCredentials(`pair ${(pairs += 1)}`);
    const id = await world.provision(tenant, { ...pair, 'sync.history.days': '300' });
    world.sandbox.forgetJobs();
    return { id, partnerUserId: pair['partner.user.id']! };
  };

  const keysOf = (instanceId: string, remoteIds: readonly string[]): RecordKey[] =>
    remoteIds.map((remoteId) => ({ instanceId, remoteId }));

  const find = (keys: readonly RecordKey[], parts: ServiceParts = world.parts) =>
    parts.services.records.findReports(world.as(tenant), keys);

  const exportJobs = (): number => world.sandbox.jobs().filter(({ type }) => type === 'file').length;

  const isAsked = async (): Promise<void> => {
    while (world.sandbox.jobs().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('makes one export job of all that are missing, and keeps their order', async () => {
    const { id } = await provision();
    const wanted = reportIds.slice(0, 40).toReversed();
    const found = await find(keysOf(id, wanted));
    expect(found.map((row) => (row as { remoteId: string }).remoteId)).toEqual(wanted);
    expect(exportJobs()).toBe(1);

    const context = world.as(tenant);
    await world.parts.services.records.findReports(context, keysOf(id, wanted));
    expect(context.stats).toEqual({ sqlStatements: 1, vendorCalls: 0 });
    expect(exportJobs()).toBe(1);
  });

  it('asks for what is missing only, and once for a key that comes twice', async () => {
    const { id } = await provision();
    const [first, second] = reportIds;
    await find(keysOf(id, [first!]));
    const found = await find(keysOf(id, [second!, first!, second!]));
    expect(found.map((row) => (row as { remoteId: string }).remoteId)).toEqual([second, first, second]);
    expect(exportJobs()).toBe(2);
  });

  it('takes either form of a report id', async () => {
    const { id } = await provision();
    const { records } = world.parts.services;
    const canonical = (written: string) => records.canonicalRemoteId('expensify', 'REPORTS', written);
    const [report] = await find(keysOf(id, [reportIds[0]!]));
    const decimal = (await records.findVendorFields(world.as(tenant), 'REPORT', keysOf(id, [reportIds[0]!])))[0]!
      .oldReportID;
    expect(String(decimal)).toMatch(/^\d+$/);
    expect(canonical(String(decimal))).toBe(reportIds[0]);
    expect(canonical(reportIds[0]!)).toBe(reportIds[0]);
    expect(canonical('no report')).toBeNull();
    expect((report as { remoteId: string }).remoteId).toBe(reportIds[0]);
  });

  it('splits what is more than one job takes', async () => {
    const { id } = await provision();
    const found = await find(keysOf(id, reportIds.slice(0, REPORTS_A_JOB + 1)));
    expect(found.filter((row) => row !== null)).toHaveLength(REPORTS_A_JOB + 1);
    expect(exportJobs()).toBe(2);
  });

  it('makes one job an instance, and one that fails does not spoil the others', async () => {
    const [good, bad] = [await provision(), await provision()];
    world.sandbox.setFaults({ 'http-503-html': { account: bad.partnerUserId } });
    const [known] = await find(keysOf(good.id, [reportIds[3]!]));
    const found = await find([...keysOf(good.id, [reportIds[3]!, reportIds[4]!]), ...keysOf(bad.id, [reportIds[3]!])]);
    expect(found[0]).toEqual(known);
    expect(found[1]).toMatchObject({ remoteId: reportIds[4] });
    expect(found[2]).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
  });

  describe('that the vendor does not have', () => {
    it('remembers so for a minute', async () => {
      const { id } = await provision();
      const keys = keysOf(id, ['RzzzzzzzzzzA', reportIds[0]!]);
      expect(await find(keys)).toEqual([null, expect.objectContaining({ remoteId: reportIds[0] })]);
      expect(exportJobs()).toBe(1);
      clock.advance(50_000);
      expect((await find(keys))[0]).toBeNull();
      expect(exportJobs()).toBe(1);
      clock.advance(11_000);
      expect((await find(keys))[0]).toBeNull();
      expect(exportJobs()).toBe(2);
    });

    it('does not take a failure for it', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ 'http-503-html': true });
      expect(await find(keysOf(id, [reportIds[0]!]))).toEqual([
        expect.objectContaining({ code: 'VENDOR_UNAVAILABLE' }),
      ]);
      world.sandbox.setFaults({});
      expect(await find(keysOf(id, [reportIds[0]!]))).toEqual([expect.objectContaining({ remoteId: reportIds[0] })]);
    });
  });

  describe('that others ask for at the same time', () => {
    it('shares one vendor call within a process', async () => {
      const { id } = await provision();
      const all = await Promise.all(Array.from({ length: 8 }, () => find(keysOf(id, reportIds.slice(0, 5)))));
      expect(new Set(all.map((found) => JSON.stringify(found))).size).toBe(1);
      expect(all[0]!.filter((row) => row !== null)).toHaveLength(5);
      expect(exportJobs()).toBe(1);
    });

    it('shares one vendor call between replicas', async () => {
      const { id } = await provision();
      const replica = world.addReplica();
      const keys = keysOf(id, reportIds.slice(0, 5));
      const [here, there] = await Promise.all([find(keys), find(keys, replica)]);
      await replica.close();
      expect(there).toEqual(here);
      expect(here.every((row) => row !== null)).toBe(true);
      expect(exportJobs()).toBe(1);
    });

    it('asks for what the other request did not ask for', async () => {
      const { id } = await provision();
      const replica = world.addReplica();
      const found = await Promise.all([
        find(keysOf(id, reportIds.slice(0, 5))),
        find(keysOf(id, reportIds.slice(3, 8)), replica),
      ]);
      await replica.close();
      expect(found.flat().every((row) => row !== null)).toBe(true);
      expect(exportJobs()).toBe(2);
    });
  });

  describe('with a maxAge', () => {
    const fresh = (id: string, remoteId: string, maxAge: number | null) =>
      world.parts.services.records.getFreshReport(world.as(tenant), { instanceId: id, remoteId }, maxAge);

    it('is content with what it has just read', async () => {
      const { id } = await provision();
      expect(await fresh(id, reportIds[0]!, 0)).toMatchObject({ remoteId: reportIds[0] });
      expect(exportJobs()).toBe(1);
    });

    it('reads again what is older, and serves that when the vendor cannot be asked', async () => {
      const { id } = await provision();
      const first = await fresh(id, reportIds[0]!, null);
      clock.advance(5 * MINUTE);
      expect(await fresh(id, reportIds[0]!, 600)).toEqual(first);
      expect(exportJobs()).toBe(1);
      const second = await fresh(id, reportIds[0]!, 60);
      expect(second!.fetchedAt.getTime()).toBeGreaterThan(first!.fetchedAt.getTime());
      expect(second!.changedAt).toEqual(first!.changedAt);
      expect(exportJobs()).toBe(2);
      clock.advance(5 * MINUTE);
      world.sandbox.setFaults({ 'http-503-html': true });
      expect(await fresh(id, reportIds[0]!, 60)).toEqual(second);
    });

    it('left out, answers at once past the time-to-live and refreshes behind', async () => {
      const { id } = await provision();
      const first = await fresh(id, reportIds[0]!, null);
      clock.advance(16 * MINUTE);
      expect(await fresh(id, reportIds[0]!, null)).toEqual(first);
      await world.parts.tasks.idle();
      expect(exportJobs()).toBe(2);
      expect((await fresh(id, reportIds[0]!, null))!.fetchedAt.getTime()).toBeGreaterThan(first!.fetchedAt.getTime());
    });
  });

  describe('of an instance that may not be asked for', () => {
    it('whose credentials are refused: moves it, says so, and asks no more', async () => {
      const { id, partnerUserId } = await provision();
      const [stored] = await find(keysOf(id, [reportIds[0]!]));
      world.sandbox.revokeCredentials(partnerUserId);
      const keys = keysOf(id, [reportIds[0]!, reportIds[1]!]);
      expect(await find(keys)).toEqual([stored, expect.objectContaining({ code: 'NEEDS_REAUTHENTICATION' })]);
      expect(await world.find(tenant, id)).toMatchObject({ status: 'NEEDS_REAUTHENTICATION' });
      world.sandbox.forgetJobs();
      expect(await find(keys)).toEqual([stored, expect.objectContaining({ code: 'NEEDS_REAUTHENTICATION' })]);
      expect(world.sandbox.jobs()).toEqual([]);
    });

    it('that is switched off: serves our copy, and does not say that the rest does not exist', async () => {
      const { id } = await provision();
      const [stored] = await find(keysOf(id, [reportIds[0]!]));
      await world.parts.services.instances.disable(world.as(tenant), id, null);
      world.sandbox.forgetJobs();
      expect(await find(keysOf(id, [reportIds[0]!, reportIds[1]!]))).toEqual([
        stored,
        expect.objectContaining({ code: 'INSTANCE_NOT_ACTIVE', instanceId: id }),
      ]);
      expect(world.sandbox.jobs()).toEqual([]);
    });

    it('stops asking when it is switched off meanwhile', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ latency: { value: 10_000, job: 'download', times: 1 } });
      const finding = find(keysOf(id, [reportIds[0]!]));
      await isAsked();
      await world.parts.services.instances.disable(world.as(tenant), id, null);
      expect(await finding).toEqual([expect.objectContaining({ retryable: true })]);
      expect(await world.countRows('reports', id)).toBe(0);
    });
  });

  describe('that only lists bring', () => {
    it('waits for the whole list before it says that there is no such expense', async () => {
      const { id } = await provision();
      const old = [...world.sandbox.reports.all()].findLast(
        ({ createdAt }) => createdAt > clock.now().getTime() - 290 * DAY,
      );
      const [expense] = world.sandbox.reports.expensesOf(old!.reportID);
      const key = { instanceId: id, remoteId: expense!.transactionID, kind: 'EXPENSE' };
      const [found, none] = await world.parts.services.records.findExpenses(world.as(tenant), [
        key,
        { ...key, remoteId: '1' },
      ]);
      expect(found).toMatchObject({ remoteId: expense!.transactionID });
      expect(none).toBeNull();
      expect(exportJobs()).toBe(2);
    });

    it('does not know of an expense that may be in the part not read yet', async () => {
      const { id } = await provision();
      expect(await world.read(tenant, id)).toMatchObject({ state: 'LOADING' });
      world.sandbox.setFaults({ 'http-503-html': true });
      await world.parts.tasks.idle();
      const [newest] = await world.database.query<{ remote_id: string }>(world.parts.context, {
        text: 'SELECT remote_id FROM expenses WHERE instance_id = $1 LIMIT 1',
        values: [id],
      });
      const found = await world.parts.services.records.findExpenses(
        world.as(tenant),
        [newest!.remote_id, '1'].map((remoteId) => ({ instanceId: id, remoteId, kind: 'EXPENSE' })),
      );
      expect(found).toEqual([
        expect.objectContaining({ remoteId: newest!.remote_id }),
        expect.objectContaining({ code: 'VENDOR_UNAVAILABLE', retryable: true }),
      ]);
    });

    it('says that it does not know while the list cannot be read', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ 'http-503-html': true });
      const key = { instanceId: id, remoteId: '123', kind: 'EXPENSE' };
      expect(await world.parts.services.records.findExpenses(world.as(tenant), [key])).toEqual([
        expect.objectContaining({ code: 'VENDOR_UNAVAILABLE' }),
      ]);
    });
  });
});
