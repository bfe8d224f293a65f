import { parseRetryAfter } from '../http/retry-after';
import type { VendorResponse } from '../http/vendor-http';
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
import { findFault, type Fault } from './fault';

/** Intuit says to wait so long, and sends no `Retry-After`. */
const WAIT_SECONDS = 60;

const REQUIRES_SAME_KIND =
  "App keys of the company's kind: development keys reach sandbox companies only (`use_sandbox: true`), production keys " +
  'every other company; and the accounting scope.';
const REQUIRES_SUBSCRIPTION = 'A QuickBooks Online subscription of the company that has not ended.';
const REQUIRES_COMPANY_ADMIN = 'Consent by an administrator of the company who still is one.';

/** What an answer that is no success means. */
export function toVendorError(response: VendorResponse, body: string, now: Date): VendorError {
  const fault = findFault(body);
  const options = describe(response, fault);
  if (isThrottled(response, fault)) return throttled(response, options, now);
  return fault === null ? fromStatus(response, body, options) : fromFault(response.status, fault, options);
}

/** Of a fault inside an answer that says 200. */
export function fromFault(status: number, fault: Fault, options: VendorErrorOptions = {}): VendorError {
  const words = { vendorCode: fault.code, vendorMessage: fault.detail ?? fault.message, ...options };
  if (/invalid_database/i.test(`${fault.message} ${fault.detail}`)) return wrongKind(words);
  switch (fault.code) {
    case '3200':
      return new VendorAuthenticationError('QuickBooks does not take the access token.', words);
    case '120':
      return new VendorAuthenticationError(
        `QuickBooks lets the app do nothing more in this company. Needed: ${REQUIRES_COMPANY_ADMIN}`,
        words,
      );
    case '3100':
      return status >= 500 ? unavailable(status, words) : wrongKind(words);
    case '610':
      return new VendorNotFoundError('QuickBooks has no such record, or it was made inactive.', words);
    case '2500':
      return new VendorNotFoundError(
        `Something that the request names is not there, or was made inactive: ${fault.detail ?? fault.message ?? ''}`,
        words,
      );
    case '5010':
      return new VendorRejectedError('Somebody has changed the record since it was read.', words, 'STALE_RECORD');
    case '6140':
      return new VendorConflictError('Another document has this number.', conflictingId(fault), words);
    case '6240':
      return new VendorConflictError(
        'Somebody has this name already: it is unique over customers, suppliers and employees.',
        null,
        words,
      );
    case '6190':
      return new VendorPermissionError("The company's subscription has ended or is suspended.", {
        ...words,
        requires: REQUIRES_SUBSCRIPTION,
      });
    case '6210':
      return new VendorRejectedError('The books of the company are closed for that day.', words, 'PERIOD_CLOSED');
    default:
      return fromRange(status, fault, words);
  }
}

function fromRange(status: number, fault: Fault, words: VendorErrorOptions): VendorError {
  const code = Number(fault.code);
  if (status >= 500 || (code >= 10_000 && fault.type !== 'ValidationFault')) return unavailable(status, words);
  if (code > 0 && code < 500) return new VendorPermissionError('QuickBooks does not allow this.', words);
  const field = fault.element === null ? '' : ` (${fault.element})`;
  return new VendorRejectedError(
    `QuickBooks refused${field}: ${fault.detail ?? fault.message ?? 'no reason given'}`,
    words,
  );
}

function fromStatus({ status }: VendorResponse, body: string, options: VendorErrorOptions): VendorError {
  if (status === 401) return new VendorAuthenticationError('QuickBooks does not take the access token.', options);
  if (status === 413) return new VendorRejectedError('QuickBooks takes no request so large.', options);
  const isPage = /^\s*</.test(body);
  if (status >= 500 || (isPage && status < 300)) return unavailable(status, options);
  const shape = isPage ? 'a page or XML' : `${body.length} characters that are no known answer`;
  return new VendorProtocolError(`QuickBooks' answer cannot be read: HTTP ${status}, ${shape}.`, options);
}

function unavailable(status: number, options: VendorErrorOptions): VendorUnavailableError {
  return new VendorUnavailableError(`QuickBooks is unavailable: it answered HTTP ${status}.`, options);
}

function wrongKind(options: VendorErrorOptions): VendorPermissionError {
  return new VendorPermissionError(
    'QuickBooks does not let the app reach this company. A development app can only be connected to a sandbox company.',
    { ...options, requires: REQUIRES_SAME_KIND },
  );
}

/** 403 until December 2016, and still met. */
function isThrottled({ status }: VendorResponse, fault: Fault | null): boolean {
  return status === 429 || fault?.code === '3001' || /ThrottleExceeded/.test(fault?.message ?? '');
}

function throttled(response: VendorResponse, options: VendorErrorOptions, now: Date): VendorRateLimitError {
  const seconds = parseRetryAfter(response.headers['retry-after'], now) ?? WAIT_SECONDS;
  return new VendorRateLimitError('QuickBooks takes no more requests for this company just now.', seconds, options);
}

function describe({ status, headers }: VendorResponse, fault: Fault | null): VendorErrorOptions {
  return {
    vendorCode: fault?.code ?? `HTTP ${status}`,
    vendorMessage: fault?.detail ?? fault?.message ?? null,
    vendorRequestId: headers.intuit_tid ?? null,
  };
}

function conflictingId({ detail }: Fault): string | null {
  return /TxnId=(\d+)/.exec(detail ?? '')?.[1] ?? null;
}
