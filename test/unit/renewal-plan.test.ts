import { v7 as uuidv7 } from 'uuid';
import type { GrantDescription } from '../../src/adapters/oauth/vendor-oauth';
import { quickbooksOAuth } from '../../src/adapters/quickbooks-online/oauth';
import { isRenewalDue } from '../../src/services/oauth/renewal-plan';

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2026, 0, 1);

const at = (day: number): Date => new Date(START + day * DAY);
const oauth2 = quickbooksOAuth.describe({
  'oauth.user.token': '********',
  'oauth.user.refresh_token': '********',
  'oauth.user.refresh_time': String(START),
  'oauth.user.refresh_token.expires': String(START + 100 * DAY),
});
const oauth1 = quickbooksOAuth.describe({
  'oauth.user.token': '********',
  'oauth.user.token.secret': '********',
  'oauth.user.refresh_time': String(START),
});

/** On which day an instance's turn comes. */
const dayOf = (grant: GrantDescription, id: string): number => {
  for (let day = 0; day < 400; day += 0.25) if (isRenewalDue(grant, id, at(day))) return day;
  return Infinity;
};
const ids = Array.from({ length: 300 }, () => uuidv7());

describe('the renewal of idle grants', () => {
  it.each([
    ['OAuth 2.0', oauth2, 50, 75],
    ['OAuth 1.0a', oauth1, 151, 165.5],
  ] as const)('of %s is spread over the days in which it does good', (_name, grant, first, last) => {
    const days = ids.map((id) => dayOf(grant, id));
    expect(Math.min(...days)).toBeGreaterThanOrEqual(first);
    expect(Math.max(...days)).toBeLessThanOrEqual(last + 0.25);
    const middle = (first + last) / 2;
    expect(Math.abs(days.filter((day) => day < middle).length - 150)).toBeLessThan(60);
    expect(days).toEqual(ids.map((id) => dayOf(grant, id)));
  });

  it('of tokens whose age nobody knows is tried once a day', () => {
    const unknown = quickbooksOAuth.describe({ 'oauth.user.token': 'a', 'oauth.user.refresh_token': 'b' });
    for (const id of ids.slice(0, 20)) {
      const due = Array.from({ length: 48 }, (_, hour) =>
        isRenewalDue(unknown, id, new Date(START + hour * 3_600_000)),
      );
      expect(due.filter(Boolean)).toHaveLength(2);
    }
  });

  it('of what cannot be renewed is not tried', () => {
    const alone = quickbooksOAuth.describe({ 'oauth.user.token': 'a', 'oauth.user.refresh_time': String(START) });
    expect(ids.some((id) => isRenewalDue(alone, id, at(99)))).toBe(false);
  });
});

describe('what is known of a grant of QuickBooks', () => {
  it('is which protocol it has, by what only one of the two has', () => {
    expect(quickbooksOAuth.kindOf({})).toBe('OAUTH2');
    expect(quickbooksOAuth.kindOf({ 'authentication.type': 'oauth1' })).toBe('OAUTH1');
    expect(quickbooksOAuth.kindOf({ 'oauth.user.token.secret': 'x' })).toBe('OAUTH1');
    expect(quickbooksOAuth.kindOf({}, { oauth_verifier: 'x' })).toBe('OAUTH1');
    expect(quickbooksOAuth.kindOf({}, { code: 'x' })).toBe('OAUTH2');
  });

  it('is nothing where times cannot be read', () => {
    const { renewedAt, accessExpiresAt, idleExpiresAt, endsAt } = quickbooksOAuth.describe({
      'oauth.user.token': 'a',
      'oauth.user.refresh_time': 'yesterday',
    });
    expect([renewedAt, accessExpiresAt, idleExpiresAt, endsAt]).toEqual([null, null, null, null]);
  });
});
