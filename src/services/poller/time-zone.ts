/** How far ahead of UTC a place's clocks are at an instant, in minutes. */
export type TimeZone = (at: Date) => number;

const MINUTE_MS = 60_000;
/** `GMT+2`, `GMT+02:00`, `+0200`. */
const FIXED_OFFSET = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i;
const UTC = /^(?:GMT|UTC|Z)$/i;

/** A time zone by its name (`UTC`, `GMT+2`, `+02:00`, `Europe/Berlin`); null for one that is unknown. */
export function parseTimeZone(name: string): TimeZone | null {
  if (UTC.test(name)) return () => 0;
  const [isFixed, sign, hours = '', minutes = '0'] = FIXED_OFFSET.exec(name) ?? [];
  if (isFixed !== undefined) {
    const ahead = Number(hours) * 60 + Number(minutes);
    return ahead > 18 * 60 ? null : () => (sign === '-' ? -ahead : ahead);
  }
  const clock = clockOf(name);
  return clock === null ? null : (at) => minutesAhead(clock, at);
}

function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What the clocks there show, read as if it were UTC, less the instant itself. */
function minutesAhead(clock: Intl.DateTimeFormat, at: Date): number {
  const shown = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - at.getTime()) / MINUTE_MS);
}
