const QUARTER_HOUR = 900;
const DAY = 86_400;
const DATE_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?)?([+-]\d{2}:\d{2})?$/;
/** What QuickBooks can store ends where a signed 32-bit number does. */
const LATEST = 2_147_483_647;

/**
 * Time as a computer of one zone tells it, with the offset of that moment. With `wrongOffset` the clock on the wall is
 * right and the offset beside it is that of standard time all year; times that come in are then read in the same way,
 * so that a right offset is an hour off in summer.
 */
export class HostTime {
  private readonly format: Intl.DateTimeFormat;
  /** Offsets change on quarter hours only. */
  private readonly offsets = new Map<number, number>();

  constructor(
    timeZone: string,
    private readonly wrongOffset: () => boolean,
  ) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /** Such as `2026-08-05T15:43:18-04:00`. */
  print(epoch: number): string {
    const wall = new Date((epoch + this.offsetAt(epoch)) * 1000).toISOString().slice(0, 19);
    return wall + printOffset(this.wrongOffset() ? this.standardOffset(epoch) : this.offsetAt(epoch));
  }

  /** The day on the wall, `yyyy-mm-dd`. */
  day(epoch: number): string {
    return new Date((epoch + this.offsetAt(epoch)) * 1000).toISOString().slice(0, 10);
  }

  /** Null for what cannot be read. A day without a time is its first second, or its last one with `endOfDay`. */
  parse(text: string, endOfDay = false): number | null {
    const match = DATE_TIME.exec(text);
    if (match === null) return null;
    const [, year, month, day, hour, minute, second, offset] = match;
    const dayStart = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000;
    if (new Date(dayStart * 1000).getUTCDate() !== Number(day)) return null;
    const time = Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60 + Number(second ?? 0);
    if (time >= DAY) return null;
    const wall = dayStart + (hour === undefined && endOfDay ? DAY - 1 : time);
    const epoch = offset === undefined ? this.fromWall(wall) : this.fromOffset(wall, parseOffset(offset));
    return epoch < 0 || epoch > LATEST ? null : epoch;
  }

  /** Moments between the two, full hours, at which the offset changes; oldest first. No day has two of them. */
  offsetChanges(from: number, to: number): number[] {
    const changes: number[] = [];
    for (let day = Math.ceil(from / 3600) * 3600; day < to; day += DAY) {
      if (this.offsetAt(day) === this.offsetAt(day + DAY)) continue;
      let hour = day + 3600;
      while (this.offsetAt(hour) === this.offsetAt(day)) hour += 3600;
      if (hour <= to) changes.push(hour);
    }
    return changes;
  }

  private fromOffset(wall: number, offset: number): number {
    const epoch = wall - offset;
    return this.wrongOffset() ? this.fromWall(epoch + this.standardOffset(epoch)) : epoch;
  }

  private fromWall(wall: number): number {
    const guess = wall - this.offsetAt(wall);
    return wall - this.offsetAt(guess);
  }

  private standardOffset(epoch: number): number {
    const year = new Date(epoch * 1000).getUTCFullYear();
    return Math.min(this.offsetAt(Date.UTC(year, 0, 1) / 1000), this.offsetAt(Date.UTC(year, 6, 1) / 1000));
  }

  private offsetAt(epoch: number): number {
    const key = Math.floor(epoch / QUARTER_HOUR);
    let offset = this.offsets.get(key);
    if (offset === undefined) {
      const parts = this.format.formatToParts(key * QUARTER_HOUR * 1000);
      offset = parseOffset(parts.find(({ type }) => type === 'timeZoneName')!.value.slice('GMT'.length));
      this.offsets.set(key, offset);
    }
    return offset;
  }
}

function parseOffset(text: string): number {
  if (text === '') return 0;
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(4, 6)) * 60;
  return text.startsWith('-') ? -seconds : seconds;
}

function printOffset(seconds: number): string {
  const minutes = Math.abs(seconds) / 60;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
