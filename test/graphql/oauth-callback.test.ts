import { TestClock } from '../support/clock';
import { QuickBooksConnections, type BegunFlow } from '../support/quickbooks-connections';
import { SANDBOX_REALM } from '../support/quickbooks-client';

const MINUTE = 60_000;
const RETURN_URL = 'https://app.example.com/connected?tab=books';

describe('our own callback page', () => {
  const clock = new TestClock();
  let world: QuickBooksConnections;

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
    const { parts } = world.service;
    await parts.returnUrls.add(parts.context, world.tenant.caller.organizationId, RETURN_URL);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    clock.advance(MINUTE);
    const { sandbox } = world.quickbooks;
    sandbox.setFaults({});
    sandbox.disconnect(SANDBOX_REALM);
    sandbox.forgetCalls();
  });

  interface Shown {
    readonly status: number;
    readonly location: string | null;
    readonly headers: Headers;
    readonly text: string;
  }

  /** What the browser gets that the consent page sends to us. */
  const visit = async (parameters: Record<string, string>): Promise<Shown> => {
    const address = `${world.service.url}/oauth/callback?${new URLSearchParams(parameters).toString()}`;
    const response = await fetch(address, { redirect: 'manual' });
    const { status, headers } = response;
    return { status, headers, location: headers.get('location'), text: await response.text() };
  };
  const end = async (flow: BegunFlow, input: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
    const { instance, errors } = await world.complete(flow, input);
    return instance === null ? errors[0] : instance;
  };

  it('takes the grant and keeps it for whoever began', async () => {
    const flow = await world.begin();
    const shown = await visit(await world.decide(flow));
    expect([shown.status, shown.location]).toEqual([200, null]);
    expect(shown.text).toContain('Connected');
    expect(await world.countInstances()).toBe(0);
    expect(await end({ ...flow, completionSecret: 'wrong' })).toMatchObject({ reason: 'SECRET_WRONG' });
    expect(await end(flow)).toMatchObject({ name: 'Books', status: 'ACTIVE' });
    expect(await end(flow)).toMatchObject({ reason: 'STATE_USED' });
    expect(world.calls('token/authorization_code')).toBe(1);
  });

  it('is a page that nothing keeps and nothing is loaded into', async () => {
    const { headers, text } = await visit({ state: 'x' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(text).not.toMatch(/<script|src=|href=/);
  });

  it('lets nobody change what was granted', async () => {
    const flow = await world.begin();
    await visit(await world.decide(flow));
    const configuration = [
      { key: 'quickbooks.realm.id', value: '1' },
      { key: 'oauth.user.token', value: 'another' },
      { key: 'authentication.type', value: 'oauth1' },
      { key: 'sync.history.days', value: '7' },
    ];
    const { instance, errors } = await world.complete(flow, { configuration });
    expect(errors).toEqual([]);
    const kept = Object.fromEntries(instance!.configuration.map(({ key, value }) => [key, value]));
    expect(kept).toMatchObject({
      'quickbooks.realm.id': SANDBOX_REALM,
      'authentication.type': 'oauth2',
      'sync.history.days': '7',
    });
  });

  it('returns to a registered address, with the state and nothing else', async () => {
    const flow = await world.begin({ returnUrl: RETURN_URL });
    const parameters = await world.decide(flow);
    const { status, location, text } = await visit(parameters);
    expect([status, location, text]).toEqual([303, `${RETURN_URL}&state=${flow.state}`, '']);
    expect(await end(flow)).toMatchObject({ status: 'ACTIVE' });
  });

  it('does not return to an address that was taken away meanwhile', async () => {
    const { returnUrls, context } = world.service.parts;
    const { organizationId } = world.tenant.caller;
    const returnUrl = 'https://gone.example.com/';
    await returnUrls.add(context, organizationId, returnUrl);
    const flow = await world.begin({ returnUrl });
    await returnUrls.remove(context, organizationId, returnUrl);
    const shown = await visit(await world.decide(flow));
    expect([shown.status, shown.location]).toEqual([200, null]);
  });

  it('returns with the refusal of the customer', async () => {
    const flow = await world.begin({ returnUrl: RETURN_URL });
    const { location } = await visit(await world.decide(flow, 'deny'));
    expect(location).toBe(`${RETURN_URL}&state=${flow.state}&error=access_denied`);
    expect(await end(flow)).toMatchObject({ reason: 'DENIED', vendorError: 'access_denied' });
  });

  it('returns nowhere that is not registered', async () => {
    const returnUrl = `${RETURN_URL}&other=1`;
    const { errors } = await world.mutate('beginOAuth', {
      elementKey: 'quickbooks',
      configuration: world.configuration(),
      returnUrl,
    });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'returnUrl'], suggestions: [RETURN_URL] }]);
    const stranger = await world.service.createTenant('Stranger');
    const foreign = await world.mutate(
      'beginOAuth',
      { elementKey: 'quickbooks', configuration: world.configuration(), returnUrl: RETURN_URL },
      stranger,
    );
    expect(foreign.errors).toMatchObject([{ path: ['input', 'returnUrl'], suggestions: [] }]);
    const both = await world.mutate('beginOAuth', {
      elementKey: 'quickbooks',
      configuration: world.configuration(),
      returnUrl: RETURN_URL,
      callbackUrl: 'https://app.example.com/callback',
    });
    expect(both.errors).toMatchObject([
      { path: ['input', 'returnUrl'], message: expect.stringContaining('there is none') },
    ]);
  });

  it('takes OAuth 1.0a as well', async () => {
    const flow = await world.begin({ kind: 'OAUTH1' });
    expect((await visit(await world.decide(flow))).status).toBe(200);
    expect(await end(flow)).toMatchObject({ status: 'ACTIVE' });
  });

  it('refuses what nobody waits for, what came before, what came too late, and what is not whole', async () => {
    expect(await visit({ state: 'made-up', code: 'x', realmId: '1' })).toMatchObject({ status: 400 });
    expect(await visit({})).toMatchObject({ status: 400 });
    const [used, late, cut] = [await world.begin(), await world.begin(), await world.begin()];
    const parameters = await world.decide(used);
    await visit(parameters);
    expect((await visit(parameters)).text).toContain('has come before');
    const { realmId: _realm, ...withoutCompany } = await world.decide(cut);
    expect((await visit(withoutCompany)).text).toContain('incomplete');
    const inTime = await world.decide(late);
    clock.advance(30 * MINUTE);
    expect((await visit(inTime)).text).toContain('too long');
    expect(world.calls('token/authorization_code')).toBe(1);
  });

  it('does not take what belongs to a callback of the caller', async () => {
    const { sandbox } = world.quickbooks;
    const callbackUrl = 'https://app.example.com/intuit/callback';
    sandbox.registerRedirectUri(sandbox.application('sandbox'), callbackUrl);
    const flow = await world.begin({ callbackUrl });
    const callbackParameters = await world.decide(flow);
    expect((await visit(callbackParameters)).text).toContain('Nobody here is waiting');
    expect(await end(flow, { callbackParameters })).toMatchObject({ status: 'ACTIVE' });
  });

  it('can be loaded again when the vendor could not be asked', async () => {
    const flow = await world.begin({ returnUrl: RETURN_URL });
    expect(await end(flow)).toMatchObject({ reason: 'NOT_GRANTED_YET', retryable: true });
    const parameters = await world.decide(flow);
    world.quickbooks.sandbox.setFaults({ 'http-503-html': { value: true, job: 'token/authorization_code', times: 1 } });
    expect(await visit(parameters)).toMatchObject({ status: 503, location: null });
    expect(await visit(parameters)).toMatchObject({ status: 303 });
    expect(await end(flow)).toMatchObject({ status: 'ACTIVE' });
  });

  it('says what the vendor refused, here and to whoever began', async () => {
    const flow = await world.begin();
    const parameters = await world.decide(flow);
    world.quickbooks.sandbox.setFaults({ 'invalid-grant': true });
    const { status, text } = await visit(parameters);
    expect([status, text.includes('invalid_grant')]).toEqual([400, false]);
    expect(await end(flow)).toMatchObject({ reason: 'EXCHANGE_REFUSED', vendorError: 'invalid_grant' });
  });

  it('gives grants back that nobody comes for within ten minutes', async () => {
    const { grantReturn, context } = world.service.parts;
    const flow = await world.begin();
    await visit(await world.decide(flow));
    clock.advance(10 * MINUTE - 1);
    await grantReturn.round(context);
    expect(world.connections()).toBe(1);
    clock.advance(1);
    await Promise.all([grantReturn.round(context), grantReturn.round(context)]);
    expect(world.connections()).toBe(0);
    expect(await end(flow)).toMatchObject({ reason: 'STATE_EXPIRED' });
  });

  it('gives a grant back whose end was cut by a kill', async () => {
    const { grantReturn, context } = world.service.parts;
    const flow = await world.begin();
    await visit(await world.decide(flow));
    // As a process leaves it that dies between the check and the commit.
    await world.service.database.query(context, {
      text: `UPDATE oauth_consents SET status = 'COMPLETING' WHERE status = 'GRANTED'`,
    });
    clock.advance(10 * MINUTE);
    await grantReturn.round(context);
    expect(world.connections()).toBe(0);
  });

  it('keeps grants readable while the encryption key is changed', async () => {
    const flow = await world.begin();
    await visit(await world.decide(flow));
    const begun = await world.begin();
    const next = { id: 'next', key: Buffer.alloc(32, 9) };
    const replica = world.service.addReplica({ keys: [next, { id: 'test', key: Buffer.alloc(32, 7) }] });
    expect(await replica.keyRotation.rotate(replica.context)).toBeGreaterThan(2);
    const alone = world.service.addReplica({ keys: [next] });
    for (const one of [flow, begun]) {
      const callbackParameters = one === begun ? await world.decide(begun) : null;
      if (callbackParameters !== null) await alone.consentCallback.receive(alone.context, callbackParameters);
      const { state, completionSecret } = one;
      const request = { state, completionSecret, callbackParameters: null, name: 'Rotated', configuration: [] };
      const completed = await alone.services.consentCompletion.complete(world.service.as(world.tenant), request);
      expect(completed.token).not.toBeNull();
    }
  });
});
