import OAuthClient from 'intuit-oauth';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import {
  connectedClient,
  giveConsent,
  intuitClient,
  LOCAL_CALLBACK,
  SANDBOX_REALM,
} from '../support/quickbooks-client';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { Accounting, OpenId, Profile, Email } = OAuthClient.scopes;

/** `invalid_grant`, as Intuit's client reports it. */
const INVALID_GRANT = { error: 'invalid_grant' };

describe("Intuit's own client at the QuickBooks Online sandbox", () => {
  // Its client compares identity tokens with the real time.
  const clock = new TestClock(Date.now());
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
  });

  afterAll(() => running.close());

  test('connects a company', async () => {
    const client = intuitClient(running);
    const callback = await giveConsent(client, Accounting);
    expect(callback.href.startsWith(`${LOCAL_CALLBACK}?`)).toBe(true);
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      code: expect.stringMatching(/^AB11[A-Za-z0-9]{46}$/),
      state: 'state of a test',
      realmId: SANDBOX_REALM,
    });
    const tokens = (await client.createToken(callback.href)).getToken();
    expect(tokens).toMatchObject({
      token_type: 'bearer',
      access_token: expect.stringMatching(/^eyJ/),
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^RT1-/),
      x_refresh_token_expires_in: 8_726_400,
      x_refresh_token_hard_expires_in: 157_680_000,
      realmId: SANDBOX_REALM,
    });
    expect(client.isAccessTokenValid()).toBe(true);
  });

  test('calls the company with the token', async () => {
    const client = await connectedClient(running);
    const answer = await client.makeApiCall({
      url: `${running.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}/query?query=select%20*%20from%20Vendor`,
      headers: { accept: 'application/json' },
    });
    expect(answer.status).toBe(200);
    expect(answer.json).toHaveProperty('QueryResponse');
  });

  test('learns who gave consent', async () => {
    const client = await connectedClient(running, { scope: [Accounting, OpenId, Profile, Email] });
    expect((await client.getUserInfo()).json).toEqual({
      sub: expect.any(String),
      givenName: 'Craig',
      familyName: 'Whitaker',
      email: 'craig@craigsdesign.example',
      emailVerified: true,
    });
    await expect(client.validateIdToken()).resolves.toBe(true);
  });

  test('needs no company to learn who somebody is', async () => {
    const client = intuitClient(running);
    const callback = await giveConsent(client, OpenId);
    expect(callback.searchParams.has('realmId')).toBe(false);
    await client.createToken(callback.href);
    expect((await client.getUserInfo()).json).toEqual({ sub: expect.any(String) });
  });

  test('exchanges a code once, and loses the tokens when it is tried twice', async () => {
    const client = intuitClient(running);
    const callback = await giveConsent(client, Accounting);
    await client.createToken(callback.href);
    const { refresh_token: refreshToken } = client.getToken();
    await expect(intuitClient(running).createToken(callback.href)).rejects.toMatchObject(INVALID_GRANT);
    await expect(client.refreshUsingToken(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
  });

  test('cannot exchange a code for another address, or after ten minutes', async () => {
    const client = intuitClient(running);
    const code = (await giveConsent(client, Accounting)).href;
    client.redirectUri = `${LOCAL_CALLBACK}/`;
    await expect(client.createToken(code)).rejects.toMatchObject(INVALID_GRANT);
    client.redirectUri = LOCAL_CALLBACK;
    clock.advance(10 * 60_000);
    await expect(client.createToken(code)).rejects.toMatchObject(INVALID_GRANT);
  });

  test('gets the same refresh token back for a day, then another', async () => {
    const client = await connectedClient(running);
    const first = client.getToken().refresh_token;
    clock.advance(DAY - 1);
    expect((await client.refresh()).getToken().refresh_token).toBe(first);
    clock.advance(1);
    await client.refresh();
    const second = client.getToken().refresh_token;
    expect(second).not.toBe(first);
    await expect(client.refreshUsingToken(first)).rejects.toMatchObject(INVALID_GRANT);
    await expect(client.refreshUsingToken(second)).resolves.toBeDefined();
  });

  test('keeps the connection by refreshing within 101 days, up to five years', async () => {
    const client = await connectedClient(running);
    for (let days = 0; days < 1800; days += 100) {
      clock.advance(100 * DAY);
      await client.refresh();
    }
    // 1800 of 1825 days are over: the cap comes before the 101 days.
    expect(client.getToken()).toMatchObject({
      x_refresh_token_expires_in: 25 * 86_400,
      x_refresh_token_hard_expires_in: 25 * 86_400,
    });
    const { refresh_token: last } = client.getToken();
    clock.advance(25 * DAY);
    await expect(client.refreshUsingToken(last)).rejects.toMatchObject(INVALID_GRANT);
  });

  test('loses the connection after 101 days without a refresh', async () => {
    const client = await connectedClient(running);
    clock.advance(101 * DAY);
    await expect(client.refresh()).rejects.toMatchObject(INVALID_GRANT);
  });

  test.each(['access_token', 'refresh_token'] as const)('ends the connection by its %s', async (kind) => {
    const client = await connectedClient(running);
    const { refresh_token: refreshToken, [kind]: token } = client.getToken();
    expect((await client.revoke({ [kind]: token })).response).toMatchObject({ status: 200, data: '' });
    await expect(client.refreshUsingToken(refreshToken)).rejects.toMatchObject(INVALID_GRANT);
    await expect(client.revoke({ [kind]: token })).rejects.toMatchObject({
      authResponse: { response: { status: 400 } },
    });
  });

  test('is told when its keys are wrong', async () => {
    const client = await connectedClient(running);
    client.clientSecret = 'wrong';
    await expect(client.refresh()).rejects.toMatchObject({ error: 'invalid_client' });
  });
});

