import { expensify } from '../../src/adapters/expensify';
import type { ReadEvent, VendorConnection } from '../../src/adapters/adapter';
import type { VendorHttp } from '../../src/adapters/http/vendor-http';
import type { EmployeeRecord, PolicyRecord, ReportRecord } from '../../src/adapters/records';
import {
  VendorAuthenticationError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';
import { TestClock } from '../support/clock';
import {
  expensifyFixture,
  exportedReport,
  exportFile,
  startExpensifyServer,
  type Answer,
  type ExpensifyServer,
  type ReceivedJob,
} from '../support/expensify-server';
import { PlainVendorHttp } from '../support/plain-vendor-http';

const SECRET = '0123456789abcdef0123456789abcdef01234567';
/** An export that is not answered in time. */
const SLOW: Answer = { headers: { 'x-slow': 'yes' }, body: '' };
const FILE_NAME = 'export4d21c24c-6257-48d0-8545-d3262756c0ab.json';

const { REPORTS, EXPENSES, POLICIES, EMPLOYEES } = expensify.resources;
const http = new PlainVendorHttp();
const clock = new TestClock(Date.UTC(2026, 7, 15, 12), true);
let server: ExpensifyServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
  clock.sleeps.length = 0;
});
afterAll(() => http.close());

async function connectTo(
  answer: (job: ReceivedJob) => Answer,
  baseUrl = (url: string) => url,
): Promise<VendorConnection> {
  server = await startExpensifyServer(answer);
  const configuration = {
    'partner.user.id': 'aa_api_domain_com',
    'partner.user.secret': SECRET,
    'base.url': baseUrl(server.baseUrl),
  };
  return { configuration, http, clock };
}

/** Answers exports with `FILE_NAME`, and downloads with the bodies in turn. */
function withDownloads(...bodies: Answer[]): (job: ReceivedJob) => Answer {
  return (job) => (job.description.type === 'file' ? FILE_NAME : (bodies.shift() ?? exportFile()));
}

async function collect(events: AsyncIterable<ReadEvent>): Promise<{ events: ReadEvent[]; error: unknown }> {
  const collected: ReadEvent[] = [];
  try {
    for await (const event of events) collected.push(event);
    return { events: collected, error: null };
  } catch (error) {
    return { events: collected, error };
  }
}

function reportsOf(events: readonly ReadEvent[]): ReportRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.reports ?? []) : []));
}

function policiesOf(events: readonly ReadEvent[]): PolicyRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.policies ?? []) : []));
}

function employeesOf(events: readonly ReadEvent[]): EmployeeRecord[] {
  return events.flatMap((event) => (event.kind === 'records' ? (event.batch.employees ?? []) : []));
}

function jobs(): ReceivedJob[] {
  return server!.jobs;
}

