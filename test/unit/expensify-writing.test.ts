import type { VendorConnection } from '../../src/adapters/adapter';
import { expensify } from '../../src/adapters/expensify';
import { VendorProtocolError } from '../../src/adapters/vendor-error';
import type { EmployeeChange, UpdateEmployeesRequest } from '../../src/adapters/writes';
import { TestClock } from '../support/clock';
import { errorFrom, expenseDraft } from '../support/expensify-account';
import { employeeChange } from '../support/employee-changes';
import { bindWrites } from '../support/bound-writes';
import {
  expensifyFixture,
  startExpensifyServer,
  type Answer,
  type ExpensifyServer,
  type ReceivedJob,
} from '../support/expensify-server';
import { PlainVendorHttp } from '../support/plain-vendor-http';

/* What goes over the wire, word for word, and what is made of answers that were recorded or are documented. */

const SECRET = '0123456789abcdef0123456789abcdef01234567';
const CREDENTIALS = { partnerUserID: 'aa_api_domain_com', partnerUserSecret: SECRET };
const OK = '{"responseCode":200}';
const POLICY = '4C6722D4BD2BD941';

const writes = bindWrites(expensify.writes!);
const http = new PlainVendorHttp();
let server: ExpensifyServer;
let answer: (job: ReceivedJob) => Answer;
let connection: VendorConnection;

beforeAll(async () => {
  server = await startExpensifyServer((job) => answer(job));
  const configuration = {
    'partner.user.id': CREDENTIALS.partnerUserID,
    'partner.user.secret': SECRET,
    'base.url': server.baseUrl,
  };
  connection = { configuration, http, clock: new TestClock() };
});
beforeEach(() => {
  answer = () => OK;
  server.jobs.length = 0;
});
afterAll(async () => {
  await http.close();
  await server.close();
});

/** The only job that was sent, without the credentials that all have. */
function sent(): object {
  expect(server.jobs).toHaveLength(1);
  const { credentials, ...job } = server.jobs[0]!.description as unknown as { credentials: object };
  expect(credentials).toEqual(CREDENTIALS);
  return job;
}

function employee(values: Partial<EmployeeChange> = {}): EmployeeChange {
  return employeeChange({
    email: 'employee1@domain.com',
    employeeNumber: 'E1',
    policyRemoteId: POLICY,
    managerEmail: 'boss@domain.com',
    ...values,
  });
}

function employeesRequest(values: Partial<UpdateEmployeesRequest> = {}): UpdateEmployeesRequest {
  return {
    employees: [employee()],
    dryRun: false,
    primaryPolicy: 'UNCHANGED',
    approvalChains: 'UNCHANGED',
    notify: true,
    summaryRecipients: [],
    ...values,
  };
}

