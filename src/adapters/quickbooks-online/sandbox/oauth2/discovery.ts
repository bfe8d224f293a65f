import type { CompanyKind } from '../data/companies';
import { jsonReply, type Reply } from '../reply';
import type { Call, World } from '../world';
import { ISSUER } from './id-tokens';

/** The discovery document of production keys, or that of development keys: they differ in one address. */
export function discovery(reaches: CompanyKind): (call: Call) => Reply {
  return ({ request: { baseUrl } }) =>
    jsonReply(200, {
      issuer: ISSUER,
      authorization_endpoint: `${baseUrl}/connect/oauth2`,
      token_endpoint: `${baseUrl}/oauth2/v1/tokens/bearer`,
      userinfo_endpoint: `${baseUrl}${reaches === 'sandbox' ? '/sandbox' : ''}/v1/openid_connect/userinfo`,
      revocation_endpoint: `${baseUrl}/v2/oauth2/tokens/revoke`,
      jwks_uri: `${baseUrl}/op/v1/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile', 'address', 'phone'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
    });
}

export async function keySet(_call: Call, world: World): Promise<Reply> {
  return jsonReply(200, { keys: await world.idTokens.publicKeys() });
}
