import type { Application } from '../data/applications';
import { jsonReply, type Reply } from '../reply';
import { formFields } from '../sandbox-request';
import type { Call, World } from '../world';
import { authenticateClient } from './client-authentication';
import { ACCESS_TOKEN_LIFE_MS, type IssuedTokens } from './grants';
import { hasScope } from './scopes';

/** `/oauth2/v1/tokens/bearer`: a code or a refresh token for new tokens. */
export async function tokenEndpoint(call: Call, world: World): Promise<Reply> {
  const form = formFields(call.request);
  const application = authenticateClient(call.request, form, world.applications, call.faults);
  if ('status' in application) return application;
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(call, world, form, application);
    case 'refresh_token':
      return refresh(call, world, form, application);
    case null:
      return oauthError('invalid_request', 'grant_type is missing');
    default:
      return oauthError('unsupported_grant_type');
  }
}

async function exchangeCode(call: Call, world: World, form: URLSearchParams, app: Application): Promise<Reply> {
  const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')];
  if (code === null || redirectUri === null) return oauthError('invalid_request', 'code or redirect_uri is missing');
  if (call.faults.has('invalid-grant')) return invalidCode();
  const issued = world.grants.exchange(code, app.clientId, redirectUri);
  if (issued === null) return invalidCode();
  const { grant } = issued;
  const idToken = hasScope(grant.scope, 'openid')
    ? await world.idTokens.sign({ ...grant, nonce: issued.code.nonce })
    : undefined;
  return tokens(call, world, issued, idToken);
}

function refresh(call: Call, world: World, form: URLSearchParams, app: Application): Reply {
  const { faults } = call;
  const refreshToken = form.get('refresh_token');
  if (refreshToken === null) return oauthError('invalid_request', 'refresh_token is missing');
  const rules = {
    rotate: faults.has('rotate'),
    overlapMs: (faults.number('refresh-overlap') ?? 0) * 1000,
    reuseRevokes: faults.has('reuse-revokes'),
  };
  const issued = faults.has('invalid-grant') ? null : world.grants.refresh(refreshToken, app.clientId, rules);
  if (issued === null) return oauthError('invalid_grant', 'Incorrect or invalid refresh token');
  return tokens(call, world, issued, undefined);
}

function tokens({ request }: Call, world: World, issued: IssuedTokens, idToken: string | undefined): Reply {
  const left = world.grants.secondsLeft(issued.grant);
  const asksForCap = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
  return jsonReply(200, {
    x_refresh_token_expires_in: left.refreshToken,
    refresh_token: issued.grant.refreshToken,
    access_token: issued.accessToken,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_LIFE_MS / 1000,
    ...(asksForCap ? { x_refresh_token_hard_expires_in: left.hard } : {}),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  });
}

/** Recorded without a description. */
function invalidCode(): Reply {
  return oauthError('invalid_grant');
}

function oauthError(error: string, description?: string): Reply {
  return jsonReply(400, { error, ...(description === undefined ? {} : { error_description: description }) });
}
