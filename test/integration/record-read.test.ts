import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** History of 300 days is two spans: the last month, and the rest. */
const TWO_SPANS = { 'sync.history.days': '300' };
const ONE_SPAN = { 'sync.history.days': '20' };

describe('reading lists of an instance', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await createServiceWorld({ clock });
    tenant = await world.createTenant();
  });
  afterAll(() => world.close());
  afterEach(async () => {
    world.sandbox.setFaults({});
    await world.parts.tasks.idle();
    world.sandbox.forgetJobs();
  });

  let pairs = 0;
  /** An instance with credentials of its own, so that no other test uses up its limit. */
  const provision = async (configuration: Readonly<Record<string, string>> = ONE_SPAN) => {
    const pair = world.sandbox.issueCredentials(`pair ${(pairs += 1)}`);
    const id = await world.provision(tenant, { ...pair, ...configuration });
    world.sandbox.forgetJobs();
    return { id, partnerUserId: pair['partner.user.id']! };
  };

  /** An instance whose reports are here and fresh. */
  const loaded = async (configuration?: Readonly<Record<string, string>>) => {
    const made = await provision(configuration);
    await world.read(tenant, made.id);
    await world.parts.tasks.idle();
    world.sandbox.forgetJobs();
    return made;
  };

  const count = async (id: string): Promise<number> => {
    const [n] = await world.parts.services.records.countReports(
      world.as(tenant),
      [{ ...tenant.caller, instanceId: id }],
      null,
    );
    return n!;
  };

  const exportJobs = (): number => world.sandbox.jobs().filter(({ type }) => type === 'file').length;

  describe('that was never read', () => {
    it('waits for the newest records, and brings the rest behind', async () => {
      const { id } = await provision(TWO_SPANS);
      expect(await world.read(tenant, id)).toMatchObject({ state: 'LOADING', fetchedAt: null, error: null });
      const newest = await count(id);
      expect(newest).toBeGreaterThan(0);
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH', error: null });
      expect(await count(id)).toBeGreaterThan(newest);
      expect((await world.find(tenant, id))!.lastSyncedAt).not.toBeNull();
      expect(exportJobs()).toBe(2);
    });

    it('reads expenses with the reports that they are on, and policies with their employees', async () => {
      const { id } = await loaded();
      expect(await world.read(tenant, id, 'EXPENSES')).toMatchObject({ state: 'FRESH' });
      expect(await world.countRows('expenses', id)).toBeGreaterThan(0);
      expect(world.sandbox.jobs()).toEqual([]);
      await world.read(tenant, id, 'POLICIES');
      await world.parts.tasks.idle();
      world.sandbox.forgetJobs();
      expect(await world.read(tenant, id, 'EMPLOYEES')).toMatchObject({ state: 'FRESH' });
      expect(world.sandbox.jobs()).toEqual([]);
    });

    it('says why when there is nothing to show, and shows no empty list', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ 'http-503-html': true });
      expect(await world.read(tenant, id)).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
    });

    it('says RATE_LIMITED when the vendor does', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ '429': 'http' });
      const outcome = await world.read(tenant, id);
      expect(outcome).toMatchObject({
        code: expect.stringMatching(/RATE_LIMITED|VENDOR_UNAVAILABLE/),
        retryable: true,
      });
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id)).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    });

    it('says VENDOR_PROTOCOL_ERROR when the answer is not in the form that was agreed', async () => {
      const { id } = await provision();
      world.sandbox.setFaults({ malformed: { job: 'get' } });
      expect(await world.read(tenant, id, 'POLICIES')).toMatchObject({
        code: 'VENDOR_PROTOCOL_ERROR',
        retryable: false,
      });
      expect(await world.countRows('policies', id)).toBe(0);
    });

    it('refuses a list that the element does not have, and reads the others', async () => {
      const { id } = await loaded();
      const instance = (await world.find(tenant, id))!;
      const { records } = world.parts.services;
      const [receipts, reports] = await records.prepareLists(world.as(tenant), [
        { instance, resource: 'RECEIPTS', maxAgeSeconds: null },
        { instance, resource: 'REPORTS', maxAgeSeconds: null },
      ]);
      expect(receipts).toMatchObject({ code: 'UNSUPPORTED_OPERATION', resource: 'RECEIPTS' });
      expect(reports).toMatchObject({ state: 'FRESH' });
    });
  });

  describe('that is fresh', () => {
    it('costs one statement for any number of instances, and no vendor call', async () => {
      const { id } = await loaded();
      const other = await loaded();
      const context = world.as(tenant);
      const instances = await world.parts.services.instanceReads.findByIds(context, [id, other.id]);
      const before = context.stats.sqlStatements;
      const prepared = await world.parts.services.records.prepareLists(
        context,
        instances.map((instance) => ({ instance: instance!, resource: 'REPORTS' as const, maxAgeSeconds: null })),
      );
      expect(prepared).toEqual([
        expect.objectContaining({ state: 'FRESH' }),
        expect.objectContaining({ state: 'FRESH' }),
      ]);
      expect(context.stats).toEqual({ sqlStatements: before + 1, vendorCalls: 0 });
      expect(world.sandbox.jobs()).toEqual([]);
    });
  });

  describe('past its time-to-live', () => {
    it('answers at once from our copy, and refreshes behind', async () => {
      const { id } = await loaded();
      clock.advance(16 * MINUTE);
      expect(await world.read(tenant, id)).toMatchObject({ state: 'STALE', error: null });
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH' });
      expect(exportJobs()).toBe(1);
    });

    it('never calls a vendor for a root list', async () => {
      const { id } = await loaded();
      clock.advance(16 * MINUTE);
      const context = world.as(tenant);
      const [described] = await world.parts.services.records.freshnessOf(
        context,
        [(await world.find(tenant, id))!],
        'REPORTS',
      );
      expect(described).toMatchObject({ state: 'STALE' });
      expect(context.stats).toEqual({ sqlStatements: 1, vendorCalls: 0 });
      expect(world.sandbox.jobs()).toEqual([]);
    });
  });

  describe('with a maxAge', () => {
    it('waits for all of it when our copy is older', async () => {
      const { id } = await loaded();
      clock.advance(MINUTE);
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 600 })).toMatchObject({ state: 'FRESH' });
      expect(exportJobs()).toBe(0);
      const asked = clock.now();
      const fresh = await world.read(tenant, id, 'REPORTS', { maxAge: 30 });
      expect(fresh).toMatchObject({ state: 'FRESH', error: null });
      expect((fresh as { fetchedAt: Date }).fetchedAt.getTime()).toBeGreaterThanOrEqual(asked.getTime());
      expect(exportJobs()).toBe(1);
    });

    it('that is not met in time serves what is stored, and says that it is old', async () => {
      const { id } = await loaded();
      const stored = await count(id);
      clock.advance(5 * MINUTE);
      world.sandbox.setFaults({ latency: 60 * SECOND });
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 60 })).toMatchObject({
        state: 'STALE',
        error: { code: 'VENDOR_UNAVAILABLE', message: expect.stringContaining('still being read'), retryable: true },
      });
      expect(await count(id)).toBe(stored);
    });

    it('of 0 is met by what is read to answer it', async () => {
      const { id } = await loaded();
      clock.advance(MINUTE);
      const asked = clock.now();
      const fresh = await world.read(tenant, id, 'REPORTS', { maxAge: 0 });
      expect(fresh).toMatchObject({ state: 'FRESH', error: null });
      expect((fresh as { fetchedAt: Date }).fetchedAt.getTime()).toBeGreaterThanOrEqual(asked.getTime());
      expect(exportJobs()).toBe(1);
    });

    it('of 0 is not met by a read that began before: there is one more', async () => {
      const { id } = await loaded();
      clock.advance(16 * MINUTE);
      world.sandbox.setFaults({ latency: { value: 5 * SECOND, job: 'file', times: 1 } });
      await world.read(tenant, id);
      while (exportJobs() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 0 })).toMatchObject({ state: 'FRESH', error: null });
      expect(exportJobs()).toBe(2);
    });

    it("that the vendor's limit has no room for says so", async () => {
      const { id } = await loaded();
      clock.advance(5 * MINUTE);
      await world.database.query(world.parts.context, {
        text: 'UPDATE vendor_budgets SET blocked_until = $1',
        values: [new Date(clock.now().getTime() + 45 * SECOND)],
      });
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 60 })).toMatchObject({
        state: 'STALE',
        error: { code: 'RATE_LIMITED', message: expect.stringContaining('REPORTS'), retryable: true },
      });
    });
  });

  describe('of a vendor that fails', () => {
    it('serves our copy with its age and the error, and waits before it asks again', async () => {
      const { id } = await loaded();
      const stored = await count(id);
      const before = (await world.read(tenant, id)) as { fetchedAt: Date };
      clock.advance(16 * MINUTE);
      world.sandbox.setFaults({ 'http-503-html': true });
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      world.sandbox.forgetJobs();
      expect(await world.read(tenant, id)).toMatchObject({
        state: 'STALE',
        fetchedAt: before.fetchedAt,
        error: { code: 'VENDOR_UNAVAILABLE', retryable: true },
      });
      expect(await count(id)).toBe(stored);
      await world.parts.tasks.idle();
      expect(world.sandbox.jobs()).toEqual([]);

      world.sandbox.setFaults({});
      clock.advance(MINUTE);
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id)).toMatchObject({ state: 'FRESH', error: null });
    });

    it('makes the instance DEGRADED the second time in a row, and ACTIVE once it works again', async () => {
      const { id } = await loaded();
      world.sandbox.setFaults({ 'http-503-html': true });
      const statuses: string[] = [];
      for (let time = 0; time < 2; time += 1) {
        clock.advance(16 * MINUTE);
        await world.read(tenant, id);
        await world.parts.tasks.idle();
        statuses.push((await world.find(tenant, id))!.status);
      }
      expect(statuses).toEqual(['ACTIVE', 'DEGRADED']);
      expect((await world.find(tenant, id))!.statusReason).toContain('Expensify');
      world.sandbox.setFaults({});
      clock.advance(16 * MINUTE);
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      expect(await world.find(tenant, id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    });

    it('deletes nothing', async () => {
      const { id } = await provision();
      await world.read(tenant, id, 'POLICIES');
      await world.parts.tasks.idle();
      const [policies, employees] = [await world.countRows('policies', id), await world.countRows('employees', id)];
      expect(employees).toBeGreaterThan(0);
      clock.advance(16 * MINUTE);
      world.sandbox.setFaults({ 'http-503-html': { job: 'get/policy' } });
      await world.read(tenant, id, 'POLICIES');
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id, 'EMPLOYEES')).toMatchObject({
        state: 'STALE',
        error: { code: 'VENDOR_UNAVAILABLE' },
      });
      expect([await world.countRows('policies', id), await world.countRows('employees', id)]).toEqual([
        policies,
        employees,
      ]);
    });
  });

  describe('of an instance whose credentials are refused', () => {
    it('says so, serves our copy, and asks the vendor no more', async () => {
      const { id, partnerUserId } = await loaded();
      world.sandbox.revokeCredentials(partnerUserId);
      clock.advance(16 * MINUTE);
      await world.read(tenant, id);
      await world.parts.tasks.idle();
      expect(await world.find(tenant, id)).toMatchObject({
        status: 'NEEDS_REAUTHENTICATION',
        statusReason: expect.stringContaining('reauthenticateInstance'),
      });
      world.sandbox.forgetJobs();
      clock.advance(60 * MINUTE);
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 0 })).toMatchObject({
        state: 'STALE',
        error: { code: 'NEEDS_REAUTHENTICATION', retryable: false },
      });
      expect(await world.read(tenant, id, 'POLICIES')).toMatchObject({ code: 'NEEDS_REAUTHENTICATION' });
      expect(world.sandbox.jobs()).toEqual([]);
    });

    it('is not moved back by a load that was under way when they were mended', async () => {
      const { id, partnerUserId } = await loaded();
      world.sandbox.revokeCredentials(partnerUserId);
      clock.advance(16 * MINUTE);
      world.sandbox.setFaults({ latency: { value: 20 * SECOND, job: 'file', times: 1 } });
      await world.read(tenant, id);
      while (exportJobs() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await world.parts.services.instances.reauthenticate(
        world.as(tenant),
        id,
        toInputs(world.sandbox.issueCredentials('mended')),
      );
      await world.parts.tasks.idle();
      expect(await world.find(tenant, id)).toMatchObject({ status: 'ACTIVE' });
      expect(await world.read(tenant, id)).toMatchObject({ error: null });
    });
  });

  describe('of an instance that is switched off', () => {
    it('serves our copy, and nothing where there is none', async () => {
      const { id } = await loaded();
      await world.parts.services.instances.disable(world.as(tenant), id, null);
      clock.advance(60 * MINUTE);
      expect(await world.read(tenant, id, 'REPORTS', { maxAge: 0 })).toMatchObject({
        state: 'STALE',
        error: { code: 'INSTANCE_NOT_ACTIVE', retryable: false },
      });
      expect(await world.read(tenant, id)).toMatchObject({ state: 'STALE', error: null });
      expect(await world.read(tenant, id, 'POLICIES')).toMatchObject({ code: 'INSTANCE_NOT_ACTIVE' });
      expect(world.sandbox.jobs()).toEqual([]);
    });

    it('ends the load that is under way', async () => {
      const { id } = await provision(TWO_SPANS);
      world.sandbox.setFaults({ latency: { value: 20 * SECOND, job: 'download', times: 1 } });
      const reading = world.read(tenant, id);
      while (exportJobs() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await world.parts.services.instances.disable(world.as(tenant), id, null);
      await reading;
      await world.parts.tasks.idle();
      expect(await world.countRows('reports', id)).toBe(0);
      expect(exportJobs()).toBe(1);
    });
  });
});
