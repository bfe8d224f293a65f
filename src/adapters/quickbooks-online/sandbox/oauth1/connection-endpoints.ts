import { findUser } from '../data/users';
import { xmlReply, type Reply } from '../reply';
import type { SandboxRequest } from '../sandbox-request';
import type { SignedToken } from '../sandbox-state';
import type { Call, World } from '../world';
import { xmlDocument } from '../xml';

interface Outcome {
  readonly code: number;
  readonly message: string;
}

const DONE: Outcome = { code: 0, message: '' };
const UNAUTHORIZED: Outcome = { code: 22, message: 'This API requires Authorization.' };
const APP_REFUSED: Outcome = { code: 24, message: 'Invalid App Token' };
const TOO_EARLY: Outcome = { code: 212, message: 'Token Refresh Window Out of Bounds' };

/** `/api/v1/connection/reconnect`: a new token for one that is about to end. */
export function reconnectEndpoint({ request }: Call, world: World): Reply {
  const token = authorize(request, world, 'OAuth Token Rejected');
  if ('code' in token) return platformReply('ReconnectResponse', token, world);
  if (!world.signedTokens.isRenewable(token)) return platformReply('ReconnectResponse', TOO_EARLY, world);
  const renewed = world.signedTokens.renew(token);
  const tokens = { OAuthToken: renewed.token, OAuthTokenSecret: renewed.secret };
  return platformReply('ReconnectResponse', DONE, world, tokens);
}

/** `/api/v1/connection/disconnect` */
export function disconnectEndpoint({ request }: Call, world: World): Reply {
  const token = authorize(request, world, 'OAuth Token rejected');
  if ('code' in token) return platformReply('PlatformResponse', token, world);
  token.revoked = true;
  return platformReply('PlatformResponse', DONE, world);
}

/** `/api/v1/user/current` */
export function currentUserEndpoint({ request }: Call, world: World): Reply {
  const token = authorize(request, world, 'OAuth Token Rejected');
  if ('code' in token) return platformReply('UserResponse', token, world);
  const user = findUser(token.userId)!;
  return platformReply('UserResponse', DONE, world, {
    User: {
      FirstName: user.givenName,
      LastName: user.familyName,
      EmailAddress: user.email,
      IsVerified: String(user.emailVerified),
    },
  });
}

function authorize(request: SandboxRequest, world: World, rejection: string): SignedToken | Outcome {
  const { signatures, signedTokens } = world;
  const rejected: Outcome = { code: 270, message: rejection };
  const signed = signatures.check(request, (token, { clientId }) => {
    const found = signedTokens.find(token);
    return found?.consumerKey === clientId ? found.secret : undefined;
  });
  if ('problem' in signed) {
    if (signed.problem === 'token_rejected') return rejected;
    return signed.problem === 'consumer_key_unknown' ? APP_REFUSED : UNAUTHORIZED;
  }
  const token = signedTokens.find(signed.token!)!;
  return signedTokens.isAlive(token) ? token : rejected;
}

/** HTTP 200 whatever happened. */
function platformReply(root: string, outcome: Outcome, { clock }: World, more: object = {}): Reply {
  return xmlReply(
    200,
    xmlDocument({
      [root]: {
        '@xmlns': 'http://platform.intuit.com/api/v1',
        ErrorMessage: outcome.message,
        ErrorCode: outcome.code,
        ServerTime: clock.now().toISOString().replace('Z', '0000Z'),
        ...more,
      },
    }),
  );
}
