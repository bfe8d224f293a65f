import { InvalidValueError, type ElementsError } from '../errors';
import type { InstanceRow } from '../persistence/repositories/instance.repository';

/** Records older than this are refreshed on read, unless the instance's owner chose otherwise. */
export const DEFAULT_TIME_TO_LIVE_SECONDS = 900;
/** Thirty days. */
export const MAX_TIME_TO_LIVE_SECONDS = 2_592_000;

export function timeToLiveOf({ timeToLiveSeconds }: Pick<InstanceRow, 'timeToLiveSeconds'>): number {
  return timeToLiveSeconds ?? DEFAULT_TIME_TO_LIVE_SECONDS;
}

/** As it is stored: 0, like nothing, is the default, as it is on the platform. */
export function storedTimeToLive(seconds: number | null): number | null {
  return seconds === 0 ? null : seconds;
}

export function problemsWithTimeToLive(seconds: number | null): ElementsError[] {
  if (seconds === null) return [];
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_TIME_TO_LIVE_SECONDS) return [];
  const expected = `A whole number of seconds from 1 to ${MAX_TIME_TO_LIVE_SECONDS} (30 days), or 0 for the default.`;
  return [
    new InvalidValueError(
      'INVALID_INPUT',
      `timeToLiveSeconds must be from 0 to ${MAX_TIME_TO_LIVE_SECONDS} (30 days).`,
      {
        path: ['input', 'timeToLiveSeconds'],
        expected,
      },
    ),
  ];
}
