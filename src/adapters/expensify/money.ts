import type { MoneyValue } from '../records';
import { readDecimal, readToken } from './raw-record';

/**
 * Expensify's amounts are integers called cents, and nothing says what that means where a currency has no cents, as
 * yen. Taken as hundredths everywhere; set to false to take them as the currency's own minor unit.
 */
const HUNDREDTHS_IN_EVERY_CURRENCY: boolean = true;

/** An ISO 4217 code in upper case; null when it cannot be one. */
export function readCurrency(value: unknown): string | null {
  const code = readToken(value)?.toUpperCase() ?? null;
  return code !== null && /^[A-Z]{3}$/.test(code) ? code : null;
}

/** `1234` of USD is 12.34 USD. Null without an amount or without a currency. No floating point on the way. */
export function fromMinorUnits(amount: unknown, currency: string | null): MoneyValue | null {
  const decimal = readDecimal(amount);
  if (decimal === null || currency === null) return null;
  return { amount: shiftPoint(decimal, minorUnitDigits(currency)), currency };
}

/**
 * 12.34 USD is `1234`. Null for what Expensify cannot take: more decimals than it keeps, or more than a whole number can
 * hold exactly.
 */
export function toMinorUnits({ amount, currency }: MoneyValue): number | null {
  const digits = minorUnitDigits(currency);
  const parts = /^(-?)(\d+)(?:\.(?=\d)(\d*?)0*)?$/.exec(amount);
  const [, sign = '', whole = '', decimals = ''] = parts ?? [];
  if (parts === null || decimals.length > digits) return null;
  const value = Number(`${sign}${whole}${decimals.padEnd(digits, '0')}`);
  // A minus in front of nothing would be written out.
  return Number.isSafeInteger(value) ? value || 0 : null;
}

/** Whether an amount is there and is not nothing. */
export function isNonZero(amount: unknown): boolean {
  const decimal = readDecimal(amount);
  return decimal !== null && /[1-9]/.test(decimal);
}

function minorUnitDigits(currency: string): number {
  if (HUNDREDTHS_IN_EVERY_CURRENCY) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Moves the decimal point to the left: a mileage rate of `65.5` cents becomes `0.655`. */
function shiftPoint(decimal: string, places: number): string {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  const digits = whole.padStart(places + 1, '0');
  const point = digits.length - places;
  const units = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const decimals = digits.slice(point) + fraction;
  const shifted = decimals === '' ? units : `${units}.${decimals}`;
  return negative && /[1-9]/.test(shifted) ? `-${shifted}` : shifted;
}
