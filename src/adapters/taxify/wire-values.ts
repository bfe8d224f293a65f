import BigNumber from 'bignumber.js';
import { LosslessNumber, parse } from 'lossless-json';

/** A JSON object of Taxify's. No type of a member is promised: each is read by one of the functions below. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** Doubles carry their last binary digits along (`0.08845000000000001`); nothing of Taxify's is finer than this. */
const DECIMAL_PLACES = 10;

/** An amount with more digits before the point could not be stored. */
const INTEGER_DIGITS = 14;
/** Numbers with more digits keep their exponent: written out, one such as 1e9999999 would fill our memory. */
const LARGEST_EXPONENT = 30;

/** Null for what is no JSON. Numbers become decimal text, so that none passes through a double. */
export function parseWire(text: string): unknown {
  try {
    return parse(text, null, toText);
  } catch {
    return null;
  }
}

function toText(digits: string): string {
  const number = new BigNumber(digits);
  return Math.abs(number.e ?? Infinity) <= LARGEST_EXPONENT ? number.toFixed() : digits;
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

/** In decimal notation, without the noise of doubles; null for what is no number, or larger than any amount. */
export function readDecimal(value: unknown): string | null {
  const text = readText(value);
  if (text === null) return null;
  const number = new BigNumber(text);
  if (number.e === null || number.e >= INTEGER_DIGITS) return null;
  return number.decimalPlaces(DECIMAL_PLACES, BigNumber.ROUND_HALF_UP).toFixed();
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
