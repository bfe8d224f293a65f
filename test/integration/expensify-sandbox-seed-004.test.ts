import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import type { StoredExpense, StoredReport } from '../../src/adapters/expensify/sandbox/data/records';
import { TestClock } from '../support/clock';
import {
  expensifyFixture,
  exportJob,
  IntegrationServerClient,
  toPlainAnswer,
  type PlainAnswer,
} from '../support/integration-server-client';

/** What has to be typed over before a sample of the help page can run; everything else runs as printed. */
interface Correction {
  readonly printed: string;
  readonly typed: (values: Values) => string;
  readonly kind: 'credentials' | 'id' | 'typing slip';
}

interface Values {
  readonly partnerUserID: string;
  readonly partnerUserSecret: string;
  readonly reportIDList?: string;
  readonly fileName?: string;
  readonly policyID?: string;
}

const CREDENTIALS: readonly Correction[] = [
  { printed: '"my_user_id"', typed: ({ partnerUserID }) => `"${partnerUserID}"`, kind: 'credentials' },
  { printed: '"my_user_secret"', typed: ({ partnerUserSecret }) => `"${partnerUserSecret}"`, kind: 'credentials' },
];

const CORRECTIONS = {
  'help-page-export-job.txt': [
    ...CREDENTIALS,
    { printed: '50352738', typed: ({ reportIDList }) => reportIDList!, kind: 'id' },
  ],
  'help-page-download-job.txt': [
    ...CREDENTIALS,
    { printed: 'exportc111111d-a1a1-a1a1-a1a1-d1111111f.csv', typed: ({ fileName }) => fileName!, kind: 'id' },
  ],
  'help-page-employee-updater.txt': [
    { printed: 'aa_api_domain_com', typed: ({ partnerUserID }) => partnerUserID, kind: 'credentials' },
    { printed: '"xxx"', typed: ({ partnerUserSecret }) => `"${partnerUserSecret}"`, kind: 'credentials' },
    { printed: '1D1BC525C4892584', typed: ({ policyID }) => policyID!, kind: 'id' },
    // The quote that ends a shell argument.
    { printed: "}'\n", typed: () => '}\n', kind: 'typing slip' },
    // The page itself says below the sample that it is required.
    {
      printed: '"employeeEmail": "user@domain.com",',
      typed: () => '"employeeEmail": "user@domain.com", "employeeID": "12345",',
      kind: 'typing slip',
    },
  ],
} as const satisfies Record<string, readonly Correction[]>;

// It stands in the middle of the block, between the job and its data.
const BETWEEN_JOB_AND_DATA = 'For "data" copy-paste the following text and replace values as needed\n';

function sample(name: keyof typeof CORRECTIONS, values: Values, kinds?: readonly Correction['kind'][]): string {
  const corrections: readonly Correction[] = CORRECTIONS[name];
  return corrections
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .reduce((text, { printed, typed }) => {
      expect(text.split(printed)).toHaveLength(2);
      return text.replace(printed, () => typed(values));
    }, expensifyFixture(name));
}

