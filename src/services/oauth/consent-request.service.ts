import { v7 as uuidv7 } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { OAuthKind, RequestToken } from '../../adapters/oauth/vendor-oauth';
import type { Clock } from '../../clock';
import { InvalidValueError, UnsupportedOperationError, type ElementsError } from '../../errors';
import type { OAuthConsentRepository } from '../../persistence/repositories/oauth-consent.repository';
import type { Caller, RequestContext } from '../../request-context';
import { createSecret, createUrlSecret, hashSecret } from '../../security/secret';
import { requireCaller } from '../caller-scope';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import { settingsAfter, type ConfigurationChange, type ConfigurationInput } from '../configuration-input';
import type { InstanceService } from '../instance.service';
import { requireProvisioner } from '../provisioning.service';
import type { ConsentVault } from './consent-vault';
import { CALLBACK_URL_KEY, type GrantExchange } from './grant-exchange';
import type { ReturnUrlService } from './return-url.service';

/** How long the customer may think about it. */
export const CONSENT_TTL_MS = 30 * 60_000;
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

export interface ConsentRequestDependencies {
  readonly catalog: CatalogService;
  readonly check: ConfigurationCheckService;
  readonly exchange: GrantExchange;
  readonly instances: InstanceService;
  readonly consents: OAuthConsentRepository;
  readonly returnUrls: ReturnUrlService;
  readonly vault: ConsentVault;
  readonly clock: Clock;
}

/**
 * Begins consent flows. `state` finds a flow and is good once; the completion secret, which only whoever began it has,
 * ends it: so nobody can be made to end a flow that somebody else began.
 */
export class ConsentRequestService {
  constructor(private readonly deps: ConsentRequestDependencies) {}

  /** Opens a consent page. Everything that is wrong is told at once. */
  async begin(context: RequestContext, request: BeginRequest): Promise<Begun> {
    const { clock, exchange, consents, vault } = this.deps;
    const caller = request.instanceId === null ? requireProvisioner(context) : requireCaller(context);
    const adapter = this.connectable(request.elementKey);
    const stored = await this.storedSettings(context, adapter, request);
    const kind = kindOf(adapter, request, stored);
    const given = await this.checkBegin(context, caller, adapter, kind, request, stored);
    const settings = settingsAfter(stored, given);
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
}

function kindOf(
  { oauth }: VendorAdapter,
  { kind, configuration }: BeginRequest,
  stored: ReadonlyMap<string, string>,
): OAuthKind {
  if (kind !== null) return kind;
  return oauth!.kindOf(
    Object.fromEntries(settingsAfter(stored, new Map(configuration.map(({ key, value }) => [key, value])))),
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
