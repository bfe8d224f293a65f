import { expensify } from '../../src/adapters/expensify';
import type { VendorConnection } from '../../src/adapters/adapter';
import type { ExportReportsRequest, ReportExports, ReportSelection } from '../../src/adapters/exports';
import {
  VendorOutcomeUnknownError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { TestClock } from '../support/clock';
import { startExpensifyServer, type Answer, type ExpensifyServer, type ReceivedJob } from '../support/expensify-server';
import { createTestWayOut, type TestWayOut } from '../support/vendor-http';

const SELECTION: ReportSelection = {
  reportRemoteIds: null,
  policyRemoteIds: null,
  days: null,
  approvedAfter: null,
  statuses: [],
  submitterEmails: null,
  notMarkedAs: null,
  limit: null,
  actingEmail: null,
};
const REQUEST: ExportReportsRequest = {
  selection: SELECTION,
  format: 'CSV',
  template: { kind: 'NAMED', name: 'EXPENSES_CSV' },
  includeReceipts: false,
  fileBaseName: null,
  actions: [],
  isTest: false,
};

describe('export jobs of Expensify', () => {
  const exports = expensify.exports as ReportExports;
  const clock = new TestClock(Date.UTC(2026, 7, 15, 12), true);
  let answer: (job: ReceivedJob) => Answer = () => 'export1.csv';
  let server: ExpensifyServer;
  let way: TestWayOut;
  let connection: VendorConnection;

  beforeAll(async () => {
    server = await startExpensifyServer((job) => answer(job));
    way = createTestWayOut({ clock, origins: [new URL(server.baseUrl).origin] });
    const configuration = {
      'partner.user.id': 'aa_api',
      'partner.user.secret': 'not-to-be-told',
      'base.url': server.baseUrl,
    };
    connection = { configuration, http: way.open(), clock };
  });
  beforeEach(() => server.jobs.splice(0));
  afterAll(async () => {
    await way.close();
    await server.close();
  });

  /** The one job that a request becomes, without credentials. */
  async function sent(
    changes: Partial<ExportReportsRequest>,
    selection: Partial<ReportSelection> = {},
  ): Promise<object> {
    answer = () => 'export1.csv';
    await exports.exportReports(connection, { ...REQUEST, ...changes, selection: { ...SELECTION, ...selection } });
    expect(server.jobs).toHaveLength(1);
    const { credentials: _pair, ...job } = server.jobs[0]!.description as unknown as Record<string, unknown>;
    return job;
  }
  const download = async (template: ExportReportsRequest['template'] = null): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of exports.download(
      connection,
      { name: 'export1.csv', place: 'integrationServer' },
      template,
    )) {
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  };

  it('put every condition where the vendor looks for it, and in its form', async () => {
    const job = await sent(
      {
        fileBaseName: 'July',
        actions: [
          { kind: 'EMAIL', recipients: ['a@x.example', 'b@x.example'], message: 'Hello' },
          { kind: 'SFTP_UPLOAD', host: 'sftp.example.com', port: 22, login: 'acme', password: 'p' },
        ],
      },
      {
        reportRemoteIds: ['R00bCluvcO4T', 'R006AseGxMka'],
        policyRemoteIds: ['0810E551A5F2A9C2', 'B1C7903C636F4A51'],
        days: { from: '2026-01-01', to: '2026-06-30' },
        approvedAfter: '2026-02-01',
        statuses: ['SUBMITTED', 'CLOSED'],
        notMarkedAs: 'booked',
        limit: 10,
        actingEmail: 'ann@x.example',
      },
    );
    expect(job).toEqual({
      type: 'file',
      onReceive: { immediateResponse: ['returnRandomFileName'] },
      inputSettings: {
        type: 'combinedReportData',
        filters: {
          reportIDList: 'R00bCluvcO4T,R006AseGxMka',
          policyIDList: '0810E551A5F2A9C2,B1C7903C636F4A51',
          startDate: '2026-01-01',
          endDate: '2026-06-30',
          approvedAfter: '2026-02-01',
          markedAsExported: 'booked',
        },
        reportState: 'SUBMITTED,ARCHIVED',
        limit: '10',
        employeeEmail: 'ann@x.example',
      },
      outputSettings: { fileExtension: 'csv', fileBasename: 'July' },
      onFinish: [
        { actionName: 'email', recipients: 'a@x.example,b@x.example', message: 'Hello' },
        {
          actionName: 'sftpUpload',
          sftpData: { host: 'sftp.example.com', login: 'acme', password: 'p', port: 22 },
        },
      ],
    });
  });

  it.each<[string, Partial<ReportSelection>, object]>([
    ['nothing is said', {}, { filters: { startDate: '2025-08-17', endDate: '2026-08-16' } }],
    ['ids are given', { reportRemoteIds: ['R00bCluvcO4T'] }, { filters: { reportIDList: 'R00bCluvcO4T' } }],
    [
      'only the day of approval is',
      { approvedAfter: '2026-02-01' },
      { filters: { approvedAfter: '2026-02-01', endDate: '2026-08-16' }, reportState: 'APPROVED,REIMBURSED,ARCHIVED' },
    ],
  ])('name days as far as it takes them where %s', async (_what, selection, settings) => {
    expect(await sent({}, selection)).toMatchObject({ inputSettings: { type: 'combinedReportData', ...settings } });
  });

  it('say in text that it is a test, and ask for receipts on full pages', async () => {
    const job = await sent({ isTest: true, format: 'PDF', template: null, includeReceipts: true });
    expect(job).toMatchObject({
      test: 'true',
      outputSettings: { fileExtension: 'pdf', includeFullPageReceiptsPdf: true },
    });
    expect(server.jobs[0]!.template).toBe('default');
  });

  it('mark by id alone, in a job that is never repeated', async () => {
    answer = () => ({ status: 502, body: '<html></html>' });
    const request = { reportRemoteIds: ['R00bCluvcO4T'], label: 'booked', actingEmail: null };
    await expect(exports.markExported(connection, request)).rejects.toBeInstanceOf(VendorOutcomeUnknownError);
    expect(server.jobs).toHaveLength(1);
    expect(server.jobs[0]!.description).toMatchObject({
      inputSettings: { type: 'combinedReportData', filters: { reportIDList: 'R00bCluvcO4T' } },
      onFinish: [{ actionName: 'markAsExported', label: 'booked' }],
    });
  });

  it.each([
    ['a bare name', 'export1.csv', ['export1.csv']],
    ['several names in one line', 'exportA.pdf, exportB.pdf', ['exportA.pdf', 'exportB.pdf']],
    ['an envelope', '{"responseCode":200,"filename":"is_reconciliation_5.csv"}', ['is_reconciliation_5.csv']],
  ])('take %s for the names of files', async (_what, body, names) => {
    answer = () => body;
    const files = await exports.exportReports(connection, REQUEST);
    expect(files.map(({ name }) => name)).toEqual(names);
  });

  it('tell a template that cannot be used from a vendor that is down', async () => {
    answer = () => '{"responseMessage":"Unexpected directive </#list> in template, line 3","responseCode":500}';
    await expect(exports.exportReports(connection, REQUEST)).rejects.toBeInstanceOf(VendorRejectedError);
    expect(server.jobs).toHaveLength(1);
    answer = () => '{"responseMessage":"Server error","responseCode":500}';
    await expect(exports.exportReports(connection, REQUEST)).rejects.toBeInstanceOf(VendorUnavailableError);
    expect(server.jobs).toHaveLength(4);
  });

  it('ask for the grant where another account is not to be seen, and not for a role', async () => {
    answer = () => '{"responseMessage":"Not allowed","responseCode":403}';
    const asOther = { ...SELECTION, actingEmail: 'ann@x.example' };
    const grant = { requires: expect.stringContaining('concierge@expensify.com') };
    await expect(exports.exportReports(connection, { ...REQUEST, selection: asOther })).rejects.toMatchObject(grant);
    const mark = { reportRemoteIds: ['R00bCluvcO4T'], label: 'booked', actingEmail: 'ann@x.example' };
    await expect(exports.markExported(connection, mark)).rejects.toMatchObject(grant);
    await expect(exports.exportReports(connection, REQUEST)).rejects.toMatchObject({
      requires: expect.stringContaining('policy admin or domain admin'),
    });
  });

  it('repeat what asks for nothing else, and never what does', async () => {
    const answers = [{ status: 503, body: '<html></html>' }, 'export1.csv'];
    answer = () => answers.shift()!;
    expect(await exports.exportReports(connection, REQUEST)).toHaveLength(1);
    answer = () => ({ status: 503, body: '<html></html>' });
    const actions = [{ kind: 'EMAIL', recipients: ['a@x.example'], message: null }] as const;
    const asked = exports.exportReports(connection, { ...REQUEST, actions });
    await expect(asked).rejects.toBeInstanceOf(VendorOutcomeUnknownError);
    expect(server.jobs).toHaveLength(3);
  });

  it('wait for a file that is not there yet, and take it as it is then', async () => {
    const answers: Answer[] = ['', '{"responseMessage":"File not found","responseCode":404}', '{"a":1}\n{"b":2}\n'];
    answer = () => answers.shift()!;
    expect(await download()).toBe('{"a":1}\n{"b":2}\n');
    expect(server.jobs).toHaveLength(3);
  });

  it.each<[string, Answer]>([
    ['a page of a gateway', { headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' }],
    ['an envelope', '{"responseMessage":"Internal error","responseCode":500}'],
    ['nothing, for ever', ''],
  ])('refuse what is no file: %s', async (_what, body) => {
    answer = () => body;
    await expect(download()).rejects.toBeInstanceOf(VendorUnavailableError);
  });

  it('say of an empty file that its template may print nothing', async () => {
    answer = () => '';
    await expect(download({ kind: 'OWN', source: '<#list reports as r></#list>' })).rejects.toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
      message: expect.stringContaining('prints nothing'),
      retryable: false,
    });
    await expect(download({ kind: 'NAMED', name: 'EXPENSES_CSV' })).rejects.toMatchObject({ retryable: true });
  });

  it('find out that a file of ours is cut short', async () => {
    answer = () => '{"kind":"header","schema":1}\n{"kind":"report","reportID":"R00bCluvcO4T"}\n';
    await expect(download({ kind: 'NAMED', name: 'JSON' })).rejects.toThrow('cut short');
  });

  it('keep the secret to themselves', async () => {
    answer = () => '{"responseMessage":"not-to-be-told is wrong","responseCode":410}';
    const error: unknown = await exports.exportReports(connection, REQUEST).catch((reason: unknown) => reason);
    expect(String((error as Error).stack)).not.toContain('not-to-be-told');
  });
});
