import { FastClock } from '../support/fast-clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const DAY = 24 * 60 * 60_000;

describe('the window of an instance whose changes are read', () => {
  const clock = new FastClock(200);
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 120 });
    tenant = await world.createTenant();
    id = await world.provision(tenant, { ...world.sandbox.configuration, 'sync.history.days': '1095' });
    await sync('FULL');
  });
  afterAll(() => world.close());

  const sync = async (mode: 'FULL' | 'INCREMENTAL'): Promise<number> => {
    const { syncRuns } = world.parts.services;
    const request = { instanceId: id, resources: ['REPORTS'] as const, mode, waitSeconds: 0 };
    const { id: runId } = await syncRuns.start(world.as(tenant), request);
    await world.parts.syncExecution.execute(world.parts.context, runId, 1);
    const [run] = await syncRuns.findByIds(world.as(tenant), [runId]);
    expect(run).toMatchObject({ status: 'SUCCEEDED', mode, errorMessage: null });
    return run!.recordsRead;
  };
  const pollSince = (day: string) =>
    world.parts.services.instances.update(world.as(tenant), {
      id,
      configuration: toInputs({
        'event.poller.configuration': `{"reports":{"url":"/reports?where=startDate = '${day}'"}}`,
      }),
    });

  it('reaches back to the day that its poller configuration names', async () => {
    const usual = await sync('INCREMENTAL');
    await pollSince(new Date(clock.now().getTime() - 900 * DAY).toISOString().slice(0, 10));
    const wide = await sync('INCREMENTAL');
    expect(wide).toBeGreaterThan(usual);
    await pollSince('${date:yyyy-MM-dd}');
    expect(await sync('INCREMENTAL')).toBeLessThan(wide);
  });
});
