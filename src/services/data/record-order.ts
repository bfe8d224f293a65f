import type { OrderKey } from '../../ceql/order-by';
import type { KeysetPosition } from '../../persistence/keyset/keyset-page';
import { valueAt } from './record-value';

/** What decides where a record stands; text that is longer than anybody orders by is cut. */
export type OrderValue = string | number | boolean | null;

export interface Ordered {
  readonly values: readonly OrderValue[];
  /** Breaks ties. */
  readonly key: readonly string[];
}

const LONGEST = 300;

export function orderValuesOf(record: object, keys: readonly OrderKey[]): OrderValue[] {
  return keys.map(({ field }) => {
    const value = valueAt(record, field);
    if (typeof value === 'string') return value.slice(0, LONGEST);
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  });
}

/** Records without a value come last in both directions, as everywhere here. */
export function compareOrdered(a: Ordered, b: Ordered, keys: readonly OrderKey[]): number {
  for (const [index, { direction }] of keys.entries()) {
    const [left = null, right = null] = [a.values[index], b.values[index]];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      continue;
    }
    const sign = compareScalars(left, right);
    if (sign !== 0) return direction === 'asc' ? sign : -sign;
  }
  return compareKeys(a.key, b.key);
}

export function toPosition({ values, key }: Ordered): KeysetPosition {
  return { value: JSON.stringify(values), key };
}

/** Null where the position is none of this order. */
export function fromPosition({ value, key }: KeysetPosition, keys: readonly OrderKey[]): Ordered | null {
  try {
    const values = JSON.parse(value ?? '') as unknown;
    const isSound = Array.isArray(values) && values.length === keys.length && values.every(isOrderValue);
    return isSound ? { values: values as OrderValue[], key } : null;
  } catch {
    return null;
  }
}

function isOrderValue(value: unknown): value is OrderValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function compareScalars(a: string | number | boolean, b: string | number | boolean): number {
  const [left, right] = typeof a === typeof b ? [a, b] : [String(a), String(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
