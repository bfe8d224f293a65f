import { ChangeEventRepository, type ChangeEvent } from '../../src/persistence/repositories/change-event.repository';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const MINUTE = 60_000;

describe('the status of an instance', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;
  let pair: Readonly<Record<string, string>>;

  beforeEach(async () => {
    world = await createServiceWorld({ clock, reports: 5 });
    tenant = await world.createTenant();
    pair = world.sandbox.issueCredentials('a pair');
    id = await world.provision(tenant, { ...pair, 'sync.history.days': '20' });
  });
  afterEach(() => world.close());

  const statusEvents = (): Promise<ChangeEvent[]> =>
    new ChangeEventRepository(world.database).listAfter(
      world.parts.context,
      tenant.caller.organizationId,
      { kinds: ['INSTANCE_STATUS_CHANGED'] },
      null,
      100,
    );

  const edges = async (): Promise<string[]> =>
    (await statusEvents()).map(({ before, after, source }) => `${statusOf(before)} ${statusOf(after)} ${source}`);

  const refresh = async (): Promise<void> => {
    clock.advance(16 * MINUTE);
    await world.read(tenant, id);
    await world.parts.tasks.idle();
  };

  it('is told at each edge that its owner makes, with the reason, once', async () => {
    const { instances } = world.parts.services;
    await instances.disable(world.as(tenant), id, 'Moving house.');
    await instances.disable(world.as(tenant), id, 'Still moving.');
    await instances.enable(world.as(tenant), id);
    await instances.update(world.as(tenant), { id, name: 'Other' });
    expect(await statusEvents()).toEqual([
      {
        id: expect.any(String) as string,
        organizationId: tenant.caller.organizationId,
        instanceId: id,
        elementKey: 'expensify',
        kind: 'INSTANCE_STATUS_CHANGED',
        resource: null,
        recordKind: null,
        remoteId: null,
        changedFields: ['status', 'statusReason'],
        before: { status: 'ACTIVE', statusReason: null },
        after: { status: 'DISABLED', statusReason: 'Moving house.' },
        source: 'WRITE',
        occurredAt: null,
        recordedAt: expect.any(Date) as Date,
      },
      expect.objectContaining({
        before: { status: 'DISABLED', statusReason: 'Still moving.' },
        after: { status: 'ACTIVE', statusReason: null },
      }),
    ]);
  });

  it('is told when the vendor refuses the credentials, and when new ones are there', async () => {
    world.sandbox.revokeCredentials(pair['partner.user.id']!);
    await refresh();
    await refresh();
    const { instances } = world.parts.services;
    const fresh = toInputs(world.sandbox.issueCredentials('another pair'));
    await instances.reauthenticate(world.as(tenant), id, fresh);
    expect(await edges()).toEqual(['ACTIVE NEEDS_REAUTHENTICATION SYNC', 'NEEDS_REAUTHENTICATION ACTIVE WRITE']);
  });

  it('is told when the vendor fails again and again, and when it works again', async () => {
    await refresh();
    world.sandbox.setFaults({ 'http-503-html': true });
    for (let time = 0; time < 3; time += 1) await refresh();
    world.sandbox.setFaults({});
    clock.advance(60 * MINUTE);
    await refresh();
    await refresh();
    expect(await edges()).toEqual(['ACTIVE DEGRADED SYNC', 'DEGRADED ACTIVE SYNC']);
  });
});

function statusOf(content: object | null): string {
  return (content as { status: string }).status;
}
