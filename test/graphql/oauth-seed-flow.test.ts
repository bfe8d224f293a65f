import { TestClock } from '../support/clock';
import { QuickBooksConnections, type FlowPayload } from '../support/quickbooks-connections';
import { SANDBOX_REALM } from '../support/quickbooks-client';

const DAY = 24 * 60 * 60_000;
/** The customer's own page: the platform's documentation has one that is neither https nor there. */
const CALLBACK = 'http://www.demonstrab.ly';

/** The platform's way of connecting QuickBooks, as its customers know it, in both protocols. */
describe('the platform’s flow', () => {
  const clock = new TestClock();
  let world: QuickBooksConnections;
  let keys: { readonly apiKey: string; readonly apiSecret: string };

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
    const { sandbox } = world.quickbooks;
    sandbox.registerRedirectUri(sandbox.application('sandbox'), CALLBACK);
    const { clientId, clientSecret } = sandbox.application('sandbox');
    keys = { apiKey: clientId, apiSecret: clientSecret };
  });
  afterAll(() => world.close());
  beforeEach(() => {
    clock.advance(60_000);
    world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
  });

  const place = (): { key: string; value: string }[] => [
    { key: 'base.url', value: world.quickbooks.baseUrl },
    { key: 'use_sandbox', value: 'true' },
  ];
  const provision = (input: object): Promise<FlowPayload> =>
    world.mutate('provisionInstance', { elementKey: 'quickbooks', name: 'test', tags: ['QBO'], ...input });

  /** The instance reads its company. */
  const works = async ({ instance, errors }: FlowPayload): Promise<void> => {
    expect(errors).toEqual([]);
    expect(instance).toMatchObject({ status: 'ACTIVE', element: { key: 'quickbooks' } });
    expect((await world.mutate('enableInstance', { id: instance!.id })).errors).toEqual([]);
  };

  it('leads through OAuth 1.0a step by step: token, address, callback, instance', async () => {
    const flow = await world.begin({ ...keys, kind: 'OAUTH1', callbackUrl: CALLBACK, configuration: place() });
    // Step 1: the request token and its secret.
    const { token, secret } = flow.requestToken!;
    expect(token).toMatch(/^qyprd/);
    // Step 2: the address of the consent page.
    const url = new URL(flow.authorizationUrl);
    expect(url.pathname).toBe('/quickbooks/Connect/Begin');
    expect(url.searchParams.get('oauth_token')).toBe(token);
    expect(url.searchParams.get('oauth_callback')).toBe(`${CALLBACK}/?state=${flow.state}`);
    // Step 3: what comes back, and the instance.
    const callbackParameters = await world.decide(flow);
    expect(callbackParameters).toEqual({
      state: flow.state,
      oauth_token: token,
      oauth_verifier: expect.stringMatching(/^[a-z0-9]{7}$/),
      realmId: SANDBOX_REALM,
      dataSource: 'QBO',
    });
    expect(secret).toHaveLength(40);
    const completed = await world.complete(flow, { callbackParameters, name: 'test' });
    await works(completed);
    const { data } = await world.service.query(
      world.tenant,
      'query ($id: ID!) { instance(id: $id) { authorization { kind scopes accessExpiresAt idleExpiresAt grantExpiresAt } } }',
      { id: completed.instance!.id },
    );
    const end = new Date(clock.now().getTime() + 180 * DAY).toISOString();
    expect(data).toEqual({
      instance: {
        authorization: { kind: 'OAUTH1', scopes: [], accessExpiresAt: end, idleExpiresAt: end, grantExpiresAt: null },
      },
    });
  });

  it('takes the form with `providerData`, of whoever opened the page of OAuth 1.0a himself', async () => {
    const flow = await world.begin({ ...keys, kind: 'OAUTH1', callbackUrl: CALLBACK, configuration: place() });
    const { state: _state, ...answered } = await world.decide(flow);
    const provisioned = await provision({
      providerData: { ...answered, secret: flow.requestToken!.secret, state: 'quickbooks' },
      configuration: [
        ...place(),
        { key: 'oauth.api.key', value: keys.apiKey },
        { key: 'oauth.api.secret', value: keys.apiSecret },
        { key: 'oauth.callback.url', value: CALLBACK },
      ],
    });
    expect(provisioned.token).not.toBeNull();
    await works(provisioned);
  });

  it('takes the form with `providerData` of OAuth 2.0', async () => {
    const flow = await world.begin({ ...keys, callbackUrl: CALLBACK, configuration: place() });
    const { code, realmId } = await world.decide(flow);
    const configuration = [
      ...place(),
      { key: 'authentication.type', value: 'oauth2' },
      { key: 'scope', value: 'com.intuit.quickbooks.accounting' },
      { key: 'oauth.api.key', value: keys.apiKey },
      { key: 'oauth.api.secret', value: keys.apiSecret },
      { key: 'oauth.callback.url', value: CALLBACK },
    ];
    await works(await provision({ providerData: { code, realmId, state: 'quickbooks' }, configuration }));
    const again = await provision({ providerData: { code, realmId }, configuration });
    expect(again.errors).toMatchObject([{ reason: 'EXCHANGE_REFUSED', vendorError: 'invalid_grant' }]);
    expect(again.instance).toBeNull();
  });

  it('says which entries are missing', async () => {
    const { errors } = await provision({ providerData: { oauth_token: 'x', oauth_verifier: 'y' } });
    expect(errors).toMatchObject([
      {
        code: 'INVALID_INPUT',
        path: ['input', 'providerData'],
        message: expect.stringContaining('realmId, secret are missing'),
      },
      { code: 'MISSING_CONFIGURATION', missingKeys: ['oauth.api.key', 'oauth.api.secret'] },
    ]);
    const nothing = await provision({ configuration: world.configuration() });
    expect(nothing.errors).toMatchObject([{ message: expect.stringContaining('beginOAuth') }]);
  });

  describe('quick provision', () => {
    /** Tokens of a flow that somebody else has ended. */
    const tokens = async (kind: 'OAUTH1' | 'OAUTH2'): Promise<Record<string, string>> => {
      const { sandbox } = world.quickbooks;
      const flow = await world.begin({ ...keys, kind, callbackUrl: CALLBACK, configuration: place() });
      const { instance } = await world.complete(flow, { callbackParameters: await world.decide(flow) });
      const { parts } = world.service;
      const settings = await parts.services.instances.settingsOf(world.service.as(world.tenant), instance!.id);
      await world.mutate('deleteInstance', { id: instance!.id, revokeGrant: false });
      sandbox.forgetCalls();
      return Object.fromEntries(settings);
    };
    const quick = (values: Record<string, string>): Promise<FlowPayload> =>
      provision({
        name: 'QBO Token',
        tags: ['QBO Token'],
        externalAuthentication: 'INITIAL',
        configuration: [...place(), ...Object.entries(values).map(([key, value]) => ({ key, value }))],
      });

    it('takes every key that the platform lists, for OAuth 1.0a', async () => {
      const held = await tokens('OAUTH1');
      const provisioned = await quick({
        'oauth.callback.url': CALLBACK,
        'quickbooks.datasource': 'QBO',
        'oauth.user.refresh_interval': '13046400',
        'quickbooks.realm.id': SANDBOX_REALM,
        'oauth.user.token': held['oauth.user.token']!,
        'oauth.user.token.secret': held['oauth.user.token.secret']!,
        'oauth.api.key': keys.apiKey,
        'oauth.api.secret': keys.apiSecret,
        'oauth.user.refresh_time': held['oauth.user.refresh_time']!,
      });
      await works(provisioned);
      expect(world.calls('connection/reconnect')).toBe(0);
    });

    it('takes tokens of OAuth 2.0, and renews those that have ended before it keeps them', async () => {
      const held = await tokens('OAUTH2');
      clock.advance(2 * DAY);
      const given = {
        'authentication.type': 'oauth2',
        'quickbooks.realm.id': SANDBOX_REALM,
        'oauth.user.token': held['oauth.user.token']!,
        'oauth.user.refresh_token': held['oauth.user.refresh_token']!,
        'oauth.user.refresh_time': held['oauth.user.refresh_time']!,
        'oauth.api.key': keys.apiKey,
        'oauth.api.secret': keys.apiSecret,
      };
      const provisioned = await quick(given);
      await works(provisioned);
      expect(world.calls('token/refresh_token')).toBe(1);
      // The refresh token was replaced then: had the old one been kept, the next hour would end the instance.
      clock.advance(2 * DAY);
      await works(provisioned);
      expect(world.calls('token/refresh_token')).toBe(2);
    });

    it('keeps nothing of tokens that the vendor does not take', async () => {
      const before = await world.countInstances();
      const { errors, instance } = await quick({
        'quickbooks.realm.id': SANDBOX_REALM,
        'oauth.user.token': 'eyJ0b2tlbi50aGF0LmlzLm5vbmU',
        'oauth.user.refresh_token': 'none',
        'oauth.api.key': keys.apiKey,
        'oauth.api.secret': keys.apiSecret,
      });
      expect(instance).toBeNull();
      expect(errors).toMatchObject([{ code: 'CREDENTIALS_REJECTED', vendorCode: 'invalid_grant' }]);
      expect(await world.countInstances()).toBe(before);
    });
  });

  it('mends an instance in place with what a page came back with', async () => {
    const flow = await world.begin({ ...keys, callbackUrl: CALLBACK, configuration: place() });
    const { instance } = await world.complete(flow, { callbackParameters: await world.decide(flow) });
    world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
    const { code, realmId } = await world.decide(
      await world.begin({ ...keys, callbackUrl: CALLBACK, configuration: place() }),
    );
    const mended = await world.mutate('reauthenticateInstance', { id: instance!.id, providerData: { code, realmId } });
    expect(mended.instance).toMatchObject({ id: instance!.id, status: 'ACTIVE' });
    await works(mended);
    const incomplete = await world.mutate('reauthenticateInstance', { id: instance!.id, providerData: { code } });
    expect(incomplete.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'providerData'] }]);
  });

  it('mends an instance in place with tokens in its typed form', async () => {
    const connect = async (): Promise<{ id: string; settings: Map<string, string> }> => {
      const flow = await world.begin({ ...keys, callbackUrl: CALLBACK, configuration: place() });
      const { instance } = await world.complete(flow, { callbackParameters: await world.decide(flow) });
      const context = world.service.as(world.tenant);
      const { instances } = world.service.parts.services;
      return { id: instance!.id, settings: await instances.settingsOf(context, instance!.id) };
    };
    const old = await connect();
    world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
    const { settings } = await connect();
    const { errors } = await world.mutate('reauthenticateInstance', {
      id: old.id,
      typedConfiguration: {
        quickbooks: {
          oauthApiKey: keys.apiKey,
          oauthApiSecret: keys.apiSecret,
          oauthUserToken: settings.get('oauth.user.token'),
          oauthUserRefreshToken: settings.get('oauth.user.refresh_token'),
        },
      },
    });
    expect(errors).toEqual([]);
    const { instances } = world.service.parts.services;
    const after = await instances.settingsOf(world.service.as(world.tenant), old.id);
    expect(after.get('oauth.user.token')).toBe(settings.get('oauth.user.token'));
    // Of the grant before, nothing is mixed with that.
    expect(after.has('oauth.user.refresh_time')).toBe(false);
  });
});
