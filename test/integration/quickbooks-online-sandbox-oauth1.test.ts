import { OAuth } from 'oauth';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import { OAuth1Client, type Token } from '../support/oauth1-client';
import { LIVE_REALM, SANDBOX_REALM } from '../support/quickbooks-client';

const DAY = 86_400_000;
const CALLBACK = 'http://www.demonstrab.ly/connected';

describe('a client that others wrote, at the OAuth 1.0a routes of the QuickBooks Online sandbox', () => {
  // The client signs with the real time.
  const clock = new TestClock(Date.now());
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
  });

  afterAll(() => running.close());

  test.each(['GET', 'POST'])('connects with %s and calls the company', async (method) => {
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    const oauth = `${running.baseUrl}/oauth/v1`;
    const client = new OAuth(
      `${oauth}/get_request_token`,
      `${oauth}/get_access_token`,
      clientId,
      clientSecret,
      '1.0',
      CALLBACK,
      'HMAC-SHA1',
    );
    client.setClientOptions({
      requestTokenHttpMethod: method,
      accessTokenHttpMethod: method,
      followRedirects: false,
    });
    const [token, secret] = await called((done) => client.getOAuthRequestToken(done));
    expect(token).toMatch(/^qyprd[A-Za-z0-9]{43}$/);
    const form = await openConsentForm(`${running.baseUrl}/Connect/Begin?oauth_token=${token}`);
    const { location } = await form.answer('approve');
    expect(location!.href.startsWith(`${CALLBACK}?oauth_token=${token}&`)).toBe(true);
    const { oauth_verifier: verifier, ...callback } = Object.fromEntries(location!.searchParams);
    expect(verifier).toMatch(/^[a-z0-9]{7}$/);
    expect(callback).toEqual({ oauth_token: token, realmId: SANDBOX_REALM, dataSource: 'QBO' });
    const [access, accessSecret] = await called((done) => client.getOAuthAccessToken(token, secret, verifier!, done));
    const url = `${running.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}/query?query=${encodeURIComponent("select * from Vendor where DisplayName = 'A+B & \\'C\\''")}`;
    const [body] = await called((done) => client.get(url, access, accessSecret, done));
    expect(body).toContain('QueryResponse');
  });
});

