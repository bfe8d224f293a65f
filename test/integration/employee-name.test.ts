import type { ReportRow } from '../../src/persistence/repositories/report-row';
import type { EmployeeRow } from '../../src/persistence/repositories/employee-row';
import { FastClock } from '../support/fast-clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

describe('the name of an employee whom the vendor names on reports only', () => {
  const clock = new FastClock(20);
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;
  let submitter: { readonly instanceId: string; readonly email: string };
  let reportIds: string[];

  beforeAll(async () => {
    world = await createServiceWorld({ clock, reports: 40 });
    tenant = await world.createTenant();
    id = await world.provision(tenant, { ...world.sandbox.configuration, 'sync.history.days': '1095' });
    await world.read(tenant, id, 'POLICIES');
    await world.parts.tasks.idle();
    const someone = [...world.sandbox.reports.all()][0]!.accountEmail;
    submitter = { instanceId: id, email: someone };
    reportIds = [...world.sandbox.reports.all()]
      .filter(({ accountEmail }) => accountEmail === someone)
      .map(({ reportID }) => reportID);
  });
  afterAll(() => world.close());

  const find = async (context = world.as(tenant)): Promise<EmployeeRow> => {
    const [row] = await world.parts.services.records.findEmployeesByEmail(context, [submitter]);
    return row as EmployeeRow;
  };

  const reports = async (): Promise<ReportRow[]> =>
    (await world.parts.services.records.findReports(
      world.as(tenant),
      reportIds.map((remoteId) => ({ instanceId: id, remoteId })),
    )) as ReportRow[];

  it('is unknown until a report says it', async () => {
    expect(await find()).toMatchObject({ name: null, email: submitter.email });
  });

  it('is the one on the latest report, without a further statement or a change of the employee', async () => {
    const before = await find();
    await reports();
    const context = world.as(tenant);
    const after = await find(context);
    const { firstName, lastName } = world.sandbox.company.findEmployee(submitter.email)!;
    expect(after.name).toBe(`${firstName} ${lastName}`);
    expect(after).toEqual({ ...before, name: after.name });
    expect(context.stats).toEqual({ sqlStatements: 1, vendorCalls: 0 });

    const rename = `UPDATE reports SET submitter_name = $3 WHERE instance_id = $1 AND remote_id = $2`;
    const [newest, oldest] = [reportIds[0]!, reportIds.at(-1)!];
    expect(newest).not.toBe(oldest);
    const { context: process } = world.parts;
    await world.database.query(process, { text: rename, values: [id, oldest, 'Name of Old'] });
    expect((await find()).name).toBe(`${firstName} ${lastName}`);
    await world.database.query(process, { text: rename, values: [id, newest, 'Name of Now'] });
    expect((await find()).name).toBe('Name of Now');
  });

  it('is in lists and by key as well', async () => {
    const [page] = await world.parts.services.records.pageEmployees(
      world.as(tenant),
      [{ ...tenant.caller, instanceId: id }],
      {
        filter: { email: [submitter.email] },
        order: { field: 'NAME', direction: 'ASC' },
        first: 10,
        after: null,
      },
    );
    expect(page!.rows.map(({ name }) => name)).toEqual(['Name of Now']);
    const [row] = await world.parts.services.records.findEmployees(world.as(tenant), [
      { instanceId: id, remoteId: submitter.email },
    ]);
    expect(row).toMatchObject({ name: 'Name of Now' });
  });

  it('stays unknown for who never handed in a report, and in an instance that has none', async () => {
    const pair = world.sandbox.issueCredentials('another');
    const other = await world.provision(tenant, pair);
    await world.read(tenant, other, 'POLICIES');
    await world.parts.tasks.idle();
    const [elsewhere] = await world.parts.services.records.findEmployeesByEmail(world.as(tenant), [
      { instanceId: other, email: submitter.email },
      { instanceId: id, email: world.sandbox.company.apiAccount },
    ]);
    expect(elsewhere).toMatchObject({ email: submitter.email, name: null });
  });

  it('is the vendor’s own where it tells one, whatever reports say', async () => {
    await world.database.query(world.parts.context, {
      text: 'UPDATE employees SET name = $3 WHERE instance_id = $1 AND email = $2',
      values: [id, submitter.email, 'Name of Record'],
    });
    expect((await find()).name).toBe('Name of Record');
  });

  it('does not make an employee changed when the list is read again', async () => {
    await world.database.query(world.parts.context, {
      text: 'UPDATE employees SET name = NULL WHERE instance_id = $1',
      values: [id],
    });
    const before = await find();
    clock.advance(16 * 60_000);
    await world.read(tenant, id, 'EMPLOYEES');
    await world.parts.tasks.idle();
    const after = await find();
    expect(after.fetchedAt.getTime()).toBeGreaterThan(before.fetchedAt.getTime());
    expect(after).toEqual({ ...before, fetchedAt: after.fetchedAt });
    expect(after.name).toBe('Name of Now');
  });
});
