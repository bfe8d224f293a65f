import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { ConsentAnswer, OAuthKind, RequestToken } from '../../adapters/oauth/vendor-oauth';
import type { Clock } from '../../clock';
import { InvalidValueError, OAuthFlowError, UnsupportedOperationError, type ElementsError } from '../../errors';
import type { Database, Transaction } from '../../persistence/database';
import type { ConsentRow, OAuthConsentRepository } from '../../persistence/repositories/oauth-consent.repository';
import type { Caller, RequestContext } from '../../request-context';
import { createSecret, createUrlSecret, hashSecret, isSameHash } from '../../security/secret';
import { requireCaller } from '../caller-scope';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import type { ConfigurationChange, ConfigurationInput } from '../configuration-input';
import type { InstanceService } from '../instance.service';
import {
  problemsWithDetails,
  requireProvisioner,
  type InstanceDetails,
  type ProvisioningService,
} from '../provisioning.service';
import { toSealed } from './consent-callback';
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
import { CALLBACK_URL_KEY, type GrantExchange } from './grant-exchange';
import type { GrantReturn } from './grant-return';
import type { ReturnUrlService } from './return-url.service';

/** How long the customer may think about it. */
const CONSENT_TTL_MS = 30 * 60_000;
/** How long an end of a flow may take until it counts as one that died, and what it has is given back. */
const COMPLETION_TTL_MS = 10 * 60_000;
/** Of an organization, at a time. */
const MAX_OPEN_FLOWS = 1_000;
const MAX_SCOPES = 20;

export interface BeginRequest {
  readonly elementKey: string;
  readonly configuration: readonly ConfigurationInput[];
  readonly kind: OAuthKind | null;
  readonly scopes: readonly string[] | null;
  /** The instance that is to have the grant; null for a new one. */
  readonly instanceId: string | null;
  readonly returnUrl: string | null;
}

export interface Begun {
  readonly authorizationUrl: string;
  readonly state: string;
  readonly stateExpiresAt: Date;
  readonly completionSecret: string;
  readonly requestToken: RequestToken | null;
}

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

export interface OAuthFlowDependencies {
  readonly catalog: CatalogService;
  readonly check: ConfigurationCheckService;
  readonly exchange: GrantExchange;
  readonly returns: GrantReturn;
  readonly provisioning: ProvisioningService;
  readonly instances: InstanceService;
  readonly consents: OAuthConsentRepository;
  readonly returnUrls: ReturnUrlService;
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

/**
 * Consent flows. `state` finds a flow and is good once; the completion secret, which only whoever began it has, ends it:
 * so nobody can be made to end a flow that somebody else began.
 */
export class OAuthFlowService {
  constructor(private readonly deps: OAuthFlowDependencies) {}

  /** Opens a consent page. Everything that is wrong is told at once. */
  async begin(context: RequestContext, request: BeginRequest): Promise<Begun> {
    const { clock, exchange, consents, vault } = this.deps;
    const caller = request.instanceId === null ? requireProvisioner(context) : requireCaller(context);
    const adapter = this.connectable(request.elementKey);
    const stored = await this.storedSettings(context, adapter, request);
    const kind = kindOf(adapter, request, stored);
    const given = await this.checkBegin(context, caller, adapter, kind, request, stored);
    const settings = applied(stored, given);
    const callbackUrl = settings.get(CALLBACK_URL_KEY) ?? exchange.ownCallbackUrl;
    const state = createUrlSecret();
    const { scopes, instanceId, returnUrl } = request;
    const page = await exchange.begin(context, caller, adapter, settings, { kind, callbackUrl, state, scopes });
    const [id, completionSecret, createdAt] = [uuidv7(), createSecret(), clock.now()];
    const expiresAt = new Date(createdAt.getTime() + CONSENT_TTL_MS);
    const { requestToken } = page;
    const sealed = { settings: Object.fromEntries(settings), given: Object.fromEntries(given), scopes, requestToken };
    await consents.insert(context, {
      id,
      stateHash: hashSecret(state),
      organizationId: caller.organizationId,
      userId: caller.userId,
      elementKey: adapter.catalog.key,
      kind,
      instanceId,
      completionHash: hashSecret(completionSecret),
      callbackUrl,
      returnUrl,
      encryptedRequest: vault.sealRequest(id, sealed),
      createdAt,
      expiresAt,
    });
    return { ...page, state, stateExpiresAt: expiresAt, completionSecret };
  }

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

  private connectable(elementKey: string): VendorAdapter {
    const adapter = this.deps.catalog.getForInput(elementKey);
    if (adapter.oauth !== undefined) return adapter;
    const { key, name } = adapter.catalog;
    const message = `${name} has no consent page: use \`provisionInstance\` with its configuration.`;
    throw new UnsupportedOperationError(key, null, null, message, { path: ['input', 'elementKey'] });
  }