describe("the samples of Expensify's help page", () => {
  let running: RunningSandbox;
  let client: IntegrationServerClient;
  let credentials: Values;

  beforeEach(async () => {
    running = await createSandbox({ clock: new TestClock(), seed: 1, reports: 60 });
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    client = new IntegrationServerClient(running);
    credentials = client.credentials as unknown as Values;
  });

  afterEach(() => running.close());

  /** As the page has it in Postman: the job in "Params", the rest in a form body, or no body at all. */
  async function postman(job: string, form?: Readonly<Record<string, string>>): Promise<PlainAnswer> {
    const query = new URLSearchParams({ requestJobDescription: job });
    const body = form === undefined ? {} : { body: new URLSearchParams(form) };
    return toPlainAnswer(await fetch(`${running.baseUrl}?${query}`, { method: 'POST', ...body }));
  }

  /** Amounts of a thousand and more are printed with a comma by this template, which is a trap of its own. */
  function reportWithSmallAmounts(): StoredReport {
    return [...running.sandbox.reports.all()].find(({ reportID }) => {
      const expenses = running.sandbox.reports.expensesOf(reportID);
      return expenses.length > 3 && expenses.every(({ convertedAmount }) => Math.abs(convertedAmount ?? 1e9) < 99_900);
    })!;
  }

  function toLine({ modifiedMerchant, merchant, convertedAmount, modifiedCreated, created }: StoredExpense): string {
    const name = (modifiedMerchant ?? merchant)
      .replaceAll('&', '&amp;')
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
    return `${name},${convertedAmount! / 100},${modifiedCreated ?? created}`;
  }

  test('download the expenses of a report as a CSV file, by its long id', async () => {
    const { longID, reportID } = reportWithSmallAmounts();
    const job = sample('help-page-export-job.txt', { ...credentials, reportIDList: longID });
    const exported = await postman(job, { template: expensifyFixture('help-page.ftl') });
    expect(exported.text).toMatch(/^export[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.csv$/);

    const values = { ...credentials, fileName: exported.text };
    const { text } = await postman(sample('help-page-download-job.txt', values));
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.filter(Boolean)).toEqual([
      'Merchant,Amount,Transaction Date',
      ...running.sandbox.reports.expensesOf(reportID).map(toLine),
    ]);
  });

  test('download several reports by a comma-separated list', async () => {
    const [one, two, three] = Array.from(running.sandbox.reports.all(), ({ longID }) => longID);
    const reportIDList = [one, two, three].join();
    const job = sample('help-page-export-job.txt', { ...credentials, reportIDList });
    const { text: fileName } = await postman(job, { template: '${reports?size}' });
    expect((await postman(sample('help-page-download-job.txt', { ...credentials, fileName }))).text).toBe('3');
  });

  describe('of the advanced employee updater', () => {
    function updater(kinds?: readonly Correction['kind'][]): { job: string; data: string } {
      const policyID = running.sandbox.company.policies[0]!.id;
      const block = sample('help-page-employee-updater.txt', { ...credentials, policyID }, kinds);
      const [job = '', data = ''] = block.split(BETWEEN_JOB_AND_DATA);
      return { job, data };
    }

    async function send(job: string, data: string): Promise<Record<string, unknown>> {
      const body = new URLSearchParams({ requestJobDescription: job, data });
      const response = await fetch(running.baseUrl, { method: 'POST', body });
      return (await response.json()) as Record<string, unknown>;
    }

    function memberEmails(): string[] {
      return running.sandbox.company.policies[0]!.employees.map(({ email }) => email);
    }

    test('is a dry run that tells whom it would invite, and changes nothing', async () => {
      const { job, data } = updater();
      const before = memberEmails();
      const { id } = running.sandbox.company.policies[0]!;
      expect(await send(job, data)).toEqual({
        responseCode: 200,
        'dry-run': true,
        updatedEmployeesCount: 1,
        diff: { diffToAdd: { [id]: ['user@domain.com', 'usermanager@domain.com'] }, diffToRemove: {} },
        securityGroupEmployeesMap: {},
        skippedEmployees: [],
      });
      expect(memberEmails()).toEqual(before);
      expect(running.sandbox.deliveries()).toMatchObject([{ kind: 'email', recipients: ['admin1@domain.com'] }]);
    });

    test('invites them once "dry-run" is false', async () => {
      const { job, data } = updater();
      await send(job.replace('"dry-run" : true', '"dry-run" : false'), data);
      const { id } = running.sandbox.company.policies[0]!;
      const fields = { type: 'get', inputSettings: { type: 'policy', policyIDList: [id], fields: ['employees'] } };
      const { policyInfo } = (await client.envelope(fields)) as { policyInfo: Record<string, { employees: object[] }> };
      expect(policyInfo[id]!.employees).toContainEqual({
        email: 'user@domain.com',
        role: 'user',
        submitsTo: 'usermanager@domain.com',
        employeeID: '12345',
        customField1: '12345',
        customField2: '',
      });
      expect(memberEmails()).toContain('usermanager@domain.com');
    });

    test('skips who has no employee id, as the sample is printed; the comma too many is no trouble', async () => {
      const { job } = updater();
      const { data } = updater(['credentials', 'id']);
      expect(data).toContain('"isTerminated": "false",\n     }');
      expect(await send(job, data)).toMatchObject({
        responseCode: 200,
        updatedEmployeesCount: 0,
        skippedEmployees: [{ email: 'user@domain.com', reason: "Required parameter 'employeeID' is missing" }],
      });
    });
  });

  describe('of template expressions', () => {
    async function render(template: string, inputSettings: object): Promise<string> {
      const { text: fileName } = await client.post(exportJob({ ...inputSettings }, 'csv'), { template });
      return fileName.startsWith('export') ? (await client.download(fileName)).text : fileName;
    }

    const list = (body: string): string =>
      `<#list reports as report><#list report.transactionList as expense>${body}\n</#list></#list>`;

    test('write expense ids so that a spreadsheet leaves them alone', async () => {
      const { reportID } = reportWithSmallAmounts();
      const lines = await render(list("'${expense.transactionID}"), { filters: { reportIDList: reportID } });
      const ids = running.sandbox.reports.expensesOf(reportID).map(({ transactionID }) => `'${transactionID}`);
      expect(lines.split('\n').filter(Boolean)).toEqual(ids);
    });

    test('write who will approve a report that is being processed', async () => {
      const processing = [...running.sandbox.reports.all()].find(({ state }) => state === 'SUBMITTED')!;
      const filters = { reportIDList: processing.reportID };
      const template = '<#list reports as report>${report.status}: ${report.managerEmail}</#list>';
      expect(await render(template, { filters })).toBe(`Processing: ${processing.approverEmail}`);
    });

    test('write a boolean only with words for it', async () => {
      const { reportID } = reportWithSmallAmounts();
      const filters = { reportIDList: reportID };
      const words = await render(list('${expense.billable?string("Yes", "No")}'), { filters });
      const expected = running.sandbox.reports.expensesOf(reportID).map(({ billable }) => (billable ? 'Yes' : 'No'));
      expect(words.split('\n').filter(Boolean)).toEqual(expected);
      expect(JSON.parse(await render(list('${expense.billable}'), { filters }))).toEqual({
        responseMessage: expect.stringMatching(/boolean expense\.billable.*line 1/),
        responseCode: 500,
      });
    });

    test('cannot reach policies: those are for the getter', async () => {
      const filters = { startDate: '2026-01-01' };
      expect(JSON.parse(await render('${policy.name}', { filters }))).toMatchObject({ responseCode: 500 });
      const { id } = running.sandbox.company.policies[0]!;
      const fields = { type: 'get', inputSettings: { type: 'policy', policyIDList: [id], fields: ['categories'] } };
      expect(await client.envelope(fields)).toMatchObject({
        responseCode: 200,
        policyInfo: { [id]: expect.anything() },
      });
    });
  });

  test('tell the limits: five requests in ten seconds', async () => {
    running.sandbox.setFaults({});
    const job = sample('help-page-download-job.txt', { ...credentials, fileName: 'export0.csv' });
    const answers = [];
    for (let request = 0; request < 6; request++) answers.push((await postman(job)).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('create expenses for somebody else, once Expensify has granted it', async () => {
    const job = {
      type: 'create',
      inputSettings: {
        type: 'expenses',
        employeeEmail: 'greta.hoffmann@aurora.example.com',
        transactionList: [{ merchant: 'Fixture Probe', created: '2026-08-03', amount: 777, currency: 'USD' }],
      },
    };
    expect(await client.envelope(job)).toMatchObject({ responseCode: 200 });
    expect(await client.envelope(job, {}, 'no-grant')).toEqual({
      responseMessage: 'Not authorized to authenticate as user greta.hoffmann@aurora.example.com',
      responseCode: 500,
    });
  });
});
