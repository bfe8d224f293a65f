import { ElementsErrors } from '../../src/errors';
import { DEFAULT_TIME_TO_LIVE_SECONDS, MAX_TIME_TO_LIVE_SECONDS } from '../../src/services/time-to-live';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const SECOND = 1_000;
const HOUR_SECONDS = 3_600;

describe('the time-to-live of an instance', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await createServiceWorld({ clock });
    tenant = await world.createTenant();
  });
  afterAll(() => world.close());

  let pairs = 0;
  const provision = async (timeToLiveSeconds?: number | null): Promise<string> => {
    const pair = world.sandbox.issueCredentials(`pair ${(pairs += 1)}`);
    const { instanceId } = await world.parts.services.provisioning.provision(world.as(tenant), {
      elementKey: 'expensify',
      name: 'Acme',
      tags: [],
      configuration: toInputs({ ...pair, 'sync.history.days': '20' }),
      externalAuthentication: 'NONE',
      timeToLiveSeconds,
    });
    return instanceId;
  };
  const load = async (id: string): Promise<void> => {
    await world.read(tenant, id);
    await world.parts.tasks.idle();
    world.sandbox.forgetJobs();
  };
  const stored = async (id: string): Promise<number | null> => (await world.find(tenant, id))!.timeToLiveSeconds;
  const update = (id: string, change: object) =>
    world.parts.services.instances.update(world.as(tenant), { id, ...change });

  it('is how old its lists may be, longer or shorter than the default', async () => {
    const [long, short, usual] = [await provision(HOUR_SECONDS), await provision(60), await provision()];
    for (const id of [long, short, usual]) await load(id);
    clock.advance(600 * SECOND);
    expect(await world.read(tenant, long)).toMatchObject({ state: 'FRESH' });
    expect(await world.read(tenant, usual)).toMatchObject({ state: 'FRESH' });
    expect(await world.read(tenant, short)).toMatchObject({ state: 'STALE' });
    await world.parts.tasks.idle();
    clock.advance(DEFAULT_TIME_TO_LIVE_SECONDS * SECOND);
    expect(await world.read(tenant, long)).toMatchObject({ state: 'FRESH' });
    expect(await world.read(tenant, usual)).toMatchObject({ state: 'STALE' });
    await world.parts.tasks.idle();
  });

  it('is how old one of its records may be', async () => {
    const id = await provision(HOUR_SECONDS);
    await load(id);
    const [row] = await world.database.query<{ remote_id: string }>(world.parts.context, {
      text: 'SELECT remote_id FROM reports WHERE instance_id = $1 LIMIT 1',
      values: [id],
    });
    const key = { organizationId: tenant.caller.organizationId, instanceId: id, remoteId: row!.remote_id };
    const read = async () => {
      await world.parts.services.records.getFreshReport(world.as(tenant), key, null);
      await world.parts.tasks.idle();
      return world.sandbox.jobs().length;
    };
    clock.advance(2_000 * SECOND);
    expect(await read()).toBe(0);
    clock.advance(2_000 * SECOND);
    expect(await read()).toBeGreaterThan(0);
  });

  it('is stored where it was given, and 0 or null is the default', async () => {
    const id = await provision(0);
    expect(await stored(id)).toBeNull();
    await update(id, { timeToLiveSeconds: MAX_TIME_TO_LIVE_SECONDS });
    expect(await stored(id)).toBe(MAX_TIME_TO_LIVE_SECONDS);
    await update(id, { name: 'Other' });
    expect(await stored(id)).toBe(MAX_TIME_TO_LIVE_SECONDS);
    await update(id, { timeToLiveSeconds: 0 });
    expect(await stored(id)).toBeNull();
    await update(id, { timeToLiveSeconds: 5 });
    await update(id, { timeToLiveSeconds: null });
    expect(await stored(id)).toBeNull();
  });

  it.each([-1, 1.5, MAX_TIME_TO_LIVE_SECONDS + 1, Number.NaN])(
    'is refused as %d, with what else is wrong',
    async (seconds) => {
      const id = await provision(30);
      const error = await update(id, { name: '', timeToLiveSeconds: seconds }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ElementsErrors);
      expect((error as ElementsErrors).errors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'name'] },
        {
          code: 'INVALID_INPUT',
          path: ['input', 'timeToLiveSeconds'],
          expected: 'A whole number of seconds from 1 to 2592000 (30 days), or 0 for the default.',
        },
      ]);
      expect(await stored(id)).toBe(30);
    },
  );
});
