import { decideRetry, type FailedAttempt } from '../../src/adapters/http/retry';
import { parseRetryAfter } from '../../src/adapters/http/retry-after';
import {
  VendorAuthenticationError,
  VendorNotFoundError,
  VendorOutcomeUnknownError,
  VendorPermissionError,
  VendorProtocolError,
  VendorRateLimitError,
  VendorRejectedError,
  VendorUnavailableError,
} from '../../src/adapters/vendor-error';

const down = new VendorUnavailableError('Down.');
const notReached = new VendorUnavailableError('No connection.', { outcome: 'NETWORK_FAULT' });
const tooMany = new VendorRateLimitError('Too many.', 10);

function failed(differences: Partial<FailedAttempt>): FailedAttempt {
  return {
    error: down,
    sent: true,
    attempt: 1,
    maxAttempts: 3,
    repeatable: true,
    retryAfterSeconds: null,
    remainingMs: 60_000,
    ...differences,
  };
}

const half = (): number => 0.5;

describe('the retry rule sends again', () => {
  test.each<[string, Partial<FailedAttempt>, number]>([
    ['after a fault at the vendor', {}, 375],
    ['after a second one, later', { attempt: 2 }, 750],
    ['never later than twenty seconds', { attempt: 20, maxAttempts: 30 }, 15_000],
    ['when the vendor says when, by its word', { retryAfterSeconds: 7 }, 7_000],
    ['after a rate limit, when the adapter knows there is room', { error: tooMany }, 10_000],
    ['after a rate limit, by its header first', { error: tooMany, retryAfterSeconds: 4 }, 4_000],
    [
      'after a rate limit also what must not be done twice: it was not done',
      { error: tooMany, repeatable: false },
      10_000,
    ],
    ['what must not be done twice, when nothing was sent', { error: notReached, sent: false, repeatable: false }, 375],
    ['when the caller waits just long enough', { retryAfterSeconds: 60 }, 60_000],
  ])('%s', (_, differences, delayMs) => {
    expect(decideRetry(failed(differences), half)).toEqual({ retry: true, delayMs });
  });
});

describe('the retry rule gives up, with the error as it is', () => {
  test.each<[string, Partial<FailedAttempt>]>([
    ['when the credentials were refused', { error: new VendorAuthenticationError('No.') }],
    ['when a role is missing', { error: new VendorPermissionError('No.') }],
    ['when the vendor refused', { error: new VendorRejectedError('No.') }],
    ['when there is no such thing', { error: new VendorNotFoundError('No.') }],
    ['when the vendor refused a write', { error: new VendorRejectedError('No.'), repeatable: false }],
    ['when the vendor breaks its contract', { error: new VendorProtocolError('What?') }],
    ['when the adapter cannot know', { error: new VendorOutcomeUnknownError('Perhaps.') }],
    [
      'when the error says that a retry is of no use',
      { error: new VendorUnavailableError('No.', { retryable: false }) },
    ],
    ['after the last try', { attempt: 3 }],
    ['when only one try was asked for', { maxAttempts: 1 }],
    [
      'when our own budget had no room in time',
      { error: new VendorRateLimitError('Full.', 9, { sent: false }), sent: false },
    ],
    ['when the vendor wants us to wait longer than the caller does', { retryAfterSeconds: 61 }],
    ['when the caller is gone', { remainingMs: 0 }],
    ['after a fault of our own', { error: new TypeError('bug') }],
  ])('%s', (_, differences) => {
    const attempt = failed(differences);
    const decision = decideRetry(attempt, half);
    expect(decision.retry).toBe(false);
    expect(decision).toHaveProperty('error', attempt.error);
  });
});

describe('a request that must not be done twice and may have been done', () => {
  test.each([
    ['a fault at the vendor', down, 'VENDOR_FAULT'],
    ['a time-out', new VendorUnavailableError('Late.', { outcome: 'TIMED_OUT' }), 'TIMED_OUT'],
    ['a broken connection', notReached, 'NETWORK_FAULT'],
    ['an answer that cannot be read', new VendorProtocolError('What?'), 'UNREADABLE'],
    ['a fault of our own while reading', new TypeError('bug'), 'UNREADABLE'],
  ])('is reported as such after %s', (_, error, outcome) => {
    const decision = decideRetry(failed({ error, repeatable: false }), half);
    expect(decision).toMatchObject({ retry: false, error: { code: 'OUTCOME_UNKNOWN', outcome, retryable: false } });
    expect(decision).toHaveProperty('error.cause', error);
  });

  test("keeps the vendor's words", () => {
    const error = new VendorUnavailableError('Down.', {
      vendorCode: '5xx',
      vendorMessage: 'oops',
      vendorRequestId: 'r1',
    });
    const decision = decideRetry(failed({ error, repeatable: false }), half);
    expect(decision).toMatchObject({ error: { vendorCode: '5xx', vendorMessage: 'oops', vendorRequestId: 'r1' } });
  });
});

test('the wait is spread over its upper half', () => {
  expect(decideRetry(failed({}), () => 0)).toEqual({ retry: true, delayMs: 250 });
  expect(decideRetry(failed({}), () => 0.999)).toEqual({ retry: true, delayMs: 500 });
});

describe('Retry-After', () => {
  const now = new Date('2026-08-15T12:00:00Z');
  test.each([
    ['120', 120],
    [' 3 ', 3],
    ['0', 1],
    ['Sat, 15 Aug 2026 12:00:30 GMT', 30],
    ['Sat, 15 Aug 2026 11:00:00 GMT', 1],
    ['999999999999', 86_400],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%p is %p', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});
