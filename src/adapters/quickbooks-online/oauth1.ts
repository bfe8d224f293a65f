import { XMLParser } from 'fast-xml-parser';
import type { VendorConnection } from '../adapter';
import type { VendorResponse } from '../http/vendor-http';
import { askForTokens } from '../oauth/lost-answer';
import { signedHeader, type OAuth1Credentials } from '../oauth/oauth1-signature';
import type { ConsentAnswer, ConsentRequest, RequestToken, Settings } from '../oauth/vendor-oauth';
import {
  VendorAuthenticationError,
  VendorProtocolError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../vendor-error';
import { assertCompany, assertTokens } from './callback-values';
import { endpointsOf } from './endpoints';
import {
  ACCESS_TOKEN,
  ACCESS_TOKEN_SECRET,
  APP_KEY,
  APP_SECRET,
  DATA_SOURCE,
  PROTOCOL,
  REALM,
  REFRESH_INTERVAL,
  REFRESH_TIME,
} from './settings';

/** A token lives 180 days and can be renewed in the last 30 of them. */
const RENEWABLE_AFTER_SECONDS = 151 * 24 * 60 * 60;
const ALREADY_GONE = '270';
const TOO_EARLY = '212';
const DONE = '0';

type Return = Pick<ConsentRequest, 'callbackUrl' | 'state'>;

export async function askRequestToken(connection: VendorConnection, request: Return): Promise<RequestToken> {
  const { oauth1RequestToken } = endpointsOf(connection.configuration);
  return askToken(connection, 'oauth.request-token', oauth1RequestToken, undefined, {
    oauth_callback: callbackOf(request),
  });
}

export function oauth1ConsentAddress(settings: Settings, request: Return, requestToken: string): string {
  const page = new URL(endpointsOf(settings).oauth1Consent);
  page.searchParams.set('oauth_token', requestToken);
  page.searchParams.set('oauth_callback', callbackOf(request));
  return page.href;
}

/** `state` travels in the address that the consent page returns to, since OAuth 1.0a has no place for it. */
function callbackOf({ callbackUrl, state }: Return): string {
  const callback = new URL(callbackUrl);
  callback.searchParams.set('state', state);
  return callback.href;
}

export async function exchangeOAuth1(connection: VendorConnection, answer: ConsentAnswer): Promise<Settings> {
  const { parameters, requestToken } = answer;
  if (requestToken === null || parameters.oauth_token !== requestToken.token) {
    throw new VendorAuthenticationError(
      'The callback came with another request token than the one that was begun with.',
    );
  }
  assertCompany(parameters);
  const { oauth1AccessToken } = endpointsOf(connection.configuration);
  const token = await askToken(connection, 'oauth.exchange', oauth1AccessToken, requestToken, {
    oauth_verifier: parameters.oauth_verifier!,
  });
  return {
    ...grantOf(token, connection.clock.now()),
    [PROTOCOL]: 'oauth1',
    [REALM]: parameters.realmId!,
    ...(parameters.dataSource !== undefined && { [DATA_SOURCE]: parameters.dataSource }),
  };
}

export async function renewOAuth1(connection: VendorConnection): Promise<Settings> {
  const { oauth1Reconnect } = endpointsOf(connection.configuration);
  const answer = await callPlatform(connection, 'oauth.refresh', oauth1Reconnect, 'ReconnectResponse');
  const { OAuthToken: token, OAuthTokenSecret: secret } = answer;
  if (answer.ErrorCode === TOO_EARLY) throw tooEarly(answer);
  if (answer.ErrorCode !== DONE) throw refused(answer);
  if (!token || !secret) throw new VendorProtocolError('Intuit renewed a token and did not give it.');
  return grantOf({ token, secret }, connection.clock.now());
}

export async function revokeOAuth1(connection: VendorConnection): Promise<void> {
  const { oauth1Disconnect } = endpointsOf(connection.configuration);
  const answer = await callPlatform(connection, 'oauth.revoke', oauth1Disconnect, 'PlatformResponse');
  if (answer.ErrorCode !== DONE && answer.ErrorCode !== ALREADY_GONE) throw refused(answer);
}

export function oauth1CredentialsOf(settings: Settings): OAuth1Credentials {
  const token = settings[ACCESS_TOKEN];
  return {
    consumerKey: settings[APP_KEY] ?? '',
    consumerSecret: settings[APP_SECRET] ?? '',
    ...(token !== undefined && { token: { token, secret: settings[ACCESS_TOKEN_SECRET] ?? '' } }),
  };
}

function grantOf({ token, secret }: RequestToken, now: Date): Settings {
  assertTokens(token, secret);
  return {
    [ACCESS_TOKEN]: token,
    [ACCESS_TOKEN_SECRET]: secret,
    [REFRESH_INTERVAL]: String(RENEWABLE_AFTER_SECONDS),
    [REFRESH_TIME]: String(now.getTime()),
  };
}

/** Tokens come as a form, members in any order. */
async function askToken(
  { configuration, http, clock }: VendorConnection,
  purpose: string,
  url: string,
  token: RequestToken | undefined,
  parameters: Readonly<Record<string, string>>,
): Promise<RequestToken> {
  const credentials = { ...oauth1CredentialsOf(configuration), token };
  const authorization = signedHeader(credentials, 'POST', url, clock.now(), parameters);
  const request = { purpose, method: 'POST', url, headers: { authorization }, repeatable: false } as const;
  return askForTokens('Intuit', () =>
    http.call(request, async (response) => {
      const form = new URLSearchParams(await response.text());
      const [key, secret] = [form.get('oauth_token'), form.get('oauth_token_secret')];
      if (response.status === 200 && key && secret) return { token: key, secret };
      throw failureOf(response, form.get('oauth_problem'));
    }),
  );
}

function failureOf({ status }: VendorResponse, problem: string | null): Error {
  const options = { vendorCode: problem ?? String(status) };
  if (problem !== null || status === 401) {
    return new VendorAuthenticationError(
      `Intuit refused the app's key or secret, the token or the verifier${problem === null ? '' : `: ${problem}`}.`,
      options,
    );
  }
  if (status >= 500)
    return new VendorUnavailableError(`Intuit could not be asked for tokens (HTTP ${status}).`, options);
  return new VendorProtocolError(`Intuit's answer about tokens cannot be read (HTTP ${status}).`, options);
}

type PlatformAnswer = Readonly<
  Partial<Record<'ErrorCode' | 'ErrorMessage' | 'OAuthToken' | 'OAuthTokenSecret', string>>
>;

/** Answers are XML with HTTP 200, failures too. */
async function callPlatform(
  { configuration, http, clock }: VendorConnection,
  purpose: string,
  url: string,
  root: string,
): Promise<PlatformAnswer> {
  const authorization = signedHeader(oauth1CredentialsOf(configuration), 'GET', url, clock.now());
  const request = { purpose, method: 'GET', url, headers: { authorization }, repeatable: false } as const;
  return askForTokens('Intuit', () =>
    http.call(request, async (response) => {
      const answer = membersOf(await response.text(), root);
      if (answer.ErrorCode === undefined) throw failureOf(response, null);
      return answer;
    }),
  );
}

/** Those that are plain text; none of what is no XML. */
function membersOf(text: string, root: string): PlatformAnswer {
  try {
    const parser = new XMLParser({ parseTagValue: false, processEntities: false, removeNSPrefix: true });
    const parsed = parser.parse(text) as Readonly<Record<string, object | undefined>>;
    return Object.fromEntries(Object.entries(parsed[root] ?? {}).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** Says nothing against the token, which works until its end. */
function tooEarly({ ErrorCode: code, ErrorMessage: message }: PlatformAnswer): VendorRejectedError {
  return new VendorRejectedError('Intuit renews a token of OAuth 1.0a only in the last 30 of its 180 days.', {
    vendorCode: code ?? null,
    vendorMessage: message ?? null,
  });
}

function refused({ ErrorCode: code, ErrorMessage: message }: PlatformAnswer): VendorAuthenticationError {
  return new VendorAuthenticationError('Intuit does not renew the token. Connect again.', {
    vendorCode: code ?? null,
    vendorMessage: message ?? null,
  });
}
