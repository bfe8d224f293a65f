import {
  consentUrl,
  exchangeCode,
  refreshTokens,
  revokeToken,
  type OAuth2App,
  type TokenAnswer,
} from '../oauth/oauth2-client';
import type { ConsentAnswer, ConsentRequest, Settings } from '../oauth/vendor-oauth';
import type { VendorConnection } from '../adapter';
import { VendorAuthenticationError, VendorProtocolError } from '../vendor-error';
import { assertCompany, assertTokens } from './callback-values';
import { endpointsOf } from './endpoints';
import {
  ACCESS_TOKEN,
  APP_KEY,
  APP_SECRET,
  CONSENT_EXPIRES,
  PROTOCOL,
  REALM,
  REFRESH_EXPIRES,
  REFRESH_INTERVAL,
  REFRESH_TIME,
  REFRESH_TOKEN,
  SCOPE,
} from './settings';

/** Scope of the accounting service; it cannot be narrowed. */
const ACCOUNTING = 'com.intuit.quickbooks.accounting';

/** Of an access token of which an answer does not say it. */
const ACCESS_SECONDS = 60 * 60;
/** Of a refresh token of which an answer does not say it; what an earlier one said is past. */
const IDLE_SECONDS = 100 * 24 * 60 * 60;
/** A century: what is longer is a mistake, and no date may come of it. */
const LONGEST_SECONDS = 100 * 365 * 24 * 60 * 60;

export function oauth2ConsentAddress(settings: Settings, request: ConsentRequest): string {
  const scopes = request.scopes ?? (settings[SCOPE] ?? ACCOUNTING).split(' ');
  return consentUrl(appOf(settings), request, scopes);
}

export async function exchangeOAuth2(
  { configuration, http, clock }: VendorConnection,
  { parameters, callbackUrl, scopes }: ConsentAnswer,
): Promise<Settings> {
  assertCompany({ realmId: parameters.realmId ?? '' });
  const answer = await exchangeCode(http, appOf(configuration), parameters.code!, callbackUrl);
  // The company is told by the callback alone; tokens do not say what they are for.
  return {
    ...grantOf(answer, clock.now()),
    [PROTOCOL]: 'oauth2',
    [REALM]: parameters.realmId!,
    ...(scopes !== null && { [SCOPE]: scopes.join(' ') }),
  };
}

export async function renewOAuth2({ configuration, http, clock }: VendorConnection): Promise<Settings> {
  const token = configuration[REFRESH_TOKEN];
  if (token === undefined) {
    throw new VendorAuthenticationError(
      'The access token has ended, and there is no refresh token to renew it with. Connect again.',
    );
  }
  return grantOf(await refreshTokens(http, appOf(configuration), token), clock.now());
}

/** Either token ends the pair. */
export async function revokeOAuth2({ configuration, http }: VendorConnection): Promise<void> {
  const token = configuration[REFRESH_TOKEN] ?? configuration[ACCESS_TOKEN];
  if (token !== undefined) await revokeToken(http, appOf(configuration), token);
}

function appOf(settings: Settings): OAuth2App {
  const endpoints = endpointsOf(settings);
  return {
    vendor: 'Intuit',
    issuer: 'https://oauth.platform.intuit.com/op/v1',
    authorizationEndpoint: endpoints.authorize,
    tokenEndpoint: endpoints.token,
    revocationEndpoint: endpoints.revoke,
    clientId: settings[APP_KEY] ?? '',
    clientSecret: settings[APP_SECRET] ?? '',
    // Without it Intuit does not say when the consent itself ends.
    headers: { 'x-include-refresh-token-hard-expires-in': 'true' },
  };
}

function grantOf(answer: TokenAnswer, now: Date): Settings {
  const { access_token: access, refresh_token: refresh } = answer;
  // A client that stores an answer without one is locked out an hour later.
  if (refresh === undefined) throw new VendorProtocolError('Intuit gave an access token without a refresh token.');
  assertTokens(access, refresh);
  const seconds = secondsOf(answer.expires_in) ?? ACCESS_SECONDS;
  const idle = secondsOf(answer.x_refresh_token_expires_in) ?? IDLE_SECONDS;
  const total = secondsOf(answer.x_refresh_token_hard_expires_in);
  return {
    [ACCESS_TOKEN]: access,
    [REFRESH_TOKEN]: refresh,
    [REFRESH_INTERVAL]: String(seconds),
    [REFRESH_TIME]: String(now.getTime()),
    [REFRESH_EXPIRES]: String(now.getTime() + idle * 1000),
    ...(total !== null && { [CONSENT_EXPIRES]: String(now.getTime() + total * 1000) }),
  };
}

/** Null for what is no time to live. */
function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 1 && value <= LONGEST_SECONDS ? Math.floor(value) : null;
}
