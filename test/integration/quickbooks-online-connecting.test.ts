import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import type { OAuthFlowError } from '../../src/errors';
import type { Begun } from '../../src/services/oauth/oauth-flow.service';
import { TestClock } from '../support/clock';
import { createServiceWorld, toInputs, type ServiceWorld, type Tenant } from '../support/service-world';

const CALLBACK = 'http://localhost:4000/oauth/callback';

describe('connecting a QuickBooks company', () => {
  const clock = new TestClock();
  let quickbooks: RunningSandbox;
  let world: ServiceWorld;
  let acme: Tenant;

  beforeAll(async () => {
    quickbooks = await createSandbox({ clock });
    world = await createServiceWorld({ clock, privateOrigins: [quickbooks.origin] });
    acme = await world.createTenant();
  });

  afterAll(async () => {
    await world.close();
    await quickbooks.close();
  });

  const configuration = () => toInputs({ ...quickbooks.sandbox.configuration, 'base.url': quickbooks.baseUrl });
  const flows = () => world.parts.services.oauthFlows;
  const begin = (): Promise<Begun> =>
    flows().begin(world.as(acme), {
      elementKey: 'quickbooks',
      configuration: configuration(),
      kind: null,
      scopes: null,
      callbackUrl: null,
      instanceId: null,
      returnUrl: null,
    });

  it('opens the consent page', async () => {
    const { authorizationUrl } = await begin();
    expect(authorizationUrl).toContain(`${quickbooks.baseUrl}/connect/oauth2`);
    const page = await fetch(authorizationUrl);
    expect(page.status).toBe(200);
    expect(new URL(authorizationUrl).searchParams.get('redirect_uri')).toBe(CALLBACK);
  });

  it('refuses a state that nobody began', async () => {
    const completing = flows().complete(world.as(acme), {
      state: 'unknown',
      completionSecret: 'unknown',
      callbackParameters: { code: 'x', realmId: '1' },
      name: 'Books',
      configuration: [],
    });
    await expect(completing).rejects.toMatchObject<Partial<OAuthFlowError>>({ reason: 'STATE_UNKNOWN' });
  });
});
