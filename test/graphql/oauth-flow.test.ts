import { TestClock } from '../support/clock';
import { passTimeDuring } from '../support/pass-time';
import { readmeBlock } from '../support/readme';
import { QuickBooksConnections, type BegunFlow } from '../support/quickbooks-connections';
import { OTHER_SANDBOX_REALM, SANDBOX_REALM } from '../support/quickbooks-client';
import type { Tenant } from '../support/service-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OURS = 'https://app.example.com/intuit/callback';

describe('connecting a QuickBooks company through its consent page', () => {
  const clock = new TestClock();
  let world: QuickBooksConnections;
  let other: Tenant;

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
    const { sandbox } = world.quickbooks;
    sandbox.registerRedirectUri(sandbox.application('sandbox'), OURS);
    other = await world.service.createTenant('Other');
  });
  afterAll(() => world.close());
  beforeEach(() => {
    // Past the vendor's limits, which count the calls of the test before.
    clock.advance(MINUTE);
    const { sandbox } = world.quickbooks;
    sandbox.setFaults({});
    for (const { realmId } of sandbox.companies) sandbox.disconnect(realmId);
    sandbox.forgetCalls();
  });

  const begin = (input: object = {}, tenant?: Tenant): Promise<BegunFlow> =>
    world.begin({ callbackUrl: OURS, ...input }, tenant);

  /** Ends a flow that must not make anything; what is wrong. */
  const refused = async (flow: BegunFlow, input: object, tenant?: Tenant): Promise<Record<string, unknown>> => {
    const before = await world.countInstances();
    const { instance, token, errors } = await world.complete(flow, { ...input }, tenant);
    expect([instance, token]).toEqual([null, null]);
    expect(await world.countInstances()).toBe(before);
    expect(errors).toHaveLength(1);
    return errors[0]!;
  };

  const succeeds = async (flow: BegunFlow, callbackParameters: object): Promise<void> => {
    const { errors, instance } = await world.complete(flow, { callbackParameters });
    expect(errors).toEqual([]);
    expect(instance).toMatchObject({ status: 'ACTIVE' });
  };

  it('makes an instance whose grant is known, and whose secrets nobody sees', async () => {
    const flow = await begin();
    const url = new URL(flow.authorizationUrl);
    expect(url.href).toMatch(`${world.quickbooks.baseUrl}/connect/oauth2?`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ redirect_uri: OURS, state: flow.state });
    expect(flow.state).toMatch(/^[\w-]{43}$/);
    expect(flow.requestToken).toBeNull();
    const callbackParameters = await world.decide(flow);
    const { instance, token, errors } = await world.complete(flow, { callbackParameters, tags: ['books'] });
    expect(errors).toEqual([]);
    expect(token).not.toBeNull();
    expect(instance).toMatchObject({
      name: 'Books',
      tags: ['books'],
      status: 'ACTIVE',
      element: { key: 'quickbooks' },
    });
    const shown = Object.fromEntries(instance!.configuration.map(({ key, value }) => [key, value]));
    expect(shown).toMatchObject({
      'quickbooks.realm.id': SANDBOX_REALM,
      'oauth.user.token': '********',
      'oauth.user.refresh_token': '********',
      'oauth.api.secret': '********',
      'oauth.user.token.secret': null,
    });
    const { data } = await world.service.query(
      world.tenant,
      'query ($id: ID!) { instance(id: $id) { authorization { kind scopes accessExpiresAt idleExpiresAt grantExpiresAt refreshedAt } } }',
      { id: instance!.id },
    );
    const after = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString();
    expect(data).toEqual({
      instance: {
        authorization: {
          kind: 'OAUTH2',
          scopes: ['com.intuit.quickbooks.accounting'],
          accessExpiresAt: after(60 * MINUTE),
          idleExpiresAt: after(101 * DAY),
          grantExpiresAt: after(5 * 365 * DAY),
          refreshedAt: after(0),
        },
      },
    });
    expect([world.calls('token/authorization_code'), world.calls('company/companyinfo')]).toEqual([1, 1]);
    expect(world.connections()).toBe(1);
  });

  it('is begun and ended as the README shows it', async () => {
    const variables = JSON.parse(readmeBlock('json', '"apiKey"')) as { input: Record<string, unknown> };
    const { sandbox, baseUrl } = world.quickbooks;
    const { 'oauth.api.key': apiKey, 'oauth.api.secret': apiSecret } = sandbox.configuration;
    const configuration = [...(variables.input.configuration as object[]), { key: 'base.url', value: baseUrl }];
    const begun = await world.service.query<{ beginOAuth: BegunFlow }>(
      world.tenant,
      readmeBlock('graphql', 'mutation Begin'),
      { input: { ...variables.input, apiKey, apiSecret, configuration } },
    );
    const { state, completionSecret, authorizationUrl } = begun.data!.beginOAuth;
    const callbackParameters = await world.decide({ authorizationUrl });
    const input = { state, completionSecret, callbackParameters, name: 'Acme Books' };
    const ended = await world.service.query(world.tenant, readmeBlock('graphql', 'mutation Complete'), { input });
    expect(ended).toMatchObject({ data: { completeOAuth: { instance: {}, errors: [] } } });
  });

  it('keeps scopes that were asked for', async () => {
    const scopes = ['com.intuit.quickbooks.accounting', 'openid'];
    const { instance, errors } = await world.connect({ scopes });
    expect(errors).toEqual([]);
    const { data } = await world.service.query(
      world.tenant,
      'query ($id: ID!) { instance(id: $id) { authorization { scopes } } }',
      { id: instance!.id },
    );
    expect(data).toEqual({ instance: { authorization: { scopes } } });
  });

  it.each([[[]], [['']], [['two words']], [['a\0b']], [['x'.repeat(201)]], [Array.from({ length: 21 }, () => 'a')]])(
    'asks for no scopes that cannot be: %j',
    async (scopes) => {
      const input = { elementKey: 'quickbooks', configuration: world.configuration(), scopes };
      const { errors } = await world.mutate('beginOAuth', input);
      expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'scopes'] }]);
    },
  );

  it('begins no more flows than an organization can want, until some are over', async () => {
    const { database, parts } = world.service;
    await begin({}, other);
    const text = `INSERT INTO oauth_consents (state_hash, id, organization_id, user_id, element_key, kind,
        completion_hash, callback_url, status, created_at, expires_at)
      SELECT sha256(number::text::bytea), gen_random_uuid(), organization_id, user_id, element_key, kind,
        completion_hash, callback_url, status, created_at, expires_at
      FROM oauth_consents, generate_series(2, 1000) AS number WHERE organization_id = $1`;
    await database.query(parts.context, { text, values: [other.caller.organizationId] });
    const input = { elementKey: 'quickbooks', kind: 'OAUTH1', configuration: world.configuration() };
    const { errors } = await world.mutate('beginOAuth', input, other);
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input'] }]);
    expect(world.calls('get_request_token')).toBe(0);
    await begin();
    clock.advance(30 * MINUTE);
    await begin({}, other);
  });

  it('tells everything that is wrong with a beginning at once', async () => {
    const { errors } = await world.mutate('beginOAuth', {
      elementKey: 'quickbooks',
      apiKey: 'a key',
      returnUrl: 'https://nobody.example.com/',
      configuration: [{ key: 'base.urll', value: 'https://localhost' }],
    });
    expect(errors.map(({ code, path }) => [code, path])).toEqual([
      ['INVALID_INPUT', ['input', 'returnUrl']],
      ['MISSING_CONFIGURATION', ['input', 'configuration']],
      ['INVALID_CONFIGURATION', ['input', 'apiKey']],
      ['UNKNOWN_CONFIGURATION_KEY', ['input', 'configuration', '0', 'key']],
    ]);
  });

  it('begins nothing for an element without a consent page', async () => {
    const { errors } = await world.mutate('beginOAuth', { elementKey: 'expensify' });
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED_OPERATION', path: ['input', 'elementKey'] }]);
    const wrongKind = await world.mutate('beginOAuth', { elementKey: 'quickbooks', kind: 'AGENT' });
    expect(wrongKind.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'kind'] }]);
  });

  it('says at the beginning of OAuth 1.0a that the app is not known', async () => {
    const { errors } = await world.mutate('beginOAuth', {
      elementKey: 'quickbooks',
      kind: 'OAUTH1',
      apiSecret: 'wrong',
      configuration: world.configuration().filter(({ key }) => key !== 'oauth.api.secret'),
    });
    expect(errors).toMatchObject([
      { code: 'CREDENTIALS_REJECTED', keys: ['oauth.api.key', 'oauth.api.secret'], vendorCode: 'signature_invalid' },
    ]);
  });

  describe('a flow that cannot be ended', () => {
    it('because nobody began it', async () => {
      const flow = { ...(await begin()), state: 'made-up' };
      expect(await refused(flow, { callbackParameters: { code: 'x', realmId: '1' } })).toMatchObject({
        code: 'OAUTH_FAILED',
        reason: 'STATE_UNKNOWN',
        path: ['input', 'state'],
      });
    });

    it("because it is another organization's, which learns no more than of one that there is not", async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const foreign = await refused(flow, { callbackParameters }, other);
      expect(foreign).toEqual(await refused({ ...flow, state: 'made-up' }, { callbackParameters }, other));
      expect(foreign).toMatchObject({ reason: 'STATE_UNKNOWN' });
      await succeeds(flow, callbackParameters);
    });

    it('because whoever ends it did not begin it', async () => {
      const [flow, another] = [await begin(), await begin()];
      const callbackParameters = await world.decide(flow);
      const wrong = { ...flow, completionSecret: another.completionSecret };
      expect(await refused(wrong, { callbackParameters })).toMatchObject({ reason: 'SECRET_WRONG' });
      expect(world.calls('token/authorization_code')).toBe(0);
      await succeeds(flow, callbackParameters);
    });

    it('because the answer is that of another flow', async () => {
      const [flow, another] = [await begin(), await begin()];
      const callbackParameters = await world.decide(another);
      expect(await refused(flow, { callbackParameters })).toMatchObject({
        reason: 'STATE_MISMATCH',
        path: ['input', 'callbackParameters', 'state'],
      });
      expect(world.calls('token/authorization_code')).toBe(0);
      await succeeds(another, callbackParameters);
      await succeeds(flow, await world.decide(flow));
    });

    it('because the answer does not say which flow it belongs to: it may be that of another', async () => {
      const flow = await begin();
      const { state, ...others } = await world.decide(flow);
      const error = await refused(flow, { callbackParameters: others });
      expect(error).toMatchObject({ reason: 'PARAMETER_MISSING', path: ['input', 'callbackParameters'] });
      expect(error.message).toContain('state');
      expect(world.calls('token/authorization_code')).toBe(0);
      await succeeds(flow, { ...others, state: state! });
    });

    it('because it names no company', async () => {
      const flow = await begin();
      const callbackParameters = { ...(await world.decide(flow)), realmId: '1\0' };
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'EXCHANGE_REFUSED' });
      expect(world.calls('token/authorization_code')).toBe(0);
    });

    it('because it was ended already, and says with which instance', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const { instance } = await world.complete(flow, { callbackParameters });
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({ reason: 'STATE_USED', instance: { id: instance!.id } });
      expect(world.calls('token/authorization_code')).toBe(1);
      expect(world.connections()).toBe(1);
    });

    it('twice at once', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const ended = await Promise.all([1, 2, 3, 4].map(() => world.complete(flow, { callbackParameters })));
      expect(ended.filter(({ instance }) => instance !== null)).toHaveLength(1);
      for (const { errors } of ended.filter(({ instance }) => instance === null)) {
        expect(errors).toMatchObject([{ reason: 'STATE_USED' }]);
      }
      expect([world.calls('token/authorization_code'), world.connections()]).toEqual([1, 1]);
    });

    it('because it took too long', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      clock.advance(30 * MINUTE);
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'STATE_EXPIRED' });
      expect(world.calls('token/authorization_code')).toBe(0);
    });

    it('because the customer said no', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow, 'deny');
      expect(callbackParameters).toMatchObject({ error: 'access_denied' });
      const expected = { reason: 'DENIED', vendorError: 'access_denied' };
      expect(await refused(flow, { callbackParameters })).toMatchObject(expected);
      expect(await refused(flow, { callbackParameters })).toMatchObject(expected);
      expect(world.calls('token/authorization_code')).toBe(0);
    });

    it('because the keys are for companies of another kind, in the words of Intuit', async () => {
      world.quickbooks.sandbox.setFaults({ 'invalid-database': 'callback' });
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({
        reason: 'DENIED',
        vendorError: 'invalid_database',
        vendorErrorDescription:
          'Development application can only subscribe to sandbox company. No sandbox company found',
      });
      expect(error.message).toContain('Development keys reach sandbox companies only');
    });

    it('with words that no database holds', async () => {
      const flow = await begin();
      const callbackParameters = { error: 'bad\0word'.repeat(100), error_description: '\ud800' };
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'DENIED' });
    });

    it('because the callback came without a company, until it is given whole', async () => {
      world.quickbooks.sandbox.setFaults({ 'no-realm': true });
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({ reason: 'PARAMETER_MISSING', path: ['input', 'callbackParameters'] });
      expect(error.message).toContain('realmId');
      expect(world.calls('token/authorization_code')).toBe(0);
      await succeeds(flow, { ...callbackParameters, realmId: SANDBOX_REALM });
    });

    it('because something else is wrong with its end, and can be ended after', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const { errors } = await world.complete(flow, {
        callbackParameters,
        name: '',
        configuration: [{ key: 'use_sandbox', value: 'perhaps' }],
      });
      expect(errors.map(({ code }) => code)).toEqual(['INVALID_INPUT', 'INVALID_CONFIGURATION']);
      await succeeds(flow, callbackParameters);
    });

    it('with a code that was used in another, and what that had is gone', async () => {
      const [flow, another] = [await begin(), await begin()];
      const callbackParameters = await world.decide(flow);
      await succeeds(flow, callbackParameters);
      const stolen = { ...callbackParameters, state: another.state };
      expect(await refused(another, { callbackParameters: stolen })).toMatchObject({
        reason: 'EXCHANGE_REFUSED',
        vendorError: 'invalid_grant',
      });
      expect(world.connections()).toBe(0);
      expect(await refused(another, { callbackParameters: stolen })).toMatchObject({
        reason: 'EXCHANGE_REFUSED',
        vendorError: 'invalid_grant',
      });
    });

    it('because the secret of the app is wrong', async () => {
      const flow = await begin({
        apiSecret: 'wrong',
        configuration: world.configuration().filter(({ key }) => key !== 'oauth.api.secret'),
      });
      const callbackParameters = await world.decide(flow);
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({ reason: 'EXCHANGE_REFUSED', vendorError: 'invalid_client' });
    });

    it.each(['http-503-html', 'drop'] as const)(
      'while the vendor is down (%s), and can be ended after',
      async (fault) => {
        const flow = await begin();
        const callbackParameters = await world.decide(flow);
        world.quickbooks.sandbox.setFaults({ [fault]: { value: true, job: 'token/authorization_code', times: 1 } });
        const error = await refused(flow, { callbackParameters });
        expect(error).toMatchObject({ code: 'VENDOR_UNAVAILABLE', retryable: true });
        await succeeds(flow, callbackParameters);
      },
    );

    it('when the answer of the vendor is lost: the next try ends what was granted', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      world.quickbooks.sandbox.setFaults({ 'drop-after': { value: true, job: 'token/authorization_code', times: 1 } });
      expect(await refused(flow, { callbackParameters })).toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
      expect(world.connections()).toBe(1);
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'EXCHANGE_REFUSED' });
      expect(world.connections()).toBe(0);
    });
  });

  describe('a grant that nothing becomes of', () => {
    it('is given back', async () => {
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      world.quickbooks.sandbox.setFaults({ 'admin-lost': true });
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({ code: 'CREDENTIALS_REJECTED', vendorCode: '120' });
      expect([world.calls('revoke'), world.connections()]).toEqual([1, 0]);
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'STATE_USED' });
    });

    it('is given back when there is no room to keep it', async () => {
      const { database, parts } = world.service;
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      const broken = 'ALTER TABLE oauth_consents ADD CONSTRAINT broken CHECK (encrypted_grant IS NULL) NOT VALID';
      await database.query(parts.context, { text: broken });
      const ended = await world.complete(flow, { callbackParameters }).catch((error: unknown) => error);
      await database.query(parts.context, { text: 'ALTER TABLE oauth_consents DROP CONSTRAINT broken' });
      expect(ended).not.toMatchObject({ errors: [] });
      expect([world.calls('token/authorization_code'), world.connections()]).toEqual([1, 0]);
    });

    it('keeps nobody waiting when it cannot be opened any more', async () => {
      const { grantReturn, context } = world.service.parts;
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      world.quickbooks.sandbox.setFaults({
        'subscription-ended': true,
        'http-503-html': { value: true, job: 'revoke', times: 3 },
      });
      await advancing(refused(flow, { callbackParameters }));
      const owed = { text: 'SELECT expires_at AS "at" FROM oauth_consents WHERE encrypted_grant IS NOT NULL' };
      await world.service.database.query(context, {
        text: `UPDATE oauth_consents SET encrypted_grant = 'lost' WHERE encrypted_grant IS NOT NULL`,
      });
      clock.advance(10 * MINUTE);
      await grantReturn.round(context);
      const [row] = await world.service.database.query<{ at: Date }>(context, owed);
      expect(row!.at.getTime()).toBeGreaterThan(clock.now().getTime());
      clock.advance(7 * DAY);
      await grantReturn.round(context);
      expect(await world.service.database.query(context, owed)).toEqual([]);
    });

    it('is given back later when the vendor cannot be asked', async () => {
      const { grantReturn, context } = world.service.parts;
      const flow = await begin();
      const callbackParameters = await world.decide(flow);
      world.quickbooks.sandbox.setFaults({
        'subscription-ended': true,
        'http-503-html': { value: true, job: 'revoke', times: 3 },
      });
      const ended = await advancing(refused(flow, { callbackParameters }));
      expect(ended).toMatchObject({ code: 'PERMISSION_DENIED' });
      expect(world.connections()).toBe(1);
      await grantReturn.round(context);
      expect(world.connections()).toBe(1);
      clock.advance(10 * MINUTE);
      await grantReturn.round(context);
      expect(world.connections()).toBe(0);
      const calls = world.calls('revoke');
      clock.advance(DAY + MINUTE);
      await grantReturn.round(context);
      expect(world.calls('revoke')).toBe(calls);
      expect(await refused(flow, { callbackParameters })).toMatchObject({ reason: 'STATE_UNKNOWN' });
    });
  });

  /** Moves the clock on for who waits to try again. */
  const advancing = <T>(work: Promise<T>): Promise<T> => passTimeDuring(clock, work);

  describe('an instance that is there', () => {
    const connected = async (): Promise<string> => (await world.connect({ callbackUrl: OURS })).instance!.id;

    it('gets a new grant in place', async () => {
      const id = await connected();
      world.quickbooks.sandbox.disconnect(SANDBOX_REALM);
      const { errors } = await world.mutate('enableInstance', { id });
      expect(errors).toMatchObject([{ code: 'CREDENTIALS_REJECTED' }]);
      const flow = await world.begin({ instanceId: id, configuration: [] });
      const callbackParameters = await world.decide(flow);
      const { instance, token, errors: none } = await world.complete(flow, { callbackParameters, name: null });
      expect([none, token]).toEqual([[], null]);
      expect(instance).toMatchObject({ id, name: 'Books', status: 'ACTIVE', statusReason: null });
      expect((await world.mutate('enableInstance', { id })).errors).toEqual([]);
    });

    it('keeps settings that were changed while the customer thought', async () => {
      const id = await connected();
      const flow = await world.begin({ instanceId: id, configuration: [] });
      await world.mutate('updateInstance', { id, configuration: [{ key: 'quickbooks.datasource', value: 'QBD' }] });
      await world.complete(flow, { callbackParameters: await world.decide(flow) });
      const { instance } = await world.mutate('updateInstance', { id });
      expect(instance!.configuration).toContainEqual(
        expect.objectContaining({ key: 'quickbooks.datasource', value: 'QBD' }),
      );
    });

    it('refuses the consent for another company, and gives it back', async () => {
      const id = await connected();
      const flow = await world.begin({ instanceId: id, configuration: [] });
      const callbackParameters = await world.decide(flow, 'approve', OTHER_SANDBOX_REALM);
      const error = await refused(flow, { callbackParameters });
      expect(error).toMatchObject({ reason: 'OTHER_ACCOUNT' });
      expect(error.message).toContain(SANDBOX_REALM);
      expect([world.connections(OTHER_SANDBOX_REALM), world.connections()]).toEqual([0, 1]);
      expect((await world.mutate('enableInstance', { id })).errors).toEqual([]);
      const { errors } = await world.mutate('updateInstance', {
        id,
        configuration: [{ key: 'quickbooks.realm.id', value: OTHER_SANDBOX_REALM }],
      });
      expect(errors).toMatchObject([{ code: 'INVALID_CONFIGURATION', path: ['input', 'configuration', '0', 'value'] }]);
    });

    it('moves from OAuth 1.0a to OAuth 2.0', async () => {
      const { instance } = await world.connect({ kind: 'OAUTH1' });
      const flow = await world.begin({ instanceId: instance!.id, kind: 'OAUTH2', configuration: [] });
      const ended = await world.complete(flow, { callbackParameters: await world.decide(flow) });
      expect(ended.errors).toEqual([]);
      const shown = Object.fromEntries(ended.instance!.configuration.map(({ key, value }) => [key, value]));
      expect(shown).toMatchObject({ 'authentication.type': 'oauth2', 'oauth.user.token.secret': null });
      expect((await world.mutate('enableInstance', { id: instance!.id })).errors).toEqual([]);
    });

    it('gets its grant from whoever has its token, and no other instance does', async () => {
      const { instance, token } = await world.connect({ callbackUrl: OURS });
      const narrowed = { ...world.tenant, authorization: `${world.tenant.authorization}, Element ${token}` };
      const [own, fresh] = [
        await world.begin({ instanceId: instance!.id, configuration: [] }, narrowed),
        await begin(),
      ];
      const beside = { elementKey: 'quickbooks', instanceId: await connected() };
      expect((await world.mutate('beginOAuth', beside, narrowed)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
      const foreign = await world.complete(fresh, { callbackParameters: await world.decide(fresh) }, narrowed);
      expect(foreign.errors).toMatchObject([{ reason: 'STATE_UNKNOWN' }]);
      const { errors } = await world.complete(own, { callbackParameters: await world.decide(own) }, narrowed);
      expect(errors).toEqual([]);
      const other = await world.service.query(
        narrowed,
        'mutation { beginOAuth(input: { elementKey: "quickbooks" }) { state } }',
      );
      expect(other.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });

    it('is not found by another organization', async () => {
      const id = await connected();
      const { errors } = await world.mutate('beginOAuth', { elementKey: 'quickbooks', instanceId: id }, other);
      expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'instanceId'] }]);
    });

    it.each(['OAUTH2', 'OAUTH1'])('takes its grant of %s along when it is deleted', async (kind) => {
      const { instance } = await world.connect({ kind });
      expect(world.connections()).toBe(1);
      const { deletedInstanceId, errors } = await world.mutate('deleteInstance', { id: instance!.id });
      expect([deletedInstanceId, errors]).toEqual([instance!.id, []]);
      expect(world.connections()).toBe(0);
    });

    it('leaves its grant when that is asked for', async () => {
      const id = await connected();
      await world.mutate('deleteInstance', { id, revokeGrant: false });
      expect([world.calls('revoke'), world.connections()]).toEqual([0, 1]);
    });

    it('is gone also when the vendor cannot be told', async () => {
      const id = await connected();
      const before = await world.countInstances();
      world.quickbooks.sandbox.setFaults({ 'http-503-html': { value: true, job: 'revoke' } });
      const { deletedInstanceId, errors } = await advancing(world.mutate('deleteInstance', { id }));
      expect(deletedInstanceId).toBe(id);
      expect(errors).toMatchObject([{ code: 'VENDOR_UNAVAILABLE' }]);
      expect(await world.countInstances()).toBe(before - 1);
    });
  });

  it('tells of development keys at a company that is none of a sandbox', async () => {
    const { instance } = await world.connect({ callbackUrl: OURS });
    const given = await world.mutate('updateInstance', {
      id: instance!.id,
      configuration: [{ key: 'use_sandbox', value: 'false' }],
    });
    // Not part of the access that is checked when it alone is changed: what is checked is told.
    const { errors } = await world.mutate('reauthenticateInstance', { id: instance!.id });
    expect(given.errors).toEqual([]);
    expect(errors).toMatchObject([
      { code: 'PERMISSION_DENIED', requires: expect.stringContaining('development keys reach sandbox companies only') },
    ]);
  });

  it('writes no secret of any of this into a log', async () => {
    const flow = await begin();
    const callbackParameters = await world.decide(flow);
    world.quickbooks.sandbox.setFaults({ 'admin-lost': true });
    await world.complete(flow, { callbackParameters });
    const logged = world.service.logged();
    const secrets = [
      flow.state,
      flow.completionSecret,
      callbackParameters.code!,
      ...world
        .configuration()
        .slice(0, 2)
        .map(({ value }) => value),
    ];
    for (const secret of secrets) expect(logged).not.toContain(secret);
  });
});
