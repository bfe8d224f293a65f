// Runs the platform's printed commands with curl, in a shell, against a service that was started with `npm start`:
//   npm run platform:calls [-- <address> <data directory>]
// Defaults: http://localhost:4000 and .data, where the demo organization's secrets are.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCredentials } from '../src/demo-organization';
import { openConsentForm } from '../test/support/consent-form';
import { OAuth1Client } from '../test/support/oauth1-client';
import {
  commandLine,
  filled,
  missingFrom,
  printedPage,
  type Fillings,
  type PlatformPage,
} from '../test/support/platform-commands';

interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly reaches: string;
}

interface SandboxCompany {
  readonly realmId: string;
  readonly kind: string;
}

type Answer = Readonly<Record<string, unknown>>;

const CALLBACK = 'http://www.demonstrab.ly';
/** Two spaces, so that they stand out from what curl writes. */
const INDENT = '  ';

const [origin = 'http://localhost:4000', dataDir = '.data'] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'platform-calls-'));
let failures = 0;

main()
  .catch((error: unknown) => {
    failures += 1;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  })
  .finally(() => {
    rmSync(directory, { recursive: true, force: true });
    process.stdout.write(failures === 0 ? 'Every command works as it is printed.\n' : `${failures} failed.\n`);
    process.exitCode = failures === 0 ? 0 : 1;
  });

async function main(): Promise<void> {
  const credentials = JSON.parse(readFileSync(join(dataDir, 'demo-credentials.json'), 'utf8')) as DemoCredentials;
  const quickbooks = await sandboxOf();
  const fillings = fillingsOf(credentials, quickbooks);
  for (const page of ['expensify', 'taxify', 'quickbooks-enterprise'] as const) create(page, fillings);
  await connectQuickBooks(quickbooks, fillings);
}

function create(page: PlatformPage, fillings: Fillings): void {
  const { commands, bodies, answers } = printedPage(page);
  run(`${page}: create an instance`, commands[0]!, fillings, { body: bodies[0], printed: answers[0] });
}

/** From the request token over the consent page to an instance, and once more with tokens in hand. */
async function connectQuickBooks(quickbooks: Sandbox, fillings: Fillings): Promise<void> {
  const { commands, bodies, answers } = printedPage('quickbooks-online');
  const token = run('quickbooks-online: request token', commands[0]!, fillings, { printed: answers[0] });
  const opened = { ...fillings, insert_fake_request_token: String(token['token']) };
  const page = run('quickbooks-online: consent page', commands[1]!, opened, { printed: answers[1] });
  const callback = await consent(String(page['oauthUrl']), quickbooks);
  const consented = {
    ...fillings,
    '<OAUTH_TOKEN_RETURNED_IN_OAUTH_EXCHANGE>': callback['oauth_token'] ?? '',
    '<REALMID_RETURNED_IN_OAUTH_EXCHANGE>': callback['realmId'] ?? '',
    '<OAUTH_VERIFIER_RETURNED_IN_OAUTH_EXCHANGE>': callback['oauth_verifier'] ?? '',
    '<SECRET_RETURNED_IN_OAUTH_EXCHANGE>': String(token['secret']),
    '<RETURNED_IN_OAUTH_EXCHANGE>': callback['dataSource'] ?? '',
  };
  run('quickbooks-online: create an instance', commands[2]!, consented, { body: bodies[0], printed: answers[2] });
  const held = { ...fillings, ...(await tokensInHand(quickbooks)) };
  run('quickbooks-online: quick provision', commands[2]!, held, { body: bodies[1], printed: answers[2] });
}

