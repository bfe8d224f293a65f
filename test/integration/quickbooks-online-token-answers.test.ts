import { inspect } from 'node:util';
import type { VendorConnection } from '../../src/adapters/adapter';
import { quickbooksOAuth } from '../../src/adapters/quickbooks-online/oauth';
import { TestClock } from '../support/clock';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import { createTestWayOut, type TestWayOut } from '../support/vendor-http';

const HOUR = 60 * 60_000;
const JSON_TYPE = { 'content-type': 'application/json' };
const ACCESS = 'access-token-that-nobody-may-see';
const REFRESH = 'refresh-token-that-nobody-may-see';
const GOOD = { access_token: ACCESS, refresh_token: REFRESH, token_type: 'bearer', expires_in: 3600 };

describe('what Intuit answers about tokens', () => {
  const clock = new TestClock();
  let server: ScriptedServer;
  let wayOut: TestWayOut;

  beforeAll(async () => {
    server = await startScriptedServer();
    wayOut = createTestWayOut({ clock, origins: [server.origin] });
  });
  afterAll(async () => {
    await wayOut.close();
    await server.close();
  });

  const connection = (grant: Record<string, string> = {}): VendorConnection => ({
    configuration: { 'base.url': server.origin, 'oauth.api.key': 'key', 'oauth.api.secret': 'secret', ...grant },
    http: wayOut.open(),
    clock,
  });
  const exchange = (parameters: Record<string, string> = {}): Promise<Readonly<Record<string, string>>> =>
    quickbooksOAuth.exchange(connection(), {
      kind: 'OAUTH2',
      callbackUrl: 'https://app.example.com/callback',
      requestToken: null,
      scopes: null,
      parameters: { code: 'a-code', realmId: '1', ...parameters },
    });
  const failureOf = (asking: Promise<unknown>): Promise<unknown> =>
    asking.then(
      () => null,
      (error: unknown) => error,
    );

  it.each<[string, string]>([
    ['without a type', JSON.stringify({ ...GOOD, token_type: undefined })],
    ['with a time to live that is none', JSON.stringify({ ...GOOD, expires_in: 'soon' })],
    ['with a time to live that is past', JSON.stringify({ ...GOOD, expires_in: -1 })],
    ['with a list for a refresh token', JSON.stringify({ ...GOOD, refresh_token: [REFRESH] })],
    ['without a refresh token', JSON.stringify({ ...GOOD, refresh_token: undefined })],
    ['with an access token that would end a header', JSON.stringify({ ...GOOD, access_token: `${ACCESS}\r\nX: 1` })],
    ['with an access token without an end', JSON.stringify({ ...GOOD, access_token: ACCESS.repeat(1_000) })],
    ['in a list', JSON.stringify([GOOD])],
    ['that is a number', '7'],
    ['that is a form', `${ACCESS}=${REFRESH}`],
    ['that is cut off', JSON.stringify(GOOD).slice(0, -20)],
  ])('is refused, and nowhere repeated: an answer %s', async (_what, body) => {
    server.answerWith(reply(200, body, JSON_TYPE));
    const error = await failureOf(exchange());
    expect(error).toMatchObject({ code: 'VENDOR_PROTOCOL_ERROR' });
    const shown = inspect(error, { depth: null, showHidden: true });
    expect(shown).not.toContain(ACCESS.slice(0, 8));
    expect(shown).not.toContain(REFRESH.slice(0, 8));
  });

  it.each([0, 0.5, 1e300, 1e16, null])('is good for an hour when it says %p seconds', async (seconds) => {
    const more = { x_refresh_token_expires_in: seconds, x_refresh_token_hard_expires_in: seconds };
    server.answerWith(reply(200, JSON.stringify({ ...GOOD, expires_in: seconds ?? undefined, ...more }), JSON_TYPE));
    const { accessExpiresAt, idleExpiresAt, endsAt } = quickbooksOAuth.describe(await exchange());
    const now = clock.now().getTime();
    expect([accessExpiresAt, idleExpiresAt, endsAt]).toEqual([
      new Date(now + HOUR),
      new Date(now + 100 * 24 * HOUR),
      null,
    ]);
  });

  it.each([{ realmId: '../x' }, { realmId: '\ud800' }, { realmId: '1\0' }, { realmId: '9'.repeat(31) }])(
    'is not asked for a callback that names no company: %p',
    async (parameters) => {
      const before = server.received.length;
      expect(await failureOf(exchange(parameters))).toMatchObject({ code: 'VENDOR_REJECTED' });
      expect(server.received).toHaveLength(before);
    },
  );

  const XML_ZERO = '<ErrorCode>0</ErrorCode>';
  it.each([
    ['<ReconnectResponse/>', 'VENDOR_UNAVAILABLE'],
    ['<ReconnectResponse><ErrorCode><a/></ErrorCode></ReconnectResponse>', 'VENDOR_UNAVAILABLE'],
    ['<ReconnectResponse', 'VENDOR_UNAVAILABLE'],
    ['{"ErrorCode":"0"}', 'VENDOR_UNAVAILABLE'],
    ['', 'VENDOR_UNAVAILABLE'],
    [`<ReconnectResponse>${XML_ZERO}</ReconnectResponse>`, 'VENDOR_PROTOCOL_ERROR'],
    [
      `<ReconnectResponse>${XML_ZERO}<OAuthToken>a</OAuthToken><OAuthToken>b</OAuthToken></ReconnectResponse>`,
      'VENDOR_PROTOCOL_ERROR',
    ],
  ])('says nothing against a token of OAuth 1.0a where it is none: %s', async (body, code) => {
    server.answerWith(reply(200, body, { 'content-type': 'text/xml' }));
    const grant = { 'oauth.user.token': 'a', 'oauth.user.token.secret': 'b', 'authentication.type': 'oauth1' };
    expect(await failureOf(quickbooksOAuth.renew(connection(grant)))).toMatchObject({ code });
  });

  it('says nothing of instants that are none', () => {
    const never = '9999999999999999';
    const settings = { 'oauth.user.refresh_time': '8640000000000000', 'oauth.user.refresh_token.expires': never };
    const second = quickbooksOAuth.describe({ ...settings, 'oauth.user.consent.expires': never });
    expect([second.accessExpiresAt, second.idleExpiresAt, second.endsAt]).toEqual([null, null, null]);
    const first = quickbooksOAuth.describe({ ...settings, 'authentication.type': 'oauth1' });
    expect([first.accessExpiresAt, first.idleExpiresAt, first.renewableFrom]).toEqual([null, null, null]);
  });
});
