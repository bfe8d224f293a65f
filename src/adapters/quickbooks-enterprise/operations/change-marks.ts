import { apart, greenwichTime, moved, type HostTime } from '../host-time';

/** How far the changes of one list or kind of transaction are told. */
export interface ChangeMark {
  /** When the latest was made, by the computer's wall. */
  readonly at: HostTime;
  /** ISO instant, by our clock: when it was seen at the latest. */
  readonly seen: string;
}
export type ChangeMarks = Readonly<Record<string, ChangeMark>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The hour that is told twice, and what may show late. */
const OVERLAP_MS = HOUR_MS + 5 * MINUTE_MS;
/** No zone is so far ahead of our clock, and no list takes so long. */
const FURTHEST_AHEAD_MS = 2 * DAY_MS;
/** When a change was seen, no wall told more: UTC+14 is the furthest, and an hour too many is written in many places. */
const FURTHEST_ZONE_MS = 15 * HOUR_MS;

/** The marks that can be gone on from: a clock that was set wrong once has left others, which are forgotten. */
export function plausibleMarks(marks: ChangeMarks, since: Date): ChangeMarks {
  const latest = moved(greenwichTime(since), FURTHEST_AHEAD_MS);
  const isPlausible = ({ at, seen }: ChangeMark): boolean =>
    at <= latest && at <= moved(greenwichTime(new Date(seen)), FURTHEST_ZONE_MS);
  return Object.fromEntries(Object.entries(marks).filter(([, mark]) => isPlausible(mark)));
}

/**
 * From when on changes are asked for. The two clocks are never compared: it is the mark, less an overlap of an hour and a
 * poll. Once more than that has passed since the mark was seen, by our clock alone, everything up to it is told, and it is
 * the mark itself: or whatever was imported at once would be read again with every poll, until there is a later change.
 * Without a mark it is a day before `since`, which is enough for every zone.
 */
export function startOfChanges(mark: ChangeMark | undefined, since: Date, pollMinutes: number): HostTime {
  if (mark === undefined) return moved(greenwichTime(since), -DAY_MS);
  const overlap = OVERLAP_MS + pollMinutes * MINUTE_MS;
  const passed = Math.min(since.getTime() - Date.parse(mark.seen), overlap);
  return moved(mark.at, passed - overlap);
}

/** Marks after a list that saw these times. */
export function marksAfter(before: ChangeMarks, seen: Readonly<Record<string, HostTime>>, now: Date): ChangeMarks {
  const newer = Object.entries(seen).filter(([name, at]) => apart(at, before[name]?.at ?? '1970-01-01T00:00:00') > 0);
  return { ...before, ...Object.fromEntries(newer.map(([name, at]) => [name, { at, seen: now.toISOString() }])) };
}
