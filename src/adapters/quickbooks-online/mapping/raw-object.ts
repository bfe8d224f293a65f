import { isLosslessNumber, isSafeNumber } from 'lossless-json';
import type { MoneyValue } from '../../records';

/** An object as QuickBooks writes it; a fact that is not known is absent. Numbers are `LosslessNumber`s. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Tables hold amounts of at most so many digits before the point. */
const WHOLE_DIGITS = 14;

/** Numbers for taxes and banks, and links that open a file: nobody needs them here. */
const LEFT_OUT = new Set([
  'SSN',
  'TaxIdentifier',
  'BusinessNumber',
  'EmployerId',
  'VendorPaymentBankDetail',
  'TempDownloadUri',
  'ThumbnailTempDownloadUri',
]);

export function isRawObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** The objects of a list; a missing list is empty. */
export function objectsOf(value: unknown): RawObject[] {
  return Array.isArray(value) ? value.filter(isRawObject) : [];
}

export function objectOf(value: unknown): RawObject {
  return isRawObject(value) ? value : {};
}

/** A text that says something. */
export function textOf(value: unknown): string | null {
  if (isLosslessNumber(value)) return value.toString();
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

export function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A day that the calendar has. */
export function dayOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

export function instantOf(value: unknown): Date | null {
  const at = new Date(textOf(value) ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

/** What a reference names: `{ value, name, type }`. */
export function idOf(reference: unknown): string | null {
  return textOf(objectOf(reference).value);
}

export function nameOf(reference: unknown): string | null {
  return textOf(objectOf(reference).name);
}

export function emailOf(value: unknown): string | null {
  return textOf(objectOf(value).Address)?.toLowerCase() ?? null;
}

/** A number as plain digits; null for what is none. */
export function decimalOf(value: unknown): string | null {
  const text = textOf(value);
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text ?? '');
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  return sign + shifted(whole, fraction, Number(exponent));
}

/** Moves the point to the right, or to the left where `places` is negative. */
function shifted(whole: string, fraction: string, places: number): string {
  const padded = places < 0 ? whole.padStart(1 - places, '0') : whole;
  const digits = padded + fraction.padEnd(Math.max(0, places), '0');
  const point = padded.length + places;
  return point >= digits.length ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Null without an amount or a currency. @throws RangeError for an amount that no account has. */
export function moneyOf(value: unknown, currency: string | null): MoneyValue | null {
  const amount = decimalOf(value);
  if (amount === null || currency === null) return null;
  if (amount.replace(/^-?0*/, '').split('.')[0]!.length > WHOLE_DIGITS) throw new RangeError(`amount ${amount}`);
  return { amount, currency };
}

export function negated({ amount, currency }: MoneyValue): MoneyValue {
  return { amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`, currency };
}

/** An ISO 4217 code, else that of the company. */
export function currencyOf(object: RawObject, home: string | null): string | null {
  const code = idOf(object.CurrencyRef)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : home;
}

/** The object in QuickBooks' own words, as plain JSON. */
export function vendorFieldsOf(object: RawObject): Record<string, unknown> {
  return plain(object) as Record<string, unknown>;
}

function plain(value: unknown): unknown {
  if (isLosslessNumber(value)) {
    const text = value.toString();
    return isSafeNumber(text) ? Number(text) : text;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (!isRawObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, plain(member)]));
}
