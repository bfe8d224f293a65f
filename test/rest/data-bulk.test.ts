import { parse } from 'csv-parse/sync';
import { BULK_TASK } from '../../src/services/data/bulk/bulk-task';
import { FastClock } from '../support/fast-clock';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Job {
  readonly id: string;
  readonly status: string;
  readonly recordsCount: number;
  readonly jobFinishedTime: string | null;
  readonly expiresDate: string | null;
}

const REPORTS = 3_000;
const DAY_MS = 24 * 60 * 60_000;

describe('bulk queries', () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  let instanceId: string;
  const clock = new FastClock(40);

  beforeAll(async () => {
    service = await startTestService({ clock, reports: REPORTS });
    tenant = await service.createTenant();
    rest = await connect(tenant);
    for (const list of ['reports', 'policies']) await readWhole(list);
    await service.parts.jobs.start();
  });
  afterAll(() => service.close());

  async function connect(owner: Tenant): Promise<RestClient> {
    const body = { element: { key: 'expensify' }, name: 'Acme', configuration: service.sandbox.configuration };
    const created = await RestClient.of(service, owner).send<{ id: number; token: string }>('POST', '/instances', {
      body,
    });
    expect(created.status).toBe(200);
    const [row] = await service.database.query<{ id: string }>(service.parts.context, {
      text: 'SELECT id FROM instances WHERE number = $1',
      values: [created.body.id],
    });
    instanceId = row!.id;
    return RestClient.ofToken(service, owner, created.body.token);
  }

  async function readWhole(list: string): Promise<void> {
    for (let isWhole = false; !isWhole;) {
      const { status, headers } = await rest.get(`/${list}?pageSize=1`);
      isWhole = status === 200 && headers.get('elements-error') === null;
      await service.parts.tasks.idle();
    }
  }

  const begin = async (q: string): Promise<string> => {
    const { status, body } = await rest.send<Job>('POST', `/hubs/payment/bulk/query?q=${encodeURIComponent(q)}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { id: expect.any(String), status: 'CREATED' } });
    return body.id;
  };

  async function ended(id: string): Promise<Job> {
    for (;;) {
      const { body } = await rest.get<Job>(`/hubs/payment/bulk/${id}/status`);
      if (!['CREATED', 'RUNNING'].includes(body.status)) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('are answered in files of every form', async () => {
    const id = await begin('select * from reports');
    expect(await ended(id)).toMatchObject({
      status: 'COMPLETED',
      recordsCount: REPORTS,
      jobFinishedTime: expect.stringMatching(/Z$/),
    });
    const json = await rest.get<{ id: string; transactionList: object[] }[]>(`/bulk/${id}/reports`);
    expect(json.headers.get('elements-returned-count')).toBe(String(REPORTS));
    expect(json.headers.get('content-disposition')).toContain('reports.json');
    const ids = new Set(json.body.map((record) => record.id));
    expect(ids.size).toBe(REPORTS);
    expect(json.body.some(({ transactionList }) => transactionList.length > 0)).toBe(true);
    const lines = await rest.get<string>(`/bulk/${id}/reports`, { headers: { accept: 'application/x-ndjson' } });
    expect(
      lines.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual(json.body);
    const csv = await rest.get<string>(`/bulk/${id}/reports`, { headers: { accept: 'text/csv' } });
    const rows = parse<Record<string, string>>(csv.text, { columns: true });
    expect(rows.map((row) => row['id'])).toEqual(json.body.map((record) => record.id));
    expect(await rest.get(`/bulk/${id}/errors`)).toMatchObject({ status: 200, body: [] });
    expect(await rest.get(`/bulk/${id}/expenses`)).toMatchObject({ status: 404 });
  });

  it('select members and records', async () => {
    const id = await begin("SELECT id, total FROM reports WHERE total > 20000 and currency = 'USD'");
    const { recordsCount } = await ended(id);
    const { body } = await rest.get<{ id: string; total: number }[]>(`/bulk/${id}/reports`);
    expect(body).toHaveLength(recordsCount);
    expect(recordsCount).toBeGreaterThan(0);
    expect(body.every(({ total }) => total > 20_000)).toBe(true);
    expect(Object.keys(body[0]!)).toEqual(['id', 'total']);
  });

  it('are refused at once where they cannot be answered', async () => {
    const ask = (q: string) => rest.send<{ message: string }>('POST', `/bulk/query?q=${encodeURIComponent(q)}`);
    expect(await ask('delete from reports')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('select * from reports') },
    });
    expect(await ask('select * from taxes')).toMatchObject({ status: 404 });
    expect(await ask('select * from reports where colour = 1')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('There are: id') },
    });
    expect(await ask("select * from reports where id = '1'; drop table reports")).toMatchObject({ status: 400 });
  });

  it('can be cancelled until they have ended', async () => {
    const id = await begin('select * from expenses');
    const cancelled = await rest.send<Job>('PUT', `/bulk/${id}/cancel`);
    expect(cancelled.body.status).toBe('CANCELLED');
    expect(await rest.get(`/bulk/${id}/expenses`)).toMatchObject({ status: 409 });
    const done = await begin('select id from policies');
    await ended(done);
    expect(await rest.send('PUT', `/bulk/${done}/cancel`)).toMatchObject({ status: 409 });
  });

  it('say why they failed', async () => {
    const id = await begin('select * from policies');
    await ended(id);
    await service.database.query(service.parts.context, {
      text: `UPDATE bulk_jobs SET status = 'CREATED', finished_at = NULL, expires_at = NULL, where_text = 'gone = 1' WHERE id = $1`,
      values: [id],
    });
    await service.parts.jobs.add(BULK_TASK, { jobId: id, look: 1 });
    expect(await ended(id)).toMatchObject({ status: 'FAILED' });
    expect((await rest.get(`/bulk/${id}/errors`)).body).toMatchObject([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('"gone"') },
    ]);
  });

  it("are nobody else's", async () => {
    const id = await begin('select id from policies');
    await ended(id);
    const own = instanceId;
    const stranger = await service.createTenant('Stranger');
    const theirs = await connect(stranger);
    instanceId = own;
    for (const path of ['status', 'errors', 'policies']) {
      expect(await theirs.get(`/bulk/${id}/${path}`)).toMatchObject({ status: 404 });
    }
    expect(await theirs.send('PUT', `/bulk/${id}/cancel`)).toMatchObject({ status: 404 });
    expect(await rest.get(`/bulk/nothing/status`)).toMatchObject({ status: 404 });
  });

  it('are cut off where the file goes while it is sent, instead of ending as if that were all', async () => {
    const id = await begin('select * from reports');
    await ended(id);
    const text = 'DELETE FROM bulk_job_chunks WHERE job_id = $1 AND number > 0 RETURNING number';
    expect(await service.database.query(service.parts.context, { text, values: [id] })).not.toHaveLength(0);
    for (const accept of ['application/json', 'application/x-ndjson', 'text/csv']) {
      await expect(rest.get(`/bulk/${id}/reports`, { headers: { accept } })).rejects.toThrow();
    }
  });

  it('keep their files for three days, and go with their instance', async () => {
    const id = await begin('select id from policies');
    await ended(id);
    expect(await rest.get(`/bulk/${id}/policies`)).toMatchObject({ status: 200 });
    clock.advance(3 * DAY_MS);
    expect(await rest.get(`/bulk/${id}/policies`)).toMatchObject({ status: 404 });
    await service.parts.housekeeping.round(service.parts.context);
    expect(await service.countRows('bulk_job_chunks', instanceId)).toBe(0);
    expect(await rest.get(`/bulk/${id}/status`)).toMatchObject({ status: 200 });
    await ended(await begin('select id from policies'));
    await rest.send('DELETE', '/instances');
    await service.parts.housekeeping.round(service.parts.context);
    expect(await service.countRows('bulk_jobs', instanceId)).toBe(0);
    expect(await service.countRows('bulk_job_chunks', instanceId)).toBe(0);
  });
});
