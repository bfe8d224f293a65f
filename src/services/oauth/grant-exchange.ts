import type { VendorAdapter, VendorConnection } from '../../adapters/adapter';
import type { ConsentAnswer, OAuthKind } from '../../adapters/oauth/vendor-oauth';
import { VendorAuthenticationError, VendorRejectedError } from '../../adapters/vendor-error';
import type { Clock } from '../../clock';
import { OAuthFlowError } from '../../errors';
import type { Caller, RequestContext } from '../../request-context';
import type { VendorConnectionService } from '../vendor-connection.service';

/** Where the consent page returns to, as it is registered at the vendor. */
export const CALLBACK_URL_KEY = 'oauth.callback.url';
const PATIENCE_MS = 30_000;

/** Settings with a grant in them that nobody keeps yet. */
export interface GrantedSettings {
  readonly settings: ReadonlyMap<string, string>;
  /** Withdraws the grant at the vendor, because nothing became of it. Never rejects. */
  readonly giveBack: () => Promise<void>;
}

/** Asks vendors for grants, and gives them back. */
export class GrantExchange {
  constructor(
    private readonly connections: VendorConnectionService,
    private readonly clock: Clock,
    /** Our own callback page. */
    readonly ownCallbackUrl: string,
  ) {}

  /** For callers who opened the consent page themselves, and hand over all that came back, as the platform had it. */
  fromProviderData(
    context: RequestContext,
    caller: Pick<Caller, 'organizationId'>,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    kind: OAuthKind,
    providerData: Readonly<Record<string, string>>,
  ): Promise<GrantedSettings> {
    const { oauth_token: token = '', secret = '', ...others } = providerData;
    return this.exchange(context, caller, adapter, settings, {
      kind,
      callbackUrl: settings.get(CALLBACK_URL_KEY) ?? this.ownCallbackUrl,
      requestToken: kind === 'OAUTH1' ? { token, secret } : null,
      parameters: { ...others, oauth_token: token },
    });
  }

  /** Exchanges the answer of a consent page for a grant; throws an `OAuthFlowError` when the vendor refuses it. */
  async exchange(
    context: RequestContext,
    owner: Pick<Caller, 'organizationId'>,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
    answer: ConsentAnswer,
  ): Promise<GrantedSettings> {
    const connection = this.connect(context, owner, adapter, settings);
    try {
      const grant = await adapter.oauth!.exchange(connection, answer);
      const granted = new Map([...settings, ...Object.entries(grant)]);
      return { settings: granted, giveBack: () => this.giveBack(context, owner, adapter, granted) };
    } catch (error) {
      if (!(error instanceof VendorAuthenticationError || error instanceof VendorRejectedError)) throw error;
      throw new OAuthFlowError('EXCHANGE_REFUSED', error.message, {
        vendorError: error.vendorCode,
        vendorErrorDescription: error.vendorMessage,
        cause: error,
      });
    }
  }

  /** Withdraws a grant. Never rejects: what asked for it has failed already, or is gone. */
  async giveBack(
    context: RequestContext,
    owner: Pick<Caller, 'organizationId'>,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    await this.revoke(context, owner, adapter, settings).catch((error: unknown) =>
      context.logger.warn({ err: error, element: adapter.catalog.key }, 'a grant could not be given back'),
    );
  }

  async revoke(
    context: RequestContext,
    owner: Pick<Caller, 'organizationId'>,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): Promise<void> {
    await adapter.oauth?.revoke(this.connect(context, owner, adapter, settings));
  }

  connect(
    context: RequestContext,
    owner: Pick<Caller, 'organizationId'>,
    adapter: VendorAdapter,
    settings: ReadonlyMap<string, string>,
  ): VendorConnection {
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    const { organizationId } = owner;
    const urgency = { priority: 'write', deadline } as const;
    return this.connections.openWith(context, adapter, { id: null, organizationId }, settings, urgency);
  }
}
