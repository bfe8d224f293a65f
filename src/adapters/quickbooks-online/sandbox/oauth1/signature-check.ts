import OAuth from 'oauth-1.0a';
import { createHmac } from 'node:crypto';
import type { Clock } from '../../../../clock';
import { sameText, type ApplicationRegistry } from '../application-registry';
import type { Application } from '../data/applications';
import type { SandboxRequest } from '../sandbox-request';
import { oauthParameters } from './oauth-parameters';
import { oauthProblem, type OAuthProblem } from './oauth-problem';

const TIMESTAMP_WINDOW_SECONDS = 300;
const REQUIRED = ['oauth_consumer_key', 'oauth_signature_method', 'oauth_signature', 'oauth_timestamp', 'oauth_nonce'];

/** A request whose signature is good. */
export interface SignedRequest {
  readonly consumer: Application;
  /** Null for a request that no token belongs to. */
  readonly token: string | null;
  /** The parameters that begin with `oauth_`. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The secret that belongs to a token of that consumer; undefined for a token that it does not have. */
export type FindTokenSecret = (token: string, consumer: Application) => string | undefined;

/** Checks OAuth 1.0a signatures, and that no request comes twice. */
export class SignatureCheck {
  /** Nonces with the second that they are for: a later request with an old second is refused anyway. */
  private readonly nonces = new Map<string, number>();

  constructor(
    private readonly applications: ApplicationRegistry,
    private readonly clock: Clock,
  ) {}

  /** With `findSecret` a token is required. */
  check(request: SandboxRequest, findSecret?: FindTokenSecret): SignedRequest | OAuthProblem {
    const all = oauthParameters(request);
    const own = all.filter(([name]) => name.startsWith('oauth_'));
    const parameters = new Map(own);
    const problem = formProblem(own, parameters, findSecret === undefined ? REQUIRED : [...REQUIRED, 'oauth_token']);
    if (problem !== null) return problem;
    const consumer = this.applications.find(parameters.get('oauth_consumer_key'));
    if (consumer === undefined) return oauthProblem('consumer_key_unknown');
    const token = parameters.get('oauth_token') || null;
    const secret = findSecret === undefined || token === null ? '' : findSecret(token, consumer);
    if (secret === undefined) return oauthProblem('token_rejected');
    const refused = this.timeProblem(parameters) ?? signatureProblem(request, all, parameters, consumer, secret);
    // The nonce is only used up by a request that its owner made.
    return refused ?? this.nonceProblem(parameters) ?? { consumer, token, parameters };
  }

  private timeProblem(parameters: ReadonlyMap<string, string>): OAuthProblem | null {
    const timestamp = parameters.get('oauth_timestamp')!;
    const now = this.nowSeconds();
    const isNear = /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now) <= TIMESTAMP_WINDOW_SECONDS;
    const range = `${now - TIMESTAMP_WINDOW_SECONDS}-${now + TIMESTAMP_WINDOW_SECONDS}`;
    return isNear ? null : oauthProblem('timestamp_refused', { oauth_acceptable_timestamps: range });
  }

  private nonceProblem(parameters: ReadonlyMap<string, string>): OAuthProblem | null {
    const names = ['oauth_consumer_key', 'oauth_token', 'oauth_timestamp', 'oauth_nonce'];
    const key = JSON.stringify(names.map((name) => parameters.get(name) ?? ''));
    if (this.nonces.has(key)) return oauthProblem('nonce_used');
    const oldest = this.nowSeconds() - TIMESTAMP_WINDOW_SECONDS;
    for (const [nonce, second] of this.nonces) if (second < oldest) this.nonces.delete(nonce);
    this.nonces.set(key, Number(parameters.get('oauth_timestamp')));
    return null;
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function formProblem(
  own: readonly (readonly [string, string])[],
  parameters: ReadonlyMap<string, string>,
  required: readonly string[],
): OAuthProblem | null {
  const absent = required.filter((name) => !parameters.get(name));
  if (absent.length > 0) return oauthProblem('parameter_absent', { oauth_parameters_absent: absent.join('&') });
  if (own.length !== parameters.size) {
    const names = own.map(([name]) => name);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    return oauthProblem('parameter_rejected', { oauth_parameters_rejected: [...new Set(twice)].join('&') });
  }
  if ((parameters.get('oauth_version') ?? '1.0') !== '1.0') {
    return oauthProblem('version_rejected', { oauth_acceptable_versions: '1.0-1.0' });
  }
  return parameters.get('oauth_signature_method') === 'HMAC-SHA1' ? null : oauthProblem('signature_method_rejected');
}

function signatureProblem(
  request: SandboxRequest,
  all: readonly (readonly [string, string])[],
  parameters: ReadonlyMap<string, string>,
  { clientId, clientSecret }: Application,
  tokenSecret: string,
): OAuthProblem | null {
  const signer = new OAuth({
    consumer: { key: clientId, secret: clientSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (baseString, key) => createHmac('sha1', key).update(baseString).digest('base64'),
  });
  const { origin, pathname } = new URL(`${request.baseUrl}${request.path}`);
  const signed = { method: request.method, url: origin + pathname, data: collect(all) };
  // All parameters are in `data`: what is absent, such as a version, must not be signed either.
  const none = {} as OAuth.Data;
  const expected = signer.getSignature(signed, tokenSecret, none);
  if (sameText(expected, parameters.get('oauth_signature')!)) return null;
  return { ...oauthProblem('signature_invalid'), baseString: signer.getBaseString(signed, {} as OAuth.Data) };
}

/** By name; several values of one name in a list. */
function collect(all: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of all) {
    if (name !== 'oauth_signature') values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? list[0]! : list]));
}
