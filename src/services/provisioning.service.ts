import { v7 as uuidv7 } from 'uuid';
import type { ProvisioningFlow, VendorAdapter } from '../adapters/adapter';
import type { Clock } from '../clock';
import { UnauthenticatedError, UnsupportedOperationError, type ElementsError } from '../errors';
import type { Database, Transaction } from '../persistence/database';
import { InstanceRepository } from '../persistence/repositories/instance.repository';
import type { Caller, RequestContext } from '../request-context';
import { createSecret, hashSecret } from '../security/secret';
import type { AgentSetupDetails, AgentSetupService } from './agents/agent-setup.service';
import { AWAITS_FIRST_CALL } from './agents/agent-words';
import { requireCaller } from './caller-scope';
import type { CatalogService } from './catalog.service';
import type { ConfigurationCheckService } from './configuration-check.service';
import { settingsAfter, type ConfigurationInput } from './configuration-input';
import type { IdempotencyService } from './idempotency.service';
import { problemsWithName, problemsWithTags } from './instance-input';
import type { InstanceSettingsWriter } from './instance-settings-writer';
import { problemsWithConsent } from './oauth/consent-input';
import type { GrantedSettings, GrantExchange } from './oauth/grant-exchange';
import { problemsWithTimeToLive, storedTimeToLive } from './time-to-live';

/** What an instance is called and how its records are kept. */
export interface InstanceDetails {
  readonly name: string;
  readonly tags: readonly string[];
  /** Null or 0: the default. */
  readonly timeToLiveSeconds?: number | null;
}

export interface ProvisionRequest extends InstanceDetails {
  readonly elementKey: string;
  readonly configuration: readonly ConfigurationInput[];
  /** What a consent page came back with, for callers who opened it themselves. */
  readonly providerData?: Readonly<Record<string, string>> | null;
  readonly externalAuthentication: 'NONE' | 'INITIAL';
  readonly idempotencyKey?: string | null;
}

/** An instance and a secret that is shown once. */
export interface Provisioned {
  readonly instanceId: string;
  readonly token: string;
  /** Of an element with an agent; its password is shown once, too. */
  readonly agentSetup?: AgentSetupDetails;
}

/** An instance that is about to be kept. */
export interface NewInstance {
  readonly details: InstanceDetails;
  readonly settings: ReadonlyMap<string, string>;
  readonly externalAuthentication: 'NONE' | 'INITIAL';
}

