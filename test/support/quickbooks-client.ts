import OAuthClient from 'intuit-oauth';
import type { RunningSandbox } from '../../src/adapters/quickbooks-online/sandbox';
import { openConsentForm } from './consent-form';

export const SANDBOX_REALM = '9341452000000101';
export const OTHER_SANDBOX_REALM = '9341452000000102';
export const LIVE_REALM = '9130350000000201';
export const LOCAL_CALLBACK = 'http://localhost:4000/oauth/callback';
export const PUBLIC_CALLBACK = 'https://elements.example.com/oauth/callback';

/**
 * Intuit's own OAuth client, with the sandbox's addresses in place of Intuit's. The package keeps them for the whole
 * process, so a test file has one sandbox at a time.
 */
export function intuitClient(
  running: Pick<RunningSandbox, 'sandbox' | 'baseUrl'>,
  keys: 'sandbox' | 'live' = 'sandbox',
): OAuthClient {
  const { clientId, clientSecret, redirectUris } = running.sandbox.application(keys);
  const client = new OAuthClient({
    clientId,
    clientSecret,
    environment: keys === 'sandbox' ? 'sandbox' : 'production',
    redirectUri: redirectUris[0]!,
    includeRefreshTokenHardExpiresIn: true,
  });
  client.setAuthorizeURLs({
    authorizeEndpoint: `${running.baseUrl}/connect/oauth2`,
    tokenEndpoint: `${running.baseUrl}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${running.baseUrl}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${running.baseUrl}${keys === 'sandbox' ? '/sandbox' : ''}/v1/openid_connect/userinfo`,
  });
  OAuthClient.jwks_uri = `${running.baseUrl}/op/v1/jwks`;
  OAuthClient.environment = { sandbox: `${running.baseUrl}/sandbox/`, production: `${running.baseUrl}/` };
  return client;
}

/** Consent as somebody gives it who takes the company that the page suggests, unless told otherwise. */
export async function giveConsent(client: OAuthClient, scope: string | string[], realmId?: string): Promise<URL> {
  const form = await openConsentForm(client.authorizeUri({ scope, state: 'state of a test' }));
  const { location, page } = await form.answer('approve', realmId);
  if (location === null) throw new Error(page);
  return location;
}

/** A client with the tokens of a company. */
export async function connectedClient(
  running: Pick<RunningSandbox, 'sandbox' | 'baseUrl'>,
  options: { readonly keys?: 'sandbox' | 'live'; readonly realmId?: string; readonly scope?: string | string[] } = {},
): Promise<OAuthClient> {
  const client = intuitClient(running, options.keys);
  const scope = options.scope ?? OAuthClient.scopes.Accounting;
  await client.createToken((await giveConsent(client, scope, options.realmId)).href);
  return client;
}
