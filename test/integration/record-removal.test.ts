import type { Employee, Policy } from '../../src/adapters/expensify/sandbox/data/company';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

describe('what a list does not tell any more', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 3 });
    tenant = await world.createTenant();
    id = await world.provision(tenant);
  });
  afterAll(() => world.close());

  const refresh = async (): Promise<void> => {
    clock.advance(16 * 60_000);
    await world.read(tenant, id, 'POLICIES');
    await world.parts.tasks.idle();
    expect(await world.read(tenant, id, 'EMPLOYEES')).toMatchObject({ state: 'FRESH', error: null });
  };

  const isEmployee = async (email: string): Promise<boolean> => {
    const [row] = await world.parts.services.records.findEmployees(world.as(tenant), [
      { instanceId: id, remoteId: email },
    ]);
    return row !== null;
  };

  /** The sandbox's own data: the vendor has no interface for this. */
  const policies = (): Policy[] => world.sandbox.company.policies as Policy[];

  it('stays while some of it may not be read, and goes once the list is whole', async () => {
    await refresh();
    const staff = policies()[2]!.employees as Employee[];
    const leaver = staff.pop()!;
    expect(await isEmployee(leaver.email)).toBe(true);
    const before = [await world.countRows('employees', id), await world.countRows('policies', id)];

    // The members of one policy are hidden from our account: who is missing may be one of them.
    expect(policies().some(({ role }) => role === 'user')).toBe(true);
    await refresh();
    expect(await isEmployee(leaver.email)).toBe(true);
    expect(world.logged()).toContain('some records may not be read');

    const [hidden] = policies().splice(
      policies().findIndex(({ role }) => role === 'user'),
      1,
    );
    world.sandbox.setFaults({ 'http-503-html': { job: 'get/policy' } });
    clock.advance(16 * 60_000);
    await world.read(tenant, id, 'POLICIES');
    await world.parts.tasks.idle();
    expect([await world.countRows('employees', id), await world.countRows('policies', id)]).toEqual(before);

    world.sandbox.setFaults({});
    await refresh();
    expect(await isEmployee(leaver.email)).toBe(false);
    const memberships = await world.database.query(world.parts.context, {
      text: 'SELECT FROM policy_memberships WHERE instance_id = $1 AND employee_remote_id = $2',
      values: [id, leaver.email],
    });
    expect(memberships).toEqual([]);
    expect([await world.countRows('employees', id), await world.countRows('policies', id)]).toEqual([
      before[0]! - 1,
      before[1]! - 1,
    ]);
    const { records } = world.parts.services;
    expect(await records.findPolicies(world.as(tenant), [{ instanceId: id, remoteId: hidden!.id }])).toEqual([null]);
  });
});
