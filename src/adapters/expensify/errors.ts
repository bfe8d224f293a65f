import { parseRetryAfter } from '../http/retry-after';
import {
  VendorAuthenticationError,
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
const REQUIRES_GRANT =
  "Expensify's permission to act for other accounts of the domain: ask concierge@expensify.com for it.";

/** An answer that is not the success of its job. */
export interface FailedAnswer {
  /** The HTTP status, which is 200 for nearly every failure too. */
  readonly status: number;
  /** Secrets already removed. */
  readonly body: string;
  readonly retryAfter?: string;
  readonly now: Date;
}

/** What an answer that is no success means. The body says it; the status counts only where there is no JSON. */
export function toVendorError(answer: FailedAnswer): VendorError {
  const envelope = parseEnvelope(answer.body) ?? findEnvelope(answer.body);
  if (answer.status === 429 || envelope?.code === 429) return rateLimited(answer, envelope);
  return envelope === null ? fromStatus(answer) : fromEnvelope(envelope);
}

function fromEnvelope(envelope: Envelope): VendorError {
  const message = envelope.message ?? '';
  const options = describe(envelope);
  // Before the codes: a wrong pair of credentials is a 404, and acting for someone else a 500.
  if (/authentication error|no authentication method/i.test(message)) return credentialsRefused(options);
  if (/not authorized to authenticate as/i.test(message)) return actingRefused(options);
  if (envelope.code === 403) return roleRefused(options);
  if (/not found/i.test(message)) return notFound(options);
  if (/\b(missing|malformed|not supported)\b/i.test(message)) return rejected(options);
  return fromCode(envelope.code, options);
}

function fromCode(code: number | null, options: VendorErrorOptions): VendorError {
  switch (code) {
    case 401:
      return credentialsRefused(options);
    case 404:
      return notFound(options);
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

function roleRefused(options: VendorErrorOptions): VendorError {
  return new VendorPermissionError(`Expensify refused: ${quoted(options)}.`, { ...options, requires: REQUIRES_ADMIN });
}

function actingRefused(options: VendorErrorOptions): VendorError {
  return new VendorPermissionError(`Expensify refused to act for another account: ${quoted(options)}.`, {
    ...options,
    requires: REQUIRES_GRANT,
  });
}

function notFound(options: VendorErrorOptions): VendorError {
  return new VendorNotFoundError(`Expensify did not find what was asked for: ${quoted(options)}.`, options);
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
