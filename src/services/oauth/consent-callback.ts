import type { Clock } from '../../clock';
import { OAuthFlowError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { ConsentRow, OAuthConsentRepository } from '../../persistence/repositories/oauth-consent.repository';
import type { RequestContext } from '../../request-context';
import { hashSecret } from '../../security/secret';
import type { CatalogService } from '../catalog.service';
import type { ConsentVault, SealedGrant, SealedRequest } from './consent-vault';
import { refusalIn } from './flow-errors';
import type { Granted, GrantExchange } from './grant-exchange';
import type { GrantReturn } from './grant-return';
import type { ReturnUrlService } from './return-url.service';

/** How long a grant that our own callback page took waits for its caller. */
const UNCLAIMED_TTL_MS = 10 * 60_000;

/** What to do with the browser. */
export type CallbackOutcome =
  /** Back to whoever began. */
  | { readonly kind: 'RETURN'; readonly url: string }
  | { readonly kind: 'GRANTED' }
  /** The vendor cannot be asked: the same address may work in a while. */
  | { readonly kind: 'TRY_AGAIN' }
  | { readonly kind: 'REFUSED'; readonly why: CallbackRefusal };

export type CallbackRefusal = 'UNKNOWN' | 'USED' | 'EXPIRED' | 'INCOMPLETE' | 'NO_CONSENT';

export interface ConsentCallbackDependencies {
  readonly catalog: CatalogService;
  readonly exchange: GrantExchange;
  readonly returns: GrantReturn;
  readonly consents: OAuthConsentRepository;
  readonly returnUrls: ReturnUrlService;
  readonly vault: ConsentVault;
  readonly database: Database;
  readonly clock: Clock;
}

/** Takes what a vendor's consent page sends the browser to us with, and keeps the grant for whoever began. */
export class ConsentCallback {
  constructor(private readonly deps: ConsentCallbackDependencies) {}

  /** Anybody can call: what somebody made up is refused and changes nothing. */
  async receive(context: RequestContext, parameters: Readonly<Record<string, string>>): Promise<CallbackOutcome> {
    const { clock, catalog, exchange, returns } = this.deps;
    const flow = await this.find(context, parameters.state ?? '');
    if (flow === null || flow.callbackUrl !== exchange.ownCallbackUrl) return refused('UNKNOWN');
    if (flow.status !== 'BEGUN') return refused('USED');
    if (flow.expiresAt <= clock.now()) return refused('EXPIRED');
    const refusal = refusalIn(parameters);
    if (refusal !== null) {
      await returns.fail(context, flow, 'BEGUN', { failure: 'DENIED', ...refusal });
      return backTo(flow, parameters.state!, refusal.vendorError);
    }
    const required = catalog.get(flow.elementKey).oauth!.requiredParameters(flow.kind);
    if (required.some((name) => !parameters[name])) return refused('INCOMPLETE');
    return this.take(context, flow, parameters);
  }

  /** With the address to return to as long as it is registered: it may have been taken away since. */
  private async find(context: RequestContext, state: string): Promise<ConsentRow | null> {
    const { consents, returnUrls } = this.deps;
    const flow = await consents.find(context, hashSecret(state));
    if (flow === null || flow.returnUrl === null) return flow;
    const { organizationId, returnUrl } = flow;
    const isRegistered = await returnUrls.isRegistered(context, organizationId, returnUrl);
    return isRegistered ? flow : { ...flow, returnUrl: null };
  }

  private async take(
    context: RequestContext,
    flow: ConsentRow,
    parameters: Readonly<Record<string, string>>,
  ): Promise<CallbackOutcome> {
    const { consents, database, catalog, exchange, vault } = this.deps;
    const { requestToken, scopes, settings, given } = vault.openRequest(flow);
    if ((await consents.move(context, database, flow.stateHash, 'BEGUN', 'EXCHANGING')) === null)
      return refused('USED');
    const adapter = catalog.get(flow.elementKey);
    const answer = { kind: flow.kind, callbackUrl: flow.callbackUrl, requestToken, scopes, parameters };
    try {
      const granted = await exchange.exchange(context, flow, adapter, new Map(Object.entries(settings)), answer);
      await exchange.orGiveBack(context, flow, adapter, granted.settings, () =>
        this.keep(context, flow, toSealed(granted, given)),
      );
      return backTo(flow, parameters.state!, null);
    } catch (error) {
      return this.failed(context, flow, parameters.state!, error);
    }
  }

  private async keep(context: RequestContext, flow: ConsentRow, grant: SealedGrant): Promise<void> {
    const { consents, database, vault, clock } = this.deps;
    await consents.move(context, database, flow.stateHash, 'EXCHANGING', 'GRANTED', {
      encryptedGrant: vault.sealGrant(flow.id, grant),
      expiresAt: new Date(clock.now().getTime() + UNCLAIMED_TTL_MS),
    });
  }

  /** What the vendor did not refuse can be tried again: a code that was used all the same is refused then. */
  private async failed(
    context: RequestContext,
    flow: ConsentRow,
    state: string,
    error: unknown,
  ): Promise<CallbackOutcome> {
    const { consents, database, returns } = this.deps;
    context.logger.warn({ err: error, element: flow.elementKey }, 'a grant could not be had');
    if (!(error instanceof OAuthFlowError)) {
      await consents.move(context, database, flow.stateHash, 'EXCHANGING', 'BEGUN');
      return { kind: 'TRY_AGAIN' };
    }
    const { vendorError, vendorErrorDescription } = error;
    await returns.fail(context, flow, 'EXCHANGING', { failure: 'REFUSED', vendorError, vendorErrorDescription });
    return backTo(flow, state, vendorError ?? 'server_error');
  }
}

/** With what the caller gave when he began: he may have changed the app's keys as well. */
export function toSealed({ settings, change }: Granted, given: SealedRequest['given']): SealedGrant {
  return {
    settings: Object.fromEntries(settings),
    change: { ...given, ...Object.fromEntries(change) },
    grantKeys: [...change.keys()],
  };
}

function refused(why: CallbackRefusal): CallbackOutcome {
  return { kind: 'REFUSED', why };
}

/** Only to an address that was registered, and with nothing but the state: the grant stays here. */
function backTo({ returnUrl }: ConsentRow, state: string, error: string | null): CallbackOutcome {
  if (returnUrl === null) return error === null ? { kind: 'GRANTED' } : refused('NO_CONSENT');
  const url = new URL(returnUrl);
  url.searchParams.set('state', state);
  if (error !== null) url.searchParams.set('error', error);
  return { kind: 'RETURN', url: url.href };
}
