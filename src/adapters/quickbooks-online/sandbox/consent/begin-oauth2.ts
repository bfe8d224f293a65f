import { isAllowedScope } from '../oauth2/scopes';
import { redirectReply, type Reply } from '../reply';
import { MOUNT_PATH } from '../sandbox-request';
import type { Call, World } from '../world';
import { callbackAddress } from './callback-address';
import { errorPage } from './consent-page';
import { openConsent, signedInUser } from './open-consent';

export const AUTHORIZE_PATH = '/connect/oauth2';

/** `GET /connect/oauth2`. Whoever cannot be trusted with a redirect gets a page instead. */
export function beginOAuth2({ request, faults }: Call, world: World): Reply {
  const { query } = request;
  const application = world.applications.find(query.get('client_id'));
  if (application === undefined || faults.has('invalid-client')) {
    return errorPage(400, 'Unknown client_id', 'No app has the client_id that this address names.', null);
  }
  const callback = query.get('redirect_uri') ?? '';
  if (!world.applications.redirectUris(application).includes(callback)) {
    const detail = `It is not registered for ${application.name}, letter for letter: ${callback || 'there is none'}`;
    return errorPage(400, 'The redirect_uri query parameter value is invalid', detail, null);
  }
  const state = query.get('state');
  if (query.get('response_type') !== 'code') {
    return redirectReply(callbackAddress(callback, { error: 'unsupported_response_type', state }));
  }
  const scope = query.get('scope') ?? '';
  if (!isAllowedScope(scope)) {
    const returnAddress = callbackAddress(callback, { error: 'invalid_scope', state });
    return errorPage(400, 'Invalid permissions requested', `The app may not ask for: ${scope}`, returnAddress);
  }
  const askedBy = { protocol: 'oauth2', scope, state, nonce: query.get('nonce') } as const;
  const asked = { application, user: signedInUser(request), callback, askedBy };
  return openConsent(request, `${MOUNT_PATH}${AUTHORIZE_PATH}`, asked, world);
}
