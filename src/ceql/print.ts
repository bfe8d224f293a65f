import type { Condition, Expression, Value } from './expression';
import { KEYWORDS } from './token-reader';

const PLAIN_FIELD = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*$/u;

/** The text of an expression, with no more parentheses than it takes; parsed again, it is the same expression. */
export function printWhere(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
        .map((operand) => (bindsTighter(operand, expression.kind) ? printWhere(operand) : `(${printWhere(operand)})`))
        .join(` ${expression.kind.toUpperCase()} `);
    case 'not':
      return printNegated(expression.operand);
    default:
      return printCondition(expression, '');
  }
}

/** A field as it is written: in back-ticks where it would read as something else. */
export function printField(field: string): string {
  const isPlain = PLAIN_FIELD.test(field) && !KEYWORDS.has(field.toUpperCase());
  return isPlain ? field : `\`${field.replaceAll('`', '``')}\``;
}

function bindsTighter(operand: Expression, outer: 'and' | 'or'): boolean {
  return operand.kind === 'and' ? outer === 'or' : operand.kind !== 'or';
}

function printNegated(operand: Expression): string {
  switch (operand.kind) {
    case 'like':
    case 'in':
    case 'null':
      return printCondition(operand, 'NOT ');
    case 'and':
    case 'or':
      return `NOT (${printWhere(operand)})`;
    default:
      return `NOT ${printWhere(operand)}`;
  }
}

function printCondition(condition: Condition, negation: '' | 'NOT '): string {
  const field = printField(condition.field);
  switch (condition.kind) {
    case 'comparison':
      return `${field} ${condition.operator} ${printValue(condition.value)}`;
    case 'like':
      return `${field} ${negation}LIKE ${quote(condition.pattern)}`;
    case 'in':
      return `${field} ${negation}IN (${condition.values.map(printValue).join(', ')})`;
    case 'null':
      return `${field} IS ${negation}NULL`;
  }
}

function printValue(value: Value): string {
  switch (value.kind) {
    case 'string':
      return quote(value.text);
    case 'number':
      return value.digits;
    case 'boolean':
      return String(value.value);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
