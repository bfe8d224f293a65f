import { decimal, parseDecimal } from '../decimal';
import { faults } from '../fault';
import type { JsonObject } from '../json';
import { parseInstant } from '../pacific-time';
import { valuesAt, type Property } from './property';
import type { Condition } from './statement';

/** Whether a record fulfils a condition. What a record does not have fulfils none. */
export function conditionFor(condition: Condition, property: Property): (record: JsonObject) => boolean {
  const { operator } = condition;
  if (operator === 'LIKE') {
    const pattern = likePattern(condition.values[0]!);
    return (record) => valuesAt(record, property.path).some((value) => pattern.test(value));
  }
  const wanted = condition.values.map((value) => checkValue(value, property));
  if (operator === 'IN' || operator === '=') {
    return (record) =>
      valuesAt(record, property.path).some((value) => wanted.some((one) => compare(value, one, property) === 0));
  }
  const holds = COMPARISONS[operator];
  return (record) => valuesAt(record, property.path).some((value) => holds(compare(value, wanted[0]!, property)));
}

const COMPARISONS: Readonly<Record<'<' | '>' | '<=' | '>=', (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/** Below, at or above 0, as sorting wants it. Texts are compared by their letters' codes. */
export function compare(left: string, right: string, { kind }: Property): number {
  if (kind === 'number') return decimal(left).comparedTo(decimal(right)) ?? 0;
  if (kind === 'instant') return instant(left) - instant(right);
  if (kind === 'id') return compareIds(left, right);
  if (kind === 'word') return compareTexts(left.toLowerCase(), right.toLowerCase());
  return compareTexts(left, right);
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Ids are numbers, some beyond 2^53, and a few are words. */
function compareIds(left: string, right: string): number {
  if (/^\d+$/.test(left) && /^\d+$/.test(right)) {
    const difference = BigInt(left) - BigInt(right);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return left < right ? -1 : left > right ? 1 : 0;
}

function checkValue(value: string, { kind, path }: Property): string {
  if (kind === 'number' && parseDecimal(value) === null) throw invalid(path, value);
  if (kind === 'instant' && parseInstant(value) === null) throw invalid(path, value);
  if (kind === 'flag' && !['true', 'false'].includes(value.toLowerCase())) throw invalid(path, value);
  return kind === 'flag' ? value.toLowerCase() : value;
}

function invalid(path: string, value: string): Error {
  return faults.queryValidation(`value '${value}' is not valid for property '${path}'`);
}

function instant(text: string): number {
  return parseInstant(text)?.getTime() ?? 0;
}

/** Only the percent sign stands for something else; letters match in either case. */
function likePattern(given: string): RegExp {
  const parts = given.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`, 'i');
}
