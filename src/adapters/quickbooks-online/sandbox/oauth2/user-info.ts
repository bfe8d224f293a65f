import type { CompanyKind } from '../data/companies';
import { findUser, type User } from '../data/users';
import { jsonReply, type Reply } from '../reply';
import type { Call, World } from '../world';
import { hasScope } from './scopes';

/** Who gave consent, as far as the scopes allow. Each kind of keys has an address of its own. */
export function userInfo(reaches: CompanyKind): (call: Call, world: World) => Reply {
  return ({ request }, world) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const grant = world.grants.authenticate(token);
    if ('kind' in grant || world.applications.find(grant.clientId)?.reaches !== reaches)
      return refused('invalid_token');
    const user = findUser(grant.userId);
    if (user === undefined || !hasScope(grant.scope, 'openid')) return refused('insufficient_scope', 403);
    return jsonReply(200, claims(user, grant.scope));
  };
}

/** In camelCase, unlike the standard. */
function claims(user: User, scope: string): object {
  return {
    sub: user.id,
    ...(hasScope(scope, 'email') ? { email: user.email, emailVerified: user.emailVerified } : {}),
    ...(hasScope(scope, 'profile') ? { givenName: user.givenName, familyName: user.familyName } : {}),
    ...(hasScope(scope, 'phone') ? { phoneNumber: user.phoneNumber, phoneNumberVerified: true } : {}),
    ...(hasScope(scope, 'address') ? { address: user.address } : {}),
  };
}

function refused(error: string, status = 401): Reply {
  return jsonReply(status, { error }, { 'www-authenticate': `Bearer realm="Intuit", error="${error}"` });
}
