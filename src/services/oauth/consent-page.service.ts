import { NIL } from 'uuid';
import type { VendorAdapter } from '../../adapters/adapter';
import type { ConsentRequest, OAuthKind, RequestToken } from '../../adapters/oauth/vendor-oauth';
import { ElementsError, InvalidValueError, UnsupportedOperationError } from '../../errors';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { ConfigurationCheckService } from '../configuration-check.service';
import { settingsAfter, type ConfigurationInput } from '../configuration-input';
import { CALLBACK_URL_KEY, type GrantExchange } from './grant-exchange';

/** Nobody has to say who he is: so many may wait for vendors at a time, that they keep no others from them. */
const MAX_ASKING = 8;
/** No organization's: anybody may open a page with an app of his. */
const NOBODY = { organizationId: NIL };

export interface ConsentPageRequest {
  readonly elementKey: string;
  /** Of the app at the vendor, with the address that the page returns to. */
  readonly configuration: readonly ConfigurationInput[];
  /** Comes back as it is: whoever opens the page compares it. */
  readonly state: string;
}

/**
 * Consent pages for those who keep the flow themselves, as the platform had it: nothing is stored here, and what comes
 * back goes into `providerData`. Needs no caller.
 */
export class ConsentPageService {
  private asking = 0;

  constructor(
    private readonly catalog: CatalogService,
    private readonly check: ConfigurationCheckService,
    private readonly exchange: GrantExchange,
  ) {}

  /** OAuth 1.0a: the temporary token that the page is opened with, and later exchanged. */
  async askRequestToken(context: RequestContext, request: ConsentPageRequest): Promise<RequestToken> {
    const adapter = this.connectable(request.elementKey, 'OAUTH1');
    const settings = await this.settingsOf(adapter, 'OAUTH1', request);
    if (this.asking >= MAX_ASKING) throw tooMany();
    this.asking += 1;
    try {
      return await this.exchange.askRequestToken(context, NOBODY, adapter, settings, this.returnOf(settings, request));
    } finally {
      this.asking -= 1;
    }
  }

  /** Address of the page. A request token makes it one of OAuth 1.0a. */
  async address(
    context: RequestContext,
    request: ConsentPageRequest &
      Pick<ConsentRequest, 'scopes'> & { readonly kind: OAuthKind | null; readonly requestToken: string | null },
  ): Promise<string> {
    const { requestToken, scopes } = request;
    const kind = requestToken === null ? (request.kind ?? 'OAUTH2') : 'OAUTH1';
    const adapter = this.connectable(request.elementKey, kind);
    if (kind === 'OAUTH1' && requestToken === null) throw requestTokenNeeded();
    const settings = await this.settingsOf(adapter, kind, request);
    const page = { ...this.returnOf(settings, request), kind, scopes };
    const token = requestToken === null ? null : { token: requestToken };
    return this.exchange.consentAddress(context, NOBODY, adapter, settings, page, token);
  }

  private connectable(elementKey: string, kind: OAuthKind): VendorAdapter {
    const adapter = this.catalog.getForInput(elementKey);
    const { key, name, provisioningFlows } = adapter.catalog;
    if (adapter.oauth !== undefined && provisioningFlows.includes(kind)) return adapter;
    const message =
      adapter.oauth === undefined
        ? `${name} has no consent page: an instance of it is created with its configuration alone.`
        : `${name} has no consent page of ${kind}.`;
    throw new UnsupportedOperationError(key, null, null, message);
  }

  private async settingsOf(
    adapter: VendorAdapter,
    flow: OAuthKind,
    { configuration: inputs }: ConsentPageRequest,
  ): Promise<ReadonlyMap<string, string>> {
    const change = await this.check.checkInput({ adapter, flow, inputs, stored: new Map(), problems: [] });
    return settingsAfter(new Map(), change);
  }

  private returnOf(
    settings: ReadonlyMap<string, string>,
    { state }: ConsentPageRequest,
  ): Pick<ConsentRequest, 'callbackUrl' | 'state'> {
    return { callbackUrl: settings.get(CALLBACK_URL_KEY) ?? this.exchange.ownCallbackUrl, state };
  }
}

function requestTokenNeeded(): ElementsError {
  const message =
    'A page of OAuth 1.0a is opened with a request token: ask for one first, and send it as `requestToken`.';
  return new InvalidValueError('INVALID_INPUT', message, { path: ['requestToken'], expected: 'A request token.' });
}

function tooMany(): ElementsError {
  return new ElementsError('RATE_LIMITED', 'Too many wait for request tokens just now. Try again in a moment.', {
    retryable: true,
  });
}
