import QuickBooks from 'node-quickbooks';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import { OAuth1Client } from '../support/oauth1-client';
import { connectedClient, SANDBOX_REALM } from '../support/quickbooks-client';

describe('node-quickbooks at the QuickBooks Online sandbox', () => {
  // It signs with the real time.
  const clock = new TestClock(Date.now());
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
    const { baseUrl } = running;
    QuickBooks.APP_CENTER_BASE = baseUrl;
    QuickBooks.V3_ENDPOINT_BASE_URL = `${baseUrl}/sandbox/v3/company/`;
    QuickBooks.setOauthVersion('1.0a');
    QuickBooks.TOKEN_URL = `${baseUrl}/oauth2/v1/tokens/bearer`;
    QuickBooks.REVOKE_URL = `${baseUrl}/v2/oauth2/tokens/revoke`;
    QuickBooks.USER_INFO_URL = `${baseUrl}/sandbox/v1/openid_connect/userinfo`;
  });

  afterAll(() => running.close());

  test('lives on OAuth 2.0 tokens: calls, renews, asks who, revokes', async () => {
    const scope = 'com.intuit.quickbooks.accounting openid email';
    const { access_token: token, refresh_token: refreshToken } = (await connectedClient(running, { scope })).getToken();
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    const client = new QuickBooks(
      ...([clientId, clientSecret, token, false, SANDBOX_REALM, true, false, null, '2.0', refreshToken] as const),
    );
    expect(await called((done) => client.getVendor('56', done))).toMatchObject({ DisplayName: "Bob's Burger Joint" });
    await called((done) => client.refreshAccessToken(done));
    expect(client.token).not.toBe(token);
    expect(await called((done) => client.getUserInfo(done))).toMatchObject({ email: 'craig@craigsdesign.example' });
    await called((done) => client.revokeAccess(true, done));
    expect(client.token).toBeNull();
    client.token = token;
    await expect(called((done) => client.getUserInfo(done))).rejects.toThrow('401');
  });

  test('lives on an OAuth 1.0a token: calls, cannot renew yet, disconnects', async () => {
    const { clientId, clientSecret } = running.sandbox.application('sandbox');
    const token = await signedToken(running, clock);
    const client = new QuickBooks(
      ...([clientId, clientSecret, token.key, token.secret, SANDBOX_REALM, true, false, null, '1.0a'] as const),
    );
    // Not a query: the package sends it twice and signs it once, because `oauth-1.0a` writes into what it is given.
    expect(await called((done) => client.getVendor('33', done))).toMatchObject({ DisplayName: "Chin's Gas and Oil" });
    await expect(called((done) => client.reconnect(done))).rejects.toMatchObject({ ErrorCode: 212 });
    expect(await called((done) => client.disconnect(done))).toMatchObject({ ErrorCode: 0 });
    await expect(called((done) => client.getVendor('56', done))).rejects.toThrow('401');
  });
});

async function signedToken(running: RunningSandbox, clock: TestClock): Promise<{ key: string; secret: string }> {
  const { clientId, clientSecret } = running.sandbox.application('sandbox');
  const client = new OAuth1Client({ key: clientId, secret: clientSecret }, clock);
  const oauth = `${running.baseUrl}/oauth/v1`;
  const asked = await client.fields(`${oauth}/get_request_token`, undefined, { oauth_callback: 'http://localhost/' });
  const form = await openConsentForm(`${running.baseUrl}/Connect/Begin?oauth_token=${asked['oauth_token']}`);
  const verifier = (await form.answer('approve')).location!.searchParams.get('oauth_verifier')!;
  const requestToken = { key: asked['oauth_token']!, secret: asked['oauth_token_secret']! };
  const issued = await client.fields(`${oauth}/get_access_token`, requestToken, { oauth_verifier: verifier });
  return { key: issued['oauth_token']!, secret: issued['oauth_token_secret']! };
}

function called(run: (done: (error: unknown, answer?: unknown) => void) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    run((error, answer) => (error ? reject(error as Error) : resolve(answer)));
  });
}
