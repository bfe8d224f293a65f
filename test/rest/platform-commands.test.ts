import pino from 'pino';
import { createQuickBooksSandbox, type QuickBooksSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from '../support/clock';
import { openConsentForm } from '../support/consent-form';
import { OAuth1Client } from '../support/oauth1-client';
import {
  commandLine,
  filled,
  missingFrom,
  printedPage,
  requestOf,
  type Fillings,
  type PlatformPage,
} from '../support/platform-commands';
import { LIVE_REALM } from '../support/quickbooks-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Answered {
  readonly status: number;
  readonly requestId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What to expect of the command that creates an instance, page by page. */
const CREATIONS: readonly {
  readonly page: Exclude<PlatformPage, 'quickbooks-online'>;
  readonly key: string;
  readonly missing: readonly string[];
}[] = [
  { page: 'expensify', key: 'expensify', missing: ['partner.user.id', 'partner.user.secret'] },
  { page: 'quickbooks-enterprise', key: 'quickbooksonprem', missing: ['app.name', 'host.ip'] },
  { page: 'taxify', key: 'taxify', missing: ['api.key'] },
];

const CALLBACK = 'http://www.demonstrab.ly';

describe("the platform's commands, as its pages print them", () => {
  let service: TestService;
  let quickbooks: QuickBooksSandbox;
  let clock: TestClock;
  const lines: string[] = [];
  let tenant: Tenant;
  let fillings: Fillings;

  beforeAll(async () => {
    clock = new TestClock();
    service = await startTestService({
      clock,
      reports: 3,
      logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
      createSandboxes: async () => {
        quickbooks = await createQuickBooksSandbox({ clock });
        return [quickbooks];
      },
    });
    tenant = await service.createTenant();
    const { clientId, clientSecret } = quickbooks.application('live');
    fillings = {
      '<INSERT_USER_SECRET>': tenant.userSecret,
      '<INSERT_ORGANIZATION_SECRET>': tenant.organizationSecret,
      '<INSERT_TAGS>': 'from the platform',
      '<INSERT_INSTANCE_NAME>': 'Acme',
      '<INSERT_NAME>': 'Acme',
      '<INSERT_EXPENSIFY_EMAIL>': service.sandbox.configuration['partner.user.id']!,
      '<INSERT_EXPENSIFY_PARTNER_USER_SECRET>': service.sandbox.configuration['partner.user.secret']!,
      '<INSERT_TAXIFY_API_KEY>': service.taxify.configuration['api.key']!,
      '<INSERT_QUICKBOOKS_ENTERPRISE_APP_NAME>': 'Acme',
      '<INSERT_QUICKBOOKS_ENTERPRISE_HOST_IP>': '192.0.2.7',
      '<INSERT_QUICKBOOKS_API_KEY>': clientId,
      '<INSERT_QUICKBOOKS_API_SECRET>': clientSecret,
      '<INSERT_API_KEY>': clientId,
      '<INSERT_API_SECRET>': clientSecret,
      '<SAME CALLBACK URL USED IN STEP 2>': CALLBACK,
      '<INSERT_CALLBACK_URL>': CALLBACK,
      insert_fake_api_key: clientId,
      insert_fake_api_secret: clientSecret,
    };
  });
  afterAll(() => service.close());

  /** Runs a printed command; `body` is what `instance.json` holds. */
  async function run(command: string, more: Fillings = {}, body?: string): Promise<Answered> {
    const { method, url, headers, bodyFile } = requestOf(commandLine(command, { ...fillings, ...more }, service.url));
    expect(bodyFile).toBe(body === undefined ? null : 'instance.json');
    const response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : filled(body, { ...fillings, ...more }),
    });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    return { status: response.status, requestId: response.headers.get('elements-request-id'), body: answer };
  }

  function expectAnswer(answer: Answered, printed: string): void {
    expect(answer).toMatchObject({ status: 200, requestId: expect.stringMatching(/^[0-9a-f]{24}$/) });
    expect(missingFrom(answer.body, JSON.parse(printed))).toEqual([]);
  }

  it.each(CREATIONS)('create an instance of $key', async ({ page, key }) => {
    const { commands, bodies, answers } = printedPage(page);
    const answer = await run(commands[0]!, {}, bodies[0]);
    expectAnswer(answer, answers[0]!);
    expect(answer.body).toMatchObject({ name: 'Acme', tags: ['from the platform'], element: { key }, valid: true });
    const shown = await service.query<{ instances: { nodes: object[] } }>(
      tenant,
      `{ instances(filter: { elementKey: "${key}" }) { nodes { name tags element { key elementId } } } }`,
    );
    expect(shown.data?.instances.nodes).toEqual([
      { name: 'Acme', tags: ['from the platform'], element: { key, elementId: answer.body['elementId'] } },
    ]);
  });

  it.each(CREATIONS)('name every entry that is missing for $key', async ({ page, missing }) => {
    const { commands, bodies } = printedPage(page);
    const { configuration: _all, ...body } = JSON.parse(bodies[0]!) as Record<string, unknown>;
    const answer = await run(commands[0]!, {}, JSON.stringify(body));
    expect(answer).toMatchObject({
      status: 400,
      body: { requestId: answer.requestId, message: `Required configuration is missing: ${missing.join(', ')}.` },
    });
  });

  it('take QuickBooks Online from a request token over its consent page to an instance', async () => {
    const { commands, bodies, answers } = printedPage('quickbooks-online');
    const token = await run(commands[0]!);
    expectAnswer(token, answers[0]!);
    const page = await run(commands[1]!, { insert_fake_request_token: String(token.body['token']) });
    expectAnswer(page, answers[1]!);
    expect(page.body['element']).toBe('quickbooks');
    expect(new URL(String(page.body['oauthUrl'])).searchParams.get('oauth_callback')).toBe(
      `${CALLBACK}/?state=quickbooks`,
    );

    const callback = await consent(String(page.body['oauthUrl']));
    expect(callback).toMatchObject({ state: 'quickbooks', dataSource: 'QBO' });
    const instance = await run(
      commands[2]!,
      {
        '<OAUTH_TOKEN_RETURNED_IN_OAUTH_EXCHANGE>': callback['oauth_token']!,
        '<REALMID_RETURNED_IN_OAUTH_EXCHANGE>': callback['realmId']!,
        '<OAUTH_VERIFIER_RETURNED_IN_OAUTH_EXCHANGE>': callback['oauth_verifier']!,
        '<SECRET_RETURNED_IN_OAUTH_EXCHANGE>': String(token.body['secret']),
        '<RETURNED_IN_OAUTH_EXCHANGE>': callback['dataSource']!,
      },
      bodies[0],
    );
    expectAnswer(instance, answers[2]!);
    expect(instance.body).toMatchObject({
      element: { key: 'quickbooks' },
      configuration: { 'quickbooks.realm.id': LIVE_REALM, 'oauth.user.token': '********' },
    });
    expect(instance.body).not.toHaveProperty('providerData');
  });

  it('take QuickBooks Online with tokens that are there already', async () => {
    const { commands, bodies, answers } = printedPage('quickbooks-online');
    const token = await connect();
    const instance = await run(
      commands[2]!,
      {
        '<INSERT_DATASOURCE>': 'QBO',
        '<INSERT_REFRESH_INTERVAL>': '13046400',
        '<INSERT_REALM_ID>': LIVE_REALM,
        '<INSERT_USER_TOKEN>': token['oauth_token']!,
        '<INSERT_USER_TOKEN_SECRET>': token['oauth_token_secret']!,
        '<INSERT_REFRESH_TIME>': String(clock.now().getTime()),
      },
      bodies[1],
    );
    expectAnswer(instance, answers[2]!);
    expect(instance.body).toMatchObject({ name: 'QBO Token', tags: ['QBO Token'], externalAuthentication: 'initial' });
  });

  it('leave no secret of theirs in the log', () => {
    const log = lines.join('') + service.logged();
    expect(log).toContain('getRequestToken');
    for (const [placeholder, secret] of Object.entries(fillings)) {
      if (/secret|api_key/i.test(placeholder)) expect(log).not.toContain(secret);
    }
  });

  /** What the consent page answers when somebody consents. */
  async function consent(page: string): Promise<Record<string, string>> {
    const { location } = await (await openConsentForm(page)).answer('approve', LIVE_REALM);
    return Object.fromEntries(location!.searchParams);
  }

  /** Tokens of a client of somebody's own. */
  async function connect(): Promise<Record<string, string>> {
    const { clientId: key, clientSecret: secret } = quickbooks.application('live');
    const client = new OAuth1Client({ key, secret }, clock);
    const base = `${service.sandboxOrigin}/quickbooks`;
    const begun = await client.fields(`${base}/oauth/v1/get_request_token`, undefined, { oauth_callback: CALLBACK });
    const { oauth_verifier: verifier } = await consent(`${base}/Connect/Begin?oauth_token=${begun['oauth_token']}`);
    const temporary = { key: begun['oauth_token']!, secret: begun['oauth_token_secret']! };
    return client.fields(`${base}/oauth/v1/get_access_token`, temporary, { oauth_verifier: verifier! });
  }
});
