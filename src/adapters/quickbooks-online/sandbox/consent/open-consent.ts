import { COMPANIES } from '../data/companies';
import { findUser, USERS, type User } from '../data/users';
import { hasScope, needsCompany } from '../oauth2/scopes';
import type { Reply } from '../reply';
import type { SandboxRequest } from '../sandbox-request';
import type { World } from '../world';
import { consentPage, type CompanyChoice } from './consent-page';
import type { ConsentRequest } from './consent-requests';

/** Query parameter that names who is signed in; the vendor has a page of its own for that. */
const USER_PARAMETER = 'sandbox_user';

export function signedInUser({ query }: SandboxRequest): User {
  return findUser(query.get(USER_PARAMETER) ?? '') ?? USERS[0]!;
}

/** Opens the page that asks for consent. */
export function openConsent(request: SandboxRequest, action: string, asked: ConsentRequest, world: World): Reply {
  const scope = asked.askedBy.protocol === 'oauth2' ? asked.askedBy.scope : null;
  const choices = scope === null || needsCompany(scope) ? companyChoices(asked, world) : [];
  const preselected = choices.find(
    ({ company, administered }) => administered && company.kind === asked.application.reaches,
  );
  return consentPage({
    id: world.consents.add(asked),
    action,
    appName: asked.application.name,
    permissions: permissions(scope),
    user: asked.user,
    otherUsers: USERS.filter(({ id }) => id !== asked.user.id).map((user) => ({
      user,
      address: addressFor(user, request),
    })),
    choices,
    preselected: preselected?.company.realmId ?? null,
    returnsTo: new URL(asked.callback).host,
  });
}

function companyChoices({ application, user }: ConsentRequest, world: World): readonly CompanyChoice[] {
  return COMPANIES.filter(({ realmId }) => [...user.administers, ...user.worksIn].includes(realmId)).map((company) => {
    const others = world.grants.alive(company.realmId, application.clientId).filter(({ userId }) => userId !== user.id);
    return {
      company,
      administered: user.administers.includes(company.realmId),
      connectedBy: others.length === 0 ? null : (findUser(others[0]!.userId) ?? null),
    };
  });
}

function permissions(scope: string | null): readonly string[] {
  const asks = (name: string): boolean => scope !== null && hasScope(scope, name);
  return [
    ...(scope === null || needsCompany(scope) ? ['read and change the books of the company that you choose'] : []),
    ...(asks('openid') ? ['know who you are'] : []),
    ...(asks('profile') ? ['see your name'] : []),
    ...(asks('email') ? ['see your e-mail address'] : []),
    ...(asks('phone') ? ['see your phone number'] : []),
    ...(asks('address') ? ['see your postal address'] : []),
  ];
}

function addressFor(user: User, { baseUrl, path, query }: SandboxRequest): string {
  const changed = new URLSearchParams(query);
  changed.set(USER_PARAMETER, user.id);
  return `${new URL(baseUrl).pathname}${path}?${changed.toString()}`;
}
