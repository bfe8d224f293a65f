import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { ConsentAnswer, OAuthKind, RequestToken, Settings } from '../../adapters/oauth/vendor-oauth';
import { VendorUnavailableError, VendorRateLimitError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { InvalidValueError, OAuthFlowError, UnsupportedOperationError } from '../../errors';
import type { ElementsError } from '../../errors';
import type { Database } from '../../persistence/database';
import {
  OAuthConsentRepository,
  type ConsentRow,
  type ConsentStatus,
} from '../../persistence/repositories/oauth-consent.repository';
import type { ReturnUrlRepository } from '../../persistence/repositories/return-url.repository';
import type { Caller, RequestContext } from '../../request-context';
import type { Encryption } from '../../security/encryption';
import { createSecret, hashSecret, isSameHash } from '../../security/secret';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import type { ConfigurationInput } from '../configuration-input';
import type { InstanceService } from '../instance.service';
import {
  problemsWithDetails,
  requireProvisioner,
  type InstanceDetails,
  type ProvisioningService,
} from '../provisioning.service';
import { CALLBACK_URL_KEY, type GrantedSettings, type GrantExchange } from './grant-exchange';

/** How long the customer may think about it. */
const CONSENT_TTL_MS = 30 * 60_000;
/** How long a grant that our own callback page took waits for its caller. */
const UNCLAIMED_TTL_MS = 10 * 60_000;
const UNCLAIMED_A_ROUND = 50;
/** How long it is still told what became of a flow. */
const TOLD_FOR_MS = 24 * 60 * 60_000;

export interface BeginRequest {
  readonly elementKey: string;
  readonly configuration: readonly ConfigurationInput[];
  readonly kind: OAuthKind | null;
  readonly scopes: readonly string[] | null;
  /** Null: our own page. */
  readonly callbackUrl: string | null;
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

/** What our callback page does with the browser. */
export type Received =
  /** Back to whoever began; `error` is the vendor's word. */
  | { readonly kind: 'RETURN'; readonly url: string }
  | { readonly kind: 'GRANTED' }
  | { readonly kind: 'REFUSED'; readonly message: string };

/** The part of a flow that is kept encrypted. */
interface SealedRequest {
  readonly settings: Settings;
  readonly requestToken: RequestToken | null;
}

export interface OAuthFlowDependencies {
  readonly catalog: CatalogService;
  readonly check: ConfigurationCheckService;
  readonly exchange: GrantExchange;
  readonly provisioning: ProvisioningService;
  readonly instances: InstanceService;
  readonly consents: OAuthConsentRepository;
  readonly returnUrls: ReturnUrlRepository;
  readonly encryption: Encryption;
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Consent flows. `state` finds a flow and is good once; the completion secret, which only whoever began it has, ends it:
 * so nobody can be made to end a flow that somebody else began.
 */
export class OAuthFlowService {
  constructor(private readonly deps: OAuthFlowDependencies) {}

  /** Opens a consent page. Everything that is wrong is told at once. */
  async begin(context: RequestContext, request: BeginRequest): Promise<Begun> {
    const { clock, exchange, consents, encryption } = this.deps;
    const caller = requireProvisioner(context);
    const adapter = this.connectable(request.elementKey);
    const kind = this.kindOf(adapter, request);
    const stored = await this.storedSettings(context, request);
    const settings = await this.appSettings(context, caller, adapter, kind, request, stored);
    const state = createSecret().replace(/[+/=]/g, '');
    const completionSecret = createSecret();
    const callbackUrl = settings.get(CALLBACK_URL_KEY) ?? exchange.ownCallbackUrl;
    const connection = exchange.connect(context, caller, adapter, settings);
    const page = await adapter.oauth!.begin(connection, { kind, callbackUrl, state, scopes: request.scopes });
    const now = clock.now();
    const id = uuidv7();
    const sealed: SealedRequest = { settings: Object.fromEntries(settings), requestToken: page.requestToken };
    const expiresAt = new Date(now.getTime() + CONSENT_TTL_MS);
    await consents.insert(context, {
      id,
      stateHash: hashSecret(state),
      organizationId: caller.organizationId,
      userId: caller.userId,
      elementKey: adapter.catalog.key,
      kind,
      instanceId: request.instanceId,
      completionHash: hashSecret(completionSecret),
      callbackUrl,
      returnUrl: request.returnUrl,
      encryptedRequest: encryption.encrypt(JSON.stringify(sealed), { ownerId: id, name: 'request' }),
      createdAt: now,
      expiresAt,
    });
    return { ...page, state, stateExpiresAt: expiresAt, completionSecret };
  }

  /** Ends a flow: the instance with its grant, or nothing at all. */
  async complete(context: RequestContext, request: CompleteRequest): Promise<Completed> {
    const caller = requireProvisioner(context);
    const consent = await this.openFlow(context, caller, request);
    const adapter = this.deps.catalog.get(consent.elementKey);
    const sealed = this.unsealRequest(consent);
    const change = await this.checkDetails(adapter, consent, sealed, request);
    const from = consent.status;
    const answer = from === 'GRANTED' ? null : this.answerOf(adapter, consent, sealed, request.callbackParameters);
    const claimed = await this.move(context, consent, from, 'COMPLETING');
    if (claimed === null) throw stateUsed(null);
    const granted = await this.grantOf(context, consent, adapter, sealed, answer, change);
    return this.settle(context, caller, consent, adapter, granted, request);
  }

  /** What a vendor's consent page sends the browser to us with. Never throws for what somebody else may have made up. */
  async receive(context: RequestContext, parameters: Readonly<Record<string, string>>): Promise<Received> {
    const { consents, clock, catalog, exchange, encryption } = this.deps;
    const state = parameters.state ?? '';
    const consent = await consents.find(context, hashSecret(state));
    if (consent === null || consent.callbackUrl !== exchange.ownCallbackUrl) return refused('unknown');
    if (consent.status !== 'BEGUN') return refused('used');
    if (consent.expiresAt <= clock.now()) return refused('expired');
    const adapter = catalog.get(consent.elementKey);
    if (parameters.error !== undefined) {
      await this.fail(context, consent, 'BEGUN', parameters.error, parameters.error_description ?? null);
      return backTo(consent, state, parameters.error.slice(0, 100));
    }
    if (missingParameters(adapter, consent, parameters).length > 0) return refused('incomplete');
    const sealed = this.unsealRequest(consent);
    if ((await this.move(context, consent, 'BEGUN', 'EXCHANGING')) === null) return refused('used');
    const answer = { ...consent, requestToken: sealed.requestToken, parameters };
    const settings = new Map(Object.entries(sealed.settings));
    try {
      const granted = await exchange.exchange(context, consent, adapter, settings, answer);
      const grant = JSON.stringify(Object.fromEntries(granted.settings));
      const moved = await consents.move(context, this.deps.database, consent.stateHash, 'EXCHANGING', 'GRANTED', {
        encryptedGrant: encryption.encrypt(grant, { ownerId: consent.id, name: 'grant' }),
        expiresAt: new Date(clock.now().getTime() + UNCLAIMED_TTL_MS),
      });
      if (moved !== null) return backTo(consent, state, null);
      await granted.giveBack();
      return refused('expired');
    } catch (error) {
      context.logger.warn({ err: error, element: consent.elementKey }, 'a grant could not be had');
      const words = error instanceof OAuthFlowError ? error : null;
      await this.fail(
        context,
        consent,
        'EXCHANGING',
        words?.vendorError ?? 'server_error',
        words?.vendorErrorDescription ?? null,
      );
      return backTo(consent, state, words?.vendorError ?? 'server_error');
    }
  }

  /** Gives back what nobody came for in time, and forgets flows that ended a day ago. */
  async tidy(context: RequestContext): Promise<void> {
    const { consents, clock, catalog, exchange } = this.deps;
    const now = clock.now();
    for (const consent of await consents.listUnclaimed(context, now, UNCLAIMED_A_ROUND)) {
      const settings = this.unsealGrant(consent);
      if ((await this.fail(context, consent, consent.status, 'unclaimed', null)) === null || settings === null)
        continue;
      await exchange.giveBack(context, consent, catalog.get(consent.elementKey), settings);
    }
    await consents.prune(context, new Date(now.getTime() - TOLD_FOR_MS));
  }

  private connectable(elementKey: string): VendorAdapter {
    const adapter = this.deps.catalog.getForInput(elementKey);
    if (adapter.oauth !== undefined) return adapter;
    const { key, name } = adapter.catalog;
    const message = `${name} has no consent page: use \`provisionInstance\` with its configuration.`;
    throw new UnsupportedOperationError(key, null, null, message, { path: ['input', 'elementKey'] });
  }

  private kindOf(adapter: VendorAdapter, { kind, configuration }: BeginRequest): OAuthKind {
    if (kind !== null) return kind;
    const given = configuration.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]));
    return adapter.oauth!.kindOf(Object.fromEntries(given));
  }

  /** Of an instance that is to have a new grant: what the vendor's app is called is known already. */
  private async storedSettings(
    context: RequestContext,
    { instanceId, elementKey }: BeginRequest,
  ): Promise<ReadonlyMap<string, string>> {
    if (instanceId === null) return new Map();
    const instance = await this.deps.instances.getOwn(context, instanceId);
    if (instance.elementKey === elementKey) return this.deps.instances.settingsOf(context, instanceId);
    throw new InvalidValueError('INVALID_INPUT', 'The instance is one of another element.', {
      path: ['input', 'elementKey'],
      expected: instance.elementKey,
    });
  }

  private async appSettings(
    context: RequestContext,
    caller: Caller,
    adapter: VendorAdapter,
    kind: OAuthKind,
    request: BeginRequest,
    stored: ReadonlyMap<string, string>,
  ): Promise<Map<string, string>> {
    const problems = await this.problemsWithReturn(context, caller, request);
    const inputs = request.configuration;
    const change = await this.deps.check.checkInput({ adapter, flow: kind, inputs, stored, problems });
    return applied(stored, change);
  }

  private async problemsWithReturn(
    context: RequestContext,
    caller: Caller,
    { returnUrl, callbackUrl }: BeginRequest,
  ): Promise<ElementsError[]> {
    if (returnUrl === null) return [];
    const path = ['input', 'returnUrl'];
    if (callbackUrl !== null) {
      const message =
        '`returnUrl` is where our own callback page sends the browser; with a `callbackUrl` of yours there is none.';
      return [new InvalidValueError('INVALID_INPUT', message, { path, expected: 'Only one of the two.' })];
    }
    const known = await this.deps.returnUrls.list(context, caller.organizationId);
    if (known.includes(returnUrl)) return [];
    const message = 'This return address is not registered for your organization.';
    const expected =
      known.length === 0 ? 'One that an administrator has registered; there is none yet.' : known.join(', ');
    return [new InvalidValueError('INVALID_INPUT', message, { path, expected, suggestions: known })];
  }

  /** The flow, if it is the caller's and can still be ended. */
  private async openFlow(context: RequestContext, caller: Caller, request: CompleteRequest): Promise<ConsentRow> {
    const consent = await this.deps.consents.find(context, hashSecret(request.state));
    if (consent === null || consent.organizationId !== caller.organizationId) throw stateUnknown();
    if (!isSameHash(consent.completionHash, hashSecret(request.completionSecret))) throw secretWrong();
    if (consent.status === 'COMPLETED' || consent.status === 'COMPLETING') throw stateUsed(consent.completedInstanceId);
    if (consent.status === 'FAILED') throw failed(consent);
    if (consent.expiresAt <= this.deps.clock.now()) throw stateExpired();
    return consent;
  }

  /** What the caller says beside: settings and, for a new instance, its name. Consumes nothing. */
  private async checkDetails(
    adapter: VendorAdapter,
    consent: ConsentRow,
    sealed: SealedRequest,
    request: CompleteRequest,
  ): Promise<ReadonlyMap<string, string | null>> {
    const stored = new Map(Object.entries(sealed.settings));
    const details = detailsOf(request);
    const problems = consent.instanceId === null ? problemsWithDetails(details) : [];
    const inputs = request.configuration;
    return this.deps.check.checkInput({ adapter, flow: consent.kind, inputs, stored, problems });
  }

  /** The answer of the consent page, as the caller took it. One that lacks something leaves the flow as it is. */
  private answerOf(
    adapter: VendorAdapter,
    consent: ConsentRow,
    { requestToken }: SealedRequest,
    parameters: Readonly<Record<string, string>> | null,
  ): ConsentAnswer {
    const path = ['input', 'callbackParameters'];
    if (parameters?.error !== undefined) return { ...consent, requestToken, parameters };
    const missing = missingParameters(adapter, consent, parameters ?? {});
    if (missing.length > 0) {
      const message = `The callback came without ${missing.join(', ')}. Give all of its parameters, as they came.`;
      throw new OAuthFlowError('PARAMETER_MISSING', message, { path });
    }
    return { ...consent, requestToken, parameters: parameters! };
  }

  private async grantOf(
    context: RequestContext,
    consent: ConsentRow,
    adapter: VendorAdapter,
    sealed: SealedRequest,
    answer: ConsentAnswer | null,
    change: ReadonlyMap<string, string | null>,
  ): Promise<GrantedSettings> {
    const { exchange } = this.deps;
    if (answer === null) {
      const granted = this.unsealGrant(consent)!;
      const giveBack = (): Promise<void> => exchange.giveBack(context, consent, adapter, granted);
      return { settings: applied(granted, change), giveBack };
    }
    if (answer.parameters.error !== undefined) {
      const { error, error_description: description = null } = answer.parameters;
      await this.fail(context, consent, 'COMPLETING', error!, description);
      throw denied(error!, description);
    }
    const settings = applied(new Map(Object.entries(sealed.settings)), change);
    try {
      return await exchange.exchange(context, consent, adapter, settings, answer);
    } catch (error) {
      const isUntouched = error instanceof VendorRateLimitError || isNotSent(error);
      if (isUntouched) await this.move(context, consent, 'COMPLETING', 'BEGUN');
      else await this.fail(context, consent, 'COMPLETING', 'exchange_failed', null);
      throw error;
    }
  }

  /** Keeps the instance and the end of the flow together; when nothing comes of it, the grant goes back. */
  private async settle(
    context: RequestContext,
    caller: Caller,
    consent: ConsentRow,
    adapter: VendorAdapter,
    granted: GrantedSettings,
    request: CompleteRequest,
  ): Promise<Completed> {
    const { provisioning, instances, database } = this.deps;
    const end = async (runner: Parameters<OAuthConsentRepository['move']>[1], instanceId: string): Promise<void> => {
      const change = { completedInstanceId: instanceId };
      const ended = await this.deps.consents.move(
        context,
        runner,
        consent.stateHash,
        'COMPLETING',
        'COMPLETED',
        change,
      );
      if (ended === null) throw stateExpired();
    };
    try {
      if (consent.instanceId !== null) {
        const { instanceId } = consent;
        await instances.adoptGrant(context, instanceId, granted, (transaction) => end(transaction, instanceId));
        return { instanceId, token: null };
      }
      return await provisioning.keepGranted(context, caller, adapter, granted, async (transaction, settings) => {
        const details = detailsOf(request);
        const instance = { details, settings, externalAuthentication: 'NONE' } as const;
        const provisioned = await provisioning.keep(context, transaction, caller, adapter, instance);
        await end(transaction, provisioned.instanceId);
        return provisioned;
      });
    } catch (error) {
      await this.fail(context, consent, 'COMPLETING', 'not_kept', null, database);
      throw error;
    }
  }

  private move(
    context: RequestContext,
    consent: ConsentRow,
    from: ConsentStatus,
    to: ConsentStatus,
  ): Promise<ConsentRow | null> {
    return this.deps.consents.move(context, this.deps.database, consent.stateHash, from, to);
  }

  private fail(
    context: RequestContext,
    { stateHash }: ConsentRow,
    from: ConsentStatus,
    vendorError: string,
    description: string | null,
    runner: Database = this.deps.database,
  ): Promise<ConsentRow | null> {
    return this.deps.consents.move(context, runner, stateHash, from, 'FAILED', {
      vendorError: vendorError.slice(0, 200),
      vendorErrorDescription: description?.slice(0, 500) ?? null,
    });
  }

  private unsealRequest({ id, encryptedRequest }: ConsentRow): SealedRequest {
    const place = { ownerId: id, name: 'request' };
    return JSON.parse(this.deps.encryption.decrypt(encryptedRequest, place)) as SealedRequest;
  }

  private unsealGrant({ id, encryptedGrant }: ConsentRow): Map<string, string> | null {
    if (encryptedGrant === null) return null;
    const place = { ownerId: id, name: 'grant' };
    const settings = JSON.parse(this.deps.encryption.decrypt(encryptedGrant, place)) as Record<string, string>;
    return new Map(Object.entries(settings));
  }
}

