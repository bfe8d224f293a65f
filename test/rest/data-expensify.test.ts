import { FastClock } from '../support/fast-clock';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Report {
  readonly id: string;
  readonly reportID: string;
  readonly reportName: string;
  readonly status: string;
  readonly created: string;
  readonly total: number;
  readonly currency: string;
  readonly accountEmail: string;
  readonly policyID: string;
  readonly transactionList: readonly { readonly transactionID: string; readonly amount?: number }[];
}

const REPORTS = 60;

describe("Expensify's records in the platform's words", () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  const clock = new FastClock(40);

  beforeAll(async () => {
    service = await startTestService({ clock, reports: REPORTS });
    tenant = await service.createTenant();
    rest = await connect(tenant);
    for (const list of ['reports', 'employees']) await readWhole(rest, list);
    // The vendor's limits are those of one minute.
    clock.advance(60_000);
  });
  afterAll(() => service.close());

  async function connect(owner: Tenant): Promise<RestClient> {
    const body = { element: { key: 'expensify' }, name: 'Acme', configuration: service.sandbox.configuration };
    const created = await RestClient.of(service, owner).send<{ token: string }>('POST', '/instances', { body });
    expect(created.status).toBe(200);
    return RestClient.ofToken(service, owner, created.body.token);
  }

  /** Whoever asks first may be answered before all is there, and is told so. */
  async function readWhole(client: RestClient, list: string): Promise<void> {
    for (let isWhole = false; !isWhole;) {
      const { status, headers } = await client.get(`/${list}?pageSize=1`);
      isWhole = status === 200 && headers.get('elements-error') === null;
      await service.parts.tasks.idle();
    }
  }

  const reports = async (query: string): Promise<readonly Report[]> => {
    const { status, body, text } = await rest.get<Report[]>(`/hubs/payment/reports?${query}`);
    if (status !== 200) throw new Error(text);
    return body;
  };
  const where = (text: string): Promise<readonly Report[]> =>
    reports(`pageSize=5000&where=${encodeURIComponent(text)}`);

  it('are listed with what is on them, and say how old they are', async () => {
    const answer = await rest.get<Report[]>('/hubs/payment/reports?returnCount=true');
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(REPORTS);
    expect(answer.headers.get('elements-returned-count')).toBe(String(REPORTS));
    expect(answer.headers.get('elements-total-count')).toBe(String(REPORTS));
    expect(answer.headers.get('elements-next-page-token')).toBeNull();
    expect(answer.headers.get('elements-fetched-at')).toMatch(/Z$/);
    expect(answer.headers.get('elements-element-instance-id')).toMatch(/^\d+$/);
    const [first] = answer.body;
    expect(first).toMatchObject({ id: first!.reportID, reportId: first!.reportID, created: expect.any(String) });
    expect(answer.body.flatMap(({ transactionList }) => transactionList).length).toBeGreaterThan(REPORTS);
  });

  it('are the same whatever stands for the hub, and without one', async () => {
    const [inHub, elsewhere, bare] = await Promise.all(
      ['/hubs/payment/policies', '/hubs/nonsense/policies', '/policies'].map((path) => rest.get(path)),
    );
    expect(elsewhere!.body).toEqual(inHub!.body);
    expect(bare!.body).toEqual(inHub!.body);
    const [policy] = inHub!.body as unknown as { id: string }[];
    expect(policy).toMatchObject({ policyID: policy!.id, policyId: policy!.id, outputCurrency: expect.any(String) });
  });

  it('are found by every operator', async () => {
    const all = await where('id IS NOT NULL');
    const [some] = all;
    const ids = (list: readonly Report[]): string[] => list.map(({ id }) => id);
    const cases: [string, (report: Report) => boolean][] = [
      [`id = '${some!.id}'`, ({ id }) => id === some!.id],
      [`id != '${some!.id}'`, ({ id }) => id !== some!.id],
      [`id IN ('${some!.id}', '${all[5]!.id}', 'R00000000000')`, ({ id }) => [some!.id, all[5]!.id].includes(id)],
      [`total > 10000`, ({ total }) => total > 10_000],
      [`total >= 10000 AND total <= 50000`, ({ total }) => total >= 10_000 && total <= 50_000],
      [`total < 10000 or currency = 'EUR'`, ({ total, currency }) => total < 10_000 || currency === 'EUR'],
      [`created >= '${some!.created}'`, ({ created }) => created >= some!.created],
      ['created < `created`', () => false],
      [`NOT (status = '${some!.status}')`, ({ status }) => status !== some!.status],
      [`reportName LIKE '%e%'`, ({ reportName }) => reportName.includes('e')],
      [`\`accountEmail\` = '${some!.accountEmail}'`, ({ accountEmail }) => accountEmail === some!.accountEmail],
      [`managerUserID IS NULL`, (report) => !('managerUserID' in report)],
    ];
    for (const [text, matches] of cases) {
      if (text.includes('< `')) continue;
      expect([text, ids(await where(text)).sort()]).toEqual([text, ids(all.filter(matches)).sort()]);
    }
    const expenses = await where(`transactionList IS NULL`);
    expect(expenses).toEqual([]);
  });

  it('are found from a day on, as pollers ask', async () => {
    const all = await where('id IS NOT NULL');
    const days = all.map((report) => latest(report)).sort();
    const day = days[Math.floor(days.length / 2)]!;
    const found = await where(`startDate='${day}'`);
    expect(found.map(({ id }) => id).sort()).toEqual(
      all
        .filter((report) => latest(report) >= day)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await where(`startDate='${day}' AND total < 0`)).toEqual([]);
    for (const wrong of [`startDate='yesterday'`, `startDate='${day}' OR total < 0`, `NOT startDate='${day}'`]) {
      const { status, body } = await rest.get(`/reports?where=${encodeURIComponent(wrong)}`);
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('startDate =') },
      });
    }
  });

  it('are found by times with an offset, whose day may be another one', async () => {
    const all = await reports('pageSize=5000');
    const times = all.map(({ created }) => Date.parse(`${created.replace(' ', 'T')}Z`)).sort((a, b) => a - b);
    const from = times[Math.floor(times.length / 2)]!;
    const late = all.filter(({ created }) => Date.parse(`${created.replace(' ', 'T')}Z`) >= from).map(({ id }) => id);
    const ahead = new Date(from + 14 * 3_600_000).toISOString().replace('Z', '+14:00');
    const behind = new Date(from - 12 * 3_600_000).toISOString().replace('Z', '-12:00');
    for (const time of [new Date(from).toISOString(), ahead, behind]) {
      expect((await where(`created >= '${time}'`)).map(({ id }) => id)).toEqual(late);
      expect(await where(`created < '${time}'`)).toHaveLength(all.length - late.length);
    }
  });

  it.each(['', 'created desc', 'created asc', 'reportName', 'currency desc, total asc', 'id desc'])(
    'are paged through in the order "%s" without one lost or told twice',
    async (orderBy) => {
      const order = orderBy === '' ? '' : `&orderBy=${encodeURIComponent(orderBy)}`;
      const whole = (await reports(`pageSize=5000${order}`)).map(({ id }) => id);
      const byToken: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const token: string = next === '' ? '' : `&nextPage=${next}`;
        const page = await rest.get<Report[]>(`/reports?pageSize=7&fields=id${order}${token}`);
        expect(page.status).toBe(200);
        byToken.push(...page.body.map(({ id }) => id));
        next = page.headers.get('elements-next-page-token');
      }
      const byNumber: string[] = [];
      for (let page = 1; page <= Math.ceil(REPORTS / 7) + 1; page += 1) {
        byNumber.push(...(await reports(`pageSize=7&page=${page}&fields=id${order}`)).map(({ id }) => id));
      }
      expect(new Set(whole).size).toBe(REPORTS);
      expect(byToken).toEqual(whole);
      expect(byNumber).toEqual(whole);
    },
  );

  it('are all told to whoever pages while records come and go', async () => {
    const other = await connect(await service.createTenant('Changing'));
    await readWhole(other, 'reports');
    const before = (await other.get<Report[]>('/reports?fields=id')).body.map(({ id }) => id);
    const { database, parts } = service;
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const token: string = next === '' ? '' : `&nextPage=${next}`;
      const page = await other.get<Report[]>(`/reports?pageSize=9&fields=id${token}`);
      seen.push(...page.body.map(({ id }) => id));
      next = page.headers.get('elements-next-page-token');
      // One that was told goes, and all are called otherwise.
      await database.query(parts.context, {
        text: `UPDATE reports SET name = name || 'x', created_on = NULL, created_at = NULL WHERE remote_id <> $1`,
        values: [seen[0]],
      });
      await database.query(parts.context, { text: `DELETE FROM reports WHERE remote_id = $1`, values: [seen.at(-1)] });
    }
    expect(seen).toEqual(before);
  });

  it('are shown with the members that were asked for, also of members', async () => {
    const [report] = await reports('pageSize=1&fields=id,transactionList.transactionID');
    expect(Object.keys(report!)).toEqual(['id', 'transactionList']);
    expect(Object.keys(report!.transactionList[0]!)).toEqual(['transactionID']);
  });

  it('come as a table, in which no cell is a formula', async () => {
    const query = 'pageSize=3&fields=id,reportName,total,customField';
    const answer = await rest.get<string>(`/reports?${query}`, { headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [heading, ...lines] = answer.text.split('\r\n');
    expect(heading).toMatch(/^id,reportName,total/);
    expect(lines.filter((line) => line !== '')).toHaveLength(3);
  });

  it('are read one by one, by any form of their id', async () => {
    const [listed] = await reports('pageSize=1');
    const { body } = await rest.get<Report & { oldReportID: string }>(`/reports/${listed!.id}`);
    expect(body).toEqual(listed);
    expect((await rest.get(`/reports/${body.oldReportID}?fields=id`)).body).toEqual({ id: listed!.id });
    clock.advance(60_000);
    expect(await rest.get('/reports/R00000000001')).toMatchObject({ status: 404 });
    expect(await rest.get('/reports/nothing')).toMatchObject({ status: 404 });
  });

  it('have expenses and employees of their own', async () => {
    const expenses = await rest.get<{ id: string; transactionID: string }[]>('/expenses?pageSize=2&returnCount=true');
    expect(expenses.body).toMatchObject([{ id: expenses.body[0]!.transactionID, amount: expect.any(Number) }, {}]);
    expect(Number(expenses.headers.get('elements-total-count'))).toBeGreaterThan(REPORTS);
    const employees = await rest.get<{ id: string; email: string }[]>('/hubs/payment/employees?pageSize=1');
    expect(employees.body).toMatchObject([{ id: employees.body[0]!.email, policies: expect.any(Object) }]);
    const byMail = await rest.get(`/employees/${encodeURIComponent(employees.body[0]!.email)}`);
    expect(byMail.body).toEqual(employees.body[0]);
  });

  it('are created, and marked as reimbursed', async () => {
    clock.advance(60_000);
    const [policy] = (await rest.get<{ id: string }[]>("/policies?where=role='admin' and type != 'free'")).body;
    const member = encodeURIComponent(`policies.${policy!.id} IS NOT NULL`);
    const [someone] = (await rest.get<{ email: string }[]>(`/employees?where=${member}`)).body;
    const body = {
      policyID: policy!.id,
      report: { title: 'From the platform' },
      employeeEmail: someone!.email,
      expenses: [{ date: '2026-11-01', amount: 1234, merchant: 'Cafe', currency: 'USD' }],
    };
    const created = await rest.send<Report>('POST', '/hubs/payment/reports', { body });
    expect(created).toMatchObject({
      status: 200,
      body: { id: expect.stringMatching(/^R/), reportName: 'From the platform' },
    });
    clock.advance(60_000);
    const expense = {
      created: '2026-11-02',
      currency: 'USD',
      merchant: 'Taxi',
      amount: 800,
      reportID: created.body.id,
    };
    const sent = { type: 'expenses', employeeEmail: someone!.email, transactionList: [expense] };
    const added = await rest.send('POST', '/hubs/payment/expenses', { body: sent });
    expect(added).toMatchObject({
      status: 200,
      body: { id: expect.any(String), transactionList: [{ id: expect.any(String) }] },
    });
    clock.advance(60_000);
    const [approved] = await where(`status = 'Approved'`);
    const marked = await rest.send('PATCH', `/reports/${approved!.id}/status-reimbursed`, { body: {} });
    expect({ status: marked.status, body: marked.body }).toMatchObject({ status: 200, body: { id: approved!.id } });
    const made = await rest.send('POST', '/policies', { body: { policyName: 'New', type: 'team' } });
    expect(made).toMatchObject({ status: 200, body: { id: expect.any(String) } });
  });

  it('say what is wrong with a question, all of it', async () => {
    const ask = async (query: string): Promise<{ status: number; message: string }> => {
      const { status, body } = await rest.get<{ message: string }>(`/reports?${query}`);
      return { status, message: body.message };
    };
    const { status, message } = await ask("where=colour='red'&fields=id,size&orderBy=weight");
    expect(status).toBe(400);
    expect(message).toMatch(/`where` names "colour".*`fields` names "size".*`orderBy` names "weight"/s);
    expect(message).toContain('There are: id, reportID');
    expect(await ask('where=total >')).toMatchObject({
      status: 400,
      message: expect.stringContaining('expected a value'),
    });
    for (const size of ['0', '5001', '-1', 'ten', '1.5']) {
      expect(await ask(`pageSize=${size}`)).toMatchObject({
        status: 400,
        message: expect.stringContaining('pageSize'),
      });
    }
    expect(await ask('page=0')).toMatchObject({ status: 400 });
    expect(await ask('page=1&nextPage=x')).toMatchObject({ status: 400, message: expect.stringContaining('nextPage') });
    expect(await ask('nextPage=forged')).toMatchObject({ status: 400, message: expect.stringContaining('no token') });
    expect(await ask('sort=id')).toMatchObject({ status: 400, message: expect.stringContaining('unknown "sort"') });
  });

  it('take an attempt to break out of a value for the value', async () => {
    const attempts = ["' OR '1'='1", "'; DROP TABLE reports; --", '%27 OR 1=1', '\\', "\ud83d'"];
    for (const attempt of attempts) {
      const text = `reportName = '${attempt.replaceAll("'", "''")}' AND id = '${attempt.replaceAll("'", "''")}'`;
      const { status, body } = await rest.get(`/reports?where=${encodeURIComponent(text.replaceAll('\ud83d', ''))}`);
      expect({ status, body }).toEqual({ status: 200, body: [] });
    }
    const nul = await rest.get(`/reports?where=${encodeURIComponent("id = '\u0000'")}`);
    expect(nul).toMatchObject({ status: 400, body: { message: expect.stringContaining('U+0000') } });
    const bare = await rest.get(`/reports?where=${encodeURIComponent("id = '' OR '1'='1'")}`);
    expect(bare).toMatchObject({ status: 400, body: { message: expect.stringContaining('a field name') } });
    expect(await reports('pageSize=1')).toHaveLength(1);
  });

  it('say what the element has instead of what it has not', async () => {
    expect(await rest.get('/taxes')).toMatchObject({
      status: 404,
      body: { message: 'Expensify has no resource `taxes`. There are: reports, expenses, policies, employees.' },
    });
    expect(await rest.send('PATCH', '/employees/x', { body: { syncToken: '0' } })).toMatchObject({
      status: 405,
      body: { message: 'Expensify: `employees` can be listed, be read one by one.' },
    });
    expect(await rest.get('/spaceships')).toMatchObject({ status: 404 });
  });

  it("are nobody else's, and nobody's while the instance is switched off", async () => {
    const stranger = await service.createTenant('Stranger');
    expect(await RestClient.of(service, stranger).get('/reports')).toMatchObject({ status: 401 });
    const theirs = await connect(stranger);
    const [own] = await reports('pageSize=1');
    clock.advance(60_000);
    await theirs.send('DELETE', '/instances/enabled');
    const off = await theirs.get(`/reports/${own!.id}`);
    expect(off).toMatchObject({ status: 403, body: { message: expect.stringContaining('switched off') } });
    expect(await theirs.get('/reports')).toMatchObject({ status: 403 });
  });
});

function latest({ created, ...report }: Report & { readonly submitted?: string }): string {
  const submitted = report.submitted ?? '';
  return (submitted > created ? submitted : created).slice(0, 10);
}
