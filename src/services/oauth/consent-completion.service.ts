import type { VendorAdapter } from '../../adapters/adapter';
import type { ConsentAnswer } from '../../adapters/oauth/vendor-oauth';
import type { Clock } from '../../clock';
import { OAuthFlowError } from '../../errors';
import type { Database, Transaction } from '../../persistence/database';
import type { ConsentRow, OAuthConsentRepository } from '../../persistence/repositories/oauth-consent.repository';
import type { Caller, RequestContext } from '../../request-context';
import { hashSecret, isSameHash } from '../../security/secret';
import { requireCaller } from '../caller-scope';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import { settingsAfter, type ConfigurationChange, type ConfigurationInput } from '../configuration-input';
import type { InstanceService } from '../instance.service';
import { problemsWithDetails, type InstanceDetails, type ProvisioningService } from '../provisioning.service';
import { toSealed } from './consent-callback';
import { CONSENT_TTL_MS } from './consent-request.service';
import type { ConsentVault, SealedGrant, SealedRequest } from './consent-vault';
import {
  denied,
  failureOf,
  notGrantedYet,
  parametersMissing,
  refusalIn,
  secretWrong,
  stateExpired,
  stateMismatch,
  stateUnknown,
  stateUsed,
} from './flow-errors';
import type { GrantExchange } from './grant-exchange';
import type { GrantReturn } from './grant-return';

/** How long an end of a flow may take until it counts as one that died, and what it has is given back. */
const COMPLETION_TTL_MS = 10 * 60_000;

export interface CompleteRequest extends Partial<InstanceDetails> {
  readonly state: string;
  readonly completionSecret: string;
  /** Null: our own page took them. */
  readonly callbackParameters: Readonly<Record<string, string>> | null;
  readonly configuration: readonly ConfigurationInput[];
}

/** The instance, and the token of a new one. */
export interface Completed {
  readonly instanceId: string;
  readonly token: string | null;
}

export interface ConsentCompletionDependencies {
  readonly catalog: CatalogService;
  readonly check: ConfigurationCheckService;
  readonly exchange: GrantExchange;
  readonly returns: GrantReturn;
  readonly provisioning: ProvisioningService;
  readonly instances: InstanceService;
  readonly consents: OAuthConsentRepository;
  readonly vault: ConsentVault;
  readonly database: Database;
  readonly clock: Clock;
}

/** A flow that is being ended, by nobody else. */
interface Claimed {
  readonly flow: ConsentRow;
  readonly adapter: VendorAdapter;
  readonly sealed: SealedRequest;
  /** What the caller says beside, settings by key. */
  readonly change: ConfigurationChange;
}

/** Ends consent flows, each once and by whoever began it. */
export class ConsentCompletionService {
  constructor(private readonly deps: ConsentCompletionDependencies) {}

  /** Ends a flow: the instance with its grant, or nothing at all. What is wrong with the input consumes nothing. */
  async complete(context: RequestContext, request: CompleteRequest): Promise<Completed> {
    const caller = requireCaller(context);
    const flow = await this.openFlow(context, caller, request);
    const adapter = this.deps.catalog.get(flow.elementKey);
    const sealed = this.deps.vault.openRequest(flow);
    const change = await this.checkComplete(adapter, flow, sealed, request);
    const answer = flow.status === 'GRANTED' ? null : this.answerOf(adapter, flow, sealed, request);
    const claimed = { flow: await this.claim(context, flow), adapter, sealed, change };
    const grant = await this.grantOf(context, claimed, answer);
    return this.settle(context, caller, claimed, grant, request);
  }

  /** The flow, if it is the caller's and can still be ended. */
  private async openFlow(context: RequestContext, caller: Caller, request: CompleteRequest): Promise<ConsentRow> {
    const flow = await this.deps.consents.find(context, hashSecret(request.state));
    if (flow === null || !isOf(caller, flow)) throw stateUnknown();
    if (!isSameHash(flow.completionHash, hashSecret(request.completionSecret))) throw secretWrong();
    if (flow.status === 'COMPLETED' || flow.status === 'COMPLETING') throw stateUsed(flow.completedInstanceId);
    if (flow.status === 'FAILED') throw failureOf(flow);
    if (flow.expiresAt <= this.deps.clock.now()) throw stateExpired();
    if (flow.status === 'EXCHANGING') throw notGrantedYet();
    return flow;
  }

  /** Settings and, for a new instance, what it is called. */
  private checkComplete(
    adapter: VendorAdapter,
    { kind, instanceId }: ConsentRow,
    { settings }: SealedRequest,
    request: CompleteRequest,
  ): Promise<ConfigurationChange> {
    const stored = new Map(Object.entries(settings));
    const problems = instanceId === null ? problemsWithDetails(detailsOf(request)) : [];
    return this.deps.check.checkInput({ adapter, flow: kind, inputs: request.configuration, stored, problems });
  }

  /** The answer of the consent page, as the caller took it. */
  private answerOf(
    { oauth }: VendorAdapter,
    { kind, callbackUrl }: ConsentRow,
    { requestToken, scopes }: SealedRequest,
    { callbackParameters: parameters, state }: CompleteRequest,
  ): ConsentAnswer {
    if (parameters === null && callbackUrl === this.deps.exchange.ownCallbackUrl) throw notGrantedYet();
    const given = parameters ?? {};
    if (given.state !== undefined && given.state !== state) throw stateMismatch();
    // The state too: without it, anybody's answer could be put into the browser of whoever began.
    const missing = [...oauth!.requiredParameters(kind), 'state'].filter((name) => !given[name]);
    if (missing.length > 0 && refusalIn(given) === null) throw parametersMissing(missing);
    return { kind, callbackUrl, requestToken, scopes, parameters: given };
  }