describe('jobs that write', () => {
  it('name the day of an expense `date` with a report, and `created` on its own', async () => {
    answer = () => '{"responseCode":200,"reportName":"Trip","reportID":"R006AseGxMka"}';
    const report = { name: 'Trip', submitterEmail: 'a@domain.com', policyRemoteId: POLICY };
    const customFields = [{ name: 'Reason of trip', value: 'x' }];
    await writes.createReport.run(connection, { ...report, customFields, expenses: [expenseDraft()] });
    expect(sent()).toEqual({
      type: 'create',
      inputSettings: {
        type: 'report',
        policyID: POLICY,
        employeeEmail: 'a@domain.com',
        report: { title: 'Trip', fields: { Reason_of_trip: 'x' } },
        expenses: [{ merchant: 'Cafe Rio', currency: 'USD', date: '2026-08-03', amount: 1230 }],
      },
    });
    server.jobs.length = 0;
    answer = () => '{"transactionList":[],"responseCode":200}';
    const draft = expenseDraft({ tags: ['A:B', 'C'], externalReference: 'x', billable: false });
    const request = { employeeEmail: 'a@domain.com', reportRemoteId: 'R006AseGxMka', policyRemoteId: POLICY };
    await writes.createExpenses.run(connection, { ...request, expenses: [draft] });
    expect(sent()).toEqual({
      type: 'create',
      inputSettings: {
        type: 'expenses',
        employeeEmail: 'a@domain.com',
        transactionList: [
          {
            merchant: 'Cafe Rio',
            created: '2026-08-03',
            amount: 1230,
            currency: 'USD',
            externalID: 'x',
            tag: 'A\\:B:C',
            billable: false,
            reportID: 'R006AseGxMka',
            policyID: POLICY,
          },
        ],
      },
    });
  });

  it('say which reports are reimbursed beside the status, in one text', async () => {
    const reportRemoteIds = ['R006AseGxMka', 'R00bCluvcO4T'];
    await writes.markReportsReimbursed.run(connection, { reportRemoteIds, paymentSource: 'Payroll' });
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: {
        type: 'reportStatus',
        status: 'REIMBURSED',
        paymentSource: 'Payroll',
        filters: { reportIDList: 'R006AseGxMka,R00bCluvcO4T' },
      },
    });
  });

  it('have the sections of a policy beside `inputSettings`, never in it', async () => {
    const category = {
      name: 'Meals & <more>',
      enabled: true,
      ledgerCode: '1',
      payrollCode: null,
      commentRequired: null,
      commentHint: null,
      maxExpenseAmount: null,
    };
    const change = { policyRemoteIds: [POLICY, 'B'], mode: 'MERGE' as const, categories: [category] };
    await writes.updatePolicyCategories.run(connection, change);
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: { type: 'policy', policyIDList: [POLICY, 'B'] },
      categories: { action: 'merge', data: [{ name: 'Meals & <more>', enabled: true, glCode: '1' }] },
    });
    server.jobs.length = 0;
    const level = { name: null, required: true, tags: [{ name: 'Eng', enabled: true, ledgerCode: '100' }] };
    await writes.updatePolicyTags.run(connection, { policyRemoteId: POLICY, mode: 'REPLACE', levels: [level] });
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: { type: 'policy', policyID: POLICY },
      tags: {
        source: 'inline',
        action: 'replace',
        data: [{ setRequired: true, tags: [{ name: 'Eng', enabled: true, glCode: '100' }] }],
      },
    });
  });

  it.each([
    [true, [true], true],
    [false, [true, false], [true, false]],
    [false, [], undefined],
  ])('send tags as a form field, dependent: %s', async (isDependent, required, setRequired) => {
    const content = 'State,City\nCalifornia,"San & Co"\n';
    const change = {
      policyRemoteId: POLICY,
      content,
      fileType: 'CSV',
      hasHeader: true,
      hasLedgerCodes: false,
    } as const;
    await writes.updatePolicyTagsFromFile.run(connection, { ...change, isDependent, required });
    expect(server.jobs[0]?.fields).toEqual({ file: content });
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: { type: 'policy', policyID: POLICY },
      tags: {
        source: 'file',
        action: 'replace',
        config: {
          dependency: isDependent,
          glCodes: false,
          header: true,
          fileType: 'csv',
          ...(setRequired === undefined ? {} : { setRequired }),
        },
      },
    });
  });

  it.each([
    ['names where they say it all', null, ['a', 'b']],
    [
      'objects where they do not',
      'x',
      [
        { name: 'a', enabled: true, externalID: 'x' },
        { name: 'b', enabled: true, externalID: '' },
      ],
    ],
  ])('send the values of a list as %s', async (_how, externalId, values) => {
    const named = [
      { name: 'a', enabled: true, externalId },
      { name: 'b', enabled: true, externalId: null },
    ];
    const fields = [{ name: 'F', type: 'LIST' as const, values: named, defaultValue: 'b' }];
    await writes.updatePolicyReportFields.run(connection, { policyRemoteIds: [POLICY], mode: 'REPLACE', fields });
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: { type: 'policy', policyID: POLICY },
      reportFields: { action: 'replace', data: [{ name: 'F', type: 'dropdown', values, defaultValue: 'b' }] },
    });
  });

  it('keep levels that have no tags yet when one of them gets some', async () => {
    const tags = ['State', 'City'].map((name) => ({ name, tags: [] }));
    answer = () => JSON.stringify({ responseCode: 200, policyInfo: { [POLICY]: { tags } } });
    const level = { name: 'State', required: true, tags: [{ name: 'Utah', enabled: true, ledgerCode: null }] };
    await writes.updatePolicyTags.run(connection, { policyRemoteId: POLICY, mode: 'MERGE', levels: [level] });
    expect(server.jobs.at(-1)!.description).toMatchObject({
      tags: { action: 'merge', data: [{ name: 'State', setRequired: true, tags: [{ name: 'Utah', enabled: true }] }] },
    });
  });

  it('have the approvers of tags beside `inputSettings`', async () => {
    answer = ({ description }) => (description.type === 'get' ? expensifyFixture('policy-info.json') : OK);
    const approvers = [{ tag: 'Enterprise', approverEmail: null }];
    await writes.setTagApprovers.run(connection, { policyRemoteId: POLICY, approvers });
    server.jobs.shift();
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: { type: 'tagApprovers', policyID: POLICY },
      tagApprovers: [{ name: 'Enterprise', approver: '' }],
    });
  });

  it('count rules by numbers', async () => {
    answer = () => expensifyFixture('create-expense-rules.json');
    const rule = { policyRemoteId: POLICY, employeeEmail: 'a@domain.com', tag: null, defaultBillable: false };
    await writes.updateExpenseRule.run(connection, { ...rule, ruleRemoteId: '7' });
    expect(sent()).toEqual({
      type: 'update',
      inputSettings: {
        type: 'expenseRules',
        ruleID: 7,
        policyID: POLICY,
        employeeEmail: 'a@domain.com',
        actions: { defaultBillable: false },
      },
    });
  });

  it('have the switches of the employee updater at the top, and the employees in a form field', async () => {
    const summaryRecipients = ['a@d.com', 'b@d.com'];
    const request = employeesRequest({ approvalChains: 'FIRST_LEVEL', notify: false, summaryRecipients, dryRun: true });
    await writes.updateEmployees.run(connection, request);
    expect(JSON.parse(server.jobs[0]!.fields.data!)).toEqual({
      Employees: [
        {
          employeeEmail: 'employee1@domain.com',
          managerEmail: 'boss@domain.com',
          employeeID: 'E1',
          policyID: POLICY,
          isTerminated: false,
        },
      ],
    });
    expect(sent()).toEqual({
      type: 'update',
      dataSource: 'request',
      'dry-run': true,
      setEmployeePrimaryPolicy: 'none',
      shouldFixApprovalChains: true,
      fixFirstLevelManagersOnly: true,
      shouldSkipNotificationEmail: true,
      inputSettings: { type: 'employees', entity: 'generic' },
      onFinish: [{ actionName: 'email', recipients: 'a@d.com,b@d.com' }],
    });
  });
});

