import { sameText } from '../application-registry';
import { formReply, type Reply } from '../reply';
import type { RequestToken } from '../sandbox-state';
import type { Call, World } from '../world';
import { oauthProblem, problemReply, type OAuthProblem } from './oauth-problem';

/** `/oauth/v1/get_request_token` */
export function requestTokenEndpoint({ request, faults }: Call, { signatures, signedTokens }: World): Reply {
  if (faults.has('invalid-client')) return problemReply(oauthProblem('consumer_key_unknown'));
  const signed = signatures.check(request);
  if ('problem' in signed) return problemReply(signed);
  const callback = signed.parameters.get('oauth_callback');
  if (!callback) return problemReply(oauthProblem('parameter_absent', { oauth_parameters_absent: 'oauth_callback' }));
  if (!isWebAddress(callback)) {
    return problemReply(oauthProblem('parameter_rejected', { oauth_parameters_rejected: 'oauth_callback' }));
  }
  const { token, secret } = signedTokens.issueRequestToken(signed.consumer.clientId, callback);
  return formReply(200, { oauth_token_secret: secret, oauth_callback_confirmed: 'true', oauth_token: token });
}

/** `/oauth/v1/get_access_token` */
export function accessTokenEndpoint({ request, faults }: Call, { signatures, signedTokens }: World): Reply {
  if (faults.has('invalid-client')) return problemReply(oauthProblem('consumer_key_unknown'));
  const signed = signatures.check(request, (token, { clientId }) => {
    const found = signedTokens.findRequestToken(token);
    return found?.consumerKey === clientId ? found.secret : undefined;
  });
  if ('problem' in signed) return problemReply(signed);
  const requestToken = signedTokens.findRequestToken(signed.token!)!;
  const problem = exchangeProblem(requestToken, signed.parameters.get('oauth_verifier'), signedTokens);
  if (problem !== null) return problemReply(problem);
  const { token, secret } = signedTokens.exchange(requestToken);
  return formReply(200, { oauth_token_secret: secret, oauth_token: token });
}

function exchangeProblem(
  requestToken: RequestToken,
  verifier: string | undefined,
  tokens: World['signedTokens'],
): OAuthProblem | null {
  if (requestToken.used) return oauthProblem('token_used');
  if (tokens.isOver(requestToken)) return oauthProblem('token_expired');
  if (requestToken.consent === null) return oauthProblem('permission_unknown');
  if (!verifier) return oauthProblem('parameter_absent', { oauth_parameters_absent: 'oauth_verifier' });
  return sameText(requestToken.consent.verifier, verifier) ? null : oauthProblem('verifier_invalid');
}

/** `oob`, for clients that cannot be called back, has been refused since March 2017. */
function isWebAddress(callback: string): boolean {
  return URL.canParse(callback) && ['http:', 'https:'].includes(new URL(callback).protocol);
}
