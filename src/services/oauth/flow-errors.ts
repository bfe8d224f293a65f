import { OAuthFlowError } from '../../errors';
import type { ConsentRow } from '../../persistence/repositories/oauth-consent.repository';
import { storableText } from '../../persistence/storable-text';

const STATE_PATH = ['input', 'state'];
const PARAMETERS_PATH = ['input', 'callbackParameters'];

/** What a consent page says instead of a grant, as it can be stored and shown. */
export interface ConsentRefusal {
  readonly vendorError: string;
  readonly vendorErrorDescription: string | null;
}

/** Null when the parameters of a callback are none of a refusal. The words come from whoever called, cut to size. */
export function refusalIn(parameters: Readonly<Record<string, string>>): ConsentRefusal | null {
  const { error, error_description: description } = parameters;
  if (error === undefined) return null;
  return {
    vendorError: storableText(error).slice(0, 200),
    vendorErrorDescription: description === undefined ? null : storableText(description).slice(0, 500),
  };
}

export function stateUnknown(): OAuthFlowError {
  const message = 'No consent flow has this `state`. Begin one with `beginOAuth`.';
  return new OAuthFlowError('STATE_UNKNOWN', message, { path: STATE_PATH });
}

export function stateUsed(instanceId: string | null): OAuthFlowError {
  const message = 'This `state` was used already. A consent flow can be completed once.';
  return new OAuthFlowError('STATE_USED', message, { path: STATE_PATH, instanceId });
}

export function stateExpired(): OAuthFlowError {
  const message = 'This `state` has expired. Begin again with `beginOAuth`.';
  return new OAuthFlowError('STATE_EXPIRED', message, { path: STATE_PATH });
}

export function stateMismatch(): OAuthFlowError {
  const message =
    'The `state` that came with the callback is not the one of this flow: the answer belongs to another. Complete that one.';
  return new OAuthFlowError('STATE_MISMATCH', message, { path: [...PARAMETERS_PATH, 'state'] });
}

export function secretWrong(): OAuthFlowError {
  return new OAuthFlowError('SECRET_WRONG', '`completionSecret` is not the one that `beginOAuth` gave with `state`.', {
    path: ['input', 'completionSecret'],
  });
}

export function notGrantedYet(): OAuthFlowError {
  const message = 'The browser has not come back from the consent page yet. Try again when it has.';
  return new OAuthFlowError('NOT_GRANTED_YET', message, { path: STATE_PATH, retryable: true });
}

export function parametersMissing(missing: readonly string[]): OAuthFlowError {
  const message = `The callback came without ${missing.join(', ')}. Give all of its parameters, as they came.`;
  return new OAuthFlowError('PARAMETER_MISSING', message, { path: PARAMETERS_PATH });
}

/** Intuit's words for development keys with a company that is no sandbox; other vendors have none like it. */
const WRONG_KIND = 'invalid_database';

export function denied({ vendorError, vendorErrorDescription }: ConsentRefusal): OAuthFlowError {
  const why =
    vendorError === WRONG_KIND
      ? "the app's keys are for another kind of account than the one that was chosen. Development keys reach sandbox companies only; use production keys for every other."
      : 'the customer, or the vendor, gave no consent.';
  return new OAuthFlowError('DENIED', `The consent page answered ${vendorError}: ${why}`, {
    vendorError,
    vendorErrorDescription,
  });
}

/** How a flow ended that made nothing, for whoever asks for it again. */
export function failureOf({ failure, vendorError, vendorErrorDescription }: ConsentRow): OAuthFlowError {
  const words = { vendorError: vendorError ?? 'access_denied', vendorErrorDescription };
  if (failure === 'DENIED') return denied(words);
  if (failure === 'UNCLAIMED') return stateExpired();
  if (failure !== 'REFUSED') return stateUsed(null);
  const message = 'The vendor refused what its own consent page had answered. Begin again with `beginOAuth`.';
  return new OAuthFlowError('EXCHANGE_REFUSED', message, { vendorError, vendorErrorDescription });
}
