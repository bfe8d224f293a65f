import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import {
  connectedClient,
  intuitClient,
  LIVE_REALM,
  LOCAL_CALLBACK,
  OTHER_SANDBOX_REALM,
  PUBLIC_CALLBACK,
  SANDBOX_REALM,
} from '../support/quickbooks-client';

const ACCOUNTING = 'com.intuit.quickbooks.accounting';
const ZOE = '5a3f0c52-6d0e-4b1c-9d2a-1f6b8f0e7c02';

describe('the consent page of the QuickBooks Online sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
  });

  afterAll(() => running.close());
  afterEach(() => running.sandbox.setFaults({}));

  function address(changes: Record<string, string | undefined> = {}, keys: 'sandbox' | 'live' = 'sandbox'): string {
    const query = {
      client_id: running.sandbox.application(keys).clientId,
      response_type: 'code',
      scope: ACCOUNTING,
      redirect_uri: keys === 'sandbox' ? LOCAL_CALLBACK : PUBLIC_CALLBACK,
      state: 's',
      ...changes,
    };
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${running.baseUrl}/connect/oauth2?${new URLSearchParams(given).toString()}`;
  }

  test('offers the companies, and suggests one that the keys reach', async () => {
    const form = await openConsentForm(address());
    expect(form.status).toBe(200);
    expect(form.realmIds).toEqual(running.sandbox.companies.map(({ realmId }) => realmId));
    expect((await form.answer('approve')).location!.searchParams.get('realmId')).toBe(SANDBOX_REALM);
    const live = await openConsentForm(address({}, 'live'));
    expect((await live.answer('approve')).location!.searchParams.get('realmId')).toBe(LIVE_REALM);
  });

  test('runs no script, loads nothing, and is not put into frames', async () => {
    const { headers, page } = await openConsentForm(address());
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; img-src data:; style-src 'sha256-[^']+'; base-uri/,
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page).toContain('<html lang="en">');
  });

  test('escapes what it is given', async () => {
    const { page } = await openConsentForm(address());
    expect(page).toContain('Craig&#39;s Design and Landscaping Services');
    expect(page).toContain('Larry&#39;s Landscape &amp; Garden Supply');
    const evil = `"><script>alert('x')</script>&`;
    for (const changes of [{ state: evil }, { scope: evil }, { redirect_uri: evil }, { sandbox_user: evil }]) {
      expect((await openConsentForm(address(changes))).page).not.toContain('<script');
    }
  });

  test('says no to the app when somebody does', async () => {
    const { location } = await (await openConsentForm(address({ state: 'a b&c' }))).answer('deny');
    expect(location!.href.startsWith(LOCAL_CALLBACK)).toBe(true);
    expect(Object.fromEntries(location!.searchParams)).toEqual({ error: 'access_denied', state: 'a b&c' });
  });

  test('takes one answer, within half an hour', async () => {
    const form = await openConsentForm(address());
    expect((await form.answer('approve')).status).toBe(303);
    expect(await form.answer('approve')).toMatchObject({ status: 400, location: null });
    const old = await openConsentForm(address());
    clock.advance(30 * 60_000);
    expect(await old.answer('approve')).toMatchObject({ status: 400, location: null });
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['Unknown client_id', { client_id: 'nobody' }],
    ['Unknown client_id', { client_id: undefined }],
    ['redirect_uri', { redirect_uri: `${LOCAL_CALLBACK}/` }],
    ['redirect_uri', { redirect_uri: LOCAL_CALLBACK.toUpperCase() }],
    ['redirect_uri', { redirect_uri: PUBLIC_CALLBACK }],
    ['redirect_uri', { redirect_uri: undefined }],
    ['Invalid permissions requested', { scope: `${ACCOUNTING} payroll` }],
    ['Invalid permissions requested', { scope: undefined }],
  ])('is an error page about %s for %j', async (problem, changes) => {
    const { status, page } = await openConsentForm(address(changes));
    expect(status).toBe(400);
    expect(page).toContain(problem);
  });

  test('sends the browser back when only the response type is wrong', async () => {
    const { status, headers } = await openConsentForm(address({ response_type: 'token' }));
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`${LOCAL_CALLBACK}?error=unsupported_response_type&state=s`);
  });

  test('does not connect a live company to development keys, or the reverse', async () => {
    const development = await (await openConsentForm(address())).answer('approve', LIVE_REALM);
    expect(development).toMatchObject({ status: 403, location: null });
    expect(development.page).toContain('Error code : invalid_database.');
    expect(development.page).toContain('Development application can only subscribe to sandbox company.');
    const back = new URL(development.links[0]!);
    expect(back.searchParams.get('error')).toBe('invalid_database');
    expect(back.searchParams.get('state')).toBe('s');
    const production = await (await openConsentForm(address({}, 'live'))).answer('approve', SANDBOX_REALM);
    expect(production).toMatchObject({ status: 403, location: null });
  });

  test('asks an administrator', async () => {
    const form = await openConsentForm(address({ sandbox_user: ZOE }));
    expect(form.page).toContain('Zoë O&#39;Hara');
    const refused = await form.answer('approve', OTHER_SANDBOX_REALM);
    expect(refused).toMatchObject({ status: 403, location: null });
    expect(refused.page).toContain('not an administrator');
    const unknown = await (await openConsentForm(address({ sandbox_user: ZOE }))).answer('approve', '9130350000000202');
    expect(unknown).toMatchObject({ status: 400, location: null });
  });

  test('lets somebody else sign in', async () => {
    const { links } = await openConsentForm(address());
    expect((await openConsentForm(links[0]!)).page).toContain('Signed in as <strong>Zoë O&#39;Hara</strong>');
  });

  test('replaces whoever connected the company before', async () => {
    const craig = await connectedClient(running);
    const form = await openConsentForm(address({ sandbox_user: ZOE }));
    expect(form.page).toContain('Connected by Craig Whitaker');
    const zoe = intuitClient(running);
    await zoe.createToken((await form.answer('approve', SANDBOX_REALM)).location!.href);
    await expect(craig.refresh()).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(zoe.refresh()).resolves.toBeDefined();
  });

  test('goes wrong as it is told to', async () => {
    running.sandbox.setFaults({ 'no-realm': { times: 1 }, 'other-state': { times: 1 } });
    const { location } = await (await openConsentForm(address())).answer('approve');
    expect(location!.searchParams.has('realmId')).toBe(false);
    expect(location!.searchParams.get('state')).not.toBe('s');
    running.sandbox.setFaults({ 'invalid-database': { value: 'callback', times: 1 } });
    const sentBack = await (await openConsentForm(address())).answer('approve');
    expect(sentBack.location!.searchParams.get('error')).toBe('invalid_database');
  });
});

