import { createQuickBooksSandbox, type QuickBooksSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import { LOCAL_CALLBACK, OTHER_SANDBOX_REALM, SANDBOX_REALM } from '../support/quickbooks-client';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Instance {
  readonly id: number;
  readonly token?: string;
  readonly status: string;
  readonly configuration: Readonly<Record<string, string | null>>;
}

describe("consent pages in the platform's words", () => {
  let service: TestService;
  let quickbooks: QuickBooksSandbox;
  let tenant: Tenant;
  let rest: RestClient;
  let app: Record<'apiKey' | 'apiSecret' | 'callbackUrl', string>;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({
      clock,
      reports: 3,
      createSandboxes: async () => {
        quickbooks = await createQuickBooksSandbox({ clock });
        return [quickbooks];
      },
    });
    tenant = await service.createTenant();
    rest = RestClient.of(service, tenant);
    const { clientId, clientSecret } = quickbooks.application('sandbox');
    app = { apiKey: clientId, apiSecret: clientSecret, callbackUrl: LOCAL_CALLBACK };
  });
  afterAll(() => service.close());
  beforeEach(() => clock.advance(60_000));

  /** What a page came back with, once somebody has consented for a company. */
  async function consent(realmId: string): Promise<Record<string, string>> {
    const query = new URLSearchParams({ ...app, state: 'of the caller', scope: 'com.intuit.quickbooks.accounting' });
    const { body } = await RestClient.of(service, null).get(`/elements/39/oauth/url?${query}`);
    expect(body['element']).toBe('quickbooks');
    const { location } = await (await openConsentForm(String(body['oauthUrl']))).answer('approve', realmId);
    return Object.fromEntries(location!.searchParams);
  }

  async function connect(): Promise<Instance & { readonly token: string }> {
    const providerData = await consent(SANDBOX_REALM);
    expect(providerData['state']).toBe('of the caller');
    const { status, body } = await rest.send<Instance & { token: string }>('POST', '/instances', {
      body: { element: { key: 'quickbooks' }, name: 'Books', configuration: settings(), providerData },
    });
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ACTIVE', token: expect.any(String) } });
    return body;
  }

  function settings(): Record<string, string> {
    const { apiKey, apiSecret, callbackUrl } = app;
    return {
      'oauth.api.key': apiKey,
      'oauth.api.secret': apiSecret,
      'oauth.callback.url': callbackUrl,
      use_sandbox: 'true',
    };
  }

  it('end in an instance, and name what is missing of their answer', async () => {
    await connect();
    const body = { element: { key: 'quickbooks' }, name: 'Books', configuration: {}, providerData: { debug: true } };
    const { status, body: refused } = await rest.send('POST', '/instances', { body });
    expect(status).toBe(400);
    expect(refused['message']).toMatch(/`providerData`, where code, realmId are missing/);
    expect(refused['message']).toMatch(/Required configuration is missing: oauth\.api\.key, oauth\.api\.secret\./);
  });

  it('tell the words of the vendor when it refuses the answer', async () => {
    const providerData = { ...(await consent(SANDBOX_REALM)), code: 'nonsense' };
    const body = { element: { key: 'quickbooks' }, name: 'Books', configuration: settings(), providerData };
    const answer = await rest.send('POST', '/instances', { body });
    expect(answer).toMatchObject({ status: 400, body: { providerMessage: expect.any(String) } });
  });

  it.each(['PATCH', 'PUT'])('give an instance another grant with %s: its id and its token stay', async (method) => {
    const { id, token } = await connect();
    const providerData = await consent(SANDBOX_REALM);
    const { status, body } = await rest.send<Instance>(method, `/instances/${id}`, {
      body: { name: 'Again', providerData },
    });
    expect({ status, body }).toMatchObject({ status: 200, body: { id, name: 'Again', status: 'ACTIVE' } });
    expect(body).not.toHaveProperty('token');
    expect(await RestClient.ofToken(service, tenant, token).get('/instances')).toMatchObject({ body: { id } });
  });

  it('change nothing of an instance when they are of another company, or what comes with them is wrong', async () => {
    const { id } = await connect();
    const other = await rest.send('PATCH', `/instances/${id}`, {
      body: { providerData: await consent(OTHER_SANDBOX_REALM) },
    });
    expect(other.status).toBe(400);
    const nameless = await rest.send('PATCH', `/instances/${id}`, {
      body: { name: ' ', providerData: await consent(SANDBOX_REALM) },
    });
    expect(nameless.body['message']).toBe('The name is empty.');
    const { body } = await rest.get<Instance>(`/instances/${id}`);
    expect(body).toMatchObject({ status: 'ACTIVE', configuration: { 'quickbooks.realm.id': SANDBOX_REALM } });
  });

  it('leave the grant alone when all settings are replaced', async () => {
    const { id } = await connect();
    const configuration = { 'oauth.api.key': '********', 'oauth.api.secret': '********', use_sandbox: 'true' };
    const { status, body } = await rest.send<Instance>('PUT', `/instances/${id}`, {
      body: { name: 'Books', configuration },
    });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        configuration: {
          'oauth.callback.url': null,
          'oauth.user.token': '********',
          'quickbooks.realm.id': SANDBOX_REALM,
        },
      },
    });
  });

  it('take secrets in a body, and no request token of an app that the vendor does not know', async () => {
    const nobody = RestClient.of(service, null);
    const good = await nobody.send('POST', '/elements/quickbooks/oauth/token', { body: app });
    expect(good).toMatchObject({ status: 200, body: { token: expect.any(String), secret: expect.any(String) } });
    const bad = await nobody.send('POST', '/elements/quickbooks/oauth/token', { body: { ...app, apiKey: 'nobody' } });
    expect(bad).toMatchObject({ status: 400, body: { message: expect.stringContaining('oauth.api.key') } });
  });

  it('know the caller by all three of his secrets, in any order', async () => {
    const { id, token } = await connect();
    const authorization = `element ${token} ,  ORGANIZATION ${tenant.organizationSecret}, User ${tenant.userSecret}`;
    expect(await RestClient.of(service, { authorization }).get('/instances')).toMatchObject({ body: { id } });
    const stranger = await service.createTenant('Stranger');
    const mixed = `User ${tenant.userSecret}, Organization ${stranger.organizationSecret}`;
    expect(await RestClient.of(service, { authorization: mixed }).get('/instances')).toMatchObject({ status: 401 });
  });
});
