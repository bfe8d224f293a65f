import type { Reply } from '../reply';
import { MOUNT_PATH } from '../sandbox-request';
import type { Call, World } from '../world';
import { errorPage } from './consent-page';
import { openConsent, signedInUser } from './open-consent';

export const CONNECT_PATH = '/Connect/Authorize';

/** `GET /Connect/Begin`: consent for a request token of OAuth 1.0a. */
export function beginOAuth1({ request }: Call, world: World): Reply {
  const { query } = request;
  const requestToken = world.signedTokens.findRequestToken(query.get('oauth_token') ?? '');
  const application = world.applications.find(requestToken?.consumerKey);
  const isOpen = requestToken !== undefined && !requestToken.used && !world.signedTokens.isOver(requestToken);
  if (!isOpen || requestToken.consent !== null || application === undefined) {
    const detail = 'The address names no request token, or one that is over. Start again from the app.';
    return errorPage(400, 'Invalid oauth_token', detail, null);
  }
  if ((query.get('oauth_consumer_key') ?? application.clientId) !== application.clientId) {
    return errorPage(400, 'Invalid oauth_consumer_key', 'The request token belongs to another app.', null);
  }
  const callback = query.get('oauth_callback') ?? requestToken.callback;
  if (!isSamePlace(callback, requestToken.callback)) {
    const detail = 'It leads to another place than the one that the request token was made for.';
    return errorPage(400, 'Invalid oauth_callback', detail, null);
  }
  const askedBy = { protocol: 'oauth1', requestToken: requestToken.token } as const;
  const asked = { application, user: signedInUser(request), callback, askedBy };
  return openConsent(request, `${MOUNT_PATH}${CONNECT_PATH}`, asked, world);
}

/** The page's own callback may add a query, as the seed's platform does, but not lead elsewhere. */
function isSamePlace(callback: string, registered: string): boolean {
  if (!URL.canParse(callback)) return false;
  const [one, other] = [new URL(callback), new URL(registered)];
  return one.origin === other.origin && one.pathname === other.pathname;
}
