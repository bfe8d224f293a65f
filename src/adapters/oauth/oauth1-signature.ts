import { createHmac } from 'node:crypto';
import OAuth from 'oauth-1.0a';

/** What a request of OAuth 1.0a is signed with; no token before there is one. */
export interface OAuth1Credentials {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token?: { readonly token: string; readonly secret: string };
}

/**
 * Value of the `Authorization` header for one request, by HMAC-SHA1. Timestamp and nonce make it good for this one alone.
 * @param parameters of the protocol beside the usual ones, such as `oauth_callback`.
 */
export function signedHeader(
  credentials: OAuth1Credentials,
  method: string,
  url: string,
  now: Date,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const { consumerKey: key, consumerSecret: secret, token } = credentials;
  const signer = new OAuth({
    consumer: { key, secret },
    signature_method: 'HMAC-SHA1',
    hash_function: (text, signingKey) => createHmac('sha1', signingKey).update(text).digest('base64'),
  });
  signer.getTimeStamp = () => Math.floor(now.getTime() / 1_000);
  const signed = signer.authorize(
    { url, method, data: { ...parameters } },
    token && { key: token.token, secret: token.secret },
  );
  return signer.toHeader(signed).Authorization;
}
