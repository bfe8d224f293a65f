import type { ProvisionRequest, Provisioned } from '../../src/services/provisioning.service';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;

describe('an idempotency key', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 1 });
    tenant = await world.createTenant();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.sandbox.setFaults({});
    await world.database.query(world.parts.context, { text: 'DELETE FROM idempotency_keys' });
    await world.database.query(world.parts.context, { text: 'UPDATE instances SET deleted_at = now()' });
    world.sandbox.forgetJobs();
  });

  const provision = (
    idempotencyKey: string | null,
    request: Partial<ProvisionRequest> = {},
    parts = world.parts,
    as = tenant,
  ): Promise<Provisioned> =>
    parts.services.provisioning.provision(world.as(as), {
      elementKey: 'expensify',
      name: 'Once',
      tags: [],
      configuration: toInputs(world.sandbox.configuration),
      externalAuthentication: 'NONE',
      idempotencyKey,
      ...request,
    });

  const countInstances = (): Promise<number> => world.parts.services.instanceReads.count(world.as(tenant), {});

  it('gives a repeat the same answer, token included, and does nothing again', async () => {
    const first = await provision('same');
    const replica = world.addReplica();
    expect(await provision('same', {}, replica)).toEqual(first);
    await replica.close();
    expect(await countInstances()).toBe(1);
    expect(world.sandbox.jobs()).toHaveLength(1);
  });

  it('keeps the answer encrypted', async () => {
    const { token } = await provision('sealed');
    const rows = await world.database.query<{ encrypted_answer: string }>(world.parts.context, {
      text: 'SELECT key, request_hash::text, encrypted_answer FROM idempotency_keys',
    });
    expect(rows[0]!.encrypted_answer).toMatch(/^v1\.test\./);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is refused for another request, and is another key for another organization', async () => {
    const first = await provision('taken');
    await expect(provision('taken', { name: 'Other' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      retryable: false,
      path: ['input', 'idempotencyKey'],
    });
    await expect(
      provision('taken', { configuration: toInputs({ ...world.sandbox.configuration, 'sync.history.days': '7' }) }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    const rival = await world.createTenant('Rival');
    expect((await provision('taken', {}, world.parts, rival)).instanceId).not.toBe(first.instanceId);
  });

  it('answers a repeat that comes too early: the first is still at work', async () => {
    const replica = world.addReplica();
    world.sandbox.setFaults({ latency: { value: 10_000, times: 1 } });
    const first = provision('busy');
    await vendorIsAsked();
    await expect(provision('busy', {}, replica)).rejects.toMatchObject({ code: 'IN_PROGRESS', retryable: true });
    expect(await provision('busy', {}, replica).catch(() => first)).toEqual(await first);
    await replica.close();
    expect(await countInstances()).toBe(1);
  });

  it.each([
    ['refused input', {}, { name: '' }],
    ['a vendor that is down', { 'http-503-html': true as const }, {}],
  ])('is free again after %s', async (_, faults, request) => {
    world.sandbox.setFaults(faults);
    await expect(provision('again', request)).rejects.toThrow();
    world.sandbox.setFaults({});
    await provision('again');
    expect(await countInstances()).toBe(1);
  });

  it('is remembered for ninety minutes after the answer', async () => {
    const first = await provision('long');
    clock.advance(89 * MINUTE);
    expect(await provision('long')).toEqual(first);
    clock.advance(2 * MINUTE);
    expect(await provision('long')).not.toEqual(first);
    expect(await countInstances()).toBe(2);
  });

  it('is free ten minutes after a request that died with it', async () => {
    await claimForTheDead('crashed');
    await expect(provision('crashed')).rejects.toMatchObject({ code: expect.stringMatching(/IN_PROGRESS|CONFLICT/) });
    clock.advance(10 * MINUTE);
    await provision('crashed');
    expect(await countInstances()).toBe(1);
  });

  it('keeps nothing of a request that was taken for dead and came back', async () => {
    world.sandbox.setFaults({ latency: { value: 15_000, times: 1 } });
    const late = provision('late').catch((error: unknown) => error);
    await vendorIsAsked();
    // Its time is over while the vendor has not answered yet.
    await world.database.query(world.parts.context, {
      text: 'UPDATE idempotency_keys SET expires_at = $1',
      values: [world.clock.now()],
    });
    const second = await provision('late');
    expect(await late).toMatchObject({ code: 'IN_PROGRESS' });
    expect(await countInstances()).toBe(1);
    expect(await provision('late')).toEqual(second);
  });

  it.each(['', 'k'.repeat(256), 'nul\0', 'line\n'])('has 1 to 255 plain characters, unlike %j', async (key) => {
    await expect(provision(key)).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'idempotencyKey'] });
  });

  it('is not needed', async () => {
    await provision(null);
    await provision(null);
    expect(await countInstances()).toBe(2);
  });

  async function vendorIsAsked(): Promise<void> {
    while (world.sandbox.jobs().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** As a process leaves it that ended while it was at work. */
  async function claimForTheDead(key: string): Promise<void> {
    await world.database.query(world.parts.context, {
      text: `INSERT INTO idempotency_keys (organization_id, key, request_hash, expires_at) VALUES ($1, $2, '\\x00', $3)`,
      values: [tenant.caller.organizationId, key, new Date(world.clock.now().getTime() + 10 * MINUTE)],
    });
  }
});
