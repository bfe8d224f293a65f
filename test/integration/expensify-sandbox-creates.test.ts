import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import { IntegrationServerClient, type ExportedReport, type Job } from '../support/integration-server-client';

const EMAIL = 'siobhan.obrien@aurora.example.com';
const EXPENSE = { merchant: 'Fixture Probe', created: '2026-08-03', amount: 777, currency: 'USD' };

describe('what is created in the Expensify sandbox', () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let policyID: string;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 40 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    policyID = running.sandbox.company.policies[0]!.id;
  });

  afterEach(() => running.close());

  async function create(type: string, settings: Job, fault?: string): Promise<Record<string, unknown>> {
    return client.envelope({ type: 'create', inputSettings: { type, ...settings } }, {}, fault);
  }

  async function exportOne(reportIDList: unknown): Promise<ExportedReport | undefined> {
    return (await client.exportReports({ filters: { reportIDList } }))[0];
  }

  interface CreatedExpenses {
    readonly responseCode: number;
    readonly transactionList: readonly { readonly reportID: string; readonly transactionID: string }[];
  }

  async function createExpenses(transactionList: readonly Job[], fault?: string): Promise<CreatedExpenses> {
    const settings = { employeeEmail: EMAIL, transactionList };
    return (await create('expenses', settings, fault)) as unknown as CreatedExpenses;
  }

  describe('a report', () => {
    const report = { title: 'Visit & return', fields: { Trip_purpose: 'Audit', cost_center: 'Ops', unheard_of: 'x' } };
    const expenses = [
      { merchant: 'Name of merchant 1', date: '2026-08-01', amount: 1234, currency: 'USD' },
      { merchant: 'Rail', date: '2026-08-02', amount: 1000, currency: 'EUR' },
    ];

    test('is open, with its fields and expenses, and is told by its short id', async () => {
      const created = await create('report', { policyID, employeeEmail: EMAIL, report, expenses });
      expect(created).toEqual({
        responseCode: 200,
        reportName: 'Visit & return',
        reportID: expect.stringMatching(/^R[0-9A-Za-z]{11}$/),
      });
      expect(await exportOne(created['reportID'])).toMatchObject({
        status: 'Open',
        reportName: 'Visit &amp; return',
        accountEmail: EMAIL,
        policyID,
        customField: { Trip_purpose: 'Audit', Cost_Center: 'Ops' },
        total: 1234 + 1087,
        transactionList: [
          { merchant: 'Name Of Merchant 1', amount: 1234, category: 'Uncategorized' },
          { merchant: 'Rail', amount: 1000, currency: 'EUR', convertedAmount: 1087 },
        ],
      });
    });

    test('may have no expenses, no owner but ourselves, and days under another key', async () => {
      const bare = await create('report', { policyID, report: { title: 'Bare' } });
      expect(await exportOne(bare['reportID'])).toMatchObject({
        accountEmail: running.sandbox.company.apiAccount,
        transactionList: [],
      });
      const settings = { policyID, employeeEmail: EMAIL, report: { title: 'Other key' }, expenses: [EXPENSE] };
      const other = await create('report', settings);
      expect(await exportOne(other['reportID'])).toMatchObject({ transactionList: [{ created: '2026-08-03' }] });
    });

    test.each<[string, Job, Record<string, unknown>]>([
      [
        'for a stranger',
        { employeeEmail: 'user@domain.com' },
        { responseMessage: 'Not authorized to authenticate as user user@domain.com', responseCode: 500 },
      ],
      ['in an unknown policy', { policyID: '0810E551A5F2A9C2' }, { responseCode: 404 }],
      ['without a policy', { policyID: undefined }, { responseCode: 410 }],
      ['without a report', { report: undefined }, { responseCode: 410 }],
      ['without a title', { report: { fields: {} } }, { responseMessage: "Required parameter 'title' is missing" }],
      ['with an amount in units', { expenses: [{ ...expenses[0], amount: 12.34 }] }, { responseCode: 410 }],
      ['with a currency that is none', { expenses: [{ ...expenses[0], currency: 'EURO' }] }, { responseCode: 410 }],
      [
        'with a malformed day',
        { expenses: [expenses[1]!, { ...expenses[0], date: '16-01-01' }] },
        { responseMessage: "Malformed date '16-01-01'. Expected format is yyyy-MM-dd", responseCode: 410 },
      ],
    ])('%s is refused, and nothing is created', async (_name, change, expected) => {
      const settings = { policyID, employeeEmail: EMAIL, report, expenses, ...change };
      expect(await create('report', settings)).toMatchObject(expected);
      expect([...running.sandbox.reports.all()]).toHaveLength(40);
    });
  });

  describe('expenses', () => {
    test('without a report are put together on one that Expensify opens', async () => {
      const { transactionList } = await createExpenses([EXPENSE, { ...EXPENSE, amount: 223 }]);
      expect(transactionList[0]).toEqual({
        amount: 777,
        reportID: expect.stringMatching(/^R/),
        created: '2026-08-03',
        merchant: 'Fixture Probe',
        currency: 'USD',
        comment: '',
        tag: '',
        mcc: 0,
        category: 'Uncategorized',
        transactionID: expect.stringMatching(/^\d{19}$/),
      });
      expect(transactionList[1]!.reportID).toBe(transactionList[0]!.reportID);
      expect(await exportOne(transactionList[0]!.reportID)).toMatchObject({
        reportName: 'Expense Report',
        status: 'Open',
        accountEmail: EMAIL,
        total: 1000,
        transactionList: transactionList.map(({ transactionID }) => ({ transactionID })),
      });
    });

    test('keep everything that is given', async () => {
      const { longID, reportID } = running.sandbox.reports.addReport({ name: 'Mine', accountEmail: EMAIL });
      const { transactionList } = await createExpenses([
        {
          ...EXPENSE,
          reportID: longID,
          category: 'Fuel',
          tag: 'Sales:East',
          billable: true,
          reimbursable: false,
          comment: 'Round "trip"',
          externalID: 'mine-1',
        },
      ]);
      expect(transactionList).toMatchObject([
        { reportID, tag: 'Sales:East', category: 'Fuel', comment: 'Round "trip"' },
      ]);
      expect(await exportOne(reportID)).toMatchObject({
        transactionList: [
          {
            category: 'Fuel',
            categoryGlCode: '6150',
            ntags: expect.arrayContaining([
              { name: 'Sales', glCode: '200' },
              { name: 'East', glCode: '21' },
            ]),
            billable: true,
            reimbursable: false,
            comment: 'Round &quot;trip&quot;',
            externalID: 'mine-1',
          },
        ],
      });
    });

    test('take the tax of their policy, whole or in part', async () => {
      const uk = running.sandbox.company.policies[1]!;
      const employeeEmail = uk.employees[3]!.email;
      const expense = { ...EXPENSE, amount: 1200, currency: 'GBP', policyID: uk.id };
      const list = [
        { ...expense, tax: { rateID: '2' } },
        { ...expense, tax: { rateID: '3', amount: 10 } },
      ];
      const { transactionList } = (await create('expenses', {
        employeeEmail,
        transactionList: list,
      })) as unknown as CreatedExpenses;
      expect((await exportOne(transactionList[0]!.reportID))!.transactionList).toMatchObject([
        { hasTax: true, taxAmount: 200, taxCode: '2' },
        { hasTax: true, taxAmount: 10, taxCode: '3' },
      ]);
    });

    test('are made twice when they are sent twice, whatever their external id', async () => {
      const expense = { ...EXPENSE, externalID: 'same' };
      const [one, two] = [await createExpenses([expense]), await createExpenses([expense])];
      expect(one.transactionList[0]!.transactionID).not.toBe(two.transactionList[0]!.transactionID);
    });

    test.each<[string, Job, Record<string, unknown>]>([
      [
        'without an employee',
        { employeeEmail: undefined },
        { responseMessage: "'employeeEmail' parameter is missing or malformed", responseCode: 410 },
      ],
      [
        'for a stranger',
        { employeeEmail: 'user@domain.com' },
        { responseMessage: 'Not authorized to authenticate as user user@domain.com', responseCode: 500 },
      ],
      ['without any', { transactionList: [] }, { responseCode: 410 }],
      [
        'with a malformed day',
        { transactionList: [EXPENSE, { ...EXPENSE, created: '16-01-01' }] },
        { responseMessage: "Malformed date '16-01-01'. Expected format is yyyy-MM-dd", responseCode: 410 },
      ],
      ['without a day', { transactionList: [{ ...EXPENSE, created: undefined }] }, { responseCode: 410 }],
      ['without an amount', { transactionList: [{ ...EXPENSE, amount: undefined }] }, { responseCode: 410 }],
      ['with an unknown category', { transactionList: [{ ...EXPENSE, category: 'Yachts' }] }, { responseCode: 410 }],
      ['with an unknown tag', { transactionList: [{ ...EXPENSE, tag: 'Sales:North' }] }, { responseCode: 410 }],
      ['with an unknown tax', { transactionList: [{ ...EXPENSE, tax: { rateID: '9' } }] }, { responseCode: 410 }],
      ['on an unknown report', { transactionList: [{ ...EXPENSE, reportID: 'R00000000001' }] }, { responseCode: 404 }],
      ['in an unknown policy', { transactionList: [{ ...EXPENSE, policyID: 'X' }] }, { responseCode: 404 }],
    ])('%s are refused, all of them', async (_name, change, expected) => {
      const settings = { employeeEmail: EMAIL, transactionList: [EXPENSE], ...change };
      expect(await create('expenses', settings)).toMatchObject(expected);
      expect([...running.sandbox.reports.all()]).toHaveLength(40);
    });

    test('of others and on settled reports are refused', async () => {
      const { reports } = running.sandbox;
      const own = reports.addReport({ name: 'Mine', accountEmail: EMAIL }).reportID;
      const others = reports.addReport({ name: 'Theirs', accountEmail: 'kenji.sato@aurora.example.com' }).reportID;
      expect(await createExpenses([{ ...EXPENSE, reportID: others }])).toMatchObject({ responseCode: 404 });
      reports.approve(own);
      expect(await createExpenses([{ ...EXPENSE, reportID: own }])).toMatchObject({ responseCode: 410 });
    });

    test('with unknown names are accepted when the sandbox is told to', async () => {
      const expense = { ...EXPENSE, category: 'Yachts', tag: 'Sea' };
      const { transactionList } = await createExpenses([expense], 'unknown-names');
      expect(transactionList).toMatchObject([{ category: 'Yachts', tag: 'Sea' }]);
    });

    test('can be lost in part without a word', async () => {
      const { responseCode, transactionList } = await createExpenses([EXPENSE, EXPENSE, EXPENSE], 'lost-expenses=2');
      expect([responseCode, transactionList.length]).toEqual([200, 1]);
      expect((await exportOne(transactionList[0]!.reportID))!.transactionList).toHaveLength(1);
    });

    test.each([
      ['the connection ends', 'drop-after'],
      ['a gateway answers instead', 'http-504-html'],
      ['an error is told', 'error-after'],
    ])('are there although %s', async (_name, fault) => {
      await createExpenses([EXPENSE], fault).catch(() => undefined);
      expect([...running.sandbox.reports.all()]).toHaveLength(41);
    });

    test.each(['drop', 'http-503-html', 'error=500', '429'])('are not there after %s', async (fault) => {
      await createExpenses([EXPENSE], fault).catch(() => undefined);
      expect([...running.sandbox.reports.all()]).toHaveLength(40);
    });
  });

  describe('a policy', () => {
    test('is empty, ours, and told as JSON', async () => {
      const settings = { type: 'policy', policyName: 'New & shiny', plan: 'corporate' };
      const answer = await client.post({ type: 'create', inputSettings: settings });
      expect(answer.contentType).toBe('application/json');
      const created = JSON.parse(answer.text) as { policyID: string };
      expect(created).toEqual({
        responseCode: 200,
        policyID: expect.stringMatching(/^[0-9A-F]{16}$/),
        policyName: 'New & shiny',
      });
      const list = await client.envelope({ type: 'get', inputSettings: { type: 'policyList', adminOnly: true } });
      expect(list['policyList']).toContainEqual(
        expect.objectContaining({ id: created.policyID, name: 'New &amp; shiny', type: 'corporate', role: 'admin' }),
      );
    });

    test('is labelled as plain text when the sandbox is told to', async () => {
      const job = { type: 'create', inputSettings: { type: 'policy', policyName: 'Plain' } };
      expect((await client.post(job, {}, 'content-type=plain')).contentType).toBe('text/plain;charset=utf-8');
    });

    test('takes reports at once', async () => {
      const { policyID: fresh } = await create('policy', { policyName: 'Fresh' });
      const { reportID } = await create('report', { policyID: fresh, report: { title: 'First' } });
      expect(await exportOne(reportID)).toMatchObject({ policyID: fresh, policyName: 'Fresh' });
    });

    test('needs a name and a known plan', async () => {
      expect(await create('policy', {})).toEqual({
        responseMessage: "Required parameter 'policyName' is missing",
        responseCode: 500,
      });
      expect(await create('policy', { policyName: 'X', plan: 'gold' })).toMatchObject({ responseCode: 410 });
    });
  });

  describe('an expense rule', () => {
    const actions = { tag: 'Sales:East', defaultBillable: true };

    test('is answered without its number, which only a second try tells', async () => {
      const settings = { policyID, employeeEmail: EMAIL, actions };
      expect(await create('expenseRules', settings)).toEqual({ responseMessage: 'OK', responseCode: 200 });
      const [rule] = running.sandbox.expenseRules();
      expect(await create('expenseRules', settings)).toEqual({
        responseMessage: `Rule already exists with those actions, please update rule ${rule!.ruleID}`,
        responseCode: 666,
      });
      expect(running.sandbox.expenseRules()).toHaveLength(1);
    });

    test('fills in what an expense does not say', async () => {
      await create('expenseRules', { policyID, employeeEmail: EMAIL, actions });
      const { transactionList } = await createExpenses([EXPENSE, { ...EXPENSE, tag: 'Sales:West', billable: false }]);
      expect((await exportOne(transactionList[0]!.reportID))!.transactionList).toMatchObject([
        { tag: 'Sales:East', billable: true },
        { tag: 'Sales:West', billable: false },
      ]);
    });

    test('is changed by its number', async () => {
      await create('expenseRules', { policyID, employeeEmail: EMAIL, actions });
      const { ruleID } = running.sandbox.expenseRules()[0]!;
      const update = (settings: Job): Promise<Record<string, unknown>> => {
        const inputSettings = { type: 'expenseRules', policyID, employeeEmail: EMAIL, ruleID, ...settings };
        return client.envelope({ type: 'update', inputSettings });
      };
      const changed = { actions: { defaultBillable: false } };
      expect(await update(changed)).toEqual({ responseMessage: 'OK', responseCode: 200 });
      expect(running.sandbox.expenseRules()).toEqual([
        { ruleID, policyID, employeeEmail: EMAIL, actions: { defaultBillable: false } },
      ]);
      expect(await update({ ...changed, ruleID: 1 })).toMatchObject({ responseCode: 404 });
      expect(await update({ ...changed, ruleID: undefined })).toMatchObject({ responseCode: 410 });
    });

    test.each<[string, Job, number]>([
      ['without actions', { actions: {} }, 410],
      ['with a word for a boolean', { actions: { defaultBillable: 'yes' } }, 410],
      ['for somebody who is no member', { employeeEmail: 'user@domain.com' }, 410],
      ['in an unknown policy', { policyID: '0' }, 404],
    ])('%s is refused', async (_name, change, responseCode) => {
      const settings = { policyID, employeeEmail: EMAIL, actions, ...change };
      expect(await create('expenseRules', settings)).toMatchObject({ responseCode });
    });

    test('is for policy admins', async () => {
      const member = running.sandbox.company.policies[4]!.id;
      const settings = { policyID: member, employeeEmail: EMAIL, actions };
      expect(await create('expenseRules', settings)).toMatchObject({ responseCode: 403 });
    });
  });

  test('counts against the limits like everything else', async () => {
    running.sandbox.setFaults({});
    const codes = [];
    for (let request = 0; request < 6; request++) codes.push((await createExpenses([EXPENSE])).responseCode);
    expect(codes).toEqual([200, 200, 200, 200, 200, 429]);
    expect([...running.sandbox.reports.all()]).toHaveLength(45);
  });
});

