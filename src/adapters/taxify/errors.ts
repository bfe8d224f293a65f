import { parseRetryAfter } from '../http/retry-after';
import {
  VendorAuthenticationError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
  type VendorError,
  type VendorErrorOptions,
} from '../vendor-error';
import { formatSuggestion } from './address';
import { parseEnvelope, type Envelope, type EnvelopeError, type ErrorKind } from './envelope';
import { isWireRecord, parseWire, readText } from './wire-values';

/** Taxify documents no limit and so no time to wait either. */
const DEFAULT_RETRY_AFTER_SECONDS = 10;
const MAX_MESSAGE_LENGTH = 500;

/** An answer that is not the success of its operation. */
export interface FailedAnswer {
  readonly status: number;
  /** Secrets already removed. */
  readonly body: string;
  readonly retryAfter?: string;
  readonly now: Date;
}

/**
 * What an answer that is no success means. Refusals come as HTTP 200 with an envelope; what ASP.NET itself makes of a
 * request that it cannot read is an HTTP 500, which must not be taken for an outage.
 */
export function toVendorError(answer: FailedAnswer): VendorError {
  const { status, body } = answer;
  if (status === 429) return rateLimited(answer);
  const envelope = parseEnvelope(body);
  if (envelope !== null) return fromEnvelope(envelope);
  const document = parseWire(body);
  if (isWireRecord(document) && readText(document.ExceptionType) !== null) return unreadableRequest(document);
  return fromStatus(status, body);
}

/** By the kind of the gravest error. Codes are not published, so none is relied on. */
function fromEnvelope({ status, errors }: Envelope): VendorError {
  const first = gravest(errors);
  const options = first === undefined ? {} : describe(first);
  if (first === undefined) {
    if (status === 'FAILURE') return new VendorRejectedError('Taxify refused the request without saying why.');
    return new VendorProtocolError("Taxify's answer says neither success nor failure.");
  }
  switch (first.kind) {
    case 'AUTHENTICATION':
      return new VendorAuthenticationError(
        'Taxify refused the credentials: api.key has to be the key of an active account, and partner.key, where given, one that Taxify issued.',
        options,
      );
    case 'SERVER':
      return new VendorUnavailableError(`Taxify failed: ${quoted(errors)}.`, options);
    default:
      return new VendorRejectedError(`Taxify refused the request: ${quoted(errors)}.${suggestionIn(errors)}`, options);
  }
}

/** A wrong key explains all else; a request that is refused is not mended by waiting for the server. */
function gravest(errors: readonly EnvelopeError[]): EnvelopeError | undefined {
  const order: readonly (ErrorKind | null)[] = ['AUTHENTICATION', 'VALIDATION', null, 'SERVER'];
  return errors.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0];
}

/** A fault in the request, so the caller's or ours: sent again, it fails again. */
function unreadableRequest(fault: Readonly<Record<string, unknown>>): VendorError {
  const options = { vendorCode: readText(fault.ExceptionType), vendorMessage: cut(readText(fault.Message)) };
  return new VendorRejectedError(
    `Taxify could not read the request: "${options.vendorMessage ?? 'no message'}" (${options.vendorCode}).`,
    options,
  );
}

function fromStatus(status: number, body: string): VendorError {
  const options: VendorErrorOptions = { vendorCode: `HTTP ${status}` };
  if (status === 401) return new VendorAuthenticationError('Taxify refused the credentials (HTTP 401).', options);
  const isPage = /^\s*</.test(body);
  // ASP.NET answers 500 to a wrong address or transport too.
  const isForeign = /unknown web method|request format is (invalid|unrecognized)/i.test(body);
  if (isForeign || (status >= 400 && status < 500 && status !== 408)) {
    const message = `Taxify does not take requests at this address (HTTP ${status}). Is base.url that of its JSON service?`;
    return new VendorRejectedError(message, options);
  }
  if (status >= 500 || status === 408 || (isPage && status < 300)) {
    const page = isPage ? ' with a web page' : '';
    return new VendorUnavailableError(`Taxify is unavailable: it answered HTTP ${status}${page}.`, options);
  }
  return new VendorProtocolError(`Taxify's answer cannot be read: HTTP ${status}, ${shape(body, isPage)}.`, options);
}

function rateLimited({ retryAfter, now }: FailedAnswer): VendorError {
  const seconds = parseRetryAfter(retryAfter, now) ?? DEFAULT_RETRY_AFTER_SECONDS;
  const message = `Taxify takes no more requests for this account; try again in ${seconds} s.`;
  return new VendorRateLimitError(message, seconds, { vendorCode: 'HTTP 429' });
}

function describe({ code, message }: EnvelopeError): VendorErrorOptions {
  return { vendorCode: code, vendorMessage: cut(message) };
}

function quoted(errors: readonly EnvelopeError[]): string {
  const told = errors.map(({ code, message }) => {
    const text = (cut(message) ?? 'no message').replace(/[.\s]+$/, '');
    return `"${text}" (${code === null ? 'no code' : `code ${code}`})`;
  });
  return told.slice(0, 5).join(', ');
}

function suggestionIn(errors: readonly EnvelopeError[]): string {
  const suggestion = errors.map((error) => error.suggestion).find((each) => each !== null);
  return suggestion === undefined ? '' : ` Is ${formatSuggestion(suggestion)} meant?`;
}

function cut(text: string | null): string | null {
  return text?.slice(0, MAX_MESSAGE_LENGTH) ?? null;
}

function shape(body: string, isPage: boolean): string {
  if (isPage) return 'a web page';
  if (body.trim() === '') return 'an empty body';
  return isWireRecord(parseWire(body)) ? 'an object without `d`' : 'something else than a JSON object';
}