describe('listing reports', () => {
  const request = { historyFrom: '2023-08-16' };

  it('exports and downloads span by span, in eight calls for three years', async () => {
    const connection = await connectTo(withDownloads(exportFile(exportedReport())));
    const { events, error } = await collect(REPORTS!.list!.list(connection, request));
    expect(error).toBeNull();
    expect(jobs().map((job) => job.description.type)).toEqual(Array(4).fill(['file', 'download']).flat());
    expect(reportsOf(events).map((report) => report.remoteId)).toEqual(['R00bCluvcO4T']);
    const checkpoints = events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : []));
    expect(checkpoints).toEqual(['2026-07-17', '2025-07-17', '2024-07-17', '2023-08-16']);
    expect(clock.sleeps).toEqual([]);
  });

  it('sends jobs as Expensify takes them', async () => {
    const connection = await connectTo(withDownloads());
    await collect(REPORTS!.list!.list(connection, { historyFrom: '2026-08-01' }));
    const credentials = { partnerUserID: 'aa_api_domain_com', partnerUserSecret: SECRET };
    const [file, download] = jobs();
    expect(file).toMatchObject({
      path: '/Integration-Server/ExpensifyIntegrations',
      contentType: 'application/x-www-form-urlencoded',
      template: expect.stringContaining('<#list reports as report>'),
    });
    expect(file?.description).toEqual({
      type: 'file',
      credentials,
      onReceive: { immediateResponse: ['returnRandomFileName'] },
      inputSettings: {
        type: 'combinedReportData',
        filters: { startDate: '2026-08-01', endDate: '2026-08-16' },
      },
      outputSettings: { fileExtension: 'json' },
    });
    expect(download?.template).toBeNull();
    expect(download?.description).toEqual({
      type: 'download',
      credentials,
      fileName: FILE_NAME,
      fileSystem: 'integrationServer',
    });
  });

  it.each([(url: string) => `${url}/`, (url: string) => `${url}/ExpensifyIntegrations`])(
    'takes the address in other spellings',
    async (baseUrl) => {
      const connection = await connectTo(withDownloads(), baseUrl);
      await collect(REPORTS!.list!.list(connection, { historyFrom: '2026-08-01' }));
      expect(jobs()[0]?.path).toBe('/Integration-Server/ExpensifyIntegrations');
    },
  );

  it('goes on after a checkpoint', async () => {
    const connection = await connectTo(withDownloads());
    await collect(REPORTS!.list!.list(connection, { ...request, checkpoint: '2024-07-17' }));
    const filters = jobs()
      .map((job) => job.description.inputSettings?.filters)
      .filter((each) => each !== undefined);
    expect(filters).toEqual([{ startDate: '2023-08-16', endDate: '2024-07-16' }]);
  });

  it('keeps the spans that were told when a later one fails', async () => {
    const unauthorized = '{"responseMessage":"Authentication error","responseCode":404}';
    let exports = 0;
    const connection = await connectTo((job) => {
      if (job.description.type === 'download') return exportFile(exportedReport());
      exports += 1;
      return exports > 1 ? unauthorized : FILE_NAME;
    });
    const { events, error } = await collect(REPORTS!.list!.list(connection, request));
    expect(events.map((event) => event.kind)).toEqual(['records', 'checkpoint']);
    expect(error).toBeInstanceOf(VendorAuthenticationError);
  });

  it('tells reports and expenses in batches of bounded size', async () => {
    const many = Array.from({ length: 70 }, (_, i) => exportedReport({ reportID: String(i + 1) }));
    const [transaction] = exportedReport().transactionList;
    const large = exportedReport({ transactionList: Array.from({ length: 2_500 }, () => transaction) });
    const connection = await connectTo(withDownloads(exportFile(...many, large, exportedReport())));
    const { events } = await collect(REPORTS!.list!.list(connection, { historyFrom: '2026-08-01' }));
    const sizes = events.flatMap((event) => (event.kind === 'records' ? [event.batch.reports?.length] : []));
    expect(sizes).toEqual([50, 21, 1]);
  });

  it('sets aside what it cannot read, and says so', async () => {
    const file = exportFile(
      exportedReport({ reportName: null }),
      exportedReport({ transactionList: [{ transactionID: null }] }),
    );
    const connection = await connectTo(withDownloads(file));
    const { events } = await collect(REPORTS!.list!.list(connection, { historyFrom: '2026-08-01' }));
    const rejected = events.filter((event) => event.kind === 'rejected');
    expect(rejected.map((event) => [event.resource, event.remoteId])).toEqual([
      ['REPORTS', 'R00bCluvcO4T'],
      ['EXPENSES', null],
    ]);
    expect(reportsOf(events)).toHaveLength(1);
  });

  it('asks for less at a time when an export takes too long', async () => {
    const answer = withDownloads();
    const connection = await connectTo((job) => {
      const { startDate = '', endDate = '' } = job.description.inputSettings?.filters ?? {};
      return Date.parse(endDate) - Date.parse(startDate) > 200 * 86_400_000 ? SLOW : answer(job);
    });
    const slow: VendorHttp = {
      stream: (call, readBody) => http.stream(call, readBody),
      call: (call, readBody) =>
        http.call(call, async (response) => {
          if (response.headers['x-slow'] === undefined) return readBody(response);
          throw new VendorUnavailableError('No answer came in time.', { outcome: 'TIMED_OUT' });
        }),
    };
    const reading = REPORTS!.list!.list({ ...connection, http: slow }, { historyFrom: '2025-07-17' });
    const { events, error } = await collect(reading);
    expect(error).toBeNull();
    const checkpoints = events.flatMap((event) => (event.kind === 'checkpoint' ? [event.checkpoint] : []));
    expect(checkpoints).toEqual(['2026-07-17', '2026-01-16', '2025-07-17']);
  });

  it('is the list of expenses too', () => {
    expect(EXPENSES!.list).toBe(REPORTS!.list);
    expect(REPORTS!.list).toMatchObject({ covers: ['REPORTS', 'EXPENSES'], exhaustive: [] });
  });
});

