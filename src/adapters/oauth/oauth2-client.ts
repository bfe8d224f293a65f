import * as oauth from 'oauth4webapi';
import type { VendorHttp, VendorResponse } from '../http/vendor-http';
import {
  VendorAuthenticationError,
  VendorError,
  VendorProtocolError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../vendor-error';
import { askForTokens } from './lost-answer';
import type { ConsentRequest } from './vendor-oauth';

/** Where a vendor's authorization server is, and the app that we are there. */
export interface OAuth2App {
  /** The vendor's name, for messages. */
  readonly vendor: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Sent with requests for tokens beside what the protocol wants. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Tokens as they come, fields of the vendor's own included. */
export type TokenAnswer = oauth.TokenEndpointResponse;

/** Address of the consent page. */
export function consentUrl(app: OAuth2App, request: ConsentRequest, scopes: readonly string[]): string {
  const url = new URL(app.authorizationEndpoint);
  url.searchParams.set('client_id', app.clientId);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('scope', scopes.join(' '));
  url.searchParams.set('redirect_uri', request.callbackUrl);
  url.searchParams.set('state', request.state);
  return url.href;
}

/** Exchanges a code for tokens. A code is good once: an exchange without an answer is never repeated. */
export async function exchangeCode(
  http: VendorHttp,
  app: OAuth2App,
  code: string,
  callbackUrl: string,
): Promise<TokenAnswer> {
  const { server, client, authentication } = partiesOf(app);
  return asVendorError(app, async () => {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      // The state is ours to compare, before a code is looked at.
      oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.skipStateCheck),
      callbackUrl,
      oauth.nopkce,
      optionsOf(http, app, 'oauth.exchange', false),
    );
    return oauth.processAuthorizationCodeResponse(server, client, response);
  });
}

/** Exchanges a refresh token for new tokens. May rotate it, so that a repeat could use one that is dead: not repeated. */
export async function refreshTokens(http: VendorHttp, app: OAuth2App, refreshToken: string): Promise<TokenAnswer> {
  const { server, client, authentication } = partiesOf(app);
  return asVendorError(app, async () => {
    const options = optionsOf(http, app, 'oauth.refresh', false);
    const response = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options);
    return oauth.processRefreshTokenResponse(server, client, response);
  });
}

/** Gives a grant back. A token that the vendor does not know any more is given back already. */
export async function revokeToken(http: VendorHttp, app: OAuth2App, token: string): Promise<void> {
  const credentials = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
  await http.call(
    {
      purpose: 'oauth.revoke',
      method: 'POST',
      url: app.revocationEndpoint,
      headers: {
        authorization: `Basic ${credentials}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify({ token }),
      repeatable: true,
    },
    async (response) => {
      const text = await response.text();
      if (response.status === 200 || response.status === 400) return;
      throw failureOf(app, response.status, text);
    },
  );
}

interface Parties {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
}

function partiesOf(app: OAuth2App): Parties {
  return {
    server: { issuer: app.issuer, token_endpoint: app.tokenEndpoint },
    client: { client_id: app.clientId },
    // Not the library's: it percent-encodes both halves as the standard has it, and vendors compare them as they are.
    authentication: (_server, _client, _body, headers) => {
      const credentials = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
      headers.set('authorization', `Basic ${credentials}`);
    },
  };
}

/** The library builds and judges; the way out of the house is ours, with its guard, budgets and log. */
function optionsOf(
  http: VendorHttp,
  app: OAuth2App,
  purpose: string,
  repeatable: boolean,
): oauth.TokenEndpointRequestOptions {
  return {
    headers: { ...app.headers },
    // The address guard decides what may be reached without TLS: sandboxes, and nothing of the internet.
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url, request) =>
      http.call(
        {
          purpose,
          method: 'POST',
          url,
          headers: Object.fromEntries(new Headers(request.headers)),
          body: String(request.body),
          repeatable,
        },
        (response) => tokenResponse(app, response),
      ),
  };
}

/** A refusal is thrown here and not left to the library, so that the call log and the retry rule see what it means. */
async function tokenResponse(app: OAuth2App, response: VendorResponse): Promise<Response> {
  const text = await response.text();
  if (response.status === 200)
    return new Response(withoutIdToken(text), {
      status: 200,
      headers: { 'content-type': response.headers['content-type'] ?? '' },
    });
  throw failureOf(app, response.status, text);
}

/** Who gave consent is nothing that we use: what is wrong with a word about him keeps nobody from connecting. */
function withoutIdToken(text: string): string {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (typeof parsed !== 'object' || parsed === null) return text;
    return JSON.stringify({ ...parsed, id_token: undefined });
  } catch {
    return text;
  }
}

/** The errors that say that the app or its grant is not good, which no repeat would change. */
const REFUSALS: Readonly<Record<string, string>> = {
  invalid_grant: 'does not take the grant any more: it was used, has ended, or was withdrawn. Connect again.',
  invalid_client: "refused the app's key or secret.",
  unauthorized_client: 'does not let the app do this.',
};

/** Only the members of an OAuth error are told: another body might repeat a token. */
function failureOf(app: OAuth2App, status: number, text: string): VendorError {
  const { error, description } = membersOf(text);
  const options = { vendorCode: error ?? String(status), vendorMessage: description };
  const refusal = error === null ? undefined : REFUSALS[error];
  if (refusal !== undefined) return new VendorAuthenticationError(`${app.vendor} ${refusal}`, options);
  if (status === 429 || status >= 500) {
    return new VendorUnavailableError(`${app.vendor} could not be asked for tokens (HTTP ${status}).`, options);
  }
  if (error !== null) return new VendorRejectedError(`${app.vendor} gave no tokens: ${error}.`, options);
  return new VendorProtocolError(`${app.vendor} refused to give tokens (HTTP ${status}) and did not say why.`, options);
}

interface OAuthErrorMembers {
  readonly error: string | null;
  readonly description: string | null;
}

function membersOf(text: string): OAuthErrorMembers {
  try {
    const parsed = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    return { error: shortText(parsed?.error), description: shortText(parsed?.error_description) };
  } catch {
    return { error: null, description: null };
  }
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 500) : null;
}

/** What the library finds wrong with an answer. */
async function asVendorError(app: OAuth2App, ask: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
  try {
    return await askForTokens(app.vendor, ask);
  } catch (error) {
    if (error instanceof VendorError) throw error;
    if (!isAboutAnswer(error)) throw error;
    // Without the library's error as the cause: that one holds the answer, tokens and all.
    throw new VendorProtocolError(`${app.vendor}'s answer about tokens is not what OAuth 2.0 says: ${error.message}.`);
  }
}

function isAboutAnswer(error: unknown): error is Error {
  return error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
}