test('what was created in the Expensify sandbox outlives a restart', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'expensify-sandbox-test-'));
  const options = { clock: new TestClock(), seed: 1, reports: 10, stateDir };
  const first = await createSandbox(options);
  first.sandbox.setFaults({ 'rate-limit': 'off' });
  const client = new IntegrationServerClient(first);
  const policyID = first.sandbox.company.policies[0]!.id;
  const jobs: Job[] = [
    { type: 'policy', policyName: 'Kept' },
    { type: 'expenses', employeeEmail: EMAIL, transactionList: [EXPENSE] },
    { type: 'expenseRules', policyID, employeeEmail: EMAIL, actions: { defaultBillable: true } },
  ];
  for (const inputSettings of jobs) {
    expect(await client.envelope({ type: 'create', inputSettings })).toMatchObject({ responseCode: 200 });
  }
  const { policies } = first.sandbox.company;
  const ids = Array.from(first.sandbox.reports.all(), ({ reportID }) => reportID);
  await first.close();
  const second = await createSandbox(options);
  expect(second.sandbox.company.policies).toEqual(policies);
  expect(second.sandbox.company.policies.at(-1)).toMatchObject({ name: 'Kept' });
  expect(second.sandbox.expenseRules()).toHaveLength(1);
  expect(Array.from(second.sandbox.reports.all(), ({ reportID }) => reportID)).toEqual(ids);
  expect(second.sandbox.reports.expensesOf(ids[0]!)).toMatchObject([{ merchant: 'Fixture Probe' }]);
  await second.close();
  await rm(stateDir, { recursive: true, force: true });
});