describe('the answer to an export', () => {
  const request = { historyFrom: '2026-08-01' };

  it('may be the bare name as recorded', async () => {
    const name = expensifyFixture('export-file-name.txt');
    const connection = await connectTo((job) => (job.description.type === 'file' ? name : exportFile()));
    await collect(REPORTS!.list!.list(connection, request));
    expect(jobs()[1]?.description.fileName).toBe('export0fd99e06-a636-4974-b6bc-3ceb12163386.csv');
  });

  it('may be several names: all are downloaded', async () => {
    const connection = await connectTo((job) => {
      if (job.description.type === 'file') return 'exporta.json, exportb.json\n';
      const reportID = job.description.fileName === 'exporta.json' ? 'R00bCluvcO4T' : 'R006AseGxMka';
      return exportFile(exportedReport({ reportID }));
    });
    const { events } = await collect(REPORTS!.list!.list(connection, request));
    expect(reportsOf(events).map((report) => report.remoteId)).toEqual(['R00bCluvcO4T', 'R006AseGxMka']);
  });

  it('may be an envelope with the name', async () => {
    const answer = '{"filename":"export1.json","responseMessage":"OK","responseCode":200}';
    const connection = await connectTo((job) => (job.description.type === 'file' ? answer : exportFile()));
    expect((await collect(REPORTS!.list!.list(connection, request))).error).toBeNull();
    expect(jobs()[1]?.description.fileName).toBe('export1.json');
  });

  it.each(['{"responseCode":200}', '', 'Unauthorized', 'a.json,,b.json', '../../etc/passwd'])(
    'is refused when it has no name: %j',
    async (answer) => {
      const connection = await connectTo(() => answer);
      const { error } = await collect(REPORTS!.list!.list(connection, request));
      expect(error).toBeInstanceOf(VendorProtocolError);
      expect(jobs()).toHaveLength(1);
    },
  );

  it.each([
    ['HTTP 200', 200, '{"responseMessage":"Authentication error","responseCode":404}', VendorAuthenticationError],
    ['HTTP 429', 429, '{"responseMessage":"Too many requests","responseCode":429}', VendorRateLimitError],
    ['HTTP 502', 502, '<html>Bad Gateway</html>', VendorUnavailableError],
  ])('is an error by its body: %s', async (_name, status, body, family) => {
    const connection = await connectTo(() => ({ status, body }));
    const { error } = await collect(REPORTS!.list!.list(connection, request));
    expect(error).toBeInstanceOf(family);
  });
});

describe('an export file that is not there yet', () => {
  const request = { historyFrom: '2026-08-01' };
  const notFound = '{"responseMessage":"File not found","responseCode":404}';

  it.each([
    ['empty', ''],
    ['not found', notFound],
    ['a message only', '{"responseMessage":"File not found"}'],
    ['unreadable', 'please wait'],
    ['still being written', '{"kind":"header","schema":1}\n'],
  ])('is asked for again, never within five seconds: %s', async (_name, body) => {
    const connection = await connectTo(withDownloads(body, body, exportFile(exportedReport())));
    const { events, error } = await collect(REPORTS!.list!.list(connection, request));
    expect(error).toBeNull();
    expect(reportsOf(events)).toHaveLength(1);
    expect(jobs().map((job) => job.description.type)).toEqual(['file', 'download', 'download', 'download']);
    expect(clock.sleeps).toHaveLength(2);
    expect(Math.min(...clock.sleeps)).toBeGreaterThanOrEqual(5_000);
  });

  it('is given up after a bounded number of tries', async () => {
    const connection = await connectTo((job) => (job.description.type === 'file' ? FILE_NAME : ''));
    const { error } = await collect(REPORTS!.list!.list(connection, request));
    expect(error).toBeInstanceOf(VendorUnavailableError);
    expect(error).toMatchObject({ retryable: true, message: expect.stringContaining('9 tries') });
    expect(jobs()).toHaveLength(10);
  });

  it('is not waited for when the credentials are refused', async () => {
    const refused = '{"responseMessage":"Authentication error","responseCode":404}';
    const connection = await connectTo(withDownloads(refused));
    expect((await collect(REPORTS!.list!.list(connection, request))).error).toBeInstanceOf(VendorAuthenticationError);
    expect(clock.sleeps).toEqual([]);
  });

  it('is an error when it breaks off after reports were told', async () => {
    const many = Array.from({ length: 201 }, (_, i) => exportedReport({ reportID: String(i + 1) }));
    const file = exportFile(...many).replace(
      /\{"kind":"end"\}\n$/,
      '{"responseMessage":"Server error","responseCode":500}',
    );
    const connection = await connectTo(withDownloads(file));
    const { events, error } = await collect(REPORTS!.list!.list(connection, request));
    expect(reportsOf(events)).toHaveLength(200);
    expect(events.some((event) => event.kind === 'checkpoint')).toBe(false);
    expect(error).toBeInstanceOf(VendorUnavailableError);
    expect(clock.sleeps).toEqual([]);
  });
});

