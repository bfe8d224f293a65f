const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/;

/** A text that says when. */
export interface TimeText {
  /** In milliseconds since 1970; what has no offset is taken to be in UTC, and a day as its midnight. */
  readonly time: number;
  /** How much it says: a day, a time of day without an offset, or both. */
  readonly form: 'DAY' | 'LOCAL' | 'INSTANT';
}

/** Null for what says no time. */
export function readTime(text: string): TimeText | null {
  const [, day, timeOfDay, offset] = TIME.exec(text) ?? [];
  if (day === undefined) return null;
  const time = Date.parse(`${day}T${timeOfDay ?? '00:00'}${offset ?? 'Z'}`);
  if (Number.isNaN(time)) return null;
  return { time, form: timeOfDay === undefined ? 'DAY' : offset === undefined ? 'LOCAL' : 'INSTANT' };
}
