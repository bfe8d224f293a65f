import {
  createSandbox,
  type QuickBooksFaultSettings,
  type RunningSandbox,
} from '../../src/adapters/quickbooks-online/sandbox';
import { Throttle } from '../../src/adapters/quickbooks-online/sandbox/api/throttle';
import { TestClock } from '../support/clock';
import {
  connectedClient,
  giveConsent,
  intuitClient,
  LIVE_REALM,
  OTHER_SANDBOX_REALM,
  SANDBOX_REALM,
} from '../support/quickbooks-client';

const HOUR = 3_600_000;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

let running: RunningSandbox;
let clock: TestClock;
let token: string;

beforeAll(async () => {
  clock = new TestClock();
  running = await createSandbox({ clock });
});

beforeEach(async () => {
  // Out of the reach of the limits that the test before met.
  clock.advance(60_000);
  token = (await connectedClient(running)).getToken().access_token;
});

afterEach(() => running.sandbox.setFaults({}));
afterAll(() => running.close());

const host = (path: string) => `${running.baseUrl}/sandbox/v3/company/${path}`;

/** A call of the development host in JSON, unless told otherwise. */
async function call(path = `${SANDBOX_REALM}/vendor/56`, headers: Record<string, string> = {}): Promise<Answer> {
  const url = path.startsWith('http') ? path : host(path);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const json = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;

describe('a call of a company at the QuickBooks Online sandbox', () => {
  test('is answered in JSON to those who ask for it', async () => {
    const answer = await call();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(answer.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(json(answer)).toMatchObject({ Vendor: { Id: '56', DisplayName: "Bob's Burger Joint" } });
  });

  test.each(['*/*', 'application/xml', 'text/html'])('and in XML to those who ask for %s', async (accept) => {
    const vendor = await call(undefined, { accept });
    expect(vendor.headers.get('content-type')).toContain('application/xml');
    expect(vendor.text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8" standalone="yes"\?><IntuitResponse xmlns="http:\/\/schema.intuit.com\/finance\/v3" time="[^"]+"><Vendor /,
    );
    expect(vendor.text).toContain('domain="QBO" sparse="false"');
    expect(vendor.text).toContain('<DisplayName>Bob&apos;s Burger Joint</DisplayName>');
    const purchase = await call(`${SANDBOX_REALM}/purchase/136`, { accept });
    expect(purchase.text).toContain('<EntityRef name="Squeaky Kleen Car Wash" type="Vendor">57</EntityRef>');
    const missing = await call(`${SANDBOX_REALM}/vendor/99999`, { accept });
    expect(missing.text).toContain(
      '<Fault type="ValidationFault"><Error code="610" element=""><Message>Object Not Found<',
    );
  });

  test.each([
    ['no token', '', 'Malformed bearer token: too short or too long'],
    ['a short token', 'Bearer abc', 'Malformed bearer token: too short or too long'],
    ['a token that nobody issued', `Bearer ${'x'.repeat(900)}`, expect.stringMatching(/^Token expired: AB01/)],
  ])('needs a good token: %s', async (_name, authorization, detail) => {
    const answer = await call(undefined, { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Intuit", error="invalid_token"');
    expect(json(answer)).toEqual({
      warnings: null,
      intuitObject: null,
      fault: {
        error: [
          {
            message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
            detail,
            code: '3200',
            element: null,
          },
        ],
        type: 'AUTHENTICATION',
      },
      report: null,
      queryResponse: null,
      batchItemResponse: [],
      attachableResponse: [],
      syncErrorResponse: null,
      requestId: null,
      time: clock.now().getTime(),
      status: null,
      cdcresponse: [],
    });
  });

  test('is refused after an hour, and once the connection is ended', async () => {
    clock.advance(HOUR - 1);
    expect((await call()).status).toBe(200);
    clock.advance(1);
    expect(await call()).toMatchObject({ status: 401, text: expect.stringContaining('Token expired: AB01') });
    const client = await connectedClient(running);
    token = client.getToken().access_token;
    expect((await call()).status).toBe(200);
    running.sandbox.disconnect(SANDBOX_REALM);
    expect(await call()).toMatchObject({ status: 401, text: expect.stringContaining('Token revoked') });
  });

  test.each([
    ['another company', () => host(`${OTHER_SANDBOX_REALM}/vendor/56`)],
    ['a company that there is not', () => host('1234567890123456/vendor/56')],
    ['the production host', () => `${running.baseUrl}/v3/company/${SANDBOX_REALM}/vendor/56`],
    ['a live company', () => `${running.baseUrl}/v3/company/${LIVE_REALM}/vendor/56`],
  ])('reaches nothing but its company: %s', async (_name, url) => {
    const answer = await call(url());
    expect(answer.status).toBe(403);
    expect(json(answer)).toMatchObject({
      fault: {
        type: 'SERVICE',
        error: [{ code: '3100', message: 'message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403' }],
      },
    });
  });

  test('with production keys reaches a live company at the production host', async () => {
    token = (await connectedClient(running, { keys: 'live' })).getToken().access_token;
    expect((await call(`${running.baseUrl}/v3/company/${LIVE_REALM}/vendor/56`)).status).toBe(200);
    expect((await call(`${LIVE_REALM}/vendor/56`)).status).toBe(403);
  });

  test('needs the accounting scope', async () => {
    const client = intuitClient(running);
    await client.createToken((await giveConsent(client, 'openid com.intuit.quickbooks.payment')).href);
    token = client.getToken().access_token;
    expect((await call()).status).toBe(403);
  });

  test('without a proper realm is no matter of authorization', async () => {
    expect(await call('/query?query=x')).toMatchObject({
      status: 400,
      text: expect.stringContaining('Could not find resource for relative : /v3/company/query'),
    });
    expect(await call('undefined/query?query=x')).toMatchObject({
      status: 400,
      text: expect.stringContaining('-30000'),
    });
  });

  test('may have a file as its answer, which needs no token', async () => {
    const form = new FormData();
    form.set('file_content_01', new Blob(['a receipt'], { type: 'text/plain' }), 'receipt.txt');
    const uploaded = await fetch(host(`${SANDBOX_REALM}/upload`), {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
    const { AttachableResponse } = (await uploaded.json()) as {
      AttachableResponse: { Attachable: { TempDownloadUri: string } }[];
    };
    const address = AttachableResponse[0]!.Attachable.TempDownloadUri;
    expect(address.startsWith(`${running.baseUrl}/files/`)).toBe(true);
    expect(await (await fetch(address)).text()).toBe('a receipt');
    clock.advance(16 * 60_000);
    expect((await fetch(address)).status).toBe(403);
    expect((await fetch(`${running.baseUrl}/files/nothing`)).status).toBe(404);
  });

  test('is recorded, and what it costs', async () => {
    running.sandbox.forgetCalls();
    await call();
    await call('undefined/vendor/56', { authorization: '' });
    const { clientId } = running.sandbox.application('sandbox');
    expect(running.sandbox.calls()).toEqual([
      {
        job: 'company/vendor',
        method: 'GET',
        path: `/sandbox/v3/company/${SANDBOX_REALM}/vendor/56`,
        at: clock.now(),
        realmId: SANDBOX_REALM,
        clientId,
        metering: 'core-plus',
        status: 200,
        limited: false,
      },
      expect.objectContaining({ realmId: 'undefined', clientId: null, status: 401 }),
    ]);
  });
});

describe('the limits of the QuickBooks Online sandbox', () => {
  const many = async (count: number, run: () => Promise<{ status: number }> = () => call()): Promise<number[]> => {
    const statuses: number[] = [];
    for (let made = 0; made < count; made++) statuses.push((await run()).status);
    return statuses;
  };

  test('are ten calls a second, told in XML', async () => {
    expect(await many(10)).toEqual(Array(10).fill(200));
    const refused = await call();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('xml');
    expect(refused.text).toContain(
      '<Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; statusCode=429' +
        '</Message><Detail>The request limit was reached.  Try again later</Detail></Error></Fault>',
    );
    expect(running.sandbox.calls().at(-1)).toMatchObject({ status: 429, limited: true });
    clock.advance(1000);
    expect((await call()).status).toBe(200);
  });

  test('are 500 calls a minute for a company, whoever makes them', () => {
    const throttle = new Throttle(clock);
    const take = (clientId: string, realmId = SANDBOX_REALM) => throttle.tryTake({ realmId, clientId, isBatch: false });
    for (let second = 0; second < 50; second++) {
      for (let made = 0; made < 10; made++) expect(take('one')).toBe(true);
      clock.advance(1000);
    }
    expect(take('one')).toBe(false);
    expect(take('other')).toBe(false);
    expect(take('one', OTHER_SANDBOX_REALM)).toBe(true);
    clock.advance(10_000);
    expect(take('other')).toBe(true);
  });

  test('are forty batches a minute for an app', async () => {
    const body = JSON.stringify({ BatchItemRequest: [{ bId: 'a', Query: 'select * from Term' }] });
    const batch = async () => {
      clock.advance(200);
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      };
      return fetch(host(`${SANDBOX_REALM}/batch`), { method: 'POST', body, headers });
    };
    expect(await many(40, batch)).toEqual(Array(40).fill(200));
    expect((await batch()).status).toBe(429);
    expect((await call()).status).toBe(200);
  });

  test('are not enforced when told so, or told in JSON', async () => {
    running.sandbox.setFaults({ 'rate-limit': 'off' });
    expect(await many(12)).not.toContain(429);
    running.sandbox.setFaults({ 'rate-limit': 'json' });
    await many(10);
    expect(json(await call())).toMatchObject({ fault: { error: [{ code: '3001' }] } });
  });

  test('can be the older one of calls at the same time', async () => {
    running.sandbox.setFaults({ concurrent: 2, latency: 1000 });
    const { length } = clock.sleeps;
    const calls = [call(), call(), call()];
    while (clock.sleeps.length < length + 3) await new Promise(setImmediate);
    clock.advance(1000);
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 200, 429]);
    running.sandbox.setFaults({ concurrent: 2 });
    expect((await call()).status).toBe(200);
  });
});

describe('the QuickBooks Online sandbox, told to fail,', () => {
  const rows: [QuickBooksFaultSettings, number, string, RegExp][] = [
    [{ '429': 'xml' }, 429, 'xml', /ThrottleExceeded/],
    [{ '429': 'json' }, 429, 'json', /ThrottleExceeded/],
    [{ '429': '403' }, 403, 'xml', /ThrottleExceeded; errorCode=003001; statusCode=403/],
    [{ 'http-500': true }, 500, 'json', /InternalServerError/],
    [{ 'http-500-html': true }, 500, 'html', /^<html>/],
    [{ 'http-502-html': true }, 502, 'html', /Bad Gateway/],
    [{ 'http-503-html': true }, 503, 'html', /Service Unavailable/],
    [{ 'http-504-html': true }, 504, 'html', /Gateway Timeout/],
    [{ html: true }, 200, 'html', /^<html>/],
    [{ xml: true }, 200, 'xml', /^<\?xml.*<Vendor /],
    [{ 'expired-token': true }, 401, 'json', /Token expired/],
    [{ 'revoked-token': true }, 401, 'json', /Token revoked/],
    [{ 'wrong-realm': true }, 403, 'json', /"code":"3100"/],
    [{ 'admin-lost': true }, 403, 'json', /"code":"120"/],
    [{ 'subscription-ended': true }, 403, 'json', /"code":"6190"/],
    [{ 'stale-object': true }, 400, 'json', /"code":"5010"/],
    [{ 'fault-200': true }, 200, 'json', /^\{"Fault":.*"type":"SystemFault"/],
    [{ xml: true, 'wrong-realm': true }, 403, 'xml', /<Error code="3100">/],
  ];

  test.each(rows)('%j answers %i in %s', async (faults, status, type, body) => {
    running.sandbox.setFaults(faults);
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.text).toMatch(body);
  });

  test('can be without a body', async () => {
    expect(await call(undefined, { 'x-sandbox-fault': 'http-503-empty' })).toMatchObject({ status: 503, text: '' });
  });

  test('cuts bodies short', async () => {
    const whole = (await call()).text;
    const cut = (await call(undefined, { 'x-sandbox-fault': 'truncate=40' })).text;
    expect(cut).toBe(
      Buffer.from(whole)
        .subarray(0, Math.floor(Buffer.byteLength(whole) * 0.4))
        .toString(),
    );
    await expect(call(undefined, { 'x-sandbox-fault': 'drop-body' })).rejects.toThrow('terminated');
  });

  test.each([
    ['drop', 0],
    ['drop-after', 1],
  ])('%s: the connection ends, and %i bill was made', async (fault, made) => {
    const count = async () => json(await call(`${SANDBOX_REALM}/query?query=select%20count(*)%20from%20Bill`));
    const before = (await count())['QueryResponse'] as { totalCount: number };
    const bill = {
      VendorRef: { value: '56' },
      Line: [
        {
          Amount: 5,
          DetailType: 'AccountBasedExpenseLineDetail',
          AccountBasedExpenseLineDetail: { AccountRef: { value: '7' } },
        },
      ],
    };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-sandbox-fault': fault };
    const send = fetch(host(`${SANDBOX_REALM}/bill`), { method: 'POST', body: JSON.stringify(bill), headers });
    await expect(send).rejects.toThrow('fetch failed');
    expect((await count())['QueryResponse']).toEqual({ totalCount: before.totalCount + made });
  });

  test('waits by the clock', async () => {
    const before = clock.sleeps.length;
    const slow = call(undefined, { 'x-sandbox-fault': 'latency=5000' });
    while (clock.sleeps.length === before) await new Promise(setImmediate);
    expect(clock.sleeps.at(-1)).toBe(5000);
    clock.advance(5000);
    expect((await slow).status).toBe(200);
  });

  test('fails for a job, a company, and a number of times', async () => {
    running.sandbox.setFaults({ '429': { times: 1, job: 'company/query', account: SANDBOX_REALM } });
    const query = `${SANDBOX_REALM}/query?query=select%20*%20from%20Term`;
    expect((await call()).status).toBe(200);
    expect((await call(query)).status).toBe(429);
    expect((await call(query)).status).toBe(200);
  });

  test('says what is wrong with a fault', async () => {
    const answer = await call(undefined, { 'x-sandbox-fault': 'explode' });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('There is no fault "explode"') });
    const control = `${running.origin}/_control/quickbooks/faults`;
    expect((await fetch(control, { method: 'PUT', body: '{"429":"json"}' })).status).toBe(204);
    expect((await call()).status).toBe(429);
  });

  test('closes although a call waits for a clock that stands still', async () => {
    const stuck = await createSandbox({ clock });
    const waiting = fetch(`${stuck.baseUrl}/connect/oauth2`, { headers: { 'x-sandbox-fault': 'latency=60000' } });
    const failed = expect(waiting).rejects.toThrow('fetch failed');
    while (stuck.sandbox.calls().length === 0) await new Promise(setImmediate);
    await stuck.close();
    await failed;
  });
});
