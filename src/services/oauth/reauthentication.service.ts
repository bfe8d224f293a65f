import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { UnsupportedOperationError } from '../../errors';
import type { RequestContext } from '../../request-context';
import type { AgentSetupDetails, AgentSetupService } from '../agents/agent-setup.service';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import { settingsAfter, type ConfigurationInput } from '../configuration-input';
import type { InstanceService } from '../instance.service';
import { problemsWithConsent } from './consent-input';
import type { GrantExchange } from './grant-exchange';

export interface ReauthenticationRequest {
  readonly id: string;
  readonly configuration: readonly ConfigurationInput[];
  /** What a consent page came back with, for callers who opened it themselves; null for other credentials. */
  readonly providerData: Readonly<Record<string, string>> | null;
  /** Of an element with an agent: its books are marked anew. */
  readonly renewsAccountMark?: boolean;
}

export interface Reauthenticated {
  readonly instance: InstanceRow;
  /** Of an element with an agent, which has a new password. */
  readonly agentSetup: AgentSetupDetails | null;
}

/** New credentials for an instance that is there: id, token and records stay. */
export class ReauthenticationService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly check: ConfigurationCheckService,
    private readonly exchange: GrantExchange,
    private readonly instances: InstanceService,
    private readonly agents: AgentSetupService,
  ) {}

  async reauthenticate(context: RequestContext, request: ReauthenticationRequest): Promise<Reauthenticated> {
    const { elementKey } = await this.instances.getOwn(context, request.id);
    const { agent } = this.catalog.get(elementKey);
    if (agent !== undefined && request.providerData === null) return this.setUpAnew(context, request);
    if (request.renewsAccountMark) throw hasNoMark(elementKey);
    return { instance: await this.giveCredentials(context, request), agentSetup: null };
  }

  private async setUpAnew(
    context: RequestContext,
    { id, configuration, renewsAccountMark = false }: ReauthenticationRequest,
  ): Promise<Reauthenticated> {
    const instance = await this.instances.reauthenticate(context, id, configuration);
    return { instance, agentSetup: await this.agents.rotatePassword(context, instance, renewsAccountMark) };
  }

  private async giveCredentials(
    context: RequestContext,
    { id, configuration, providerData }: ReauthenticationRequest,
  ): Promise<InstanceRow> {
    if (providerData === null) return this.instances.reauthenticate(context, id, configuration);
    const instance = await this.instances.getOwn(context, id);
    const adapter = this.catalog.get(instance.elementKey);
    const { catalog, oauth } = adapter;
    if (oauth === undefined) {
      const message = `${catalog.name} has no consent page: give its credentials in \`configuration\`.`;
      throw new UnsupportedOperationError(catalog.key, null, null, message, { path: ['input', 'providerData'] });
    }
    const stored = await this.instances.settingsOf(context, id);
    const ofApp = new Map([...stored].filter(([key]) => !oauth.grantKeys.includes(key)));
    const kind = oauth.kindOf(Object.fromEntries(ofApp), providerData);
    const problems = problemsWithConsent(adapter, kind, providerData);
    const input = { adapter, flow: kind, inputs: configuration, stored: ofApp, problems };
    const change = await this.check.checkInput(input);
    const settings = settingsAfter(ofApp, change);
    const granted = await this.exchange.fromProviderData(context, instance, adapter, settings, kind, providerData);
    const whole = { ...granted, change: new Map([...change, ...granted.change]) };
    await this.instances.adoptGrant(context, id, whole, () => Promise.resolve());
    return this.instances.getOwn(context, id);
  }
}

function hasNoMark(elementKey: string): UnsupportedOperationError {
  const message = 'Only books that an agent opens are marked: leave `renewAccountMark` out.';
  return new UnsupportedOperationError(elementKey, null, null, message, { path: ['input', 'renewAccountMark'] });
}
