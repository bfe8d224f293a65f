import { MOST_UNDER_WAY } from '../../src/services/data/bulk/bulk-job.service';
import { TestClock } from '../support/clock';
import { REST_PATH, RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

describe('a request that means no good', () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  let token: RestClient;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 3 });
    tenant = await service.createTenant();
    rest = RestClient.of(service, tenant);
    for (const name of ['One', 'Two']) {
      const body = { element: { key: 'expensify' }, name, configuration: service.sandbox.configuration };
      const created = await rest.send<{ token: string }>('POST', '/instances', { body });
      token = RestClient.ofToken(service, tenant, created.body.token);
    }
  });
  afterAll(() => service.close());
  beforeEach(() => clock.advance(60_000));

  it.each([
    ['an id', '/reports/%00'],
    ['an id of another resource', '/policies/a%00b'],
    ['a condition on ids', `/reports?where=${encodeURIComponent("id = 'a\0'")}`],
    ['a list of ids', `/reports?where=${encodeURIComponent("id IN ('a\0', 'b')")}`],
    ['a condition on addresses', `/reports?where=${encodeURIComponent("submitterEmail = 'a\0'")}`],
    ['a bulk job', '/bulk/%00/status'],
    ['a path that is no text', '/reports/%ff'],
  ])('has a character that Postgres does not take in %s', async (_place, path) => {
    const { status, headers } = await token.get(path);
    expect([path, status < 500]).toEqual([path, true]);
    expect([path, headers.get('elements-request-id')]).toEqual([path, expect.stringMatching(/^[0-9a-f]{24}$/)]);
  });

  it('has such a character in a bulk query, a name, a label, a setting or a key', async () => {
    const q = encodeURIComponent("select * from reports where id = 'a\0'");
    expect((await token.send('POST', `/bulk/query?q=${q}`)).status).toBe(400);
    for (const change of [{ name: 'a\0' }, { tags: ['a\0'] }, { configuration: { 'partner.user.id': 'a\0' } }]) {
      expect([change, (await token.send('PATCH', '/instances', { body: change })).status]).toEqual([change, 400]);
    }
  });

  it('has a token of a page that was made up', async () => {
    const { headers } = await rest.get('/instances?pageSize=1');
    const given = headers.get('elements-next-page-token')!;
    const parts = JSON.parse(Buffer.from(given, 'base64url').toString()) as string[];
    const forged = Buffer.from(JSON.stringify([...parts.slice(0, -1), 'no-id'])).toString('base64url');
    expect((await rest.get(`/instances?pageSize=1&nextPage=${forged}`)).status).toBe(400);
    expect((await rest.get(`/instances?pageSize=1&nextPage=${given}`)).status).toBe(200);
  });

  it('has a value that is too deep to be written down', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = `{"element":{"key":"taxify"},"name":"x","configuration":{"api.key":${deep}}}`;
    expect((await rest.send('POST', '/instances', { body })).status).toBe(400);
  });

  it('has markup within markup, of which none is left', async () => {
    const body = { name: '<<b>script>x</<b>script>' };
    const { body: changed } = await token.send('PATCH', '/instances', { body });
    expect(changed['name']).not.toMatch(/<\/?[a-z]/i);
  });

  it.each([
    ['a path that cannot be decoded', 'GET', '/%zz'],
    ['a path that cannot be decoded, of an instance', 'GET', '/instances/%zz'],
    ['HEAD', 'HEAD', '/instances'],
    ['OPTIONS', 'OPTIONS', '/instances'],
  ])('is answered with an id: %s', async (_what, method, path) => {
    const response = await fetch(`${service.url}${REST_PATH}${path}`, { method });
    expect([response.status < 500, response.headers.get('elements-request-id')]).toEqual([
      true,
      expect.stringMatching(/^[0-9a-f]{24}$/),
    ]);
  });

  it('has members that every object has', async () => {
    for (const path of ['/reports?__proto__=1', '/reports?constructor=1', '/reports?where=__proto__=1']) {
      expect([path, (await token.get(path)).status]).toEqual([path, 400]);
    }
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect((await rest.get(`/elements/${key}`)).status).toBe(404);
    const body = '{"configuration":{"__proto__":{"x":1},"constructor":"y"}}';
    expect((await token.send('PATCH', '/instances', { body })).status).toBe(400);
  });

  it('asks for pages that there cannot be', async () => {
    for (const query of [
      'page=1e9',
      'page=0',
      'page=-1',
      'page=NaN',
      'pageSize=0',
      'pageSize=-1',
      'pageSize=',
      'pageSize=Infinity',
    ]) {
      expect([query, (await token.get(`/reports?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('is about an instance that is switched off', async () => {
    const { status, body } = await token.send<{ id: string }>('POST', '/bulk/query?q=select%20*%20from%20policies');
    expect([status, body]).toEqual([200, { id: expect.any(String), status: 'CREATED' }]);
    await service.database.query(service.parts.context, {
      text: `UPDATE bulk_jobs SET status = 'COMPLETED', finished_at = created_at, expires_at = created_at + interval '1 day'
             WHERE id = $1`,
      values: [body.id],
    });
    await token.send('DELETE', '/instances/enabled');
    for (const path of ['/policies', '/policies/1', '/reports', `/bulk/${body.id}/policies`]) {
      expect([path, (await token.get(path)).status]).toEqual([path, 403]);
    }
    expect((await token.send('POST', '/bulk/query?q=select%20*%20from%20policies')).status).toBe(403);
    expect((await token.send('POST', '/policies', { body: { policyName: 'x', type: 'team' } })).status).toBe(403);
    expect((await token.get(`/bulk/${body.id}/status`)).status).toBe(200);
    await token.send('PUT', '/instances/enabled');
  });

  it('asks for bulk jobs without end', async () => {
    const begin = async (): Promise<number> =>
      (await token.send('POST', '/bulk/query?q=select%20*%20from%20reports')).status;
    for (let count = 0; count < MOST_UNDER_WAY; count += 1) expect(await begin()).toBe(200);
    expect(await begin()).toBe(429);
  });

  it('orders by more than anybody does', async () => {
    const orderBy = Array.from({ length: 1_000 }, () => 'id').join(',');
    expect((await token.get(`/reports?orderBy=${orderBy}`)).status).toBe(400);
  });
});
