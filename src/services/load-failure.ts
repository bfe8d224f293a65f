import { VendorAuthenticationError, VendorRateLimitError } from '../adapters/vendor-error';
import { ElementsError, ERROR_CODES, type ErrorCode } from '../errors';
import type { FreshnessRow, LoadFailure } from '../persistence/repositories/freshness.repository';
import type { SourceFreshness } from './source-freshness';

/** Until a failed load is tried again. */
const RETRY_AFTER_MS = 30_000;
const OUR_FAULT = 'The records could not be read because of a fault on our side.';

const RETRYABLE: ReadonlySet<string> = new Set<ErrorCode>([
  'RATE_LIMITED',
  'VENDOR_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

/** What is remembered of a load that failed. */
export function loadFailureOf(error: unknown, now: Date): LoadFailure {
  const retryMs = error instanceof VendorRateLimitError ? error.retryAfterSeconds * 1_000 : RETRY_AFTER_MS;
  const retryAt = new Date(now.getTime() + retryMs);
  if (error instanceof VendorAuthenticationError) {
    return { code: 'NEEDS_REAUTHENTICATION', message: authenticationReason(error), retryAt };
  }
  if (error instanceof ElementsError) return { code: error.code, message: error.message, retryAt };
  return { code: 'INTERNAL_SERVER_ERROR', message: OUR_FAULT, retryAt };
}

/** Why an instance needs to be re-authenticated, for people. */
export function authenticationReason(error: VendorAuthenticationError): string {
  return `The vendor refused the stored credentials${error.vendorMessage === null ? '' : ` ("${error.vendorMessage}")`}. Give new ones with reauthenticateInstance.`;
}

/** Whether the same may succeed later without a change. */
export function isRetryable(code: ErrorCode): boolean {
  return RETRYABLE.has(code);
}

/** The remembered failure of a load, as callers are told it. */
export function rememberedError(
  row: Pick<FreshnessRow, 'errorCode' | 'errorMessage'> | null,
): SourceFreshness['error'] {
  if (row?.errorCode == null) return null;
  const code = ERROR_CODES.find((known) => known === row.errorCode) ?? 'INTERNAL_SERVER_ERROR';
  return { code, message: row.errorMessage ?? OUR_FAULT, retryable: RETRYABLE.has(code) };
}
