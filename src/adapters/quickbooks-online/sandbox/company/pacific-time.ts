const PARTS = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Time of day where Intuit is, with its offset and no milliseconds: `2026-08-16T10:34:17-07:00`. */
export function pacificTime(instant: Date): string {
  return wallTime(instant) + offset(instant);
}

/** The same with milliseconds, as envelopes carry it. */
export function pacificTimeWithMilliseconds(instant: Date): string {
  const milliseconds = String(instant.getUTCMilliseconds()).padStart(3, '0');
  return `${wallTime(instant)}.${milliseconds}${offset(instant)}`;
}

export function pacificDate(instant: Date): string {
  return wallTime(instant).slice(0, 10);
}

/** The instant of a date, or of a date and time with or without an offset (then Pacific). Null for anything else. */
export function parseInstant(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
    text.trim(),
  );
  if (match === null) return null;
  const [, day, time = '00:00:00', fraction = '', zone] = match;
  const local = `${day}T${time.length === 5 ? `${time}:00` : time}${fraction.slice(0, 4)}`;
  const instant = new Date(local + (zone === undefined ? 'Z' : withColon(zone)));
  if (Number.isNaN(instant.getTime())) return null;
  return zone === undefined ? atPacificWallTime(instant) : instant;
}

/** The days of both changes of the clock are an hour off before the change; nothing here is that fine. */
function atPacificWallTime(wall: Date): Date {
  const guess = new Date(wall.getTime() + 8 * 3_600_000);
  return offset(guess) === '-08:00' ? guess : new Date(wall.getTime() + 7 * 3_600_000);
}

function withColon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
}

function wallTime(instant: Date): string {
  const part = Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`;
}

function offset(instant: Date): string {
  const whole = Math.floor(instant.getTime() / 1000) * 1000;
  const hours = Math.round((whole - Date.parse(`${wallTime(instant)}Z`)) / 3_600_000);
  return `-${String(hours).padStart(2, '0')}:00`;
}
