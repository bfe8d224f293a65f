import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import type { Employee } from '../../src/adapters/expensify/sandbox/data/company';
import { TestClock } from '../support/clock';
import { IntegrationServerClient, type Job } from '../support/integration-server-client';

interface UpdaterAnswer {
  readonly responseCode: number;
  readonly updatedEmployeesCount: number;
  readonly diff: {
    readonly diffToAdd: Readonly<Record<string, readonly string[]>>;
    readonly diffToRemove: Readonly<Record<string, readonly string[]>>;
  };
  readonly securityGroupEmployeesMap: Readonly<Record<string, readonly string[]>>;
  readonly skippedEmployees: readonly { readonly email: string; readonly reason: string }[];
}

describe('the advanced employee updater of the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let us: string;
  let uk: string;
  let kitchen: string;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 60 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    [us, uk, kitchen] = running.sandbox.company.policies.map(({ id }) => id) as [string, string, string];
  });

  afterEach(() => running.close());

  async function update(employees: unknown, top: Job = {}): Promise<UpdaterAnswer> {
    const job = {
      type: 'update',
      dataSource: 'request',
      inputSettings: { type: 'employees', entity: 'generic' },
      ...top,
    };
    const fields: Record<string, string> = employees === undefined ? {} : { data: JSON.stringify(employees) };
    return (await client.envelope(job, fields)) as unknown as UpdaterAnswer;
  }

  const memberOf = (policyID: string, email: string): Employee | undefined =>
    running.sandbox.company.findPolicy(policyID)!.employees.find((employee) => employee.email === email);

  const staff = (policyID: string, place: number): Employee =>
    running.sandbox.company.findPolicy(policyID)!.employees[place]!;

  function newcomer(change: Job = {}): Job {
    const managerEmail = staff(us, 1).email;
    return { employeeEmail: 'new@domain.com', managerEmail, employeeID: 'N1', policyID: us, ...change };
  }

  test('invites with everything that is given, as getter and exports then show', async () => {
    const approver = staff(us, 2).email;
    const answer = await update([
      newcomer({
        firstName: 'Nina',
        lastName: 'New',
        customField1: 'C1',
        customField2: 'C2 & more',
        approvalLimit: 12300,
        overLimitApprover: approver,
        approvesTo: approver,
        role: 'auditor',
        workerStatus: 'Active',
        defaultTags: ['Sales:East'],
      }),
    ]);
    expect(answer).toEqual({
      responseCode: 200,
      'dry-run': false,
      updatedEmployeesCount: 1,
      diff: { diffToAdd: { [us]: ['new@domain.com'] }, diffToRemove: {} },
      securityGroupEmployeesMap: {},
      skippedEmployees: [],
    });
    const inputSettings = { type: 'policy', policyIDList: [us], fields: ['employees'] };
    const got = (await client.envelope({ type: 'get', inputSettings })) as {
      policyInfo: Record<string, { employees: object[] }>;
    };
    expect(got.policyInfo[us]!.employees.at(-1)).toEqual({
      email: 'new@domain.com',
      role: 'auditor',
      submitsTo: staff(us, 1).email,
      forwardsTo: approver,
      employeeID: 'N1',
      customField1: 'C1',
      customField2: 'C2 &amp; more',
    });
    expect(memberOf(us, 'new@domain.com')).toMatchObject({
      firstName: 'Nina',
      approvalLimit: 12300,
      overLimitApprover: approver,
      workerStatus: 'Active',
      defaultTags: ['Sales:East'],
    });
    const { reportID } = running.sandbox.reports.addReport({ name: 'First', accountEmail: 'new@domain.com' });
    const [report] = await client.exportReports({ filters: { reportIDList: reportID } });
    expect(report).toMatchObject({ submitterFullName: 'Nina New', employeeCustomField1: 'C1', policyID: us });
  });

  test('takes a list under "Employees" as well, and the older name of the approver over the limit', async () => {
    const limitApprover = staff(us, 2).email;
    const feed = { Employees: [newcomer({ approvalLimit: 1, limitApprover })] };
    expect(await update(feed)).toMatchObject({ updatedEmployeesCount: 1 });
    expect(memberOf(us, 'new@domain.com')).toMatchObject({ overLimitApprover: limitApprover });
  });

  test('computes the same in a dry run and changes nothing', async () => {
    const { policies } = running.sandbox.company;
    const before = structuredClone(policies);
    const feed = [newcomer({ domainGroupID: '407184' })];
    const dry = await update(feed, { 'dry-run': true });
    expect(policies).toEqual(before);
    expect(await update(feed)).toEqual({ ...dry, 'dry-run': false });
    expect(policies).not.toEqual(before);
  });

  test('skips whom it cannot take, with the reason, and goes on', async () => {
    const answer = await update([
      newcomer({ employeeEmail: 'employee6@domain.com', policyID: 'Marketing' }),
      newcomer({ employeeEmail: 'employee7@domain.com', managerEmail: 'manager@domain ' }),
      newcomer({ employeeEmail: 'nowhere' }),
      newcomer({ employeeID: '' }),
      newcomer({ role: 'boss' }),
      newcomer({ approvalLimit: 5 }),
      newcomer({ approvalLimit: 'much', overLimitApprover: 'a@b.org' }),
      newcomer({ isTerminated: 'maybe' }),
      newcomer({ defaultTags: 'Sales' }),
      newcomer({ additionalPolicyIDs: [uk, 'X'] }),
      newcomer({ policyID: running.sandbox.company.policies[4]!.id }),
      { employeeEmail: 'last@domain.com' },
      newcomer(),
    ]);
    expect(answer.skippedEmployees).toEqual([
      { email: 'employee6@domain.com', reason: "No policy found for 'Marketing'" },
      { email: 'employee7@domain.com', reason: "Invalid manager email address 'manager@domain '" },
      { email: 'nowhere', reason: "Invalid employee email address 'nowhere'" },
      { email: 'new@domain.com', reason: "Required parameter 'employeeID' is missing" },
      { email: 'new@domain.com', reason: "Invalid role 'boss'" },
      { email: 'new@domain.com', reason: "Required parameter 'overLimitApprover' is missing" },
      { email: 'new@domain.com', reason: "Argument 'approvalLimit' is missing or malformed" },
      { email: 'new@domain.com', reason: "Argument 'isTerminated' is missing or malformed" },
      { email: 'new@domain.com', reason: "Argument 'defaultTags' is missing or malformed" },
      { email: 'new@domain.com', reason: "No policy found for 'X'" },
      { email: 'new@domain.com', reason: expect.stringContaining('No policy found for') },
      { email: 'last@domain.com', reason: "Required parameter 'managerEmail' is missing" },
    ]);
    expect([answer.responseCode, answer.updatedEmployeesCount]).toEqual([200, 1]);
    expect(memberOf(us, 'new@domain.com')).toBeDefined();
  });

  test('removes who is terminated, but no owner and not ourselves', async () => {
    const { email, employeeID } = staff(us, 5);
    const owner = staff(us, 1);
    const { apiAccount } = running.sandbox.company;
    const answer = await update([
      newcomer({ employeeEmail: email, employeeID, isTerminated: true }),
      newcomer({ employeeEmail: owner.email, employeeID: owner.employeeID, isTerminated: 'true' }),
      newcomer({ employeeEmail: apiAccount, employeeID: 'API', isTerminated: true }),
    ]);
    expect(answer.diff).toEqual({ diffToAdd: {}, diffToRemove: { [us]: [email] } });
    expect(answer.skippedEmployees.map((skipped) => skipped.email)).toEqual([owner.email, apiAccount]);
    expect(memberOf(us, email)).toBeUndefined();
    const reports = await client.exportReports({ filters: { startDate: '2025-09-01', endDate: '2026-08-15' } });
    expect(
      reports.filter(({ accountEmail }) => accountEmail === email).every((report) => report['submitterFullName']),
    ).toBe(true);
  });

  test('takes another address of a known employee id for the same person', async () => {
    const { accountEmail: former } = [...running.sandbox.reports.all()].find(({ policyID }) => policyID === us)!;
    const theirs = [...running.sandbox.reports.all()].filter(({ accountEmail }) => accountEmail === former);
    const { employeeID } = memberOf(us, former)!;
    const answer = await update([newcomer({ employeeID, firstName: 'Other', managerEmail: staff(us, 2).email })]);
    expect(answer.diff).toEqual({ diffToAdd: {}, diffToRemove: {} });
    expect(memberOf(us, former)).toBeUndefined();
    expect(memberOf(us, 'new@domain.com')).toMatchObject({ employeeID, submitsTo: staff(us, 2).email });
    // A name that is there is not overwritten.
    expect(memberOf(us, 'new@domain.com')!.firstName).not.toBe('Other');
    const { accountEmail } = running.sandbox.reports.get(theirs[0]!.reportID);
    expect(accountEmail).toBe('new@domain.com');
    expect(running.sandbox.company.findEmployee(former)!.email).toBe('new@domain.com');
  });

  test('puts people into further policies, and out of those that are not named', async () => {
    const { email, employeeID, submitsTo } = staff(us, 5);
    const record = { employeeEmail: email, employeeID, managerEmail: submitsTo, policyID: uk };
    const added = await update([{ ...record, additionalPolicyIDs: [kitchen] }]);
    expect(added.diff.diffToAdd).toMatchObject({
      [uk]: [email, submitsTo, expect.anything()],
      [kitchen]: expect.arrayContaining([email]),
    });
    expect(memberOf(us, email)).toBeDefined();
    const moved = await update([{ ...record, shouldRemoveFromUnassignedPolicies: true }]);
    expect(moved.diff).toEqual({ diffToAdd: {}, diffToRemove: { [us]: [email], [kitchen]: [email] } });
    expect(memberOf(uk, email)).toBeDefined();
  });

  test('changes roles, but demotes no owner and not ourselves', async () => {
    const [owner, other] = [staff(us, 1), staff(us, 6)];
    await update([
      newcomer({ employeeEmail: owner.email, employeeID: owner.employeeID, role: 'user' }),
      newcomer({ employeeEmail: other.email, employeeID: other.employeeID, role: 'admin' }),
    ]);
    expect([memberOf(us, owner.email)!.role, memberOf(us, other.email)!.role]).toEqual(['admin', 'admin']);
  });

  test('invites managers upward, one level, or not at all', async () => {
    const lead = staff(uk, 4);
    const feed = [newcomer({ managerEmail: lead.email })];
    const invited = async (top: Job): Promise<readonly string[]> =>
      (await update(feed, { 'dry-run': true, ...top })).diff.diffToAdd[us]!;
    const everybody = await invited({});
    expect(everybody.slice(0, 3)).toEqual(['new@domain.com', lead.email, lead.submitsTo]);
    expect(everybody.length).toBeGreaterThan(2);
    expect(await invited({ fixFirstLevelManagersOnly: true })).toEqual(['new@domain.com', lead.email]);
    expect(await invited({ shouldFixApprovalChains: false })).toEqual(['new@domain.com']);
  });

  test('takes people on leave off their duty as managers', async () => {
    const lead = staff(us, 2);
    const team = running.sandbox.company.findPolicy(us)!.employees.filter(({ submitsTo }) => submitsTo === lead.email);
    expect(team.length).toBeGreaterThan(1);
    const { email, employeeID, submitsTo } = lead;
    await update([newcomer({ employeeEmail: email, employeeID, managerEmail: submitsTo, workerStatus: 'On Leave' })]);
    expect(new Set(team.map((one) => memberOf(us, one.email)!.submitsTo))).toEqual(new Set([submitsTo]));
  });

  test('assigns domain groups only when everybody has one', async () => {
    const feed = [
      newcomer({ domainGroupID: '407184' }),
      newcomer({ employeeEmail: 'two@domain.com', employeeID: 'N2', domainGroupID: '407184' }),
    ];
    const { securityGroupEmployeesMap } = await update(feed);
    expect(securityGroupEmployeesMap).toEqual({ '407184': ['new@domain.com', 'two@domain.com'] });
    const mixed = await update([...feed, newcomer({ employeeEmail: 'three@domain.com', employeeID: 'N3' })]);
    expect(mixed.securityGroupEmployeesMap).toEqual({});
  });

  test.each<[string, (email: string) => string]>([
    ['none', () => us],
    ['all_employees', () => uk],
  ])('makes the policy the primary one of %s', async (setEmployeePrimaryPolicy, expected) => {
    const { email, employeeID, submitsTo } = staff(us, 5);
    const record = { employeeEmail: email, employeeID, managerEmail: submitsTo, policyID: uk };
    await update([record], { setEmployeePrimaryPolicy });
    expect(running.sandbox.company.primaryPolicyOf(email)!.id).toBe(expected(email));
  });

  test('makes the policy the primary one of new employees', async () => {
    await update([newcomer({ policyID: kitchen, additionalPolicyIDs: [us] })], {
      setEmployeePrimaryPolicy: 'new_employees',
    });
    expect(running.sandbox.company.primaryPolicyOf('new@domain.com')!.id).toBe(kitchen);
  });

  test('mails a summary, which the sandbox keeps', async () => {
    await update([newcomer(), {}], { onFinish: [{ actionName: 'email', recipients: 'a@d.com, b@d.com' }] });
    expect(running.sandbox.deliveries()).toEqual([
      {
        kind: 'email',
        at: Date.UTC(2026, 7, 15, 12),
        recipients: ['a@d.com', 'b@d.com'],
        message: 'Updated employees: 1, skipped: 1',
        fileNames: [],
      },
    ]);
  });

  test.each<[string, unknown, Job]>([
    ['without data', undefined, {}],
    ['with data that is no list', { People: [] }, {}],
    ['with a list of texts', ['a@b.org'], {}],
    ['without a source', [], { dataSource: undefined }],
    ['with a source to be fetched', [], { dataSource: 'sftp' }],
    ['with an unknown source', [], { dataSource: 'post' }],
    ['of another entity', [], { inputSettings: { type: 'employees', policyID: 'X', fileType: 'csv' } }],
    ['with an unknown primary policy', [], { setEmployeePrimaryPolicy: 'some' }],
    ['with a word for a boolean', [], { shouldFixApprovalChains: 'no' }],
    ['with an action that it does not have', [], { onFinish: [{ actionName: 'markAsExported', label: 'x' }] }],
  ])('%s is refused', async (_name, employees, top) => {
    expect(await update(employees, top)).toMatchObject({ responseCode: 410 });
  });

  test('reads data that is no strict JSON', async () => {
    const job = { type: 'update', dataSource: 'request', inputSettings: { type: 'employees', entity: 'generic' } };
    const data = JSON.stringify([newcomer()]).replaceAll('"', "'").replace('}]', ',},]');
    expect(await client.envelope(job, { data })).toMatchObject({ updatedEmployeesCount: 1 });
    expect(await client.envelope(job, { data: 'EmployeeEmail,ManagerEmail' })).toMatchObject({ responseCode: 410 });
  });
});
