import type { VendorAdapter, VendorConnection } from '../../adapters/adapter';
import type { ConsentAnswer, ConsentRequest, OAuthKind, RequestToken } from '../../adapters/oauth/vendor-oauth';
import { VendorAuthenticationError, VendorRejectedError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { OAuthFlowError } from '../../errors';
import type { Caller, RequestContext } from '../../request-context';
import { credentialsRejected } from '../configuration-check.service';
import type { ConfigurationChange } from '../configuration-input';
import type { VendorConnectionService } from '../vendor-connection.service';

/** Where the consent page returns to, as it is registered at the vendor. */
export const CALLBACK_URL_KEY = 'oauth.callback.url';
const PATIENCE_MS = 30_000;

/** A grant that nobody keeps yet. */
export interface Granted {
  /** All that an instance needs that has nothing yet. */
  readonly settings: ReadonlyMap<string, string>;
  /** What it makes of the settings of an instance that is there: null for what belonged to the grant before. */
  readonly change: ConfigurationChange;
}

export interface GrantedSettings extends Granted {
  /** Withdraws the grant at the vendor, because nothing became of it. Never rejects. */
  readonly giveBack: () => Promise<void>;
}

/** A page that is there to be opened. */
export interface ConsentPage {
  readonly authorizationUrl: string;
  /** OAuth 1.0a only. */
  readonly requestToken: RequestToken | null;
}

/** The organization that asks. */
export type GrantOwner = Pick<Caller, 'organizationId'>;

/** Asks vendors for grants, and gives them back. */
export class GrantExchange {
  constructor(
    private readonly connections: VendorConnectionService,
    private readonly clock: Clock,
    /** Our own callback page. */
    readonly ownCallbackUrl: string,
  ) {}

  /** Throws a `CredentialsRejectedError` when the vendor does not take the app. */
  async begin(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    request: ConsentRequest,
  ): Promise<ConsentPage> {
    const requestToken =
      request.kind === 'OAUTH1' ? await this.askRequestToken(context, owner, adapter, settings, request) : null;
    const authorizationUrl = this.consentAddress(context, owner, adapter, settings, request, requestToken);
    return { authorizationUrl, requestToken };
  }

  /** OAuth 1.0a: the temporary token alone. Throws a `CredentialsRejectedError` when the vendor does not take the app. */
  async askRequestToken(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    request: Pick<ConsentRequest, 'callbackUrl' | 'state'>,
  ): Promise<RequestToken> {
    try {
      return await adapter.oauth!.askRequestToken!(this.connect(context, owner, adapter, settings), request);
    } catch (error) {
      if (error instanceof VendorAuthenticationError) throw credentialsRejected(adapter, error, 'OAUTH1');
      throw error;
    }
  }

  /** Asks nobody. */
  consentAddress(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    request: ConsentRequest,
    requestToken: Pick<RequestToken, 'token'> | null,
  ): string {
    const { configuration } = this.connect(context, owner, adapter, settings);
    return adapter.oauth!.consentAddress(configuration, request, requestToken?.token ?? null);
  }

  /** For callers who opened the consent page themselves, and hand over all that came back, as the platform had it. */
  async fromProviderData(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    kind: OAuthKind,
    providerData: Readonly<Record<string, string>>,
  ): Promise<GrantedSettings> {
    const { oauth_token: token = '', secret = '', ...others } = providerData;
    const granted = await this.exchange(context, owner, adapter, settings, {
      kind,
      callbackUrl: settings.get(CALLBACK_URL_KEY) ?? this.ownCallbackUrl,
      requestToken: kind === 'OAUTH1' ? { token, secret } : null,
      scopes: null,
      parameters: { ...others, oauth_token: token },
    });
    const giveBack = async (): Promise<void> => void (await this.giveBack(context, owner, adapter, granted.settings));
    return { ...granted, giveBack };
  }

  /** Exchanges the answer of a consent page for a grant; throws an `OAuthFlowError` when the vendor refuses it. */
  async exchange(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    answer: ConsentAnswer,
  ): Promise<Granted> {
    const oauth = adapter.oauth!;
    // Of the app alone: a grant that is there is none of this one's.
    const ofApp = new Map([...settings].filter(([key]) => !oauth.grantKeys.includes(key)));
    try {
      const grant = await oauth.exchange(this.connect(context, owner, adapter, ofApp), answer);
      const before = oauth.grantKeys.map((key) => [key, null] as const);
      return {
        settings: new Map([...ofApp, ...Object.entries(grant)]),
        change: new Map<string, string | null>([...before, ...Object.entries(grant)]),
      };
    } catch (error) {
      if (!(error instanceof VendorAuthenticationError || error instanceof VendorRejectedError)) throw error;
      throw new OAuthFlowError('EXCHANGE_REFUSED', error.message, {
        vendorError: error.vendorCode,
        vendorErrorDescription: error.vendorMessage,
        cause: error,
      });
    }
  }

  /** Withdraws a grant; false when the vendor could not be asked. Never rejects: what asked for it has failed already. */
  async giveBack(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): Promise<boolean> {
    try {
      await this.revoke(context, owner, adapter, settings);
      return true;
    } catch (error) {
      context.logger.warn({ err: error, element: adapter.catalog.key }, 'a grant could not be given back');
      // A vendor that does not know the app, or its grant, will not another time either.
      return error instanceof VendorAuthenticationError || error instanceof VendorRejectedError;
    }
  }

  /** Keeps a grant; one that cannot be kept is withdrawn, as nobody will know of it. */
  async orGiveBack(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    keep: () => Promise<void>,
  ): Promise<void> {
    try {
      await keep();
    } catch (error) {
      await this.giveBack(context, owner, adapter, settings);
      throw error;
    }
  }

  async revoke(
    context: RequestContext,
    owner: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    await adapter.oauth?.revoke(this.connect(context, owner, adapter, settings));
  }

  private connect(
    context: RequestContext,
    { organizationId }: GrantOwner,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): VendorConnection {
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'write', deadline } as const;
    return this.connections.openWith(context, adapter, { id: null, organizationId }, settings, urgency);
  }
}
