import { parseRetryAfter } from '../http/retry-after';
import {
  VendorAuthenticationError,
  VendorConflictError,
  VendorNotFoundError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
  type VendorError,
  type VendorErrorOptions,
} from '../vendor-error';
import { findEnvelope, parseEnvelope, type Envelope } from './envelope';
import { readToken } from './raw-record';

/** The shorter of Expensify's two windows; what to wait when it does not say. */
const DEFAULT_RETRY_AFTER_SECONDS = 10;
const MAX_MESSAGE_LENGTH = 500;

export const REQUIRES_ADMIN =
  'The role of policy admin or domain admin at Expensify for the account of the credentials.';
export const REQUIRES_POLICY_ADMIN =
  'The role of policy admin at Expensify, in the policies concerned, for the account of the credentials.';
export const REQUIRES_DOMAIN_ADMIN = 'The role of domain admin at Expensify for the account of the credentials.';
export const REQUIRES_GRANT =
  'To act for another account, the account of the credentials has to be a domain admin, with Domain Control set up, and ' +
  "an admin of the policy, and needs Expensify's permission, which concierge@expensify.com gives on request; for its own " +
  'e-mail address it needs none of that.';

/** An answer that is not the success of its job. */
export interface FailedAnswer {
  /** The HTTP status, which is 200 for nearly every failure too. */
  readonly status: number;
  /** Secrets already removed. */
  readonly body: string;
  readonly retryAfter?: string;
  readonly now: Date;
}

/** What a job takes at Expensify, and the places of our input that its refusals are about. */
export interface JobNeeds {
  /** What is missing where Expensify says 403. */
  readonly role?: string;
  /** Where the input names the account that the job acts for. */
  readonly accountPath?: readonly string[];
  /** Where the input names the record that the job is about. */
  readonly recordPath?: readonly string[];
}

/** What an answer that is no success means. The body says it; the status counts only where there is no JSON. */
export function toVendorError(answer: FailedAnswer, needs: JobNeeds = {}): VendorError {
  const envelope = parseEnvelope(answer.body) ?? findEnvelope(answer.body);
  if (answer.status === 429 || envelope?.code === 429) return rateLimited(answer, envelope);
  return envelope === null ? fromStatus(answer) : fromEnvelope(envelope, needs);
}

function fromEnvelope(envelope: Envelope, needs: JobNeeds): VendorError {
  const message = envelope.message ?? '';
  const options = describe(envelope);
  // Before the codes: a wrong pair of credentials is a 404, and acting for someone else a 500.
  if (/authentication error|no authentication method/i.test(message)) return credentialsRefused(options);
  if (/not authorized to authenticate as/i.test(message)) return actingRefused(options, needs);
  if (envelope.code === 403) return roleRefused(options, needs);
  if (envelope.code === 666) return alreadyThere(message, options);
  if (/not found/i.test(message)) return notFound(options, needs);
  if (/\b(missing|malformed|not supported)\b/i.test(message)) return rejected(options);
  return fromCode(envelope.code, options, needs);
}

function fromCode(code: number | null, options: VendorErrorOptions, needs: JobNeeds): VendorError {
  switch (code) {
    case 401:
      return credentialsRefused(options);
    case 404:
      return notFound(options, needs);
    case 200:
      return new VendorProtocolError('Expensify answered with success, but without the result.', options);
    default:
      return code !== null && code >= 500 && code < 600 ? unavailable(options) : rejected(options);
  }
}

/** Answers without an envelope come from what stands in front of Expensify: a gateway, a proxy, a firewall. */
function fromStatus({ status, body }: FailedAnswer): VendorError {
  const options: VendorErrorOptions = { vendorCode: `HTTP ${status}` };
  if (status === 401) return credentialsRefused(options);
  const isPage = /^\s*</.test(body);
  if (status >= 500 || status === 408 || (isPage && status < 300)) {
    return new VendorUnavailableError(
      `Expensify is unavailable: it answered HTTP ${status}${isPage ? ' with a web page' : ''}.`,
      options,
    );
  }
  return new VendorProtocolError(`Expensify's answer cannot be read: HTTP ${status}, ${shape(body, isPage)}.`, options);
}

function rateLimited(answer: FailedAnswer, envelope: Envelope | null): VendorError {
  const seconds = parseRetryAfter(answer.retryAfter, answer.now) ?? DEFAULT_RETRY_AFTER_SECONDS;
  const options = envelope === null ? { vendorCode: 'HTTP 429' } : describe(envelope);
  return new VendorRateLimitError(
    `Expensify takes no more requests for these credentials; try again in ${seconds} s.`,
    seconds,
    options,
  );
}

function credentialsRefused(options: VendorErrorOptions): VendorError {
  return new VendorAuthenticationError(
    'Expensify refused the credentials: partner.user.id and partner.user.secret have to be one valid pair.',
    options,
  );
}

function roleRefused(options: VendorErrorOptions, { role = REQUIRES_ADMIN, recordPath }: JobNeeds): VendorError {
  const requires = role;
  return new VendorPermissionError(`Expensify refused: ${quoted(options)}.`, {
    ...options,
    requires,
    path: recordPath,
  });
}

function actingRefused(options: VendorErrorOptions, { accountPath }: JobNeeds): VendorError {
  return new VendorPermissionError(`Expensify refused to act for another account: ${quoted(options)}.`, {
    ...options,
    requires: REQUIRES_GRANT,
    path: accountPath,
  });
}

/** Expensify says the same of what is not there and of what the account may not see. */
function notFound(options: VendorErrorOptions, { recordPath }: JobNeeds): VendorError {
  return new VendorNotFoundError(
    `Expensify did not find what was asked for, or does not let the account of the credentials see it: ${quoted(options)}.`,
    { ...options, path: recordPath },
  );
}

/** The message is the only place where Expensify ever names a rule's number. */
function alreadyThere(message: string, options: VendorErrorOptions): VendorError {
  const number = /\brule (\d+)/i.exec(message)?.[1] ?? null;
  const advice = number === null ? '' : ` Update rule ${number} instead.`;
  return new VendorConflictError(`Expensify has such a rule already: ${quoted(options)}.${advice}`, number, options);
}

function rejected(options: VendorErrorOptions): VendorError {
  return new VendorRejectedError(`Expensify refused the request: ${quoted(options)}.`, options);
}

function unavailable(options: VendorErrorOptions): VendorError {
  return new VendorUnavailableError(`Expensify failed: ${quoted(options)}.`, options);
}

function describe(envelope: Envelope): VendorErrorOptions {
  return {
    vendorCode: envelope.code === null ? null : String(envelope.code),
    vendorMessage: envelope.message?.slice(0, MAX_MESSAGE_LENGTH) ?? null,
    vendorRequestId: readToken(envelope.fields.requestID),
  };
}

function quoted({ vendorCode, vendorMessage }: VendorErrorOptions): string {
  const code = vendorCode === null ? 'no code' : `code ${vendorCode}`;
  return vendorMessage ? `"${vendorMessage.replace(/[.\s]+$/, '')}" (${code})` : code;
}

function shape(body: string, isPage: boolean): string {
  if (isPage) return 'a web page';
  return body.trim() === '' ? 'an empty body' : 'neither JSON nor the expected file';
}
