import type { RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { createSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import type { Clock } from '../../src/clock';
import { openConsentForm } from './consent-form';
import { INSTANCE_MUTATIONS, type InstanceMutation, type InstancePayload } from './instance-operations';
import { SANDBOX_REALM } from './quickbooks-client';
import type { Tenant } from './service-world';
import { startTestService, type TestService, type TestServiceOptions } from './test-service';

/** What `beginOAuth` and `completeOAuth` answer, and every other mutation of instances. */
export interface FlowPayload extends InstancePayload {
  readonly authorizationUrl: string | null;
  readonly state: string | null;
  readonly stateExpiresAt: string | null;
  readonly completionSecret: string | null;
  readonly requestToken: { readonly token: string; readonly secret: string } | null;
}

export interface BegunFlow {
  readonly authorizationUrl: string;
  readonly state: string;
  readonly completionSecret: string;
  readonly requestToken: FlowPayload['requestToken'];
}

type Input = Readonly<Record<string, unknown>>;

/** The whole service beside a QuickBooks sandbox, asked through the graph. */
export class QuickBooksConnections {
  private constructor(
    readonly service: TestService,
    readonly quickbooks: RunningSandbox,
    readonly tenant: Tenant,
  ) {}

  /** The vendor goes by the same clock unless it gets another. */
  static async start(
    clock: Clock,
    options: TestServiceOptions = {},
    vendorClock: Clock = clock,
  ): Promise<QuickBooksConnections> {
    const quickbooks = await createSandbox({ clock: vendorClock });
    const { publicUrl } = options;
    const { sandbox } = quickbooks;
    if (publicUrl !== undefined)
      sandbox.registerRedirectUri(sandbox.application('sandbox'), `${publicUrl}/oauth/callback`);
    const service = await startTestService({ reports: 3, clock, privateOrigins: [quickbooks.origin], ...options });
    return new QuickBooksConnections(service, quickbooks, await service.createTenant('Acme'));
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.quickbooks.close();
  }

  /** The sandbox's keys and where it is, as `configuration` of an input. */
  configuration(more: Readonly<Record<string, string>> = {}): { key: string; value: string }[] {
    const all = { ...this.quickbooks.sandbox.configuration, 'base.url': this.quickbooks.baseUrl, ...more };
    return Object.entries(all).map(([key, value]) => ({ key, value }));
  }

  async mutate(name: InstanceMutation, input: Input, tenant: Tenant = this.tenant): Promise<FlowPayload> {
    const { data, errors } = await this.service.query<Record<string, FlowPayload>>(tenant, INSTANCE_MUTATIONS[name], {
      input,
    });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data![name]!;
  }

  async begin(input: Input = {}, tenant: Tenant = this.tenant): Promise<BegunFlow> {
    const all = { elementKey: 'quickbooks', configuration: this.configuration(), ...input };
    const { errors, authorizationUrl, state, completionSecret, requestToken } = await this.mutate(
      'beginOAuth',
      all,
      tenant,
    );
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return { authorizationUrl: authorizationUrl!, state: state!, completionSecret: completionSecret!, requestToken };
  }

  /** The parameters that the consent page answers with; the clicks are somebody's who decides so. */
  async decide(
    { authorizationUrl }: Pick<BegunFlow, 'authorizationUrl'>,
    decision: 'approve' | 'deny' = 'approve',
    realmId: string = SANDBOX_REALM,
  ): Promise<Record<string, string>> {
    const { location, page } = await (await openConsentForm(authorizationUrl)).answer(decision, realmId);
    if (location === null) throw new Error(page);
    return Object.fromEntries(location.searchParams);
  }

  complete(flow: BegunFlow, input: Input = {}, tenant: Tenant = this.tenant): Promise<FlowPayload> {
    const { state, completionSecret } = flow;
    return this.mutate('completeOAuth', { state, completionSecret, name: 'Books', ...input }, tenant);
  }

  /** A flow from its begin to its end. */
  async connect(input: Input = {}, realmId?: string): Promise<FlowPayload> {
    const flow = await this.begin(input);
    return this.complete(flow, { callbackParameters: await this.decide(flow, 'approve', realmId) });
  }

  /** Requests of a kind that reached the sandbox. */
  calls(job: string): number {
    return this.quickbooks.sandbox.calls().filter((call) => call.job === job).length;
  }

  /** How many connections of a company are alive at the vendor. */
  connections(realmId: string = SANDBOX_REALM): number {
    return this.quickbooks.sandbox.connections(realmId);
  }

  async countInstances(): Promise<number> {
    const { data } = await this.service.query<{ instances: { totalCount: number } }>(
      this.tenant,
      '{ instances { totalCount } }',
    );
    return data!.instances.totalCount;
  }
}