/** How instances begin: nothing is kept unless the vendor accepts the credentials. */
export class ProvisioningService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly check: ConfigurationCheckService,
    private readonly exchange: GrantExchange,
    private readonly idempotency: IdempotencyService,
    private readonly settings: InstanceSettingsWriter,
    private readonly agents: AgentSetupService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async provision(context: RequestContext, request: ProvisionRequest): Promise<Provisioned> {
    const caller = requireProvisioner(context);
    const { idempotencyKey, ...operands } = request;
    const options = { key: idempotencyKey, operation: 'provisionInstance', request: operands };
    return this.idempotency.once<Provisioned>(context, options, async (settle) => {
      const adapter = this.provisionable(request.elementKey);
      const { details, providerData } = { details: request, providerData: request.providerData ?? null };
      const flow = flowOf(adapter, request);
      const change = await this.check.checkInput({
        adapter,
        flow,
        inputs: request.configuration,
        stored: new Map(),
        problems: [...problemsWithDetails(details), ...problemsWithConsent(adapter, flow, providerData)],
      });
      const given = settingsAfter(new Map(), change);
      const granted =
        flow === 'OAUTH1' || flow === 'OAUTH2'
          ? await this.exchange.fromProviderData(context, caller, adapter, given, flow, providerData!)
          : { settings: given, giveBack: () => Promise.resolve() };
      const { externalAuthentication } = request;
      return this.keepGranted(context, caller, adapter, granted, (transaction, settings) =>
        this.keep(context, transaction, caller, adapter, { details, settings, externalAuthentication }).then(
          async (provisioned) => {
            await settle(transaction, provisioned);
            return provisioned;
          },
        ),
      );
    });
  }

  /** Checks a grant with the vendor and keeps what `keep` makes of it, in one transaction; else the grant goes back. */
  async keepGranted<Result>(
    context: RequestContext,
    caller: Caller,
    adapter: VendorAdapter,
    granted: Pick<GrantedSettings, 'settings' | 'giveBack'>,
    keep: (transaction: Transaction, settings: ReadonlyMap<string, string>) => Promise<Result>,
  ): Promise<Result> {
    try {
      const owner = { id: null, organizationId: caller.organizationId };
      const settings = await this.check.verify(context, adapter, owner, granted.settings);
      return await this.database.transaction((transaction) => keep(transaction, settings));
    } catch (error) {
      await granted.giveBack();
      throw error;
    }
  }

  async keep(
    context: RequestContext,
    transaction: Transaction,
    caller: Caller,
    adapter: VendorAdapter,
    { details, settings, externalAuthentication }: NewInstance,
  ): Promise<Provisioned> {
    const id = uuidv7();
    const token = createSecret();
    const { organizationId } = caller;
    const hasAgent = adapter.agent !== undefined;
    await new InstanceRepository(transaction).insert(context, {
      id,
      organizationId,
      elementKey: adapter.catalog.key,
      name: details.name,
      tags: [...new Set(details.tags)],
      status: hasAgent ? 'PENDING' : 'ACTIVE',
      statusReason: hasAgent ? AWAITS_FIRST_CALL : null,
      tokenHash: hashSecret(token),
      externalAuthentication,
      timeToLiveSeconds: storedTimeToLive(details.timeToLiveSeconds ?? null),
      createdBy: caller.userId,
      createdAt: this.clock.now(),
    });
    await this.settings.write(context, transaction, adapter, id, settings);
    if (!hasAgent) return { instanceId: id, token };
    const agentSetup = await this.agents.create(context, transaction, adapter, { id, organizationId, settings });
    return { instanceId: id, token, agentSetup };
  }

  provisionable(elementKey: string): VendorAdapter {
    const adapter = this.catalog.getForInput(elementKey);
    if (adapter.check !== undefined || adapter.agent !== undefined) return adapter;
    throw new UnsupportedOperationError(
      elementKey,
      null,
      null,
      `${adapter.catalog.name} is in the catalogue, but cannot be provisioned yet.`,
      { path: ['input', 'elementKey'] },
    );
  }
}

/** Whoever may make instances: not somebody who is narrowed to one. */
export function requireProvisioner(context: RequestContext): Caller {
  const caller = requireCaller(context);
  if (caller.instanceId === null) return caller;
  throw new UnauthenticatedError(
    'An instance token narrows this request to one instance. Leave `Element …` out of the Authorization header to provision another.',
  );
}

export function problemsWithDetails(details: InstanceDetails): ElementsError[] {
  return [
    ...problemsWithName(details.name),
    ...problemsWithTags(details.tags),
    ...problemsWithTimeToLive(details.timeToLiveSeconds ?? null),
  ];
}

/** Tokens in hand, the answer of a consent page in hand, or keys from a form. */
function flowOf(adapter: VendorAdapter, request: ProvisionRequest): ProvisioningFlow {
  const { key, name, provisioningFlows } = adapter.catalog;
  if (request.externalAuthentication === 'INITIAL') {
    if (provisioningFlows.includes('EXISTING_TOKENS')) return 'EXISTING_TOKENS';
    throw new UnsupportedOperationError(key, null, null, `${name} has no tokens that could be brought along.`, {
      path: ['input', 'externalAuthentication'],
    });
  }
  if (adapter.oauth === undefined) return 'CREDENTIALS';
  const given = request.configuration.flatMap(({ key: of, value }) => (value === null ? [] : [[of, value] as const]));
  return adapter.oauth.kindOf(Object.fromEntries(given), request.providerData ?? {});
}
