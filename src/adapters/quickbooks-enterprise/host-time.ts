/**
 * Time as the clock on the wall beside the computer tells it, such as `2026-08-05T15:43:18`, which is how QuickBooks takes
 * times. What it tells has an offset besides, and that is the winter's in many installations all year long: the offset is
 * taken off, nothing is converted, and what is compared or sent back was never anything but time on that wall. In autumn
 * the wall tells an hour twice, which is why whoever goes on after a time steps back by more than an hour.
 */
export type HostTime = string;

/** Of a time that QuickBooks tells. Null for what is none. */
export function hostTimeOf(told: string | null): HostTime | null {
  const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:[+-]\d{2}:\d{2}|Z)?$/.exec(told ?? '');
  return parts?.[1] ?? null;
}

/** The later of two. They compare as texts. */
export function later(left: HostTime | undefined, right: HostTime): HostTime {
  return left !== undefined && left > right ? left : right;
}

/** So many milliseconds on, or back where that is negative, as if the wall told every hour once. */
export function moved(time: HostTime, byMs: number): HostTime {
  return wallIn(new Date(wallMs(time) + byMs));
}

/** Milliseconds by which one is after another, by the wall. */
export function apart(time: HostTime, other: HostTime): number {
  return wallMs(time) - wallMs(other);
}

/** What a wall in Greenwich tells without summer time; others are up to fourteen hours off. */
export function greenwichTime(at: Date): HostTime {
  return wallIn(at);
}

function wallMs(time: HostTime): number {
  return Date.parse(`${time}Z`);
}

function wallIn(at: Date): HostTime {
  return at.toISOString().slice(0, 19);
}
