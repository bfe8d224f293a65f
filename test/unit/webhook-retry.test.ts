import {
  decideWebhookRetry,
  MAX_WEBHOOK_ATTEMPTS,
  type WebhookAnswer,
} from '../../src/services/webhooks/webhook-retry';

const FAILED: WebhookAnswer = { httpStatus: 500, error: 'HTTP 500', retryAfterSeconds: null };
const HOUR = 60 * 60_000;

function delayAfter(attempt: number, answer = FAILED, random = 0): number {
  const outcome = decideWebhookRetry(answer, attempt, () => random);
  if (outcome.kind !== 'retry') throw new Error(outcome.kind);
  return outcome.delayMs;
}

describe('what follows from an attempt to deliver a notification', () => {
  it('is nothing more once it was taken', () => {
    const taken = { httpStatus: 204, error: null, retryAfterSeconds: 60 };
    expect(decideWebhookRetry(taken, 1, () => 0)).toEqual({ kind: 'delivered' });
  });

  it('is another attempt, later and later, for three days', () => {
    const delays = Array.from({ length: MAX_WEBHOOK_ATTEMPTS - 1 }, (_, index) => delayAfter(index + 1));
    expect(delays.slice(0, 6)).toEqual([5_000, 30_000, 120_000, 600_000, 1_800_000, HOUR]);
    expect(delays).toEqual(delays.toSorted((a, b) => a - b));
    const total = delays.reduce((sum, delay) => sum + delay, 0);
    expect(total).toBeGreaterThan(72 * HOUR);
    expect(total).toBeLessThan(96 * HOUR);
  });

  it('leaves a fifth of the wait to chance', () => {
    expect(delayAfter(2, FAILED, 0.5)).toBe(33_000);
    expect(delayAfter(2, FAILED, 0.999)).toBeLessThan(36_000);
  });

  it('waits for as long as the receiver asked, when that is longer', () => {
    expect(delayAfter(1, { ...FAILED, httpStatus: 429, retryAfterSeconds: 100 })).toBe(100_000);
    expect(delayAfter(4, { ...FAILED, httpStatus: 503, retryAfterSeconds: 1 })).toBe(600_000);
  });

  it('is the end after the last attempt, with the reason', () => {
    const outcome = decideWebhookRetry(FAILED, MAX_WEBHOOK_ATTEMPTS, () => 0);
    expect(outcome).toEqual({ kind: 'given up', reason: expect.stringContaining('HTTP 500') });
  });

  it('is the end at once when the receiver is gone for good', () => {
    const gone = { httpStatus: 410, error: 'HTTP 410', retryAfterSeconds: null };
    expect(decideWebhookRetry(gone, 1, () => 0)).toEqual({
      kind: 'given up',
      reason: 'The receiver answered 410 Gone: it wants no more notifications.',
    });
  });
});
