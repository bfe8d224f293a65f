import { createSandbox, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import {
  expensifyFixture,
  exportJob,
  IntegrationServerClient,
  toPlainAnswer,
  type ExportedReport,
} from '../support/integration-server-client';

const LAST_YEAR = { startDate: '2025-09-01', endDate: '2026-08-31' };
const UNKNOWN_JOB = { responseMessage: "Argument 'type' is missing or malformed", responseCode: 410 };

describe('the Expensify sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;
  let client: IntegrationServerClient;

  beforeAll(async () => {
    running = await createSandbox({ clock, seed: 1 });
    client = new IntegrationServerClient(running);
  });

  // The limits are real and have tests of their own; elsewhere each test begins with none used.
  beforeEach(() => {
    running.sandbox.setFaults({});
    clock.advance(60_000);
  });

  afterAll(() => running.close());

  function withoutLimits(): void {
    running.sandbox.setFaults({ 'rate-limit': 'off' });
  }

  describe('credentials', () => {
    test('have the shapes of real ones and follow from the seed', async () => {
      const other = await createSandbox({ clock, seed: 1, reports: 1 });
      expect(running.sandbox.configuration).toEqual({
        'partner.user.id': expect.stringMatching(/^aa_\w+$/),
        'partner.user.secret': expect.stringMatching(/^[0-9a-f]{40}$/),
      });
      expect(other.sandbox.configuration).toEqual(running.sandbox.configuration);
      await other.close();
    });

    test('are asked for', async () => {
      const answer = await client.post({ type: 'get', credentials: undefined });
      expect(answer).toEqual({
        status: 200,
        contentType: 'text/plain;charset=utf-8',
        text: '{"responseMessage":"No authentication method specified","responseCode":403}',
      });
    });

    test.each([
      ['a wrong secret', { partnerUserSecret: 'f'.repeat(40) }],
      ['an unknown user', { partnerUserID: 'aa_nobody' }],
      ['no secret', { partnerUserSecret: undefined }],
    ])('with %s get the same 404 as there', async (_name, change) => {
      const envelope = await client.envelope({ type: 'get', credentials: { ...client.credentials, ...change } });
      expect(envelope).toEqual({ responseMessage: 'Authentication error', responseCode: 404 });
    });

    test('can be issued and revoked', async () => {
      const issued = running.sandbox.issueCredentials('second@aurora.example.com');
      const second = new IntegrationServerClient(running, issued);
      expect(await second.envelope(policyList())).toMatchObject({ responseCode: 200 });
      running.sandbox.revokeCredentials(issued['partner.user.id']!);
      expect(await second.envelope(policyList())).toMatchObject({ responseCode: 404 });
    });
  });

  describe('limits', () => {
    test('allow five requests in ten seconds, sliding', async () => {
      for (let request = 0; request < 5; request++) {
        expect((await client.post(policyList())).status).toBe(200);
        clock.advance(1_000);
      }
      expect(await client.post(policyList())).toEqual({
        status: 429,
        contentType: 'text/plain;charset=utf-8',
        text: '{"responseMessage":"Too many requests","responseCode":429}',
      });
      clock.advance(5_000);
      expect((await client.post(policyList())).status).toBe(200);
      expect((await client.post(policyList())).status).toBe(429);
    });

    test('allow twenty requests in sixty seconds', async () => {
      for (let request = 0; request < 20; request++) {
        expect((await client.post(policyList())).status).toBe(200);
        clock.advance(2_500);
      }
      expect((await client.post(policyList())).status).toBe(429);
      clock.advance(10_000);
      expect((await client.post(policyList())).status).toBe(200);
    });

    test('are counted for each pair of credentials', async () => {
      const other = new IntegrationServerClient(running, running.sandbox.issueCredentials('third@aurora.example.com'));
      for (let request = 0; request < 5; request++) await client.post(policyList());
      expect((await client.post(policyList())).status).toBe(429);
      expect((await other.post(policyList())).status).toBe(200);
    });

    test('do not count requests without valid credentials', async () => {
      for (let request = 0; request < 8; request++) await client.post({ type: 'get', credentials: {} });
      expect((await client.post(policyList())).status).toBe(200);
    });
  });

  describe('requests', () => {
    const job = (): string => JSON.stringify({ ...policyList(), credentials: client.credentials });

    test.each<[string, () => [string, RequestInit]]>([
      ['in the query of a GET', () => [`?${new URLSearchParams({ requestJobDescription: job() })}`, {}]],
      [
        'in the query of a POST',
        () => [`?${new URLSearchParams({ requestJobDescription: job() })}`, { method: 'POST' }],
      ],
      ['in the parts of a multipart body', () => ['', { method: 'POST', body: multipart(job()) }]],
      [
        'with single quotes and commas too many',
        () => {
          const lenient = job().replaceAll('"', "'").replaceAll('}', ',}');
          return ['', { method: 'POST', body: new URLSearchParams({ requestJobDescription: lenient }) }];
        },
      ],
    ])('are taken %s', async (_name, toRequest) => {
      const [query, init] = toRequest();
      const { text } = await toPlainAnswer(await fetch(running.baseUrl + query, init));
      expect(JSON.parse(text)).toMatchObject({ responseCode: 200, policyList: expect.any(Array) });
    });

    test.each<[string, RequestInit]>([
      ['nothing', { method: 'POST' }],
      ['no JSON', { method: 'POST', body: new URLSearchParams({ requestJobDescription: 'hello {' }) }],
      ['a JSON text', { method: 'POST', body: new URLSearchParams({ requestJobDescription: '"x"' }) }],
      [
        'a broken multipart body',
        { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--y' },
      ],
      ['binary', { method: 'POST', body: new Uint8Array([0, 255, 254, 37, 37, 61]) }],
    ])('that hold %s get an envelope', async (_name, init) => {
      const { status, text } = await toPlainAnswer(await fetch(running.baseUrl, init));
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual(UNKNOWN_JOB);
    });

    test.each([
      ['an unknown type', { type: 'invent' }],
      ['an unknown kind', { type: 'get', inputSettings: { type: 'reports' } }],
      ['no kind', { type: 'get' }],
      ['inputSettings of the wrong type', { type: 'get', inputSettings: ['policyList'] }],
      ['names of inherited members', { type: 'get', inputSettings: { type: 'constructor' } }],
    ])('for %s get the envelope of an unknown job', async (_name, unknown) => {
      expect(await client.envelope(unknown)).toEqual(UNKNOWN_JOB);
    });

    test('to other paths and with other methods get a page', async () => {
      expect((await fetch(`${running.origin}/expensify/elsewhere`)).status).toBe(404);
      expect((await fetch(running.baseUrl, { method: 'DELETE' })).status).toBe(405);
    });

    test('can be looked at', async () => {
      running.sandbox.forgetJobs();
      await client.post(policyList());
      await client.post({ type: 'download', fileName: 'x' });
      const account = running.sandbox.configuration['partner.user.id'];
      expect(running.sandbox.jobs()).toEqual([
        { account, type: 'get', inputType: 'policyList', at: clock.now(), limited: false },
        { account, type: 'download', inputType: null, at: clock.now(), limited: false },
      ]);
    });
  });

  describe('policies', () => {
    test('are listed with the role of the account', async () => {
      const { policyList: list } = (await client.envelope(policyList())) as { policyList: Record<string, unknown>[] };
      expect(list).toHaveLength(5);
      expect(new Set(list.map(({ type }) => type))).toEqual(new Set(['corporate', 'control', 'team', 'free']));
      expect(list[1]).toMatchObject({
        id: expect.stringMatching(/^[0-9A-F]{16}$/),
        name: 'Aurora Analytics &amp; Partners UK',
        outputCurrency: 'GBP',
        role: 'admin',
        owner: expect.stringContaining('@'),
      });
    });

    test('can be narrowed to those that the account administers, or seen as an employee', async () => {
      const admin = await client.envelope(policyList({ adminOnly: true }));
      expect(admin['policyList']).toHaveLength(4);
      const userEmail = 'greta.hoffmann@aurora.example.com';
      const own = (await client.envelope(policyList({ userEmail }))) as { policyList: { role: string }[] };
      expect(own.policyList.map(({ role }) => role)).toEqual(['user']);
      expect(await client.envelope(policyList({ userEmail: 'x@elsewhere.org' }))).toEqual({
        responseMessage: 'Not authorized to authenticate as user x@elsewhere.org',
        responseCode: 500,
      });
    });

    test('show the sections that are asked for, and tags in both shapes', async () => {
      const [us, uk, , jp] = running.sandbox.company.policies.map(({ id }) => id) as [string, string, string, string];
      const fields = ['categories', 'reportFields', 'tags', 'tax', 'employees', 'unheard-of'];
      const { policyInfo } = (await client.envelope(policies([us, uk, jp], fields))) as unknown as PolicyInfo;
      expect(Object.keys(policyInfo[us]!)).toEqual(['categories', 'reportFields', 'tags', 'tax', 'employees']);
      expect(policyInfo[us]).toMatchObject({
        tax: {},
        tags: expect.arrayContaining([{ glCode: '100:12', name: 'Engineering:R&amp;D\\: Platform', enabled: true }]),
        categories: expect.arrayContaining([
          expect.objectContaining({ name: 'Meals &amp; Entertainment', areCommentsRequired: true }),
        ]),
        reportFields: expect.arrayContaining([{ values: [], name: 'title', type: 'formula' }]),
      });
      expect(policyInfo[uk]).toMatchObject({
        tax: {
          default: '2',
          name: 'VAT',
          rates: expect.arrayContaining([{ rate: 20, name: 'Standard', rateID: '2' }]),
        },
        tags: [
          { name: 'Department', tags: expect.any(Array) },
          { name: 'Cost centre', tags: expect.any(Array) },
        ],
      });
      expect(policyInfo[jp]!['tags']).toEqual([{ name: 'Tags', tags: [] }]);
    });

    test('have employees who submit to each other', async () => {
      const ids = running.sandbox.company.reporting.map(({ id }) => id);
      const { policyInfo } = (await client.envelope(policies(ids, ['employees']))) as unknown as PolicyInfo;
      const employees = Object.values(policyInfo).flatMap((policy) => policy['employees'] as Record<string, string>[]);
      const emails = new Set(employees.map(({ email }) => email));
      expect(emails.size).toBe(41);
      expect(employees.every(({ submitsTo }) => emails.has(submitsTo))).toBe(true);
      expect(new Set(employees.map(({ role }) => role))).toEqual(new Set(['admin', 'user', 'auditor']));
    });

    test('refuse what is malformed, and admin sections to a member', async () => {
      const us = running.sandbox.company.policies[0]!.id;
      const member = running.sandbox.company.policies[4]!.id;
      expect(await client.envelope(policies(undefined, ['tags']))).toEqual({
        responseMessage: "Required parameter 'policyIDList' is missing",
        responseCode: 410,
      });
      expect(await client.envelope(policies([us], []))).toMatchObject({ responseCode: 410 });
      expect(await client.envelope(policies([member], ['tags', 'employees']))).toMatchObject({ responseCode: 403 });
      clock.advance(60_000);
      expect(await client.envelope(policies([member], ['tags']))).toMatchObject({ responseCode: 200 });
      expect(await client.envelope(policies(['0000000000000000'], ['tags']))).toEqual({
        responseCode: 200,
        policyInfo: {},
      });
    });
  });

  describe('exports', () => {
    beforeEach(withoutLimits);

    test('answer a bare file name, which downloads to what the template printed', async () => {
      const answer = await client.post(exportJob({ filters: LAST_YEAR }, 'csv'), {
        template: expensifyFixture('help-page.ftl'),
      });
      expect(answer).toMatchObject({ status: 200, contentType: 'text/plain;charset=utf-8' });
      expect(answer.text).toMatch(/^export[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\.csv$/);
      const file = await client.download(answer.text);
      expect(file.text.split('\n')[0]).toBe('Merchant,Amount,Transaction Date');
      expect(file.text.split('\n').length).toBeGreaterThan(1000);
    });

    test('can be filtered by day, whichever of created and submitted is later', async () => {
      const reports = await client.exportReports({ filters: { startDate: '2026-06-01', endDate: '2026-06-30' } });
      expect(reports.length).toBeGreaterThan(5);
      const decisive = reports.map(({ created, submitted }) =>
        ((submitted ?? '') > created ? submitted! : created).slice(0, 10),
      );
      expect(decisive.every((day) => day >= '2026-06-01' && day <= '2026-06-30')).toBe(true);
      const lastDay = decisive.toSorted().at(-1)!;
      const single = await client.exportReports({ filters: { startDate: lastDay, endDate: lastDay } });
      expect(single).toHaveLength(decisive.filter((day) => day === lastDay).length);
    });

    test('can be filtered by id in both forms, by policy, and by state', async () => {
      const [a, b] = (await client.exportReports({ filters: LAST_YEAR, limit: '2' })) as [
        ExportedReport,
        ExportedReport,
      ];
      const reportIDList = `${a.reportID},${b.oldReportID},${a.oldReportID},R00000000001,nonsense`;
      const both = await client.exportReports({ filters: { reportIDList } });
      expect(both.map(({ reportID }) => reportID)).toEqual([a.reportID, b.reportID]);
      const byPolicy = await client.exportReports({ filters: { reportIDList, policyIDList: a.policyID } });
      expect(byPolicy.every(({ policyID }) => policyID === a.policyID)).toBe(true);
      const states = await client.exportReports({ filters: LAST_YEAR, reportState: 'OPEN,ARCHIVED' });
      expect(new Set(states.map(({ status }) => status))).toEqual(new Set(['Open', 'Closed']));
    });

    test('can leave out what was approved up to a day', async () => {
      const approvedAfter = '2026-06-15';
      const filters = { approvedAfter, endDate: '2026-08-15' };
      const reports = await client.exportReports({ filters, reportState: 'APPROVED,REIMBURSED' });
      expect(reports.length).toBeGreaterThan(5);
      expect(reports.every(({ approved }) => approved!.slice(0, 10) > approvedAfter)).toBe(true);
    });

    test('ignore a state filter in the wrong place, and unknown keys', async () => {
      const misplaced = { filters: { ...LAST_YEAR, reportState: 'OPEN', colour: 'red' } };
      expect(new Set((await client.exportReports(misplaced)).map(({ status }) => status)).size).toBe(5);
    });

    test('of one employee leave out open reports', async () => {
      const all = await client.exportReports({ filters: LAST_YEAR });
      const open = all.find(({ status }) => status === 'Open')!;
      const own = await client.exportReports({ filters: LAST_YEAR, employeeEmail: open.accountEmail });
      expect(own.map(({ reportID }) => reportID)).toEqual(
        all
          .filter((report) => report.accountEmail === open.accountEmail && report.status !== 'Open')
          .map(({ reportID }) => reportID),
      );
      const stranger = exportJob({ filters: LAST_YEAR, employeeEmail: 'x@elsewhere.org' });
      expect(await client.envelope(stranger, { template: 'x' })).toEqual({
        responseMessage: 'Not authorized to authenticate as user x@elsewhere.org',
        responseCode: 500,
      });
    });

    test('mark reports, unless it is a dry run', async () => {
      const filters = { ...LAST_YEAR, markedAsExported: 'Elements' };
      const onFinish = [
        { actionName: 'email', recipients: 'a@b.org' },
        { actionName: 'markAsExported', label: 'Elements' },
      ];
      const before = await client.exportReports({ filters, limit: '3' }, { onFinish, test: 'true' });
      const marked = await client.exportReports({ filters, limit: '3' }, { onFinish });
      expect(marked).toEqual(before);
      const after = await client.exportReports({ filters });
      const ids = after.map(({ reportID }) => reportID);
      expect(marked.some(({ reportID }) => ids.includes(reportID))).toBe(false);
      const otherLabel = await client.exportReports({ filters: { ...LAST_YEAR, markedAsExported: 'Other' } });
      expect(otherLabel).toHaveLength(after.length + 3);
    });

    test('without a match run the template on an empty list', async () => {
      const { text: name } = await client.post(exportJob({ filters: { reportIDList: 'R00000000001' } }), {
        template: expensifyFixture('every-attribute.ftl'),
      });
      expect((await client.download(name)).text).toBe('{"kind":"header","schema":1}\n');
    });

    test('take a name and several forms; PDF files are one a report', async () => {
      const job = exportJob({ filters: LAST_YEAR, limit: '2' });
      const named = { ...job, outputSettings: { fileExtension: 'csv,txt', fileBasename: 'monthly' } };
      const { text: names } = await client.post(named, { template: 'x' });
      expect(names).toMatch(/^monthly[0-9a-f-]{36}\.csv,monthly[0-9a-f-]{36}\.txt$/);
      const pdfs = (
        await client.post(exportJob({ filters: LAST_YEAR, limit: '3' }, 'pdf'), { template: 'default' })
      ).text.split(',');
      expect(pdfs).toHaveLength(3);
      expect((await client.download(pdfs[1]!)).text).toMatch(/^%PDF-1\.4\n[^]*startxref\n\d+\n%%EOF\n$/);
    });

    test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
      [
        'without an anchor',
        { inputSettings: { type: 'combinedReportData', filters: { policyIDList: 'X' } } },
        { responseCode: 410 },
      ],
      ['without filters', { inputSettings: { type: 'combinedReportData' } }, { responseCode: 410 }],
      ['without onReceive', { onReceive: undefined }, { responseMessage: 'Server error', responseCode: 500 }],
      ['with another onReceive', { onReceive: { immediateResponse: ['wait'] } }, { responseCode: 500 }],
      ['without a form', { outputSettings: {} }, { responseCode: 410 }],
      ['in an unknown form', { outputSettings: { fileExtension: 'exe' } }, { responseCode: 410 }],
      ['to a path', { outputSettings: { fileExtension: 'csv', fileBasename: '../../x' } }, { responseCode: 410 }],
      ['with a malformed action', { onFinish: 'mark' }, { responseCode: 410 }],
      [
        'with a malformed date',
        { inputSettings: { type: 'combinedReportData', filters: { startDate: '16-01-01' } } },
        { responseMessage: "Malformed date '16-01-01'. Expected format is yyyy-MM-dd", responseCode: 410 },
      ],
      [
        'with a day that is none',
        { inputSettings: { type: 'combinedReportData', filters: { startDate: '2026-02-30' } } },
        { responseCode: 410 },
      ],
      [
        'with an unknown state',
        { inputSettings: { type: 'combinedReportData', filters: LAST_YEAR, reportState: 'PAID' } },
        { responseCode: 410 },
      ],
      [
        'with a malformed limit',
        { inputSettings: { type: 'combinedReportData', filters: LAST_YEAR, limit: 'all' } },
        { responseCode: 410 },
      ],
      [
        'over more than a year',
        { inputSettings: { type: 'combinedReportData', filters: { startDate: '2024-01-01', endDate: '2025-01-02' } } },
        { responseCode: 410 },
      ],
      [
        'from more than a year ago without an end',
        { inputSettings: { type: 'combinedReportData', filters: { startDate: '2025-01-01' } } },
        { responseCode: 410 },
      ],
    ])('%s are refused', async (_name, change, expected) => {
      const job = { ...exportJob({ filters: LAST_YEAR }), ...change };
      expect(await client.envelope(job, { template: 'x' })).toMatchObject(expected);
    });

    test.each([
      ['no template', {}, { responseCode: 410 }],
      [
        'a template that cannot be read',
        { template: '\n<#macro m>' },
        { responseCode: 500, responseMessage: expect.stringMatching(/<#macro>.*line 2/) },
      ],
      [
        'a template that fails on a report',
        { template: '<#list reports as report>${report.colour}</#list>' },
        { responseCode: 500, responseMessage: expect.stringMatching(/report\.colour.*line 1/) },
      ],
    ])('with %s get an envelope', async (_name, fields, expected) => {
      expect(await client.envelope(exportJob({ filters: LAST_YEAR }), fields as Record<string, string>)).toMatchObject(
        expected,
      );
    });
  });

  describe('downloads', () => {
    const NOT_FOUND = { responseMessage: 'File not found', responseCode: 404 };

    test.each([
      ['an unknown name', { fileName: 'export0.csv', fileSystem: 'integrationServer' }, NOT_FOUND],
      ['a path', { fileName: '../../state-1.json', fileSystem: 'integrationServer' }, NOT_FOUND],
      ['an unknown file system', { fileName: 'export0.csv', fileSystem: 'elsewhere' }, NOT_FOUND],
      ['no name', { fileSystem: 'integrationServer' }, { responseCode: 410 }],
      ['inputSettings', { fileName: 'export0.csv', inputSettings: {} }, { responseCode: 410 }],
    ])('of %s are refused', async (_name, job, expected) => {
      expect(await client.envelope({ type: 'download', ...job })).toMatchObject(expected);
    });

    test('look in the file system that is named', async () => {
      const { text: fileName } = await client.post(exportJob({ filters: LAST_YEAR, limit: '1' }), { template: 'text' });
      expect((await client.download(fileName)).text).toBe('text');
      expect(await client.envelope({ type: 'download', fileName, fileSystem: 'reconciliation' })).toEqual(NOT_FOUND);
    });
  });
});

interface PolicyInfo {
  readonly policyInfo: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function policyList(settings: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'get', inputSettings: { type: 'policyList', ...settings } };
}

function policies(policyIDList: unknown, fields: readonly string[]): Record<string, unknown> {
  return { type: 'get', inputSettings: { type: 'policy', policyIDList, fields } };
}

function multipart(job: string): FormData {
  const form = new FormData();
  form.set('requestJobDescription', job);
  return form;
}
