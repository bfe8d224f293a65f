import { findCompany, type Company } from '../data/companies';
import { needsCompany } from '../oauth2/scopes';
import { redirectReply, type Reply } from '../reply';
import { formFields } from '../sandbox-request';
import type { Call, World } from '../world';
import { callbackAddress } from './callback-address';
import { errorPage } from './consent-page';
import type { ConsentRequest } from './consent-requests';

const INVALID_DATABASE = 'invalid_database';

/** The consent form's answer, for both protocols. */
export function decideConsent({ request, faults }: Call, world: World): Reply {
  const form = formFields(request);
  const asked = world.consents.take(form.get('request') ?? '');
  if (asked === undefined) {
    return errorPage(400, 'This page is over', 'It was answered before, or waited too long. Start again.', null);
  }
  const decision = form.get('decision');
  if (decision === 'deny') return deny(asked, world);
  if (decision !== 'approve') return errorPage(400, 'No decision', 'The form came without a decision.', back(asked));
  if (asked.askedBy.protocol === 'oauth2' && !needsCompany(asked.askedBy.scope))
    return approve(asked, null, faults, world);
  const company = findCompany(form.get('realmId') ?? '');
  const refusal = refuse(asked, company, faults);
  return refusal ?? approve(asked, company!, faults, world);
}

function deny(asked: ConsentRequest, world: World): Reply {
  if (asked.askedBy.protocol === 'oauth1') {
    const requestToken = world.signedTokens.findRequestToken(asked.askedBy.requestToken);
    if (requestToken !== undefined) requestToken.used = true;
  }
  return redirectReply(back(asked));
}

/** Null when the company may be connected. */
function refuse(asked: ConsentRequest, company: Company | undefined, faults: Call['faults']): Reply | null {
  const { user, application } = asked;
  if (company === undefined || ![...user.administers, ...user.worksIn].includes(company.realmId)) {
    return errorPage(400, 'No company', 'The form came without one of your companies.', back(asked));
  }
  if (!user.administers.includes(company.realmId)) {
    const detail = `Only an administrator of ${company.name} can connect it to an app.`;
    return errorPage(403, 'You are not an administrator', detail, back(asked));
  }
  if (company.kind === application.reaches && !faults.has('invalid-database')) return null;
  return refuseKind(asked, faults);
}

/** A development key pair with a live company, or the reverse. */
function refuseKind(asked: ConsentRequest, faults: Call['faults']): Reply {
  const message =
    asked.application.reaches === 'sandbox' || faults.has('invalid-database')
      ? 'Development application can only subscribe to sandbox company. No sandbox company found'
      : 'Production application can not subscribe to sandbox company.';
  const returnAddress = back(asked, INVALID_DATABASE, message);
  if (faults.word('invalid-database') === 'callback') return redirectReply(returnAddress);
  return errorPage(403, `Error code : ${INVALID_DATABASE}.`, `Error message : ${message} Error Id :`, returnAddress);
}

function approve(asked: ConsentRequest, company: Company | null, faults: Call['faults'], world: World): Reply {
  const { application, user, callback, askedBy } = asked;
  if (company !== null) replaceOtherUsers(asked, company, world);
  const realmId = faults.has('no-realm') ? null : (company?.realmId ?? null);
  if (askedBy.protocol === 'oauth2') {
    const { scope, nonce } = askedBy;
    const state = faults.has('other-state') ? 'made-by-nobody' : askedBy.state;
    const consent = { clientId: application.clientId, userId: user.id, scope, nonce, redirectUri: callback };
    const code = world.grants.issueCode({ ...consent, realmId: company?.realmId ?? null });
    return redirectReply(callbackAddress(callback, { code, state, realmId }));
  }
  const requestToken = world.signedTokens.findRequestToken(askedBy.requestToken);
  if (requestToken === undefined) return errorPage(400, 'Invalid oauth_token', 'The request token is over.', null);
  const verifier = world.signedTokens.approve(requestToken, user.id, company!.realmId);
  const answer = { oauth_token: requestToken.token, oauth_verifier: verifier, realmId, dataSource: 'QBO' };
  return redirectReply(callbackAddress(callback, answer));
}

/** One administrator stands for a company and app: who connects it again cuts the one before off. */
function replaceOtherUsers({ application, user }: ConsentRequest, { realmId }: Company, world: World): void {
  const { clientId } = application;
  for (const grant of world.grants.alive(realmId, clientId)) if (grant.userId !== user.id) grant.revoked = true;
}

function back(asked: ConsentRequest, error = 'access_denied', description: string | null = null): string {
  const { callback, askedBy } = asked;
  const told = { error, error_description: description };
  return askedBy.protocol === 'oauth2'
    ? callbackAddress(callback, { ...told, state: askedBy.state })
    : callbackAddress(callback, { ...told, oauth_token: askedBy.requestToken });
}
