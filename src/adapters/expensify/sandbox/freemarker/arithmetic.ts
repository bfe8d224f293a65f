import { toNumber, toText } from './coercion';
import type { BinaryOperator } from './syntax-tree';
import { TemplateError } from './template-error';
import { isHash, isString, type Value } from './values';

/** `+` of two values, also for `+=`. */
export function add(left: Value, right: Value, source: string, line: number): Value {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (!isString(left) && !isString(right) && isHash(left) && isHash(right)) return { ...left, ...right };
  return toText(left, source, line) + toText(right, source, line);
}

/** Arithmetic, also for `-=` and its kin. */
export function calculate(operator: BinaryOperator, left: Value, right: Value, source: string, line: number): number {
  const [a, b] = [toNumber(left, source, line), toNumber(right, source, line)];
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) throw new TemplateError(`${source} divides by zero`, line);
  return operator === '/' ? a / b : Math.trunc(a) % Math.trunc(b);
}