describe('getting reports by ID', () => {
  it('asks for all of them in one export', async () => {
    const connection = await connectTo(withDownloads(exportFile(exportedReport())));
    const ids = ['R00bCluvcO4T', 'R006AseGxMka'];
    const { events } = await collect(REPORTS!.getMany!.getMany(connection, ids));
    expect(jobs()).toHaveLength(2);
    expect(jobs()[0]?.description.inputSettings?.filters).toEqual({ reportIDList: 'R00bCluvcO4T,R006AseGxMka' });
    expect(reportsOf(events).map((report) => report.remoteId)).toEqual(['R00bCluvcO4T']);
  });
});

describe('listing policies', () => {
  interface Workspace {
    readonly id: string;
    readonly role: string;
    readonly employees: readonly object[];
  }

  const forbidden = '{"responseMessage":"You are not an admin of this policy","responseCode":403}';

  function workspaces(
    list: readonly Workspace[],
    refuse: (fields: readonly string[], ids: readonly string[]) => boolean = () => false,
  ) {
    return (job: ReceivedJob): Answer => {
      const { type, policyIDList = [], fields = [] } = job.description.inputSettings!;
      if (type === 'policyList') {
        const policyList = list.map(({ id, role }) => ({ id, role, name: `Policy ${id}`, outputCurrency: 'USD' }));
        return JSON.stringify({ policyList, responseCode: 200 });
      }
      if (refuse(fields, policyIDList)) return forbidden;
      const asked = list.filter(({ id }) => policyIDList.includes(id));
      const info = asked.map(({ id, employees }) => [id, sectionsOf(fields, employees)]);
      return JSON.stringify({ responseCode: 200, policyInfo: Object.fromEntries(info) });
    };
  }

  function sectionsOf(fields: readonly string[], employees: readonly object[]): object {
    const sections = { categories: [], reportFields: [], tags: [], tax: {}, employees };
    return Object.fromEntries(Object.entries(sections).filter(([name]) => fields.includes(name)));
  }

  const ann = { email: 'ann@acme.com', role: 'admin', submitsTo: 'ann@acme.com' };
  const bob = { email: 'Bob@acme.com', role: 'user', submitsTo: 'ann@acme.com' };

  it('reads policies with their members in two calls', async () => {
    const list = [
      { id: 'AAAAAAAAAAAAAAA1', role: 'admin', employees: [ann, bob] },
      { id: 'AAAAAAAAAAAAAAA2', role: 'admin', employees: [bob] },
    ];
    const connection = await connectTo(workspaces(list));
    const { events, error } = await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    expect(error).toBeNull();
    expect(jobs()).toHaveLength(2);
    expect(policiesOf(events).map((policy) => policy.categories)).toEqual([[], []]);
    const employees = employeesOf(events).map(({ remoteId, memberships }) => [remoteId, memberships.length]);
    expect(employees).toEqual([
      ['ann@acme.com', 1],
      ['bob@acme.com', 2],
    ]);
    expect(events.some((event) => event.kind === 'incomplete')).toBe(false);
  });

  it('asks for members only where the account is an admin, and says that there may be others', async () => {
    const list = [
      { id: 'AAAAAAAAAAAAAAA1', role: 'admin', employees: [ann] },
      { id: 'AAAAAAAAAAAAAAA2', role: 'user', employees: [bob] },
    ];
    const refuse = (fields: readonly string[], ids: readonly string[]) =>
      fields.includes('employees') && ids.includes('AAAAAAAAAAAAAAA2');
    const connection = await connectTo(workspaces(list, refuse));
    const { events, error } = await collect(EMPLOYEES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    expect(error).toBeNull();
    expect(policiesOf(events)).toHaveLength(2);
    expect(employeesOf(events).map((employee) => employee.remoteId)).toEqual(['ann@acme.com']);
    expect(events.find((event) => event.kind === 'incomplete')).toMatchObject({
      resource: 'EMPLOYEES',
      reason: expect.stringContaining('AAAAAAAAAAAAAAA2'),
      requires: expect.stringContaining('admin'),
    });
  });

  it('reads what it may when members and taxes are refused', async () => {
    const list = [{ id: 'AAAAAAAAAAAAAAA1', role: 'admin', employees: [ann] }];
    const connection = await connectTo(workspaces(list, (fields) => fields.includes('employees')));
    const { events, error } = await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    expect(error).toBeNull();
    expect(policiesOf(events)[0]).toMatchObject({ categories: [], tagGroups: [], reportFields: [], tax: null });
    expect(employeesOf(events)).toEqual([]);
    expect(events.some((event) => event.kind === 'incomplete')).toBe(true);
  });

  it.each([
    ['forbidden', forbidden],
    ['unknown', '{"responseMessage":"Policy not found","responseCode":404}'],
  ])('reads the others when one of them is %s', async (_what, refusal) => {
    const list = ['1', '2', '3'].map((n) => ({ id: `AAAAAAAAAAAAAAA${n}`, role: 'admin', employees: [ann] }));
    const answer = workspaces(list);
    const connection = await connectTo((job) =>
      job.description.inputSettings?.policyIDList?.includes('AAAAAAAAAAAAAAA2') ? refusal : answer(job),
    );
    const { events, error } = await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    expect(error).toBeNull();
    expect(policiesOf(events).map((policy) => policy.categories)).toEqual([[], null, []]);
    expect(events.filter((event) => event.kind === 'incomplete')).toHaveLength(1);
  });

  it('reads names and roles where no section may be read at all', async () => {
    const list = [{ id: 'AAAAAAAAAAAAAAA1', role: 'admin', employees: [] }];
    const connection = await connectTo(workspaces(list, () => true));
    const { events, error } = await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    expect(error).toBeNull();
    expect(policiesOf(events)[0]).toMatchObject({ accessRole: 'ADMIN', categories: null, tagGroups: null });
  });

  it('asks for many policies some at a time', async () => {
    const list = Array.from({ length: 45 }, (_, i) => ({
      id: String(i).padStart(16, '0'),
      role: 'admin',
      employees: [],
    }));
    const connection = await connectTo(workspaces(list));
    const { events } = await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }));
    const sizes = jobs().flatMap((job) => job.description.inputSettings?.policyIDList?.length ?? []);
    expect(sizes).toEqual([20, 20, 5]);
    expect(policiesOf(events)).toHaveLength(45);
  });

  it.each(['{"policyList":[],"responseCode":200}', '{"responseCode":200}'])('may find none: %s', async (body) => {
    const connection = await connectTo(() => body);
    expect(await collect(POLICIES!.list!.list(connection, { historyFrom: '2026-01-01' }))).toEqual({
      events: [],
      error: null,
    });
  });

  it('tells the complete lists of policies and employees', () => {
    expect(EMPLOYEES!.list).toBe(POLICIES!.list);
    expect(POLICIES!.list).toMatchObject({
      covers: ['POLICIES', 'EMPLOYEES'],
      exhaustive: ['POLICIES', 'EMPLOYEES'],
    });
  });

  it('gets some by ID, without members', async () => {
    const list = [
      { id: 'AAAAAAAAAAAAAAA1', role: 'admin', employees: [ann] },
      { id: 'AAAAAAAAAAAAAAA2', role: 'admin', employees: [bob] },
    ];
    const connection = await connectTo(workspaces(list));
    const { events } = await collect(POLICIES!.getMany!.getMany(connection, ['AAAAAAAAAAAAAAA2', 'FFFFFFFFFFFFFFFF']));
    expect(policiesOf(events).map((policy) => policy.remoteId)).toEqual(['AAAAAAAAAAAAAAA2']);
    expect(employeesOf(events)).toEqual([]);
    expect(jobs()[1]?.description.inputSettings).toMatchObject({
      policyIDList: ['AAAAAAAAAAAAAAA2'],
      fields: ['categories', 'reportFields', 'tags', 'tax'],
    });
  });
});

describe('errors', () => {
  it('never repeat the secret, even where the vendor does', async () => {
    const body = JSON.stringify({
      responseMessage: `Bad request: {"partnerUserSecret":"${SECRET}"}`,
      responseCode: 410,
    });
    const connection = await connectTo(() => body);
    const error = await expensify.check!(connection).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'VENDOR_REJECTED', vendorCode: '410' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(SECRET);
    expect(error).toMatchObject({ vendorMessage: expect.stringContaining('********') });
  });
});
