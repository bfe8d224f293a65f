import { formReply, type Reply } from '../reply';

/** The problems of the OAuth Problem Reporting extension that are told here. */
export type ProblemName =
  | 'parameter_absent'
  | 'parameter_rejected'
  | 'version_rejected'
  | 'signature_method_rejected'
  | 'consumer_key_unknown'
  | 'timestamp_refused'
  | 'nonce_used'
  | 'signature_invalid'
  | 'token_rejected'
  | 'token_expired'
  | 'token_used'
  | 'permission_unknown'
  | 'permission_denied'
  | 'verifier_invalid';

export interface OAuthProblem {
  readonly problem: ProblemName;
  /** Which parameters are absent or refused; what range a timestamp has to be in. */
  readonly about?: Readonly<Record<string, string>>;
  /** What the signature should have been computed from. */
  readonly baseString?: string;
}

export function oauthProblem(problem: ProblemName, about: Readonly<Record<string, string>> = {}): OAuthProblem {
  return { problem, about };
}

export function problemReply({ problem, about }: OAuthProblem): Reply {
  const challenge = { 'www-authenticate': `OAuth oauth_problem="${problem}"` };
  return formReply(401, { oauth_problem: problem, ...about }, challenge);
}