describe('the token endpoint of the QuickBooks Online sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
  });

  afterAll(() => running.close());
  afterEach(() => running.sandbox.setFaults({}));

  async function post(fields: Record<string, string>, headers: Record<string, string> = {}) {
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const response = await fetch(`${running.baseUrl}/oauth2/v1/tokens/bearer`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { authorization, ...headers },
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  }

  test.each([
    [{}, 400, 'invalid_request'],
    [{ grant_type: 'authorization_code' }, 400, 'invalid_request'],
    [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'authorization_code', code: 'x', redirect_uri: LOCAL_CALLBACK }, 400, 'invalid_grant'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'invalid_grant'],
  ])('answers %j with %i %s', async (fields, status, error) => {
    const answer = await post(fields as Record<string, string>);
    expect(answer).toMatchObject({ status, body: { error } });
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store');
    expect(answer.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  test('knows the app by the form as well, and no stranger', async () => {
    const { clientId, clientSecret } = running.sandbox.application('live');
    const fields = { grant_type: 'refresh_token', refresh_token: 'x' };
    const keys = { client_id: clientId, client_secret: clientSecret };
    expect(await post({ ...fields, ...keys }, { authorization: '' })).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    const stranger = `Basic ${Buffer.from('a:b').toString('base64')}`;
    const refused = { status: 401, body: { error: 'invalid_client' } };
    expect(await post(fields, { authorization: stranger })).toMatchObject(refused);
    expect(await post(fields, { authorization: '' })).toMatchObject(refused);
    expect(await post(fields, { 'x-sandbox-fault': 'invalid-client, client-status=400' })).toMatchObject({
      status: 400,
    });
  });

  test("refuses another app's refresh token, and keeps it good", async () => {
    const client = await connectedClient(running);
    const { clientId, clientSecret } = running.sandbox.application('live');
    const fields = { grant_type: 'refresh_token', refresh_token: client.getToken().refresh_token };
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    expect(await post(fields, { authorization })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await post(fields)).toMatchObject({ status: 200 });
  });

  test('tells of the five years only when asked', async () => {
    const client = await connectedClient(running);
    const fields = { grant_type: 'refresh_token', refresh_token: client.getToken().refresh_token };
    expect((await post(fields)).body).not.toHaveProperty('x_refresh_token_hard_expires_in');
    const asked = await post(fields, { 'x-include-refresh-token-hard-expires-in': 'true' });
    expect(asked.body).toHaveProperty('x_refresh_token_hard_expires_in', 157_680_000);
  });

  test('can rotate on every use, overlap, and punish reuse', async () => {
    const client = await connectedClient(running);
    const first = client.getToken().refresh_token;
    const use = (token: string) => post({ grant_type: 'refresh_token', refresh_token: token });
    running.sandbox.setFaults({ rotate: true, 'refresh-overlap': 60 });
    const second = (await use(first)).body.refresh_token as string;
    expect(second).not.toBe(first);
    expect((await use(first)).body.refresh_token).toBe(second);
    clock.advance(60_000);
    running.sandbox.setFaults({ 'reuse-revokes': true });
    expect(await use(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await use(second)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('publishes where everything is, for each kind of keys', async () => {
    const read = async (name: string) => (await fetch(`${running.baseUrl}/.well-known/${name}`)).json();
    const live = (await read('openid_configuration')) as Record<string, string>;
    expect(live).toMatchObject({
      issuer: 'https://oauth.platform.intuit.com/op/v1',
      authorization_endpoint: `${running.baseUrl}/connect/oauth2`,
      token_endpoint: `${running.baseUrl}/oauth2/v1/tokens/bearer`,
      revocation_endpoint: `${running.baseUrl}/v2/oauth2/tokens/revoke`,
    });
    expect(await read('openid_sandbox_configuration/')).toEqual({
      ...live,
      userinfo_endpoint: `${running.baseUrl}/sandbox/v1/openid_connect/userinfo`,
    });
    const { keys } = (await (await fetch(live['jwks_uri']!)).json()) as { keys: object[] };
    expect(keys).toEqual([
      { kty: 'RSA', kid: expect.any(String), n: expect.any(String), e: 'AQAB', alg: 'RS256', use: 'sig' },
    ]);
  });

  test('knows no other paths and methods', async () => {
    expect((await fetch(`${running.baseUrl}/oauth2/v1/tokens/bearer`)).status).toBe(405);
    expect((await fetch(`${running.baseUrl}/oauth2/v1/tokens`)).status).toBe(404);
    expect((await fetch(running.baseUrl)).status).toBe(404);
  });
});