describe('the OAuth 1.0a routes of the QuickBooks Online sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;
  let client: OAuth1Client;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    client = clientWith({});
  });

  afterAll(() => running.close());

  function clientWith(changes: Partial<Token>): OAuth1Client {
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    return new OAuth1Client({ key: clientId, secret: clientSecret, ...changes }, clock);
  }

  const requestTokenUrl = () => `${running.baseUrl}/oauth/v1/get_request_token`;
  const accessTokenUrl = () => `${running.baseUrl}/oauth/v1/get_access_token`;
  const connectionUrl = (action: string) => `${running.baseUrl}/api/v1/connection/${action}`;
  const companyUrl = (realmId = SANDBOX_REALM) =>
    `${running.baseUrl}/sandbox/v3/company/${realmId}/companyinfo/${realmId}`;

  async function requestToken(callback = CALLBACK): Promise<Token> {
    const fields = await client.fields(requestTokenUrl(), undefined, { oauth_callback: callback });
    expect(fields['oauth_callback_confirmed']).toBe('true');
    return { key: fields['oauth_token']!, secret: fields['oauth_token_secret']! };
  }

  async function approved(token: Token, query = ''): Promise<URL> {
    const form = await openConsentForm(`${running.baseUrl}/Connect/Begin?oauth_token=${token.key}${query}`);
    return (await form.answer('approve')).location!;
  }

  async function connected(): Promise<Token> {
    const token = await requestToken();
    const verifier = (await approved(token)).searchParams.get('oauth_verifier')!;
    const fields = await client.fields(accessTokenUrl(), token, { oauth_verifier: verifier });
    return { key: fields['oauth_token']!, secret: fields['oauth_token_secret']! };
  }

  test('let the page add a query to the callback, which comes first', async () => {
    const callback = `&oauth_callback=${encodeURIComponent(`${CALLBACK}?state=quickbooks`)}`;
    const location = await approved(await requestToken(), callback);
    expect(location.href.startsWith(`${CALLBACK}?state=quickbooks&oauth_token=`)).toBe(true);
  });

  test('do not let it lead elsewhere', async () => {
    const { key } = await requestToken();
    const elsewhere = encodeURIComponent('https://elsewhere.example/');
    const form = await openConsentForm(
      `${running.baseUrl}/Connect/Begin?oauth_token=${key}&oauth_callback=${elsewhere}`,
    );
    expect(form).toMatchObject({ status: 400, page: expect.stringContaining('Invalid oauth_callback') });
  });

  test('tell the app when somebody says no, and take nothing more for that token', async () => {
    const token = await requestToken();
    const begin = `${running.baseUrl}/Connect/Begin?oauth_token=${token.key}`;
    const { location } = await (await openConsentForm(begin)).answer('deny');
    expect(Object.fromEntries(location!.searchParams)).toEqual({ error: 'access_denied', oauth_token: token.key });
    expect((await openConsentForm(begin)).status).toBe(400);
    const fields = await client.fields(accessTokenUrl(), token, { oauth_verifier: 'abcdefg' });
    expect(fields).toEqual({ oauth_problem: 'token_used' });
  });

  test('have the error page for development keys', async () => {
    const { key } = await requestToken();
    const form = await openConsentForm(`${running.baseUrl}/Connect/Begin?oauth_token=${key}`);
    const { page } = await form.answer('approve', LIVE_REALM);
    expect(page).toContain('Error code : invalid_database.');
  });

  test.each<[string, Record<string, string>]>([
    ['parameter_absent', {}],
    ['parameter_rejected', { oauth_callback: 'oob' }],
    ['parameter_rejected', { oauth_callback: 'javascript:alert(1)' }],
  ])('answer %s to the callback %j', async (problem, data) => {
    expect(await client.fields(requestTokenUrl(), undefined, data)).toMatchObject({ oauth_problem: problem });
  });

  test('verify signatures', async () => {
    const data = { oauth_callback: CALLBACK };
    const problemOf = async (other: OAuth1Client) => other.fields(requestTokenUrl(), undefined, data);
    expect(await problemOf(clientWith({ secret: 'wrong' }))).toEqual({ oauth_problem: 'signature_invalid' });
    expect(await problemOf(clientWith({ key: 'nobody' }))).toEqual({ oauth_problem: 'consumer_key_unknown' });
    const header = client.authorization(requestTokenUrl(), undefined, data);
    const send = async (url: string, authorization: string) =>
      (await fetch(url, { headers: authorization === '' ? {} : { authorization } })).text();
    expect(await send(`${requestTokenUrl()}?added=1`, header)).toBe('oauth_problem=signature_invalid');
    expect(await send(requestTokenUrl(), header.replace('HMAC-SHA1', 'PLAINTEXT'))).toBe(
      'oauth_problem=signature_method_rejected',
    );
    expect(await send(requestTokenUrl(), header.replace('oauth_version="1.0"', 'oauth_version="2.0"'))).toContain(
      'oauth_problem=version_rejected',
    );
    expect(await send(`${requestTokenUrl()}?oauth_nonce=again`, header)).toContain('oauth_problem=parameter_rejected');
    expect(await send(requestTokenUrl(), '')).toContain('oauth_problem=parameter_absent');
  });

  test('take a nonce once, and only near its time', async () => {
    const header = client.authorization(requestTokenUrl(), undefined, { oauth_callback: CALLBACK });
    const send = async () => (await fetch(requestTokenUrl(), { headers: { authorization: header } })).text();
    expect(await send()).toContain('oauth_callback_confirmed=true');
    expect(await send()).toBe('oauth_problem=nonce_used');
    clock.advance(301_000);
    expect(await send()).toContain('oauth_problem=timestamp_refused');
  });

  test('exchange a request token once, with its verifier, in time', async () => {
    const token = await requestToken();
    const exchange = (verifier: string) => client.fields(accessTokenUrl(), token, { oauth_verifier: verifier });
    expect(await exchange('abcdefg')).toEqual({ oauth_problem: 'permission_unknown' });
    const verifier = (await approved(token)).searchParams.get('oauth_verifier')!;
    expect(await exchange('abcdefg')).toEqual({ oauth_problem: 'verifier_invalid' });
    expect(await exchange(verifier)).toMatchObject({ oauth_token: expect.any(String) });
    expect(await exchange(verifier)).toEqual({ oauth_problem: 'token_used' });
    const late = await requestToken();
    await approved(late);
    clock.advance(15 * 60_000);
    expect(await client.fields(accessTokenUrl(), late, { oauth_verifier: 'x' })).toEqual({
      oauth_problem: 'token_expired',
    });
  });

  test('renew a token in its last thirty days, and end the old one', async () => {
    const token = await connected();
    const reconnect = async (current: Token) => (await client.get(connectionUrl('reconnect'), current)).text;
    clock.advance(150 * DAY - 1000);
    expect(await reconnect(token)).toContain(
      '<ErrorMessage>Token Refresh Window Out of Bounds</ErrorMessage><ErrorCode>212</ErrorCode>',
    );
    clock.advance(1000);
    const xml = await reconnect(token);
    expect(xml).toMatch(
      /<ReconnectResponse xmlns="http:\/\/platform\.intuit\.com\/api\/v1"><ErrorMessage\/><ErrorCode>0</,
    );
    expect(xml).toMatch(/<ServerTime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z<\/ServerTime>/);
    const [, key, secret] = /<OAuthToken>(.*)<\/OAuthToken><OAuthTokenSecret>(.*)<\/OAuthTokenSecret>/.exec(xml)!;
    expect((await client.get(companyUrl(), token)).status).toBe(401);
    expect((await client.get(companyUrl(), { key: key!, secret: secret! })).status).toBe(200);
    expect(await reconnect(token)).toContain(
      '<ErrorMessage>OAuth Token Rejected</ErrorMessage><ErrorCode>270</ErrorCode>',
    );
  });

  test('let a token die after 180 days', async () => {
    const token = await connected();
    clock.advance(180 * DAY);
    expect((await client.get(connectionUrl('reconnect'), token)).text).toContain('<ErrorCode>270</ErrorCode>');
    const { status, text } = await client.get(companyUrl(), token);
    expect(status).toBe(401);
    expect(text).toContain('message=ApplicationAuthenticationFailed; errorCode=003200; statusCode=401');
  });

  test('end a connection, with HTTP 200 whatever happens', async () => {
    const token = await connected();
    const disconnect = (current: Token) => client.get(connectionUrl('disconnect'), current);
    expect(await disconnect(token)).toMatchObject({ status: 200, text: expect.stringContaining('<ErrorCode>0<') });
    expect((await disconnect(token)).text).toContain(
      '<ErrorMessage>OAuth Token rejected</ErrorMessage><ErrorCode>270</ErrorCode>',
    );
    const unsigned = await fetch(connectionUrl('disconnect'));
    expect(unsigned.status).toBe(200);
    expect(await unsigned.text()).toContain('<ErrorCode>22</ErrorCode>');
    expect((await clientWith({ key: 'nobody' }).get(connectionUrl('disconnect'), token)).text).toContain(
      '<ErrorMessage>Invalid App Token</ErrorMessage><ErrorCode>24</ErrorCode>',
    );
  });

  test('tell who gave consent', async () => {
    const { text } = await client.get(`${running.baseUrl}/api/v1/user/current`, await connected());
    expect(text).toContain('<FirstName>Craig</FirstName><LastName>Whitaker</LastName>');
  });

  test('answer a company call with a bad signature in XML although JSON was asked for', async () => {
    const token = await connected();
    const authorization = client.authorization(companyUrl(), { ...token, secret: 'wrong' });
    const response = await fetch(companyUrl(), { headers: { authorization, accept: 'application/json' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('xml');
    expect(await response.text()).toContain('SignatureBaseString: GET&amp;http');
  });
});

/** The first two results of a function that calls back. */
function called(
  run: (done: (error: unknown, one?: unknown, two?: unknown) => void) => void,
): Promise<[string, string]> {
  return new Promise((resolve, reject) => {
    run((error, one, two) => {
      if (error) reject(new Error(JSON.stringify(error)));
      else resolve([String(one), String(two)]);
    });
  });
}
