import { apart, hostTimeOf, later, moved } from '../../src/adapters/quickbooks-enterprise/host-time';
import {
  marksAfter,
  plausibleMarks,
  startOfChanges,
} from '../../src/adapters/quickbooks-enterprise/operations/change-marks';

const AT = '2026-08-05T15:43:18';

describe('time on the wall', () => {
  it('is what QuickBooks tells without the offset, whichever that is', () => {
    for (const told of [`${AT}-04:00`, `${AT}-05:00`, AT]) expect(hostTimeOf(told)).toBe(AT);
    for (const told of [null, '', '2026-08-05', 'soon']) expect(hostTimeOf(told)).toBeNull();
  });

  it('moves and compares as a wall does', () => {
    expect(moved('2026-03-01T00:30:00', -3_600_000)).toBe('2026-02-28T23:30:00');
    expect(apart(AT, '2026-08-05T15:43:08')).toBe(10_000);
    expect(later(AT, '2026-08-05T15:43:17')).toBe(AT);
    expect(later(undefined, AT)).toBe(AT);
  });
});

/** A QuickBooks that compares times as its wall tells them: in the hour that comes twice, what is later is earlier. */
function wallOf(at: number): string {
  const hours = at < Date.parse('2026-11-01T06:00:00Z') ? 4 : 5;
  return new Date(at - hours * 3_600_000).toISOString().slice(0, 19);
}

describe('where changes begin', () => {
  it.each([1, 7, 15, 60])('misses none while clocks go back, polled every %i minutes', (pollMinutes) => {
    const begin = Date.parse('2026-11-01T03:00:00Z');
    const minute = 60_000;
    let marks = {};
    let since = begin;
    for (let poll = 1; poll * pollMinutes < 8 * 60; poll += 1) {
      const now = begin + poll * pollMinutes * minute;
      const from = startOfChanges((marks as Record<string, never>).Bill, new Date(since), pollMinutes);
      // One change a minute, all of which QuickBooks has by now.
      const made = Array.from({ length: (now - begin) / minute }, (_, index) => begin + index * minute);
      const told = made.filter((at) => wallOf(at) >= from);
      expect(told).toEqual(expect.arrayContaining(made.filter((at) => at >= since)));
      marks = marksAfter(marks, { Bill: told.map(wallOf).reduce((a, b) => later(a, b)) }, new Date(now));
      since = now;
    }
  });

  const seen = '2026-08-05T20:00:00.000Z';

  it('is a day before the last list where nothing is known', () => {
    expect(startOfChanges(undefined, new Date(seen), 15)).toBe('2026-08-04T20:00:00');
  });

  it('is an hour, a poll and a little before the latest change that was seen', () => {
    expect(startOfChanges({ at: AT, seen }, new Date(seen), 15)).toBe('2026-08-05T14:23:18');
    // The last list began before that change was seen.
    expect(startOfChanges({ at: AT, seen }, new Date('2026-08-05T19:50:00Z'), 15)).toBe('2026-08-05T14:13:18');
  });

  it('comes to that change itself as time passes, and not further', () => {
    expect(startOfChanges({ at: AT, seen }, new Date('2026-08-05T20:20:00Z'), 15)).toBe('2026-08-05T14:43:18');
    expect(startOfChanges({ at: AT, seen }, new Date('2027-08-05T20:20:00Z'), 15)).toBe(AT);
  });

  it('forgets marks that no clock can have made', () => {
    const marks = { Bill: { at: AT, seen }, Check: { at: '2030-01-01T00:00:00', seen } };
    expect(plausibleMarks(marks, new Date(seen))).toEqual({ Bill: marks.Bill });
  });

  it('forgets a mark of a computer that was a day ahead, and would hide what is changed today', () => {
    const ahead = { at: '2026-08-06T15:43:18', seen };
    const furthestEast = { at: '2026-08-06T10:00:00', seen };
    const marks = { Bill: ahead, Check: furthestEast };
    expect(plausibleMarks(marks, new Date('2026-08-05T21:00:00Z'))).toEqual({ Check: furthestEast });
  });

  it('moves on with what was seen only', () => {
    const marks = { Bill: { at: AT, seen }, Check: { at: AT, seen } };
    const now = new Date('2026-08-06T00:00:00Z');
    expect(marksAfter(marks, { Bill: '2026-08-05T16:00:00', Check: AT, Vendor: AT }, now)).toEqual({
      Bill: { at: '2026-08-05T16:00:00', seen: now.toISOString() },
      Check: { at: AT, seen },
      Vendor: { at: AT, seen: now.toISOString() },
    });
  });
});