  private async claim(context: RequestContext, { stateHash, status }: ConsentRow): Promise<ConsentRow> {
    const { consents, database, clock } = this.deps;
    const expiresAt = new Date(clock.now().getTime() + COMPLETION_TTL_MS);
    const claimed = await consents.move(context, database, stateHash, status, 'COMPLETING', { expiresAt });
    if (claimed === null) throw stateUsed(null);
    return claimed;
  }

  private async grantOf(context: RequestContext, claimed: Claimed, answer: ConsentAnswer | null): Promise<SealedGrant> {
    const { flow, sealed, change, adapter } = claimed;
    const { exchange, returns, vault, consents, database } = this.deps;
    // It is there: what is in this status has one.
    if (answer === null) return withChange(vault.openGrant(flow)!, change);
    const refusal = refusalIn(answer.parameters);
    if (refusal !== null) {
      await returns.fail(context, flow, 'COMPLETING', { failure: 'DENIED', ...refusal });
      throw denied(refusal);
    }
    const settings = settingsAfter(new Map(Object.entries(sealed.settings)), change);
    const granted = await exchange
      .exchange(context, flow, adapter, settings, answer)
      .catch((error: unknown) => this.notGranted(context, claimed, error));
    const grant = toSealed(granted, { ...sealed.given, ...Object.fromEntries(change) });
    // At once, so that it can be given back should this process end before there is an instance.
    await exchange.orGiveBack(context, flow, adapter, granted.settings, async () => {
      const encryptedGrant = vault.sealGrant(flow.id, grant);
      await consents.move(context, database, flow.stateHash, 'COMPLETING', 'COMPLETING', { encryptedGrant });
    });
    return grant;
  }

  /** What the vendor did not refuse can be tried again: a code that was used all the same is refused then. */
  private async notGranted(context: RequestContext, { flow }: Claimed, error: unknown): Promise<never> {
    const { consents, returns, database } = this.deps;
    if (error instanceof OAuthFlowError) {
      const { vendorError, vendorErrorDescription } = error;
      await returns.fail(context, flow, 'COMPLETING', { failure: 'REFUSED', vendorError, vendorErrorDescription });
    } else {
      await consents.move(context, database, flow.stateHash, 'COMPLETING', 'BEGUN', { expiresAt: endOf(flow) });
    }
    throw error;
  }

  /** Keeps the instance and the end of the flow together; when nothing comes of it, the grant goes back. */
  private async settle(
    context: RequestContext,
    caller: Caller,
    { flow, adapter }: Claimed,
    grant: SealedGrant,
    request: CompleteRequest,
  ): Promise<Completed> {
    const { provisioning, instances } = this.deps;
    const giveBack = (): Promise<void> => this.giveBack(context, flow);
    const settings = new Map(Object.entries(grant.settings));
    const granted = { settings, change: new Map(Object.entries(grant.change)), giveBack };
    if (flow.instanceId !== null) {
      const { instanceId } = flow;
      await instances.adoptGrant(context, instanceId, granted, (transaction) =>
        this.end(context, transaction, flow, instanceId),
      );
      return { instanceId, token: null };
    }
    return provisioning.keepGranted(context, caller, adapter, granted, async (transaction, checked) => {
      const instance = { details: detailsOf(request), settings: checked, externalAuthentication: 'NONE' } as const;
      const provisioned = await provisioning.keep(context, transaction, caller, adapter, instance);
      await this.end(context, transaction, flow, provisioned.instanceId);
      return provisioned;
    });
  }

  private async end(
    context: RequestContext,
    transaction: Transaction,
    { stateHash }: ConsentRow,
    completedInstanceId: string,
  ): Promise<void> {
    const change = { completedInstanceId };
    const ended = await this.deps.consents.move(context, transaction, stateHash, 'COMPLETING', 'COMPLETED', change);
    if (ended === null) throw stateExpired();
  }

  /** Of what cannot be written down now, the grant is given back when its time is over. */
  private async giveBack(context: RequestContext, flow: ConsentRow): Promise<void> {
    await this.deps.returns.fail(context, flow, 'COMPLETING', { failure: 'NOT_KEPT' }).catch((error: unknown) => {
      context.logger.warn({ err: error, flowId: flow.id }, 'a grant is given back later');
    });
  }
}

/** Whoever is narrowed to an instance knows of the flows of that one alone. */
function isOf({ organizationId, instanceId }: Caller, flow: ConsentRow): boolean {
  return flow.organizationId === organizationId && (instanceId === null || flow.instanceId === instanceId);
}

/** When the flow would have ended had nobody tried. */
function endOf({ createdAt }: ConsentRow): Date {
  return new Date(createdAt.getTime() + CONSENT_TTL_MS);
}

function detailsOf({ name = '', tags = [], timeToLiveSeconds = null }: CompleteRequest): InstanceDetails {
  return { name, tags, timeToLiveSeconds };
}

/** What the vendor granted is not the caller's to change. */
function withChange({ settings, change: before, grantKeys }: SealedGrant, change: ConfigurationChange): SealedGrant {
  const further = new Map([...change].filter(([key]) => !grantKeys.includes(key)));
  return {
    settings: Object.fromEntries(settingsAfter(new Map(Object.entries(settings)), further)),
    change: { ...before, ...Object.fromEntries(further) },
    grantKeys,
  };
}
