import { VendorError, VendorProtocolError, VendorUnavailableError } from '../vendor-error';
import { AddressRefusedError } from './address-guard';
import { ConnectionFailedError } from './guarded-connector';

/** Codes of undici and zlib by what they mean for a caller. */
const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const BROKEN = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'UND_ERR_INFO',
  'ECONNRESET',
  'EPIPE',
  // zlib: the data ends in the middle.
  'Z_BUF_ERROR',
]);
const UNREADABLE = /^(HPE_|Z_|ERR_BROTLI_|ERR__ERROR_|UND_ERR_HEADERS_OVERFLOW)|^HTTPParserError$/;

/**
 * What went wrong on the way, in the terms of `VendorError`. `host` is named in the message. Anything that is no fault
 * of the way, such as a bug, is returned as it is.
 */
export function toVendorError(error: unknown, host: string, signal?: AbortSignal): unknown {
  if (error instanceof VendorError) return error;
  if (signal?.aborted) return unavailable(`The request to ${host} was cancelled.`, 'TIMED_OUT', error);
  if (error instanceof AddressRefusedError) return refused(error);
  if (error instanceof ConnectionFailedError) return connectionFailed(error, host);

  const code = codeOf(error);
  if (TIMED_OUT.has(code)) return unavailable(`${host} did not answer in time.`, 'TIMED_OUT', error);
  if (BROKEN.has(code)) return unavailable(`The connection to ${host} broke off.`, 'NETWORK_FAULT', error);
  if (UNREADABLE.test(code)) {
    // Without the cause: undici's holds what was received.
    return new VendorProtocolError(`The answer of ${host} is not valid HTTP (${code}).`);
  }
  return error;
}

/** The guard's no is final, except that a name which does not exist may be a slip of DNS. */
function refused(error: AddressRefusedError): VendorUnavailableError {
  const isUnknown = error.reason === 'UNKNOWN_HOST';
  return new VendorUnavailableError(error.message, {
    outcome: isUnknown ? 'NETWORK_FAULT' : 'NOT_SENT',
    retryable: isUnknown,
    cause: error,
  });
}

function connectionFailed(error: ConnectionFailedError, host: string): VendorError {
  const reason = error.cause;
  if (reason instanceof VendorError) return reason;
  if (reason instanceof AddressRefusedError) return refused(reason);
  const code = codeOf(reason);
  if (TIMED_OUT.has(code)) return unavailable(`${host} could not be reached in time.`, 'TIMED_OUT', reason);
  return unavailable(`No connection to ${host} (${code || 'unknown reason'}).`, 'NETWORK_FAULT', reason);
}

function unavailable(message: string, outcome: 'TIMED_OUT' | 'NETWORK_FAULT', cause: unknown): VendorUnavailableError {
  return new VendorUnavailableError(message, { outcome, cause });
}

/** The name stands in where undici's parser gives no code. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return String(code ?? name ?? '');
}
