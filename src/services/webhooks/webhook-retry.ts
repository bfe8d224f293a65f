/** How one attempt ended. */
export interface WebhookAnswer {
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** What went wrong, for people; null when the receiver took the delivery. */
  readonly error: string | null;
  /** What its `Retry-After` asked for. */
  readonly retryAfterSeconds: number | null;
}

export type WebhookOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** No further attempt: notifications of the instance end with this reason. */
  | { readonly kind: 'given up'; readonly reason: string };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before the second attempt, the third, and so on: often at first, then for three days. */
const DELAYS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  ...Array<number>(5).fill(12 * HOUR),
];

export const MAX_WEBHOOK_ATTEMPTS = DELAYS_MS.length + 1;

/** The share of a delay that is left to chance, so that receivers are not met by everyone at once. */
const JITTER = 0.2;

/** What follows from the answer to the attempt with this number, from 1. `random` gives numbers in [0, 1). */
export function decideWebhookRetry(answer: WebhookAnswer, attempt: number, random: () => number): WebhookOutcome {
  const { httpStatus, error, retryAfterSeconds } = answer;
  if (error === null) return { kind: 'delivered' };
  if (httpStatus === 410) {
    return { kind: 'given up', reason: 'The receiver answered 410 Gone: it wants no more notifications.' };
  }
  const delayMs = DELAYS_MS[attempt - 1];
  if (delayMs === undefined) {
    return {
      kind: 'given up',
      reason: `${MAX_WEBHOOK_ATTEMPTS} attempts over days have failed. The last one: ${error}`,
    };
  }
  const asked = (retryAfterSeconds ?? 0) * SECOND;
  return { kind: 'retry', delayMs: Math.max(asked, Math.round(delayMs * (1 + JITTER * random()))) };
}
