import { createHmac } from 'node:crypto';
import { createSandbox, type RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { TestClock } from './clock';
import { passTimeDuring } from './pass-time';
import { connectedClient, SANDBOX_REALM } from './quickbooks-client';
import { toInputs, type Tenant } from './service-world';
import { startTestService, type TestService, type TestServiceOptions } from './test-service';

/** The verifier token of somebody else's app. */
export const OTHER_TOKEN = 'b1946ac9-2492-4c1b-8c1f-6d5f3b0a9e11';

type CompanyObject = Readonly<Record<string, unknown>>;

/** The whole service beside a QuickBooks sandbox, with connections to its companies made by tokens in hand. */
export class QuickBooksBooks {
  private token: string | undefined;

  private constructor(
    readonly service: TestService,
    readonly quickbooks: RunningSandbox,
    readonly clock: TestClock,
  ) {}

  static async start(options: TestServiceOptions = {}): Promise<QuickBooksBooks> {
    const clock = new TestClock(Date.parse('2026-05-05T17:00:00Z'));
    const quickbooks = await createSandbox({ clock });
    quickbooks.sandbox.setFaults({ 'rate-limit': 'off' });
    const service = await startTestService({ reports: 3, clock, privateOrigins: [quickbooks.origin], ...options });
    return new QuickBooksBooks(service, quickbooks, clock);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.quickbooks.close();
  }

  /** Lets the clock run until something has ended that waits for it. */
  whileTimePasses<Result>(work: Promise<Result>): Promise<Result> {
    return passTimeDuring(this.clock, work);
  }

  /** The verifier token of the sandbox's app. */
  get verifierToken(): string {
    return this.quickbooks.sandbox.application('sandbox').verifierToken;
  }

  /** Id of a new instance. */
  async connect(tenant: Tenant, settings: Readonly<Record<string, string>> = {}): Promise<string> {
    const realmId = settings['quickbooks.realm.id'] ?? SANDBOX_REALM;
    const token = (await connectedClient(this.quickbooks, { realmId })).getToken();
    const { instanceId } = await this.service.parts.services.provisioning.provision(this.service.as(tenant), {
      elementKey: 'quickbooks',
      name: 'Books',
      tags: [],
      configuration: toInputs({
        ...this.quickbooks.sandbox.configuration,
        'base.url': this.quickbooks.baseUrl,
        'quickbooks.realm.id': realmId,
        'oauth.user.token': token.access_token,
        'oauth.user.refresh_token': token.refresh_token,
        ...settings,
      }),
      externalAuthentication: 'INITIAL',
    });
    return instanceId;
  }

  /** Requests that reached the company while something ran, such as `reports/ProfitAndLoss`. */
  async callsOf(run: () => Promise<unknown>): Promise<string[]> {
    const { sandbox } = this.quickbooks;
    sandbox.forgetCalls();
    await run();
    await this.service.parts.tasks.idle();
    return sandbox.calls().map(({ path }) => path.replace(/^.*\/v3\/company\/\d+\//, '').replace(/\?.*$/, ''));
  }

  /** What another client of QuickBooks writes; the object as it then is. */
  post(path: string, body: object): Promise<CompanyObject> {
    return this.askCompany(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** The connection of that other client has ended, with all others of the company. */
  forgetToken(): void {
    this.token = undefined;
  }

  /** An object as another client of QuickBooks reads it. */
  get(path: string): Promise<CompanyObject> {
    return this.askCompany(path, { method: 'GET' });
  }

  private async askCompany(path: string, init: RequestInit): Promise<CompanyObject> {
    this.token ??= (await connectedClient(this.quickbooks)).getToken().access_token;
    const response = await fetch(`${this.quickbooks.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}/${path}`, {
      ...init,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${this.token}`,
      },
    });
    const answer = (await response.json()) as Readonly<Record<string, CompanyObject>>;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return Object.values(answer).find((value) => typeof value === 'object')!;
  }

  /** Sends a message as Intuit does; the status of the answer. */
  async tell(body: string | object, token: string | null = this.verifierToken, vendor = 'quickbooks'): Promise<number> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const signature: Record<string, string> = token === null ? {} : { 'intuit-signature': sign(text, token) };
    const response = await fetch(`${this.service.url}/webhooks/${vendor}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signature },
      body: text,
    });
    await response.text();
    return response.status;
  }
}

export function sign(body: string, token: string): string {
  return createHmac('sha256', token).update(body).digest('base64');
}

/** An event of the form that Intuit sends since 2026. */
export function cloudEvent(entity: string, id: string, verb = 'updated', more: object = {}): object {
  return {
    specversion: '1.0',
    id: `${entity}-${id}-${verb}`,
    source: 'intuit.dGVzdA==',
    type: `qbo.${entity.toLowerCase()}.${verb}.v1`,
    datacontenttype: 'application/json',
    time: '2026-05-05T17:00:00.123456789Z',
    intuitentityid: id,
    intuitaccountid: SANDBOX_REALM,
    data: {},
    ...more,
  };
}