/** Runs a printed command in a shell and compares the answer with the printed one. */
function run(
  name: string,
  command: string,
  fillings: Fillings,
  { body, printed = '{}' }: { readonly body?: string; readonly printed?: string },
): Answer {
  if (body !== undefined) writeFileSync(join(directory, 'instance.json'), filled(body, fillings));
  const line = commandLine(command, fillings, origin).replace(/^curl /, 'curl -sS ');
  const answer = JSON.parse(execFileSync('sh', ['-c', line], { cwd: directory, encoding: 'utf8' })) as Answer;
  const missing = missingFrom(answer, JSON.parse(printed));
  if (missing.length > 0) failures += 1;
  process.stdout.write(`${missing.length === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
  if (missing.length > 0) {
    const why = typeof answer['message'] === 'string' ? answer['message'] : `missing: ${missing.join(', ')}`;
    process.stdout.write(`${INDENT}${why}\n`);
  }
  return answer;
}

/** What the QuickBooks sandbox has: production keys, since the printed bodies say nothing of a development host. */
interface Sandbox {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly realmId: string;
}

async function sandboxOf(): Promise<Sandbox> {
  const element = (await (await fetch(`${origin}/elements/api-v2/elements/quickbooks`)).json()) as {
    readonly configuration: readonly { readonly key: string; readonly defaultValue: string | null }[];
  };
  const url = element.configuration.find(({ key }) => key === 'base.url')?.defaultValue ?? '';
  const shown = (await (await fetch(`${url}/_control/applications`)).json()) as {
    readonly applications: readonly SandboxApplication[];
    readonly companies: readonly SandboxCompany[];
  };
  const application = shown.applications.find(({ reaches }) => reaches === 'live');
  const company = shown.companies.find(({ kind }) => kind === 'live');
  if (application === undefined || company === undefined) throw new Error(`${url} is no QuickBooks sandbox.`);
  return { url, key: application.clientId, secret: application.clientSecret, realmId: company.realmId };
}

/** Somebody consents on the page; what it answers its callback with. */
async function consent(page: string, { realmId }: Sandbox): Promise<Record<string, string>> {
  const { location, page: text } = await (await openConsentForm(page)).answer('approve', realmId);
  if (location === null) throw new Error(text);
  return Object.fromEntries(location.searchParams);
}

/** Tokens of a client of one's own, as one holds them who was connected before. */
async function tokensInHand(quickbooks: Sandbox): Promise<Fillings> {
  const { url, key, secret, realmId } = quickbooks;
  const clock = { now: () => new Date(), sleep: () => Promise.resolve() };
  const client = new OAuth1Client({ key, secret }, clock);
  const begun = await client.fields(`${url}/oauth/v1/get_request_token`, undefined, { oauth_callback: CALLBACK });
  const callback = await consent(`${url}/Connect/Begin?oauth_token=${begun['oauth_token']}`, quickbooks);
  const temporary = { key: begun['oauth_token'] ?? '', secret: begun['oauth_token_secret'] ?? '' };
  const verifier = { oauth_verifier: callback['oauth_verifier'] ?? '' };
  const tokens = await client.fields(`${url}/oauth/v1/get_access_token`, temporary, verifier);
  return {
    '<INSERT_DATASOURCE>': 'QBO',
    '<INSERT_REFRESH_INTERVAL>': '13046400',
    '<INSERT_REALM_ID>': realmId,
    '<INSERT_USER_TOKEN>': tokens['oauth_token'] ?? '',
    '<INSERT_USER_TOKEN_SECRET>': tokens['oauth_token_secret'] ?? '',
    '<INSERT_REFRESH_TIME>': String(Date.now()),
  };
}

function fillingsOf({ userSecret, organizationSecret, sandbox }: DemoCredentials, { key, secret }: Sandbox): Fillings {
  return {
    '<INSERT_USER_SECRET>': userSecret,
    '<INSERT_ORGANIZATION_SECRET>': organizationSecret,
    '<INSERT_TAGS>': 'platform calls',
    '<INSERT_INSTANCE_NAME>': 'From the platform',
    '<INSERT_NAME>': 'From the platform',
    '<INSERT_EXPENSIFY_EMAIL>': sandbox['expensify']?.['partner.user.id'] ?? '',
    '<INSERT_EXPENSIFY_PARTNER_USER_SECRET>': sandbox['expensify']?.['partner.user.secret'] ?? '',
    '<INSERT_TAXIFY_API_KEY>': sandbox['taxify']?.['api.key'] ?? '',
    '<INSERT_QUICKBOOKS_ENTERPRISE_APP_NAME>': 'Elements',
    '<INSERT_QUICKBOOKS_ENTERPRISE_HOST_IP>': '192.0.2.7',
    '<INSERT_QUICKBOOKS_API_KEY>': key,
    '<INSERT_QUICKBOOKS_API_SECRET>': secret,
    '<INSERT_API_KEY>': key,
    '<INSERT_API_SECRET>': secret,
    '<SAME CALLBACK URL USED IN STEP 2>': CALLBACK,
    '<INSERT_CALLBACK_URL>': CALLBACK,
    insert_fake_api_key: key,
    insert_fake_api_secret: secret,
  };
}
