import type { Application } from '../data/applications';
import { findCompany } from '../data/companies';
import {
  applicationAuthenticationFailed,
  authenticationFailed,
  authorizationFailed,
  type GatewayFault,
} from '../gateway-fault';
import type { TokenProblem } from '../oauth2/grants';
import { ACCOUNTING_SCOPE, hasScope } from '../oauth2/scopes';
import type { OAuthProblem } from '../oauth1/oauth-problem';
import type { SandboxRequest } from '../sandbox-request';
import type { World } from '../world';
import type { CompanyPath } from './company-path';

/** Who calls, and for which company. */
export interface Caller {
  readonly application: Application;
  readonly realmId: string;
}

export interface AuthenticationRefusal {
  readonly fault: GatewayFault;
  /** OAuth 1.0a is refused in XML, whatever was asked for. */
  readonly alwaysXml: boolean;
}

const MALFORMED = 'Malformed bearer token: too short or too long';

/** Whose token comes with the request: a bearer token, or one of OAuth 1.0a with a signature. */
export function authenticate(request: SandboxRequest, world: World): Caller | AuthenticationRefusal {
  return /^OAuth\s/i.test(request.headers.authorization ?? '') || request.query.has('oauth_signature')
    ? authenticateSignature(request, world)
    : authenticateBearer(request, world);
}

/** Whether the caller may have that company on that host; null when nothing stands against it. */
export function authorize(
  { application, realmId }: Caller,
  { host, realmId: asked }: CompanyPath,
): GatewayFault | null {
  const reachesHost = application.reaches === host && findCompany(realmId)?.kind === host;
  // A realm that is no number is never an authorization error: the service behind stumbles over it.
  const isOwnRealm = realmId === asked || !/^\d+$/.test(asked);
  return reachesHost && isOwnRealm ? null : authorizationFailed();
}

function authenticateBearer({ headers }: SandboxRequest, world: World): Caller | AuthenticationRefusal {
  const token = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const grant = world.grants.authenticate(token);
  if ('kind' in grant) return { fault: authenticationFailed(describe(grant)), alwaysXml: false };
  const application = world.applications.find(grant.clientId);
  if (application === undefined || grant.realmId === null || !hasScope(grant.scope, ACCOUNTING_SCOPE)) {
    return { fault: authorizationFailed(), alwaysXml: false };
  }
  return { application, realmId: grant.realmId };
}

function authenticateSignature(request: SandboxRequest, world: World): Caller | AuthenticationRefusal {
  const signed = world.signatures.check(request, (token, { clientId }) => {
    const found = world.signedTokens.find(token);
    return found?.consumerKey === clientId && world.signedTokens.isAlive(found) ? found.secret : undefined;
  });
  if ('problem' in signed) return { fault: applicationAuthenticationFailed(describeProblem(signed)), alwaysXml: true };
  return { application: signed.consumer, realmId: world.signedTokens.find(signed.token!)!.realmId };
}

function describe(problem: TokenProblem): string {
  if (problem.kind === 'expired') return `Token expired: ${problem.alias}`;
  return problem.kind === 'revoked' ? 'Token revoked' : MALFORMED;
}

function describeProblem({ problem, baseString }: OAuthProblem): string {
  return baseString === undefined ? `oauth_problem=${problem}` : `SignatureBaseString: ${baseString}`;
}
