import {
  VendorAuthenticationError,
  VendorError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorRateLimitError,
  VendorRejectedError,
} from '../vendor-error';

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 20_000;

/** One try that did not succeed. */
export interface FailedAttempt {
  /** What it ended with; a `VendorError` unless something of ours is at fault. */
  readonly error: unknown;
  /** Anything of the request may have reached the vendor. */
  readonly sent: boolean;
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly repeatable: boolean;
  /** What the vendor's `Retry-After` asked for. */
  readonly retryAfterSeconds: number | null;
  /** How long the caller still waits. */
  readonly remainingMs: number;
}

export type RetryDecision =
  { readonly retry: true; readonly delayMs: number } | { readonly retry: false; readonly error: unknown };

/**
 * The retry rule, first match wins. `random` gives numbers in [0, 1).
 *
 * An adapter steers it by what it throws: a refusal by the vendor's word is final, a rate limit means "nothing was
 * done", a `retryable: false` is never tried again.
 */
export function decideRetry(failed: FailedAttempt, random: () => number): RetryDecision {
  const { error } = failed;

  // The vendor understood and said no: the same request gets the same answer.
  if (isRefusal(error)) return { retry: false, error };

  // The adapter itself found that it cannot know.
  if (error instanceof VendorOutcomeUnknownError) return { retry: false, error };

  // A rate limit is the one failure that says for sure that nothing was done. After any other, a request that creates
  // something may have been carried out: a second one could create it twice, and reporting a failure would make the
  // caller do just that.
  if (failed.sent && !failed.repeatable && !(error instanceof VendorRateLimitError)) {
    return { retry: false, error: outcomeUnknown(error) };
  }

  // A fault of ours, an address that the guard refuses, an answer that breaks the vendor's contract: another try costs
  // budget and changes nothing.
  if (!(error instanceof VendorError) || !error.retryable) return { retry: false, error };

  if (failed.attempt >= failed.maxAttempts) return { retry: false, error };

  // Our own budget: it was waited for already, for as long as the caller allows.
  if (error instanceof VendorRateLimitError && error.outcome === 'NOT_SENT') return { retry: false, error };

  // Rather answer now than after the caller has gone; the caller learns how long it would take.
  const delayMs = delayBefore(failed, error, random);
  if (delayMs > failed.remainingMs) return { retry: false, error };

  return { retry: true, delayMs };
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof VendorAuthenticationError ||
    error instanceof VendorPermissionError ||
    error instanceof VendorRejectedError ||
    error instanceof VendorNotFoundError
  );
}

/** The vendor's own word on when to come back beats our timing: its header first, then what the adapter knows. */
function delayBefore(failed: FailedAttempt, error: VendorError, random: () => number): number {
  if (failed.retryAfterSeconds !== null) return failed.retryAfterSeconds * 1000;
  if (error instanceof VendorRateLimitError) return error.retryAfterSeconds * 1000;
  // Doubling, of which the upper half is left to chance, so that requests that failed together do not come back together.
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failed.attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

function outcomeUnknown(error: unknown): VendorOutcomeUnknownError {
  const what = error instanceof VendorError ? error.message : 'The answer could not be dealt with.';
  return new VendorOutcomeUnknownError(
    `${what} The request may have been carried out all the same: look there before sending it again.`,
    { cause: error, outcome: ambiguousOutcome(error), ...vendorWords(error) },
  );
}

function ambiguousOutcome(error: unknown): VendorOutcomeUnknownError['outcome'] {
  if (!(error instanceof VendorError)) return 'UNREADABLE';
  switch (error.outcome) {
    case 'TIMED_OUT':
    case 'NETWORK_FAULT':
    case 'UNREADABLE':
      return error.outcome;
    default:
      return 'VENDOR_FAULT';
  }
}

function vendorWords(error: unknown): Partial<Pick<VendorError, 'vendorCode' | 'vendorMessage' | 'vendorRequestId'>> {
  if (!(error instanceof VendorError)) return {};
  return {
    vendorCode: error.vendorCode,
    vendorMessage: error.vendorMessage,
    vendorRequestId: error.vendorRequestId,
  };
}
