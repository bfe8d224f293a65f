import type { ExpensifyFaultSettings } from '../../src/adapters/expensify/sandbox';
import { ChangeEventRepository } from '../../src/persistence/repositories/change-event.repository';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;
const DOWN: ExpensifyFaultSettings = { 'http-503-html': true };

describe('an instance that is degraded', () => {
  let clock: FastClock;
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;
  let pair: Readonly<Record<string, string>>;

  beforeEach(async () => {
    clock = new FastClock(40);
    world = await createServiceWorld({ clock, reports: 5 });
    tenant = await world.createTenant();
    pair = world.sandbox.issueCredentials('a pair');
    id = await world.provision(tenant, { ...pair, 'sync.history.days': '20' });
  });
  afterEach(() => world.close());

  const refresh = async (): Promise<void> => {
    clock.advance(16 * MINUTE);
    await world.read(tenant, id);
    await world.parts.tasks.idle();
  };

  const degrade = async (faults: ExpensifyFaultSettings): Promise<void> => {
    world.sandbox.setFaults(faults);
    for (let time = 0; time < 3; time += 1) await refresh();
    expect(await status()).toBe('DEGRADED');
    world.sandbox.forgetJobs();
  };

  const status = async (): Promise<string> => (await world.find(tenant, id))!.status;

  const check = (parts = world.parts): Promise<void> =>
    parts.healthChecks.check(parts.context, { organizationId: tenant.caller.organizationId, instanceId: id });

  /** How many checks are due, one minute's look at a time. */
  const due = async (): Promise<number> => {
    await world.parts.healthChecks.tick(world.parts.context);
    const { ready, waiting } = await world.parts.jobs.depth();
    await world.parts.jobs.remove(`health-check:${id}`);
    return ready + waiting;
  };

  const retryAt = async (): Promise<(Date | null)[]> => {
    const rows = await world.database.query<{ at: Date | null }>(world.parts.context, {
      text: 'SELECT retry_at AS at FROM resource_freshness WHERE instance_id = $1 AND error_code IS NOT NULL',
      values: [id],
    });
    return rows.map(({ at }) => at);
  };

  /** Checks that have begun and are not over yet, or not due again. */
  const checkLeases = async (): Promise<number> => {
    const [row] = await world.database.query<{ count: number }>(world.parts.context, {
      text: 'SELECT count(*)::int AS count FROM leases WHERE key = $1 AND expires_at > $2',
      values: [`health-check:${id}`, clock.now()],
    });
    return row!.count;
  };

  const edges = async (): Promise<string[]> => {
    const { organizationId } = tenant.caller;
    const filter = { kinds: ['INSTANCE_STATUS_CHANGED'] } as const;
    const repository = new ChangeEventRepository(world.database);
    const events = await repository.listAfter(world.parts.context, organizationId, filter, null, 100);
    return events.map(({ before, after }) => `${statusOf(before)} ${statusOf(after)}`);
  };

  it('is active again once its vendor answers one cheap call, and may be read at once', async () => {
    await degrade(DOWN);
    world.sandbox.setFaults({});
    clock.advance(MINUTE);
    await check();
    expect(world.sandbox.jobs()).toHaveLength(1);
    expect(await world.find(tenant, id)).toMatchObject({ status: 'ACTIVE', statusReason: null });
    expect(await edges()).toEqual(['ACTIVE DEGRADED', 'DEGRADED ACTIVE']);
    expect(await retryAt()).toEqual([null, null]);
    await world.parts.flushCallLog();
    const [call] = await world.database.query(world.parts.context, {
      text: 'SELECT purpose, outcome FROM vendor_calls WHERE instance_id = $1 ORDER BY id DESC LIMIT 1',
      values: [id],
    });
    expect(call).toEqual({ purpose: 'check', outcome: 'SUCCEEDED' });
  });

  it('stays so while its vendor fails, which is asked less and less often', async () => {
    await degrade(DOWN);
    await check();
    expect(world.sandbox.jobs().length).toBeGreaterThan(0);
    expect(await world.find(tenant, id)).toMatchObject({
      status: 'DEGRADED',
      statusReason: expect.stringContaining('503') as string,
    });
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      let minutes = 0;
      for (; (await due()) === 0; minutes += 15) clock.advance(15 * MINUTE);
      waits.push(minutes);
      await check();
    }
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(waits[0]).toBeLessThanOrEqual(45);
    expect(waits.at(-1)).toBe(240);
    expect(await edges()).toEqual(['ACTIVE DEGRADED']);
  });

  it('is left alone for good once the vendor refuses its credentials', async () => {
    await degrade(DOWN);
    world.sandbox.setFaults({});
    world.sandbox.revokeCredentials(pair['partner.user.id']!);
    await check();
    expect(await world.find(tenant, id)).toMatchObject({
      status: 'NEEDS_REAUTHENTICATION',
      statusReason: expect.stringContaining('reauthenticateInstance') as string,
    });
    expect(await edges()).toEqual(['ACTIVE DEGRADED', 'DEGRADED NEEDS_REAUTHENTICATION']);
    world.sandbox.forgetJobs();
    clock.advance(24 * 60 * MINUTE);
    expect(await due()).toBe(0);
    await check();
    await refresh();
    expect(world.sandbox.jobs()).toEqual([]);
  });

  it('is not asked for while it is switched off', async () => {
    await degrade(DOWN);
    await world.parts.services.instances.disable(world.as(tenant), id, null);
    clock.advance(60 * MINUTE);
    expect(await due()).toBe(0);
    await check();
    expect(world.sandbox.jobs()).toEqual([]);
  });

  it('is asked for once, however many replicas want to', async () => {
    await degrade(DOWN);
    // Still degraded after it, so that nothing but the claim keeps the second from asking.
    world.sandbox.setFaults({ error: { value: 410, job: 'get' } });
    const replicas = [world.parts, world.addReplica(), world.addReplica()];
    await Promise.all(replicas.flatMap((parts) => [check(parts), check(parts)]));
    for (const parts of replicas) await check(parts);
    expect(world.sandbox.jobs()).toHaveLength(1);
    expect(await status()).toBe('DEGRADED');
  });

  it('is checked by the jobs of the replicas', async () => {
    await degrade(DOWN);
    world.sandbox.setFaults({});
    const replicas = [world.parts, world.addReplica()];
    clock.advance(16 * MINUTE);
    await Promise.all(replicas.map((parts) => parts.healthChecks.tick(parts.context)));
    expect(await world.parts.jobs.depth()).toMatchObject({ ready: 1, waiting: 0 });
    await Promise.all(replicas.map((parts) => parts.jobs.start()));
    while ((await status()) === 'DEGRADED') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await status()).toBe('ACTIVE');
    expect(world.sandbox.jobs()).toHaveLength(1);
  });

  it('stays so while what failed is something that a check does not disprove', async () => {
    await degrade({ error: { value: 403, job: 'file' } });
    const reason = (await world.find(tenant, id))!.statusReason;
    await check();
    expect(world.sandbox.jobs()).toHaveLength(1);
    expect(await world.find(tenant, id)).toMatchObject({ status: 'DEGRADED', statusReason: reason });
  });

  it('stays so when a list failed while the vendor was asked', async () => {
    await degrade(DOWN);
    world.sandbox.setFaults({ latency: 20_000 });
    const checking = check();
    while ((await checkLeases()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const [errorAt, retryAgain] = [
      new Date(clock.now().getTime() + MINUTE),
      new Date(clock.now().getTime() + 5 * MINUTE),
    ];
    await world.database.query(world.parts.context, {
      text: 'UPDATE resource_freshness SET error_at = $2, retry_at = $3 WHERE instance_id = $1',
      values: [id, errorAt, retryAgain],
    });
    await checking;
    expect(await status()).toBe('DEGRADED');
    expect(await retryAt()).toEqual([retryAgain, retryAgain]);
  });

  it('is not judged by credentials that were replaced while the vendor was asked', async () => {
    await degrade(DOWN);
    world.sandbox.setFaults({ latency: { value: 20_000, account: pair['partner.user.id']! } });
    world.sandbox.revokeCredentials(pair['partner.user.id']!);
    const checking = check();
    while ((await checkLeases()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const fresh = toInputs(world.sandbox.issueCredentials('another pair'));
    await world.parts.services.instances.reauthenticate(world.as(tenant), id, fresh);
    // As if it had failed again meanwhile, for a reason of its own.
    await world.database.query(world.parts.context, {
      text: `UPDATE instances SET status = 'DEGRADED', status_reason = 'Another.' WHERE id = $1`,
      values: [id],
    });
    await checking;
    expect(world.sandbox.jobs()).toHaveLength(2);
    expect(await world.find(tenant, id)).toMatchObject({ status: 'DEGRADED', statusReason: 'Another.' });
  });
});

function statusOf(content: object | null): string {
  return (content as { status: string }).status;
}
