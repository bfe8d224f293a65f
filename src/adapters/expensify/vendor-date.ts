import { readToken } from './raw-record';

const DAY = /^(\d{4})-(\d{2})-(\d{2})/;
const TIME = /^[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?$/;
const DAY_LENGTH = 10;

export interface VendorMoment {
  /** Null when Expensify gives a day only: no midnight is invented. */
  readonly at: Date | null;
  readonly on: string | null;
}

/** Reads `yyyy-MM-dd` and `yyyy-MM-dd HH:mm:ss`, both of which occur. Expensify names no zone: taken as UTC. */
export function readMoment(value: unknown): VendorMoment {
  const on = readDay(value);
  if (on === null) return { at: null, on: null };
  const time = TIME.exec((readToken(value) ?? '').slice(DAY_LENGTH));
  if (time === null) return { at: null, on };
  const at = new Date(`${on}T${time[1]}:${time[2]}:${time[3] ?? '00'}Z`);
  return Number.isNaN(at.getTime()) ? { at: null, on } : { at, on };
}

/** The day of a date of either length, as it is written; null when there is no such day. */
export function readDay(value: unknown): string | null {
  const parts = DAY.exec(readToken(value) ?? '');
  if (parts === null) return null;
  const [day, , month = '', dayOfMonth = ''] = parts;
  // Every month has these.
  if (month >= '01' && month <= '12' && dayOfMonth >= '01' && dayOfMonth <= '28') return day;
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day) ? day : null;
}
