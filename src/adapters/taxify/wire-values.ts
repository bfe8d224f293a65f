import BigNumber from 'bignumber.js';
import { LosslessNumber, parse } from 'lossless-json';

/** A JSON object of Taxify's. No type of a member is promised: each is read by one of the functions below. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** Doubles carry their last binary digits along (`0.08845000000000001`); nothing of Taxify's is finer than this. */
const DECIMAL_PLACES = 10;

/** Null for what is no JSON. Numbers become decimal text, without exponent, so that none passes through a double. */
export function parseWire(text: string): unknown {
  try {
    return parse(text, null, (digits) => new BigNumber(digits).toFixed());
  } catch {
    return null;
  }
}

/** A decimal text as the JSON number of the same digits. */
export function toWireNumber(decimal: string): LosslessNumber {
  return new LosslessNumber(new BigNumber(decimal).toFixed());
}

export function isWireRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or number as text; null when it is missing or blank. */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** In decimal notation, without the noise of doubles; null for what is no number. */
export function readDecimal(value: unknown): string | null {
  const text = readText(value);
  if (text === null) return null;
  const number = new BigNumber(text);
  return number.isFinite() ? number.decimalPlaces(DECIMAL_PLACES, BigNumber.ROUND_HALF_UP).toFixed() : null;
}

export function readBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

/**
 * The records of a list. A list of one may come as the record itself, and a list may be wrapped in an object with one
 * member named after its items, as SOAP does it.
 */
export function readRecords(value: unknown, itemName: string): WireRecord[] {
  if (Array.isArray(value)) return value.filter(isWireRecord);
  if (!isWireRecord(value)) return [];
  return itemName in value ? readRecords(value[itemName], itemName) : [value];
}
