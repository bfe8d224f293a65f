import type { Employee } from '../../src/adapters/expensify/sandbox/data/company';
import { ChangeEventRepository, type ChangeEvent } from '../../src/persistence/repositories/change-event.repository';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

describe('changes at a vendor', () => {
  const clock = new FastClock(40);
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 120 });
    tenant = await world.createTenant();
    id = await world.provision(tenant);
    await refresh();
  });
  afterAll(() => world.close());

  /** Reads every list of the instance anew. */
  async function refresh(): Promise<void> {
    clock.advance(16 * 60_000);
    for (const resource of ['POLICIES', 'REPORTS'] as const) {
      await world.read(tenant, id, resource, { maxAge: 60 });
      await world.parts.tasks.idle();
      expect(await world.read(tenant, id, resource)).toMatchObject({ state: 'FRESH', error: null });
    }
  }

  let cursor: string | null = null;
  /** What came since it was asked last. */
  async function news(): Promise<ChangeEvent[]> {
    const { organizationId } = tenant.caller;
    const found = await new ChangeEventRepository(world.database).listAfter(
      world.parts.context,
      organizationId,
      {},
      cursor,
      1_000,
    );
    cursor = found.at(-1)?.id ?? cursor;
    return found;
  }

  it('make no events of the first load, nor of one that finds everything as it was', async () => {
    expect(await world.countRows('reports', id)).toBeGreaterThan(0);
    expect(await world.countRows('expenses', id)).toBeGreaterThan(0);
    expect(await news()).toEqual([]);
    await refresh();
    expect(await news()).toEqual([]);
  });

  it('make one event each, with the report as it was and as it is', async () => {
    const { reports } = world.sandbox;
    const open = [...reports.all()].find(({ state }) => state === 'OPEN')!;
    reports.submit(open.reportID);
    await refresh();
    const [event, ...others] = await news();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      kind: 'UPDATED',
      resource: 'REPORTS',
      before: { status: 'OPEN', submittedAt: null },
      after: { status: 'SUBMITTED', remoteId: event!.remoteId },
    });
    expect(event!.changedFields).toEqual(expect.arrayContaining(['status', 'submittedAt']));
    expect(event!.occurredAt).toEqual(new Date((event!.after as { submittedAt: string }).submittedAt));
    await refresh();
    expect(await news()).toEqual([]);
  });

  it('make events of expenses that are edited, and of employees who leave', async () => {
    const { reports, company } = world.sandbox;
    const open = [...reports.all()].find((one) => one.state === 'OPEN' && reports.expensesOf(one.reportID).length > 0)!;
    const [expense] = reports.expensesOf(open.reportID);
    reports.editExpense(open.reportID, expense!.transactionID, { merchant: 'Somewhere else' });
    const visible = company.policies.find(({ role }) => role !== 'user')!;
    (visible.employees as Employee[])[0] = { ...visible.employees[0]!, employeeID: 'E-NEW' };
    await refresh();
    const found = await news();
    expect(found.map(({ kind, resource }) => `${kind} ${resource}`)).toEqual(
      expect.arrayContaining(['UPDATED EMPLOYEES', 'UPDATED EXPENSES']),
    );
    expect(found).toHaveLength(2);
    expect(found.find(({ resource }) => resource === 'EXPENSES')).toMatchObject({
      remoteId: expense!.transactionID,
      changedFields: expect.arrayContaining(['merchant']) as string[],
      before: { merchant: expense!.merchant },
      after: { merchant: 'Somewhere else' },
    });
  });
});
