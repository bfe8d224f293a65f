import type { VendorRequestLimit } from '../../src/adapters/adapter';
import { budgetWindows, limitUsage, nextOpening, type BudgetState } from '../../src/adapters/http/budget-policy';
import { budgetKeyOf } from '../../src/adapters/http/request-budget';

const NOW = new Date('2026-08-15T12:00:00Z');

function limit(requests: number, perSeconds: number): VendorRequestLimit {
  return { requests, perSeconds, scope: 'credentials', source: 'test' };
}

function secondsAgo(...seconds: number[]): Date[] {
  return seconds.map((ago) => new Date(NOW.getTime() - ago * 1000));
}

function secondsFromNow(instant: Date | null): number | null {
  return instant === null ? null : (instant.getTime() - NOW.getTime()) / 1000;
}

describe('the windows of a priority', () => {
  test.each([
    [5, { write: 5, interactive: 4, background: 3 }],
    [20, { write: 20, interactive: 19, background: 12 }],
    [500, { write: 500, interactive: 499, background: 300 }],
    [2, { write: 2, interactive: 1, background: 1 }],
    [1, { write: 1, interactive: 1, background: 1 }],
  ])('keep room of a limit of %d for who ranks higher', (requests, allowed) => {
    for (const priority of ['write', 'interactive', 'background'] as const) {
      expect(budgetWindows([limit(requests, 10)], priority)).toEqual([
        { allowed: allowed[priority], windowMs: 10_500 },
      ]);
    }
  });
});

describe('the next opening', () => {
  const windows = budgetWindows([limit(2, 10), limit(3, 60)], 'write');

  test.each<[string, BudgetState, number]>([
    ['is now when nothing was sent', { sent: [], blockedUntil: null }, 0],
    ['is now when there is room everywhere', { sent: secondsAgo(30, 5), blockedUntil: null }, 0],
    ['is when the oldest leaves a full window', { sent: secondsAgo(4, 1), blockedUntil: null }, 6.5],
    ['is when the last window has room', { sent: secondsAgo(40, 30, 5), blockedUntil: null }, 20.5],
    [
      'is when enough have left, where more were sent than are allowed',
      { sent: secondsAgo(4, 3, 1), blockedUntil: null },
      56.5,
    ],
    ['is no earlier than a block ends', { sent: secondsAgo(4, 1), blockedUntil: secondsAgo(-30)[0] ?? null }, 30],
    ['forgets a block that has ended', { sent: [], blockedUntil: secondsAgo(30)[0] ?? null }, 0],
    ['counts what a replica with a faster clock sent', { sent: secondsAgo(-1, -2), blockedUntil: null }, 11.5],
  ])('%s', (_, state, seconds) => {
    expect(secondsFromNow(nextOpening(state, windows, NOW))).toBe(seconds);
  });
});

describe('usage', () => {
  const limits = [limit(2, 10), limit(20, 60)];

  test('tells what is left of each limit, and when a full one has room again', () => {
    const usage = limitUsage({ sent: secondsAgo(30, 4, 1), blockedUntil: null }, limits, NOW);
    expect(usage.map(({ remaining, resetsAt }) => [remaining, secondsFromNow(resetsAt)])).toEqual([
      [0, 6.5],
      [17, null],
    ]);
    expect(usage.map((one) => one.limit)).toEqual(limits);
  });

  test('is nothing while the vendor wants to be left alone', () => {
    const usage = limitUsage({ sent: [], blockedUntil: secondsAgo(-20)[0] ?? null }, limits, NOW);
    expect(usage.map(({ remaining, resetsAt }) => [remaining, secondsFromNow(resetsAt)])).toEqual([
      [0, 20],
      [0, 20],
    ]);
  });
});

test('a budget is kept under a hash of element and credentials', () => {
  expect(budgetKeyOf('expensify', 'aa_user')).toMatch(/^[0-9a-f]{64}$/);
  expect(budgetKeyOf('expensify', 'aa_user')).not.toBe(budgetKeyOf('taxify', 'aa_user'));
  expect(budgetKeyOf('a', 'b","c')).not.toBe(budgetKeyOf('a","b', 'c'));
});
