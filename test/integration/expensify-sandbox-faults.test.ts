import {
  createSandbox,
  EXPENSIFY_FAULTS,
  type ExpensifyFaultSettings,
  type RunningSandbox,
} from '../../src/adapters/expensify/sandbox';
import { TestClock } from '../support/clock';
import { expensifyFixture, exportJob, IntegrationServerClient } from '../support/integration-server-client';

const FILTERS = { startDate: '2026-01-01', endDate: '2026-08-15' };
const POLICY_LIST = { type: 'get', inputSettings: { type: 'policyList' } };
const TEMPLATE = { template: expensifyFixture('every-attribute.ftl') };

describe('faults of the Expensify sandbox', () => {
  const clock = new TestClock(undefined, true);
  let running: RunningSandbox;
  let client: IntegrationServerClient;

  beforeAll(async () => {
    running = await createSandbox({ clock, seed: 1, reports: 120 });
    client = new IntegrationServerClient(running);
  });

  beforeEach(() => {
    running.sandbox.setFaults({});
    running.sandbox.forgetJobs();
    clock.advance(60_000);
  });

  afterAll(() => running.close());

  async function exportFile(fault = ''): Promise<string> {
    return (await client.post(exportJob({ filters: FILTERS }), TEMPLATE, fault)).text;
  }

  test('latency is waited by the clock of the sandbox', async () => {
    await client.post(POLICY_LIST, {}, 'latency=1500');
    expect(clock.sleeps.at(-1)).toBe(1500);
  });

  test.each([
    ['429', 429, /"Too many requests","responseCode":429/],
    ['429=body', 200, /"Too many requests","responseCode":429/],
    ['429=old', 200, /You have been rate-limited/],
    ['http-500-html', 500, /<h1>500/],
    ['http-502-html', 502, /<h1>502/],
    ['http-503-html', 503, /<h1>503/],
    ['http-504-html', 504, /<h1>504/],
    ['error=500', 200, /"responseCode":500/],
    ['error=207', 200, /"responseCode":207/],
    ['truncate', 200, /^\{"policyList":\[.*[^}]$/],
    ['malformed', 200, /^\{"policyList"/],
  ])('%s answers %i', async (fault, status, text) => {
    const answer = await client.post(POLICY_LIST, {}, fault);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });

  test('connections can end before, after and within the answer', async () => {
    const marking = {
      ...exportJob({ filters: FILTERS }),
      onFinish: [{ actionName: 'markAsExported', label: 'dropped' }],
    };
    await expect(client.post(marking, TEMPLATE, 'drop')).rejects.toThrow();
    const ids = Array.from(running.sandbox.reports.all(), ({ reportID }) => reportID);
    expect(ids.some((id) => running.sandbox.reports.isMarked(id, 'dropped'))).toBe(false);
    await expect(client.post(marking, TEMPLATE, 'drop-after')).rejects.toThrow();
    expect(ids.some((id) => running.sandbox.reports.isMarked(id, 'dropped'))).toBe(true);
    await expect(client.post(POLICY_LIST, {}, 'drop-body')).rejects.toThrow();
    expect(running.sandbox.jobs()).toHaveLength(3);
  });

  test('a download ends early, loses a piece, or has an envelope in its middle', async () => {
    const fileName = await exportFile();
    const whole = (await client.download(fileName)).text;
    const short = (await client.download(fileName, 'truncate=30')).text;
    expect(whole.startsWith(short.slice(0, -1))).toBe(true);
    expect(Buffer.byteLength(short)).toBeLessThan(Buffer.byteLength(whole) / 2);
    clock.advance(60_000);
    const pierced = (await client.download(fileName, 'malformed')).text.split('\n').filter(Boolean);
    expect(pierced.some((line) => !isJson(line))).toBe(true);
    const lines = (await client.download(fileName, 'envelope')).text.split('\n').filter(Boolean);
    expect(lines.every(isJson)).toBe(true);
    const place = lines.findIndex((line) => 'responseCode' in (JSON.parse(line) as object));
    expect(place).toBeGreaterThan(1);
    expect(place).toBeLessThan(lines.length - 1);
  });

  test('a download can be not ready for a while', async () => {
    const fileName = await exportFile('not-ready=2');
    const texts = [await client.download(fileName), await client.download(fileName), await client.download(fileName)];
    expect(texts.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(texts.map(({ text }) => text.length > 0)).toEqual([false, false, true]);
  });

  test('a rendering can come in two, with one header', async () => {
    const whole = (await client.download(await exportFile())).text.split('\n');
    const twice = (await client.download(await exportFile('two-renderings'))).text.split('\n');
    expect(twice.filter((line) => line.includes('"header"'))).toHaveLength(1);
    expect(twice.toSorted()).toEqual(whole.toSorted());
    expect(twice).not.toEqual(whole);
  });

  test('a file can be empty, always or when nothing matches', async () => {
    expect((await client.download(await exportFile('empty'))).text).toBe('');
    const none = exportJob({ filters: { reportIDList: 'R00000000001' } });
    const { text: fileName } = await client.post(none, TEMPLATE, 'no-reports');
    expect((await client.download(fileName)).text).toBe('');
  });

  test('what the vendor leaves open about values can be switched', async () => {
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    const inputSettings = { filters: FILTERS };
    const usual = await client.exportReports(inputSettings);
    const upper = await client.exportReports(inputSettings, {}, 'status=upper');
    const days = await client.exportReports(inputSettings, {}, 'date-length=day');
    const raw = await client.exportReports(inputSettings, {}, 'entities=raw');
    const sparse = await client.exportReports(inputSettings, {}, 'missing-attributes');
    expect(new Set(usual.map(({ status }) => status))).toEqual(
      new Set(['Open', 'Processing', 'Approved', 'Reimbursed', 'Closed']),
    );
    expect(new Set(upper.map(({ status }) => status))).toEqual(
      new Set(['OPEN', 'SUBMITTED', 'APPROVED', 'REIMBURSED', 'ARCHIVED']),
    );
    expect(usual[0]!.created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(days[0]!.created).toBe(usual[0]!.created.slice(0, 10));
    expect(JSON.stringify(usual)).toContain('&amp;');
    expect(JSON.stringify(raw)).not.toContain('&amp;');
    expect(usual[0]).toMatchObject({ submitterEmail: expect.any(String), state: expect.any(String) });
    expect(sparse[0]).toMatchObject({ submitterEmail: null, state: null, total: usual[0]!.total });
  });

  test('what the vendor leaves open about answers can be switched', async () => {
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    const anchorless = exportJob({ filters: {} });
    expect(await client.envelope(anchorless, TEMPLATE, 'anchor-missing')).toMatchObject({ responseCode: 500 });
    const unreceived = { ...exportJob({ filters: FILTERS }), onReceive: undefined };
    expect(await client.envelope(unreceived, TEMPLATE, 'on-receive-missing')).toMatchObject({ responseCode: 410 });
    const long = exportJob({ filters: { startDate: '2020-01-01', endDate: '2026-01-01' } });
    expect((await client.post(long, TEMPLATE, 'date-span')).text).toMatch(/^export/);
    const unknownFile = { type: 'download', fileName: 'export0.csv' };
    expect(await client.envelope(unknownFile, {}, 'unknown-file')).toMatchObject({ responseCode: 500 });
    const unknownPolicy = { type: 'get', inputSettings: { type: 'policy', policyIDList: ['0'], fields: ['tags'] } };
    expect(await client.envelope(unknownPolicy, {}, 'unknown-policy')).toMatchObject({ responseCode: 404 });
    expect((await client.post(POLICY_LIST, {}, 'content-type=json')).contentType).toBe('application/json');
    const malformed = await fetch(running.baseUrl, { method: 'POST', headers: { 'x-sandbox-fault': 'malformed-job' } });
    expect([malformed.status, await malformed.text()]).toEqual([500, expect.stringContaining('<html>')]);
    running.sandbox.setFaults({ 'rate-limit': 'body' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.post(POLICY_LIST)));
    expect(answers.filter(({ text }) => text.includes('"responseCode":429')).map(({ status }) => status)).toEqual([
      200,
    ]);
  });

  test('what is set stays, for some requests, one kind of job or one account when it says so', async () => {
    running.sandbox.setFaults({
      '429': { times: 2, job: 'get' },
      error: [
        { value: 500, times: 1, job: 'download' },
        { value: 403, account: 'aa_other' },
      ],
    });
    const fileName = await exportFile();
    const codes = [];
    for (let request = 0; request < 3; request++) codes.push((await client.post(POLICY_LIST)).status);
    expect(codes).toEqual([429, 429, 200]);
    clock.advance(60_000);
    expect((await client.download(fileName)).text).toContain('"responseCode":500');
    expect((await client.download(fileName)).text).toContain('"kind":"header"');
    const other = new IntegrationServerClient(running, running.sandbox.issueCredentials('other'));
    expect(await other.envelope(POLICY_LIST)).toMatchObject({ responseCode: 403 });
  });

  test('faults of a transport that name no job are for its downloads', async () => {
    running.sandbox.setFaults({ truncate: { value: 10, times: 1 } });
    const fileName = await exportFile();
    expect(fileName).toMatch(/\.json$/);
    const short = (await client.download(fileName)).text;
    const whole = (await client.download(fileName)).text;
    expect(short.length).toBeLessThan(whole.length / 5);
    expect(whole).toMatch(/\n$/);
  });

  test('are listed with what they mean', () => {
    expect(Object.values(EXPENSIFY_FAULTS).every(({ meaning }) => meaning.length > 5)).toBe(true);
  });

  test.each<[unknown, RegExp]>([
    [[], /are an object/],
    [{ '418': true }, /There is no fault "418"\. There are: 429, latency/],
    [{ latency: 'long' }, /"latency" takes a whole number/],
    [{ latency: true }, /"latency" takes a whole number/],
    [{ drop: 3 }, /"drop" takes no value/],
    [{ '429': 'sometimes' }, /"429" takes one of: http, body, old/],
    [{ drop: { times: 0 } }, /"times" of fault "drop"/],
    [{ drop: { jobs: 'file' } }, /no setting "jobs"/],
    [{ drop: { job: 7 } }, /"job" of fault "drop" is a text/],
  ])('%j is refused with words', (faults, message) => {
    expect(() => running.sandbox.setFaults(faults as ExpensifyFaultSettings)).toThrow(message);
  });

  test('a header that cannot be read is refused with words', async () => {
    const answer = await client.post(POLICY_LIST, {}, 'explode');
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/There is no fault "explode"/);
  });
});

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
