import { TestClock } from '../support/clock';
import { REST_PATH, RestClient, type RestReply } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const NEW_INSTANCE = { element: { key: 'taxify' }, name: 'Acme', configuration: { 'api.key': 'x' } };

describe('a request that cannot be answered', () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 3 });
    tenant = await service.createTenant();
    rest = RestClient.of(service, tenant);
  });
  afterAll(() => service.close());
  beforeEach(() => clock.advance(60_000));

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<RestReply> =>
    rest.send('POST', '/instances', { body, headers });

  /** Status and words; every answer names its request. */
  function told({ status, headers, body }: RestReply): [status: number, message: unknown] {
    expect(body['requestId']).toMatch(/^[0-9a-f]{24}$/);
    expect(body['requestId']).toBe(headers.get('elements-request-id'));
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    return [status, body['message']];
  }

  it('has JSON that ends too early', async () => {
    expect(told(await post('{ "name": "Acme"'))).toEqual([
      400,
      expect.stringMatching(/^The body is no JSON: it cannot be read on from /),
    ]);
  });

  it('has JSON with a mistake in it, which is told by its place and without what stands there', async () => {
    const [status, message] = told(await post('{\n  "api.key": s3cr3t\n}'));
    expect([status, message]).toEqual([400, 'The body is no JSON: it cannot be read on from line 2, character 14.']);
  });

  it('has the quotes of a word processor', async () => {
    expect(told(await post('{\n  “name”: “Acme”\n}'))).toEqual([
      400,
      'The body is no JSON: there is a typographic quote (“) at line 2, character 3. ' +
        'JSON needs straight quotes ("): write it in a plain-text editor.',
    ]);
  });

  it('has no body, or one of another type', async () => {
    expect(told(await rest.send('POST', '/instances', { headers: { 'content-type': 'application/json' } }))).toEqual([
      400,
      'The request has no body; JSON is expected.',
    ]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(told(await post('name=Acme', form))).toEqual([
      415,
      'The Content-Type is "application/x-www-form-urlencoded"; send the body with "Content-Type: application/json".',
    ]);
    expect(told(await post('{}', { 'content-type': 'application/json; charset=latin1' }))[0]).toBe(415);
    expect(told(await post('{}', { 'content-encoding': 'gzip' }))[0]).toBe(415);
  });

  it('has a body that is too long', async () => {
    expect(told(await post({ ...NEW_INSTANCE, name: 'x'.repeat(1_100_000) }))).toEqual([
      413,
      'The request body is longer than 1048576 bytes.',
    ]);
  });

  it('has fields that nobody knows, or of another type', async () => {
    const body = { ...NEW_INSTANCE, nmae: 'Acme', tags: 'one', configuration: { 'api.key': 'x' } };
    expect(told(await post(body))).toEqual([
      400,
      'The body is wrong: `tags`: invalid input: expected array, received string; unknown "nmae".',
    ]);
    expect(told(await post([]))[0]).toBe(400);
    expect(told(await post('null'))[0]).toBe(400);
    expect(told(await rest.get('/instances?seachText=x'))).toEqual([400, 'The query is wrong: unknown "seachText".']);
    expect(told(await rest.get('/instances?searchText=x&searchText=y'))[0]).toBe(400);
    expect(told(await rest.get('/instances?pageSize=5001'))[0]).toBe(400);
    expect(told(await rest.get('/instances?nextPage=x'))[0]).toBe(400);
  });

  it('has settings that the element does not have', async () => {
    const answer = await post({ ...NEW_INSTANCE, configuration: { 'api.kye': 'x' } });
    expect(told(answer)).toEqual([
      400,
      'Required configuration is missing: api.key. Taxify has no configuration key "api.kye". Did you mean api.key?',
    ]);
  });

  it('names no element that there is', async () => {
    const known = 'There are: expensify, quickbooks, quickbooksonprem, taxify.';
    expect(told(await post({ ...NEW_INSTANCE, element: { key: 'xero' } }))).toEqual([
      404,
      `There is no Element with the key "xero". ${known}`,
    ]);
    expect(told(await post({ ...NEW_INSTANCE, element: { id: 1 } }))[0]).toBe(404);
    expect(told(await post({ ...NEW_INSTANCE, element: {} }))[0]).toBe(400);
    expect(told(await rest.get('/elements/xero'))[0]).toBe(404);
    expect(told(await rest.get('/elements/999999/metadata'))[0]).toBe(404);
    expect(
      told(
        await rest.send('POST', '/elements/taxify/instances', {
          body: { ...NEW_INSTANCE, element: { key: 'expensify' } },
        }),
      )[0],
    ).toBe(400);
  });

  it.each(['999999999', '99999999999999999999', '0', '-1', 'abc', '1e3', '%00', '1%20', '01'])(
    'names no instance: %s',
    async (id) => {
      expect((await rest.get(`/instances/${id}`)).status).toBe(404);
    },
  );

  it('has credentials that the vendor refuses, whose words come with the answer', async () => {
    const answer = await post(NEW_INSTANCE);
    expect(told(answer)).toEqual([400, 'Taxify refused the credentials. Look at: api.key.']);
    expect(answer.body['providerMessage']).toEqual(expect.any(String));
  });

  it('goes where there is nothing, or with another method', async () => {
    expect(told(await rest.get('/nothing/here?apiSecret=s3cr3t'))).toEqual([
      404,
      `There is nothing at ${REST_PATH}/nothing/here.`,
    ]);
    expect(told(await rest.get(''))[0]).toBe(404);
    const wrong = await rest.send('PATCH', '/elements/keys');
    expect(told(wrong)[0]).toBe(405);
    expect(wrong.headers.get('allow')).toBe('GET');
    const ownWrong = await rest.get('/instances/enabled');
    expect([told(ownWrong)[0], ownWrong.headers.get('allow')]).toEqual([405, 'DELETE, PUT']);
  });

  it('wants an answer in a form that there is not', async () => {
    const accept = (value: string): Promise<RestReply> => rest.get('/elements/keys', { headers: { accept: value } });
    expect(told(await accept('application/pdf'))[0]).toBe(406);
    for (const good of ['application/json', '*/*', 'application/*;q=0.5, text/html']) {
      expect((await accept(good)).status).toBe(200);
    }
  });

  it('asks for a consent page of an element without one, or without what it is opened with', async () => {
    const app = { apiKey: 'key', apiSecret: 'secret', callbackUrl: 'https://app.example.com/callback' };
    const page = (element: string, more: object): Promise<RestReply> =>
      rest.send('POST', `/elements/${element}/oauth/url`, { body: { ...app, ...more } });
    expect(told(await page('taxify', {}))).toEqual([
      400,
      'Taxify has no consent page: an instance of it is created with its configuration alone.',
    ]);
    expect(told(await page('quickbooks', { 'authentication.type': 'oauth1' }))[1]).toMatch(/request token/);
    expect(told(await page('quickbooks', { key: 'taxify' }))[0]).toBe(400);
    expect(told(await page('quickbooks', { callbackUrl: 'nowhere' }))[1]).toMatch(/oauth\.callback\.url/);
    expect(told(await rest.get('/elements/quickbooks/oauth/url?apiKey=x'))[1]).toBe(
      'The query is wrong: `apiSecret`: invalid input: expected string, received undefined; `callbackUrl`: invalid input: expected string, received undefined.',
    );
  });

  it('came to a fault of ours, of which nothing is told', async () => {
    await service.database.query(service.parts.context, { text: 'ALTER TABLE instances RENAME TO instances_away' });
    try {
      const [status, message] = told(await rest.get('/instances'));
      expect([status, message]).toEqual([500, 'Something went wrong here. It has been logged.']);
    } finally {
      await service.database.query(service.parts.context, { text: 'ALTER TABLE instances_away RENAME TO instances' });
    }
  });
});