  /** Of an instance that is to have a new grant: what the vendor's app is called is known already. */
  private async storedSettings(
    context: RequestContext,
    { catalog, oauth }: VendorAdapter,
    { instanceId }: BeginRequest,
  ): Promise<Map<string, string>> {
    if (instanceId === null) return new Map();
    const { instances } = this.deps;
    const instance = await instances.getOwn(context, instanceId, ['input', 'instanceId']);
    if (instance.elementKey !== catalog.key) {
      throw new InvalidValueError('INVALID_INPUT', 'The instance is one of another element.', {
        path: ['input', 'elementKey'],
        expected: instance.elementKey,
      });
    }
    const settings = await instances.settingsOf(context, instanceId);
    // The grant before has no part in this; the app that it was given to has.
    return new Map([...settings].filter(([key]) => !oauth!.grantKeys.includes(key)));
  }

  private async checkBegin(
    context: RequestContext,
    caller: Caller,
    adapter: VendorAdapter,
    kind: OAuthKind,
    request: BeginRequest,
    stored: ReadonlyMap<string, string>,
  ): Promise<ConfigurationChange> {
    const problems = [
      ...problemsWithKind(adapter, kind),
      ...problemsWithScopes(request.scopes),
      ...(await this.problemsWithNumber(context, caller)),
      ...(await this.problemsWithReturn(context, caller, request, stored)),
    ];
    return this.deps.check.checkInput({ adapter, flow: kind, inputs: request.configuration, stored, problems });
  }

  /** Each is a row, and of OAuth 1.0a a call, which nobody has to end. */
  private async problemsWithNumber(context: RequestContext, { organizationId }: Caller): Promise<ElementsError[]> {
    const { consents, clock } = this.deps;
    const open = await consents.countOpen(context, organizationId, clock.now(), MAX_OPEN_FLOWS);
    if (open < MAX_OPEN_FLOWS) return [];
    const message =
      `Your organization has begun ${MAX_OPEN_FLOWS} consent flows that are not at their end. Complete some, or wait: ` +
      'each ends by itself half an hour after it was begun.';
    const expected = `At most ${MAX_OPEN_FLOWS} at a time.`;
    return [new InvalidValueError('INVALID_INPUT', message, { path: ['input'], expected })];
  }

  private async problemsWithReturn(
    context: RequestContext,
    { organizationId }: Caller,
    { returnUrl, configuration }: BeginRequest,
    stored: ReadonlyMap<string, string>,
  ): Promise<ElementsError[]> {
    if (returnUrl === null) return [];
    const path = ['input', 'returnUrl'];
    const given = configuration.findLast(({ key }) => key === CALLBACK_URL_KEY);
    const callbackUrl = given === undefined ? stored.get(CALLBACK_URL_KEY) : given.value;
    if (callbackUrl != null && callbackUrl !== this.deps.exchange.ownCallbackUrl) {
      const message =
        '`returnUrl` is where our own callback page sends the browser; with a callback address of yours there is none.';
      return [new InvalidValueError('INVALID_INPUT', message, { path, expected: 'Only one of the two.' })];
    }
    const problem = await this.deps.returnUrls.problemWith(context, organizationId, returnUrl, path);
    return problem === null ? [] : [problem];
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
    const settings = applied(new Map(Object.entries(sealed.settings)), change);
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

function kindOf(
  { oauth }: VendorAdapter,
  { kind, configuration }: BeginRequest,
  stored: ReadonlyMap<string, string>,
): OAuthKind {
  if (kind !== null) return kind;
  return oauth!.kindOf(
    Object.fromEntries(applied(stored, new Map(configuration.map(({ key, value }) => [key, value])))),
  );
}

function problemsWithKind({ catalog }: VendorAdapter, kind: OAuthKind): ElementsError[] {
  const kinds = catalog.provisioningFlows.filter((flow) => flow === 'OAUTH1' || flow === 'OAUTH2');
  if (kinds.includes(kind)) return [];
  const message = `${catalog.name} has no consent page of ${kind}.`;
  return [new InvalidValueError('INVALID_INPUT', message, { path: ['input', 'kind'], expected: kinds.join(' or ') })];
}

/** As OAuth 2.0 has it (RFC 6749, 3.3); they are kept with the instance. */
function problemsWithScopes(scopes: readonly string[] | null): ElementsError[] {
  if (scopes === null) return [];
  const areScopes = scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(scope));
  if (areScopes && scopes.length > 0 && scopes.length <= MAX_SCOPES) return [];
  const expected = `1 to ${MAX_SCOPES} names of at most 200 characters without spaces, quotes and backslashes.`;
  return [
    new InvalidValueError('INVALID_INPUT', `These cannot be scopes. Right would be: ${expected}`, {
      path: ['input', 'scopes'],
      expected,
    }),
  ];
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
    settings: Object.fromEntries(applied(new Map(Object.entries(settings)), further)),
    change: { ...before, ...Object.fromEntries(further) },
    grantKeys,
  };
}

function applied(settings: ReadonlyMap<string, string>, change: ConfigurationChange): Map<string, string> {
  const all = new Map<string, string | null>([...settings, ...change]);
  return new Map([...all].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}