describe('answers to them', () => {
  function mark(reportRemoteIds: readonly string[]) {
    return writes.markReportsReimbursed.run(connection, { reportRemoteIds, paymentSource: null });
  }

  it('read the recorded answers about reports, of which the code says nothing', async () => {
    const ids = ['R00Lza4SDrx4', 'R00X9oNOn2MO', 'R00PdJbQrzoC'];
    const open = { outcome: 'SKIPPED', reason: "Report is in status 'Open'" };
    answer = () => expensifyFixture('report-status-all-skipped.json');
    expect((await mark(ids)).result.items).toEqual([open, open, open]);
    answer = () => expensifyFixture('report-status-partly-done.json');
    expect((await mark(ids)).result.items).toEqual([open, { outcome: 'DONE', remoteId: 'R00X9oNOn2MO' }, open]);
  });

  it('read long IDs as numbers, and lists that are missing', async () => {
    answer = () =>
      '{"responseCode":200,"reportIDs":[8123565047826837],"failedReports":[{"reportID":"1348360888176456"}]}';
    expect((await mark(['R00bCluvcO4T', 'R006AseGxMka'])).result.items).toMatchObject([
      { outcome: 'DONE', remoteId: 'R00bCluvcO4T' },
      { outcome: 'FAILED', reason: expect.stringContaining('no reason') },
    ]);
    answer = () => OK;
    expect((await mark(['R00bCluvcO4T'])).result.items).toMatchObject([{ outcome: 'FAILED' }]);
  });

  it('read the recorded answer about an expense, whose ID is beyond what a number can hold', async () => {
    answer = () => expensifyFixture('create-expenses.json');
    const draft = expenseDraft({
      merchant: 'fixture probe',
      date: '2026-08-03',
      amount: { amount: '7.77', currency: 'USD' },
      externalReference: 'x',
    });
    const other = expenseDraft({ amount: { amount: '7.78', currency: 'USD' } });
    const request = { employeeEmail: 'a@domain.com', reportRemoteId: null, policyRemoteId: null };
    const told = await writes.createExpenses.run(connection, { ...request, expenses: [other, draft] });
    expect(told.result.items).toMatchObject([
      { outcome: 'FAILED' },
      { outcome: 'DONE', remoteId: '4056343049275634494' },
    ]);
    expect(told.batch?.expenses).toMatchObject([
      {
        remoteId: '4056343049275634494',
        reportRemoteId: 'R009WqAY45L1',
        employeeEmail: 'a@domain.com',
        amount: { amount: '7.77', currency: 'USD' },
        category: { name: 'Uncategorized' },
        tags: [],
        description: null,
        externalReference: 'x',
      },
    ]);
    expect(told.changed).toEqual([{ resource: 'REPORTS', remoteIds: ['R009WqAY45L1'] }]);
  });

  it('tell equal expenses apart by merchant first, in any order', async () => {
    const transaction = (merchant: string, transactionID: string) => {
      return {
        merchant,
        transactionID,
        amount: 1230,
        currency: 'USD',
        created: '2026-08-03',
        reportID: 'R009WqAY45L1',
      };
    };
    const transactionList = [transaction('Hotel', '3'), transaction('Taxi &amp; Co', '2'), transaction('Renamed', '1')];
    answer = () => JSON.stringify({ transactionList, responseCode: 200 });
    const expenses = ['bus', 'taxi & co', 'Hotel'].map((merchant) => expenseDraft({ merchant }));
    const request = { employeeEmail: 'a@domain.com', reportRemoteId: null, policyRemoteId: null, expenses };
    const told = await writes.createExpenses.run(connection, request);
    expect(told.result.items).toEqual(['1', '2', '3'].map((remoteId) => ({ outcome: 'DONE', remoteId })));
  });

  it('take expenses in order that Expensify has changed, where none is missing', async () => {
    const transactionList = [
      {
        merchant: 'A',
        transactionID: '1',
        amount: 1400,
        currency: 'EUR',
        created: '2026-08-03',
        reportID: 'R009WqAY45L1',
      },
      {
        merchant: 'B',
        transactionID: '2',
        amount: 1230,
        currency: 'USD',
        created: '2026-08-03',
        reportID: 'R009WqAY45L1',
      },
    ];
    answer = () => JSON.stringify({ transactionList, responseCode: 200 });
    const request = { employeeEmail: 'a@domain.com', reportRemoteId: null, policyRemoteId: null };
    const [one, two] = ['a', 'b'].map((merchant) => expenseDraft({ merchant }));
    const told = await writes.createExpenses.run(connection, { ...request, expenses: [one!, two!] });
    expect(told.result.items).toEqual(['1', '2'].map((remoteId) => ({ outcome: 'DONE', remoteId })));
    const more = await writes.createExpenses.run(connection, { ...request, expenses: [one!, two!, one!] });
    expect(more.result.items.map(({ outcome }) => outcome)).toEqual(['FAILED', 'DONE', 'FAILED']);
  });

  it('read the documented answer about employees', async () => {
    const body = {
      responseCode: 200,
      'dry-run': false,
      updatedEmployeesCount: 3,
      diff: {
        diffToAdd: { '0123456789abcdef': ['Employee1@domain.com', 'employee2@domain.com'] },
        diffToRemove: { B1C7903C636F4A51: ['terminatedEmployee@domain.com'] },
      },
      securityGroupEmployeesMap: { '407184': ['employee1@domain.com'] },
      skippedEmployees: [{ email: 'Employee6@domain.com', reason: "No policy found for 'R&amp;D'" }],
    };
    answer = () => JSON.stringify(body);
    const employees = [employee(), employee({ email: 'employee6@domain.com', employeeNumber: 'E6' })];
    expect(await writes.updateEmployees.run(connection, employeesRequest({ employees }))).toEqual({
      result: {
        items: [
          { outcome: 'DONE', remoteId: 'employee1@domain.com' },
          { outcome: 'SKIPPED', reason: "No policy found for 'R&D'" },
        ],
        updatedCount: 3,
        added: [{ policyRemoteId: '0123456789ABCDEF', emails: ['employee1@domain.com', 'employee2@domain.com'] }],
        removed: [{ policyRemoteId: 'B1C7903C636F4A51', emails: ['terminatedemployee@domain.com'] }],
        domainGroups: [{ domainGroupRemoteId: '407184', emails: ['employee1@domain.com'] }],
      },
      isPartial: true,
      changed: [{ resource: 'EMPLOYEES', remoteIds: ['employee1@domain.com'] }],
    });
  });

  it('take it as it is that Expensify counts nobody as updated', async () => {
    answer = () => '{"responseCode":200,"updatedEmployeesCount":0}';
    const told = await writes.updateEmployees.run(connection, employeesRequest());
    expect(told).toMatchObject({ isPartial: true, result: { items: [{ outcome: 'SKIPPED' }], updatedCount: 0 } });
    expect(told.changed).toBeUndefined();
  });

  it('do not take the count of a dry run, which updates nobody, for a reason', async () => {
    answer = () => '{"responseCode":200,"dry-run":true,"updatedEmployeesCount":0}';
    const told = await writes.updateEmployees.run(connection, employeesRequest({ dryRun: true }));
    expect(told).toMatchObject({ isPartial: false, result: { items: [{ outcome: 'DONE' }], updatedCount: 0 } });
  });

  it('sound the alarm where a dry run was none', async () => {
    answer = () => '{"responseCode":200,"dry-run":false,"updatedEmployeesCount":1}';
    const error = await errorFrom(writes.updateEmployees.run(connection, employeesRequest({ dryRun: true })));
    expect(error).toBeInstanceOf(VendorProtocolError);
  });

  it('are no answers without what was created', async () => {
    const report = { name: 'Trip', submitterEmail: 'a@d.com', policyRemoteId: POLICY, customFields: [], expenses: [] };
    const expenses = {
      employeeEmail: 'a@d.com',
      reportRemoteId: null,
      policyRemoteId: null,
      expenses: [expenseDraft()],
    };
    for (const attempt of [
      () => writes.createReport.run(connection, report),
      () => writes.createExpenses.run(connection, expenses),
      () => writes.createPolicy.run(connection, { name: 'P', plan: null }),
    ]) {
      expect(await errorFrom(attempt())).toBeInstanceOf(VendorProtocolError);
    }
  });
});
