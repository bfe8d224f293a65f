import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import { OAuth1Client } from '../support/oauth1-client';
import { connectedClient, intuitClient, SANDBOX_REALM } from '../support/quickbooks-client';
import { reply, startScriptedServer } from '../support/scripted-server';

describe('the state of the QuickBooks Online sandbox', () => {
  const clock = new TestClock();
  let stateDir: string;
  let running: RunningSandbox | null = null;

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'quickbooks-sandbox-'));
  });

  afterEach(async () => {
    await running?.close();
    running = null;
    await rm(stateDir, { recursive: true });
  });

  async function restart(seed?: number): Promise<RunningSandbox> {
    await running?.close();
    running = await createSandbox({ clock, stateDir, seed });
    return running;
  }

  function post(at: RunningSandbox, accessToken: string, path: string, body: object): Promise<Response> {
    const headers = {
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
      'content-type': 'application/json',
    };
    const url = `${at.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}${path}`;
    return fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  }

  test('outlives a restart: connections, books, addresses, keys of identity tokens', async () => {
    const first = await restart();
    first.sandbox.registerRedirectUri(first.sandbox.application('sandbox'), 'http://localhost:5000/callback');
    const scope = 'com.intuit.quickbooks.accounting openid';
    const { access_token: accessToken, refresh_token: refreshToken } = (
      await connectedClient(first, { scope })
    ).getToken();
    const keysOf = async (at: RunningSandbox) => (await fetch(`${at.baseUrl}/op/v1/jwks`)).json();
    const keys = await keysOf(first);
    expect((await post(first, accessToken, '/vendor', { DisplayName: 'Kept' })).status).toBe(200);

    const second = await restart();
    expect((await post(second, accessToken, '/vendor', { DisplayName: 'Kept' })).status).toBe(400);
    await expect(intuitClient(second).refreshUsingToken(refreshToken)).resolves.toBeDefined();
    expect(await keysOf(second)).toEqual(keys);
    expect(second.sandbox.configuration).toEqual(first.sandbox.configuration);
    const { clientId } = second.sandbox.application('sandbox');
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope,
      redirect_uri: 'http://localhost:5000/callback',
    });
    expect((await openConsentForm(`${second.baseUrl}/connect/oauth2?${query.toString()}`)).status).toBe(200);
  });

  test('outlives a restart: connections of OAuth 1.0a', async () => {
    const first = await restart();
    const { clientId, clientSecret } = first.sandbox.application('sandbox');
    const client = new OAuth1Client({ key: clientId, secret: clientSecret }, clock);
    const asked = await client.fields(`${first.baseUrl}/oauth/v1/get_request_token`, undefined, {
      oauth_callback: 'http://www.demonstrab.ly/',
    });
    const form = await openConsentForm(`${first.baseUrl}/Connect/Begin?oauth_token=${asked['oauth_token']}`);
    const verifier = (await form.answer('approve')).location!.searchParams.get('oauth_verifier')!;

    const second = await restart();
    const requestToken = { key: asked['oauth_token']!, secret: asked['oauth_token_secret']! };
    const url = `${second.baseUrl}/oauth/v1/get_access_token`;
    const issued = await client.fields(url, requestToken, { oauth_verifier: verifier });

    const third = await restart();
    const token = { key: issued['oauth_token']!, secret: issued['oauth_token_secret']! };
    expect((await client.get(`${third.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}/vendor/56`, token)).status).toBe(
      200,
    );
  });

  test('is written before the answer, for its owner only', async () => {
    const { access_token: accessToken } = (await connectedClient(await restart())).getToken();
    const file = join(stateDir, 'state-1.json');
    expect(await readFile(file, 'utf8')).toContain(accessToken);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('keeps events that were not accepted, and sends them after a restart', async () => {
    const app = await startScriptedServer();
    app.answerWith(reply(503), reply(200));
    const first = await restart();
    const settings = { url: app.origin, format: 'legacy', entities: null } as const;
    first.sandbox.configureWebhooks(first.sandbox.application('sandbox'), settings);
    const { access_token: accessToken } = (await connectedClient(first)).getToken();
    await post(first, accessToken, '/vendor', { DisplayName: 'Told twice' });
    await first.sandbox.settleWebhooks();

    const second = await restart();
    await second.sandbox.settleWebhooks();
    expect(app.received.map(({ body }) => body)).toEqual([app.received[0]!.body, app.received[0]!.body]);
    await app.close();
  });

  test('begins anew when the files are not its own', async () => {
    await writeFile(join(stateDir, 'state-1.json'), '{"version":2}');
    await writeFile(join(stateDir, 'books.json'), 'no JSON');
    await expect(connectedClient(await restart())).resolves.toBeDefined();
  });

  test('belongs to a seed, which decides the keys', async () => {
    const { configuration } = (await restart(1)).sandbox;
    expect((await restart(2)).sandbox.configuration).not.toEqual(configuration);
    await expect(createSandbox({ clock, seed: -1 })).rejects.toThrow(RangeError);
  });
});
