import type { GrantDescription, OAuthKind, Settings, VendorOAuth } from '../oauth/vendor-oauth';
import { askRequestToken, exchangeOAuth1, oauth1ConsentAddress, renewOAuth1, revokeOAuth1 } from './oauth1';
import { exchangeOAuth2, oauth2ConsentAddress, renewOAuth2, revokeOAuth2 } from './oauth2';
import {
  ACCESS_TOKEN,
  ACCESS_TOKEN_SECRET,
  CONSENT_EXPIRES,
  PROTOCOL,
  REALM,
  REFRESH_EXPIRES,
  REFRESH_INTERVAL,
  REFRESH_TIME,
  REFRESH_TOKEN,
  SCOPE,
} from './settings';

const DAY_MS = 24 * 60 * 60_000;
const OAUTH1_LIFE_MS = 180 * DAY_MS;
const OAUTH1_RENEWABLE_AFTER_MS = 151 * DAY_MS;
/** Of a refresh token whose life nobody has told: Intuit's rule. */
const IDLE_MS = 100 * DAY_MS;

/** Intuit's consent pages: OAuth 2.0, and OAuth 1.0a as it was until December 2019. */
export const quickbooksOAuth: VendorOAuth = {
  accessTokenKey: ACCESS_TOKEN,
  grantKeys: [
    ACCESS_TOKEN,
    ACCESS_TOKEN_SECRET,
    REFRESH_TOKEN,
    REFRESH_INTERVAL,
    REFRESH_TIME,
    REFRESH_EXPIRES,
    CONSENT_EXPIRES,
  ],
  accountKey: REALM,
  kindOf,
  requiredParameters: (kind) =>
    kind === 'OAUTH1' ? ['oauth_token', 'oauth_verifier', 'realmId'] : ['code', 'realmId'],
  askRequestToken,
  consentAddress: (settings, request, requestToken) =>
    request.kind === 'OAUTH1'
      ? oauth1ConsentAddress(settings, request, requestToken ?? '')
      : oauth2ConsentAddress(settings, request),
  exchange: (connection, answer) =>
    answer.kind === 'OAUTH1' ? exchangeOAuth1(connection, answer) : exchangeOAuth2(connection, answer),
  renew: (connection) =>
    kindOf(connection.configuration) === 'OAUTH1' ? renewOAuth1(connection) : renewOAuth2(connection),
  revoke: (connection) =>
    kindOf(connection.configuration) === 'OAUTH1' ? revokeOAuth1(connection) : revokeOAuth2(connection),
  describe: (settings) => (kindOf(settings) === 'OAUTH1' ? describeOAuth1(settings) : describeOAuth2(settings)),
};

/** What only one of the two has tells it, also to callers who leave the protocol to its default. */
function kindOf(settings: Settings, parameters: Settings = {}): OAuthKind {
  const isFirst =
    settings[PROTOCOL] === 'oauth1' ||
    settings[ACCESS_TOKEN_SECRET] !== undefined ||
    parameters.oauth_verifier !== undefined;
  return isFirst ? 'OAUTH1' : 'OAUTH2';
}

function describeOAuth2(settings: Settings): GrantDescription {
  const renewedAt = instantOf(settings[REFRESH_TIME]);
  const seconds = Number(settings[REFRESH_INTERVAL] ?? 3600);
  const after = (ms: number): Date | null => renewedAt && instantOf(String(renewedAt.getTime() + ms));
  return {
    scopes: (settings[SCOPE] ?? '').split(' ').filter((scope) => scope !== ''),
    accessExpiresAt: after(seconds * 1000),
    renewableFrom: null,
    idleExpiresAt: instantOf(settings[REFRESH_EXPIRES]) ?? after(IDLE_MS),
    endsAt: instantOf(settings[CONSENT_EXPIRES]),
    renewedAt,
    isRenewable: settings[REFRESH_TOKEN] !== undefined,
  };
}

function describeOAuth1(settings: Settings): GrantDescription {
  const renewedAt = instantOf(settings[REFRESH_TIME]);
  const after = (ms: number): Date | null => renewedAt && instantOf(String(renewedAt.getTime() + ms));
  return {
    scopes: [],
    accessExpiresAt: after(OAUTH1_LIFE_MS),
    renewableFrom: after(OAUTH1_RENEWABLE_AFTER_MS),
    idleExpiresAt: after(OAUTH1_LIFE_MS),
    endsAt: null,
    renewedAt,
    isRenewable: true,
  };
}

/** Null for what is no instant, also where the number is greater than any. */
function instantOf(milliseconds: string | undefined): Date | null {
  if (milliseconds === undefined || !/^\d{1,16}$/.test(milliseconds)) return null;
  const instant = new Date(Number(milliseconds));
  return Number.isNaN(instant.getTime()) ? null : instant;
}
