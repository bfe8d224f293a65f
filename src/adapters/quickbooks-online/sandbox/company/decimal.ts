import BigNumber from 'bignumber.js';
import { LosslessNumber } from 'lossless-json';
import { isNumber, type JsonObject, type JsonValue } from './json';

export type Decimal = BigNumber;

export const ZERO: Decimal = new BigNumber(0);

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i;

/** Null for what is neither a JSON number nor a text that spells one. */
export function parseDecimal(value: JsonValue | undefined): Decimal | null {
  const text = isNumber(value) ? value.value : value;
  return typeof text === 'string' && PLAIN.test(text.trim()) ? new BigNumber(text.trim()) : null;
}

export function decimalAt(object: JsonObject | undefined, key: string): Decimal {
  return parseDecimal(object?.[key]) ?? ZERO;
}

export function decimal(text: string): Decimal {
  return new BigNumber(text);
}

export function sum(amounts: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const amount of amounts) total = total.plus(amount);
  return total;
}

/** Rounded to hundredths, a half away from zero. */
export function roundMoney(amount: Decimal): Decimal {
  return amount.decimalPlaces(2, BigNumber.ROUND_HALF_UP);
}

/** Money as Intuit prints it in JSON: with two decimals, nothing as `0`. */
export function moneyNumber(amount: Decimal): LosslessNumber {
  const rounded = roundMoney(amount);
  return new LosslessNumber(rounded.isZero() ? '0' : rounded.toFixed(2));
}

/** A rate or price: up to `scale` decimals, none that say nothing. */
export function plainNumber(amount: Decimal, scale: number): LosslessNumber {
  return new LosslessNumber(amount.decimalPlaces(scale, BigNumber.ROUND_HALF_UP).toFixed());
}

/** Money as reports print it: always two decimals, in a text. */
export function moneyText(amount: Decimal): string {
  const rounded = roundMoney(amount);
  return rounded.isZero() ? '0.00' : rounded.toFixed(2);
}
