import pino from 'pino';
import { TestClock } from '../support/clock';
import { ExportClient, type ToldExport } from '../support/export-client';
import { startTestService, type TestService } from '../support/test-service';

describe('downloads of exports', () => {
  const clock = new TestClock();
  const lines: string[] = [];
  let service: TestService;
  let client: ExportClient;
  let made: ToldExport;
  let whole: string;

  beforeAll(async () => {
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    service = await startTestService({ clock, reports: 20, logger });
    const tenant = await service.createTenant();
    client = new ExportClient(service, clock, tenant, await service.provision(tenant));
    const input = { format: 'CSV', selection: {}, fileBaseName: 'July' };
    made = await client.export(input);
    [whole = ''] = await client.texts(made);
  });
  afterAll(() => service.close());

  const link = async (): Promise<URL> => new URL((await client.find(made.id))!.files[0]!.downloadUrl);
  const get = (url: URL, init?: RequestInit): Promise<Response> => client.fetch(url.href, init);
  const changed = (url: URL, parameter: string, value: string): URL => {
    const other = new URL(url);
    other.searchParams.set(parameter, value);
    return other;
  };

  it('need the link alone, and are saved under the name of the file', async () => {
    const url = await link();
    expect(url.origin + url.pathname).toBe(`http://localhost:4000/exports/${made.id}`);
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="July.csv"',
      'content-length': String(made.files[0]!.byteSize),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
    });
    expect(await response.text()).toBe(whole);
  });

  it('tell about the file without sending it', async () => {
    const response = await get(await link(), { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(Buffer.byteLength(whole))]);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['bytes=0-9', 206, 0, 10],
    ['bytes=100-', 206, 100, undefined],
    ['bytes=-7', 206, -7, undefined],
    ['bytes=5-99999999', 206, 5, undefined],
    ['bytes=9-5', 200, 0, undefined],
    ['bytes=0-1,4-5', 200, 0, undefined],
    ['lines=0-1', 200, 0, undefined],
  ])('send the part that is asked for: %s', async (range, status, from, to) => {
    const response = await get(await link(), { headers: { range } });
    const part = Buffer.from(whole).subarray(from, to).toString();
    expect([response.status, await response.text()]).toEqual([status, part]);
    expect(response.headers.has('content-range')).toBe(status === 206);
  });

  it('refuse a part that there is not', async () => {
    const response = await get(await link(), { headers: { range: 'bytes=99999999-' } });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${Buffer.byteLength(whole)}`);
    expect(await response.json()).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
  });

  it('refuse a link that was changed, or is none, and tell nothing of what there is', async () => {
    const url = await link();
    const other = new URL(url);
    other.pathname = '/exports/0198c0de-0000-7000-8000-000000000000';
    const forged = [
      changed(url, 'signature', 'AAAA'),
      changed(url, 'signature', ''),
      changed(url, 'expires', String(Number(url.searchParams.get('expires')) + 60)),
      changed(url, 'file', '2'),
      other,
      new URL('http://localhost/exports/nonsense'),
      new URL(`http://localhost/exports/${made.id}`),
    ];
    for (const one of forged) {
      const response = await get(one);
      expect([one.href, response.status, ((await response.json()) as { code: string }).code]).toEqual([
        one.href,
        403,
        'PERMISSION_DENIED',
      ]);
    }
  });

  it('refuse other methods, and say which there are', async () => {
    const response = await get(await link(), { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
  });

  it('do not find what there is not, whoever signed it', async () => {
    const { exportDownloads } = service.parts;
    for (const url of [
      exportDownloads.linkTo('0198c0de-0000-7000-8000-000000000000', 1),
      exportDownloads.linkTo(made.id, 9),
    ]) {
      const response = await client.fetch(url);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('are served by every replica, by the links of any', async () => {
    const url = new URL(service.addReplica().exportDownloads.linkTo(made.id, 1));
    expect((await get(url)).status).toBe(200);
  });

  it('leave nothing in the log that would open them', async () => {
    const url = await link();
    await get(url);
    await get(changed(url, 'file', '3'));
    const told = lines.join('') + service.logged();
    expect(told).toContain('/exports/:id');
    expect(told).not.toContain(url.searchParams.get('signature'));
    expect(told).not.toContain('signature=');
  });

  it('are over ten minutes after they were made', async () => {
    const url = await link();
    clock.advance(9 * 60_000);
    expect((await get(url)).status).toBe(200);
    clock.advance(2 * 60_000);
    const response = await get(url);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([410, 'LINK_EXPIRED']);
    expect((await get(await link())).status).toBe(200);
  });
});