function detailsOf({ name = '', tags = [], timeToLiveSeconds = null }: CompleteRequest): InstanceDetails {
  return { name, tags, timeToLiveSeconds };
}

function applied(
  settings: ReadonlyMap<string, string>,
  change: ReadonlyMap<string, string | null>,
): Map<string, string> {
  const all = new Map<string, string | null>([...settings, ...change]);
  return new Map([...all].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
}

function missingParameters(
  { oauth }: VendorAdapter,
  { kind }: Pick<ConsentRow, 'kind'>,
  parameters: Readonly<Record<string, string>>,
): string[] {
  return oauth!.requiredParameters(kind).filter((name) => !parameters[name]);
}

function isNotSent(error: unknown): boolean {
  return error instanceof VendorUnavailableError && error.outcome === 'NOT_SENT';
}

/** Only to an address that was registered, and with nothing but the state: the grant stays here. */
function backTo({ returnUrl }: ConsentRow, state: string, error: string | null): Received {
  if (returnUrl === null) {
    return error === null ? { kind: 'GRANTED' } : { kind: 'REFUSED', message: 'The connection was not made.' };
  }
  const url = new URL(returnUrl);
  url.searchParams.set('state', state);
  if (error !== null) url.searchParams.set('error', error);
  return { kind: 'RETURN', url: url.href };
}

const REFUSALS = {
  unknown: 'Nobody here is waiting for this answer.',
  used: 'This answer has come before. If the connection is not there, begin again.',
  expired: 'This took too long. Begin again.',
  incomplete: 'The answer is incomplete. Begin again.',
} as const;

function refused(why: keyof typeof REFUSALS): Received {
  return { kind: 'REFUSED', message: REFUSALS[why] };
}

const STATE_PATH = ['input', 'state'];

function stateUnknown(): OAuthFlowError {
  return new OAuthFlowError('STATE_UNKNOWN', 'No consent flow has this `state`. Begin one with `beginOAuth`.', {
    path: STATE_PATH,
  });
}

function stateUsed(instanceId: string | null): OAuthFlowError {
  const message = 'This `state` was used already. A consent flow can be completed once.';
  return new OAuthFlowError('STATE_USED', message, { path: STATE_PATH, instanceId });
}

function stateExpired(): OAuthFlowError {
  const message = 'This `state` has expired. Begin again with `beginOAuth`.';
  return new OAuthFlowError('STATE_EXPIRED', message, { path: STATE_PATH });
}

function secretWrong(): OAuthFlowError {
  return new OAuthFlowError('SECRET_WRONG', '`completionSecret` is not the one that `beginOAuth` gave with `state`.', {
    path: ['input', 'completionSecret'],
  });
}

function denied(error: string, description: string | null): OAuthFlowError {
  return new OAuthFlowError('DENIED', `The customer, or the vendor's consent page, said no: ${error.slice(0, 200)}.`, {
    vendorError: error.slice(0, 200),
    vendorErrorDescription: description?.slice(0, 500) ?? null,
  });
}

/** A flow that ended without a grant, told to whoever asks for it. */
function failed({ vendorError, vendorErrorDescription }: ConsentRow): OAuthFlowError {
  if (vendorError === 'unclaimed') return stateExpired();
  if (vendorError === 'exchange_failed' || vendorError === 'not_kept') return stateUsed(null);
  return denied(vendorError ?? 'access_denied', vendorErrorDescription);
}
