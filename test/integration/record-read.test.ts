import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

describe('reading lists of an instance', () => {
  let world: ServiceWorld;
  let tenant: Tenant;

  beforeAll(async () => {
    world = await createServiceWorld();
    tenant = await world.createTenant();
  });
  afterAll(() => world.close());

  it('waits for the newest reports the first time, and brings the rest behind', async () => {
    const id = await world.provision(tenant);
    const context = world.as(tenant);
    const { instanceReads, records } = world.parts.services;
    const [instance] = await instanceReads.findByIds(context, [id]);
    const [first] = await records.prepareLists(context, [
      { instance: instance!, resource: 'REPORTS', maxAgeSeconds: null },
    ]);
    expect(first).toMatchObject({ state: 'LOADING', error: null });
    await world.parts.tasks.idle();
    const [later] = await records.prepareLists(world.as(tenant), [
      { instance: instance!, resource: 'REPORTS', maxAgeSeconds: null },
    ]);
    expect(later).toMatchObject({ state: 'FRESH', error: null });
    const [count] = await records.countReports(context, [{ ...tenant.caller, instanceIds: [id] }], null);
    expect(count).toBe(60);
  });
});