describe('redirect addresses at the QuickBooks Online sandbox', () => {
  const clock = new TestClock();
  let running: RunningSandbox;

  beforeAll(async () => {
    running = await createSandbox({ clock });
  });

  afterAll(() => running.close());

  test.each([
    ['sandbox', 'http://localhost:5000/callback', null],
    ['sandbox', 'http://127.0.0.1:5000/callback', null],
    ['sandbox', 'https://app.example.com/callback?state=x', 'query'],
    ['sandbox', 'ftp://app.example.com/', 'neither https nor http'],
    ['sandbox', 'callback', 'not an address'],
    ['live', 'https://app.example.com/callback', null],
    ['live', 'http://app.example.com/callback', 'https'],
    ['live', 'https://localhost/callback', 'not localhost'],
    ['live', 'https://10.0.0.1/callback', 'host name'],
    ['live', 'https://[::1]/callback', 'host name'],
  ] as const)('for %s keys: %s is refused for %s', (keys, uri, problem) => {
    const { sandbox } = running;
    const register = () => sandbox.registerRedirectUri(sandbox.application(keys), uri);
    if (problem === null) expect(register).not.toThrow();
    else expect(register).toThrow(problem);
  });

  test('are registered by a call as well', async () => {
    const register = (body: object) =>
      fetch(`${running.baseUrl}/_control/redirect-uris`, { method: 'POST', body: JSON.stringify(body) });
    expect((await register({ uri: 'http://localhost:5001/callback' })).status).toBe(204);
    const refused = await register({ uri: 'http://localhost:5001/callback', clientId: 'nobody' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('nobody');
    const shown = await (await fetch(`${running.baseUrl}/_control/applications`)).json();
    expect(shown).toMatchObject({
      applications: [{ redirectUris: expect.arrayContaining(['http://localhost:5001/callback']) }, { reaches: 'live' }],
    });
  });
});
