import { formatDate } from './date-format';
import { toLocalNumber } from './number-format';
import { TemplateError } from './template-error';
import { EMPTY, isString, TemplateDate, typeError, type Value } from './values';

/** The text that an interpolation prints, or a string built-in works on. */
export function toText(value: Value, source: string, line: number): string {
  if (typeof value === 'string') return value;
  if (value === EMPTY) return '';
  if (typeof value === 'number') return toLocalNumber(value);
  if (value instanceof TemplateDate) return formatDate(value, undefined, line);
  if (typeof value === 'boolean') {
    const hint = `write ${source}?string("true", "false") or ${source}?c`;
    throw new TemplateError(`The boolean ${source} cannot be printed as it is; ${hint}`, line);
  }
  throw typeError('a text, number or date', value, source, line);
}

export function toBoolean(value: Value, source: string, line: number): boolean {
  if (typeof value !== 'boolean') throw typeError('a boolean', value, source, line);
  return value;
}

export function toNumber(value: Value, source: string, line: number): number {
  if (typeof value !== 'number') throw typeError('a number', value, source, line);
  return value;
}

export function compareValues(operator: string, left: Value, right: Value, source: string, line: number): boolean {
  const order = orderOf(left, right, operator);
  if (order === null) {
    throw new TemplateError(
      `The values of ${source} cannot be compared: they are of different or unordered types`,
      line,
    );
  }
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function orderOf(left: Value, right: Value, operator: string): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof TemplateDate && right instanceof TemplateDate)
    return left.kind === right.kind ? left.time - right.time : null;
  if (operator !== '==' && operator !== '!=') return null;
  if (isString(left) && isString(right)) return toText(left, '', 0) === toText(right, '', 0) ? 0 : 1;
  return typeof left === 'boolean' && typeof right === 'boolean' ? Number(left !== right) : null;
}
