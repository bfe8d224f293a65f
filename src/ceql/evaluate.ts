import { compareValues } from './compare-values';
import type { ComparisonOperator, Condition, Expression } from './expression';

/** As in SQL: null is "unknown", what a condition on a missing value answers. */
type Truth = boolean | null;

const HOLDS: Readonly<Record<ComparisonOperator, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

/**
 * Whether a record meets an expression, by SQL's rules: a condition on a value that is missing neither holds nor fails,
 * so neither it nor its negation finds the record; `IS NULL` does. Case matters.
 */
export function matchesWhere(expression: Expression, record: object): boolean {
  return truthOf(expression, record) === true;
}

function truthOf(expression: Expression, record: object): Truth {
  switch (expression.kind) {
    case 'and':
      return decided(expression.operands, record, false);
    case 'or':
      return decided(expression.operands, record, true);
    case 'not': {
      const truth = truthOf(expression.operand, record);
      return truth === null ? null : !truth;
    }
    default:
      return conditionHolds(expression, valueAt(record, expression.field));
  }
}

/** One operand of this truth decides; else unknown wins over the other. */
function decided(operands: readonly Expression[], record: object, deciding: boolean): Truth {
  const truths = operands.map((operand) => truthOf(operand, record));
  if (truths.includes(deciding)) return deciding;
  return truths.includes(null) ? null : !deciding;
}

function conditionHolds(condition: Condition, actual: unknown): Truth {
  if (condition.kind === 'null') return actual === null || actual === undefined;
  if (actual === null || actual === undefined) return null;
  switch (condition.kind) {
    case 'comparison': {
      const order = compareValues(actual, condition.value);
      if (order === null) return condition.operator === '!=';
      return HOLDS[condition.operator](order);
    }
    case 'like':
      return isLike(String(actual), condition.pattern);
    case 'in':
      return condition.values.some((value) => compareValues(actual, value) === 0);
  }
}

/** The property of that name, else the one that its dots lead to. */
function valueAt(record: object, field: string): unknown {
  if (Object.hasOwn(record, field)) return (record as Record<string, unknown>)[field];
  return field.split('.').reduce<unknown>((value, name) => {
    const isHeld = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isHeld ? (value as Record<string, unknown>)[name] : undefined;
  }, record);
}

/** Part by part, always the nearest place: no pattern takes longer than text times parts. */
function isLike(text: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('%');
  const end = rest.pop();
  if (end === undefined) return text === start;
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return false;
  const limit = text.length - end.length;
  let from = start.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > limit) return false;
    from = at + part.length;
  }
  return true;
}
