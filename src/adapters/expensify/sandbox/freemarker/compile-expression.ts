import { add, calculate } from './arithmetic';
import { BuiltinCall } from './builtins/builtin';
import { findBuiltin } from './builtins';
import { compareValues, toBoolean, toNumber, toText } from './coercion';
import type { Environment, LoopState } from './environment';
import type { Expression, ExpressionOf } from './syntax-tree';
import { EndlessRange, toRange } from './range';
import { MissingValueError, TemplateError } from './template-error';
import {
  EMPTY,
  getMember,
  hasContent,
  isHash,
  isMissing,
  isSequence,
  isString,
  TemplateDate,
  typeError,
  type MaybeValue,
  type Value,
} from './values';

/** An expression ready to run; undefined when what it names is missing. */
export type Evaluate = (environment: Environment) => MaybeValue;

/** Turns an expression into a closure. Throws a `TemplateError` for what is not supported. */
export function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'text':
      return compileText(expression);
    case 'list': {
      const items = expression.items.map(compileExpression);
      return (environment) => items.map((item) => item(environment));
    }
    case 'hash':
      return compileHash(expression);
    case 'name':
      return compileName(expression.name);
    case 'special':
      return compileSpecial(expression);
    case 'group':
      return compileExpression(expression.inner);
    case 'member':
      return compileMember(expression);
    case 'index':
      return compileIndex(expression);
    case 'call':
      return compileCall(expression);
    case 'builtin':
      return compileBuiltin(expression);
    case 'exists': {
      const target = compileLenient(expression.target);
      return (environment) => !isMissing(target(environment));
    }
    case 'default':
      return compileDefault(expression.target, expression.fallback);
    case 'not': {
      const operand = compileCondition(expression.operand);
      return (environment) => !operand(environment);
    }
    case 'negate': {
      const operand = compileNumber(expression.operand);
      return (environment) => -operand(environment);
    }
    case 'binary':
      return compileBinary(expression);
    case 'range':
      return compileRange(expression);
  }
}

/** Like `compileExpression` for where a value has to be: a missing one is an error that names the expression. */
export function compileRequired(expression: Expression): (environment: Environment) => Value {
  const evaluate = compileExpression(expression);
  return (environment) => {
    const value = evaluate(environment);
    if (isMissing(value)) throw new MissingValueError(expression.source, expression.line);
    return value;
  };
}

export function compileCondition(expression: Expression): (environment: Environment) => boolean {
  const evaluate = compileRequired(expression);
  return (environment) => toBoolean(evaluate(environment), expression.source, expression.line);
}

export function compilePrintable(expression: Expression): (environment: Environment) => string {
  const evaluate = compileRequired(expression);
  return (environment) => toText(evaluate(environment), expression.source, expression.line);
}

function compileNumber(expression: Expression): (environment: Environment) => number {
  const evaluate = compileRequired(expression);
  return (environment) => toNumber(evaluate(environment), expression.source, expression.line);
}

/**
 * For `!`, `??` and `?has_content`: only the last step may be missing, unless the whole path is in brackets. Then
 * whatever is missing inside makes the whole missing.
 */
function compileLenient(expression: Expression): Evaluate {
  const evaluate = compileExpression(expression);
  if (expression.kind !== 'group') return evaluate;
  return (environment) => {
    try {
      return evaluate(environment);
    } catch (error) {
      if (error instanceof MissingValueError) return undefined;
      throw error;
    }
  };
}

function compileDefault(target: Expression, fallback: Expression | null): Evaluate {
  const value = compileLenient(target);
  const otherwise = fallback === null ? () => EMPTY : compileExpression(fallback);
  return (environment) => value(environment) ?? otherwise(environment);
}

function compileText(expression: ExpressionOf<'text'>): Evaluate {
  const parts = expression.parts.map((part) => (typeof part === 'string' ? () => part : compilePrintable(part)));
  return (environment) => parts.map((part) => part(environment)).join('');
}

function compileHash(expression: ExpressionOf<'hash'>): Evaluate {
  const entries = expression.entries.map(([key, value]) => [compilePrintable(key), compileExpression(value)] as const);
  return (environment) => Object.fromEntries(entries.map(([key, value]) => [key(environment), value(environment)]));
}

function compileName(name: string): Evaluate {
  const loop = /^(.+)_(has_next|index)$/.exec(name);
  if (loop === null) return (environment) => environment.lookup(name);
  const [, variable = '', property] = loop;
  return (environment) => {
    const state = environment.loopOf(variable);
    if (state === null) return environment.lookup(name);
    return property === 'index' ? state.index : state.hasNext;
  };
}

function compileSpecial(expression: ExpressionOf<'special'>): Evaluate {
  if (expression.name === 'now') return (environment) => new TemplateDate(environment.now.getTime(), 'datetime');
  throw new TemplateError(`The special variable .${expression.name} is not supported`, expression.line);
}

function compileMember(expression: ExpressionOf<'member'>): Evaluate {
  const target = compileRequired(expression.target);
  const { name, line } = expression;
  return (environment) => {
    const value = target(environment);
    if (!isHash(value)) throw typeError('a hash', value, expression.target.source, line);
    return getMember(value, name);
  };
}

function compileIndex(expression: ExpressionOf<'index'>): Evaluate {
  const target = compileRequired(expression.target);
  const key = compileRequired(expression.key);
  return (environment) => indexValue(target(environment), key(environment), expression);
}

function indexValue(target: Value, key: Value, { target: { source }, line }: ExpressionOf<'index'>): MaybeValue {
  if (typeof key === 'string') {
    if (!isHash(target)) throw typeError('a hash', target, source, line);
    return getMember(target, key);
  }
  if (typeof key === 'number') {
    if (isSequence(target)) return key < 0 ? undefined : target.at(key);
    const text = toText(target, source, line);
    if (key < 0 || key >= text.length) throw new TemplateError(`${source} has no character ${key}`, line);
    return text.charAt(key);
  }
  if (!isSequence(key)) throw typeError('a text, number or range', key, 'the index', line);
  return slice(target, key, source, line);
}

function slice(target: Value, range: Iterable<MaybeValue>, source: string, line: number): MaybeValue {
  const items: readonly MaybeValue[] = isSequence(target) ? [...target] : [...toText(target, source, line)];
  const picked: MaybeValue[] = [];
  for (const index of range) {
    // An endless range ends where the value does.
    if (typeof index !== 'number' || index >= items.length) break;
    picked.push(items[index]);
  }
  return isString(target) ? picked.join('') : picked;
}

function compileCall(expression: ExpressionOf<'call'>): Evaluate {
  const target = compileRequired(expression.target);
  const values = expression.arguments.map(compileExpression);
  return (environment) => {
    const callee = target(environment);
    if (typeof callee !== 'function') throw typeError('a function', callee, expression.target.source, expression.line);
    return callee(...values.map((value) => value(environment)));
  };
}

type SpecialForm = (expression: ExpressionOf<'builtin'>) => Evaluate;

/** Built-ins that do not simply take their values: they allow for missing ones, are lazy, or ask about a loop. */
const SPECIAL_FORMS: Readonly<Record<string, SpecialForm>> = {
  has_content: ({ target }) => {
    const value = compileLenient(target);
    return (environment) => hasContent(value(environment));
  },
  exists: ({ target }) => {
    const value = compileLenient(target);
    return (environment) => !isMissing(value(environment));
  },
  if_exists: ({ target }) => compileDefault(target, null),
  default: (expression) => compileDefault(expression.target, argumentOf(expression, 0)),
  then: (expression) => {
    const condition = compileCondition(expression.target);
    const [yes, no] = [compileExpression(argumentOf(expression, 0)), compileExpression(argumentOf(expression, 1))];
    return (environment) => (condition(environment) ? yes : no)(environment);
  },
  has_next: ofLoop((loop) => loop.hasNext),
  is_last: ofLoop((loop) => !loop.hasNext),
  is_first: ofLoop((loop) => loop.index === 0),
  index: ofLoop((loop) => loop.index),
  counter: ofLoop((loop) => loop.index + 1),
  item_parity: ofLoop((loop) => (loop.index % 2 === 0 ? 'odd' : 'even')),
  is_odd_item: ofLoop((loop) => loop.index % 2 === 0),
  is_even_item: ofLoop((loop) => loop.index % 2 === 1),
};

function argumentOf(expression: ExpressionOf<'builtin'>, index: number): Expression {
  const argument = expression.arguments?.[index];
  if (argument === undefined)
    throw new TemplateError(`${expression.source} needs argument ${index + 1}`, expression.line);
  return argument;
}

function ofLoop(read: (loop: LoopState) => Value): SpecialForm {
  return ({ target, line, name }) => {
    if (target.kind !== 'name') throw new TemplateError(`?${name} needs a loop variable on its left`, line);
    const variable = target.name;
    return (environment) => {
      const loop = environment.loopOf(variable);
      if (loop === null) throw new TemplateError(`${variable} is not a loop variable here`, line);
      return read(loop);
    };
  };
}

function compileBuiltin(expression: ExpressionOf<'builtin'>): Evaluate {
  const { name, source, line } = expression;
  if (Object.hasOwn(SPECIAL_FORMS, name)) return SPECIAL_FORMS[name]!(expression);
  const builtin = findBuiltin(name);
  if (builtin === undefined) throw new TemplateError(`The built-in ?${name} is not supported`, line);
  const target = compileRequired(expression.target);
  const given = expression.arguments !== null;
  const values = (expression.arguments ?? []).map(compileExpression);
  return (environment) => {
    const evaluated = values.map((value) => value(environment));
    return builtin(target(environment), new BuiltinCall(name, source, line, given, evaluated));
  };
}

function compileBinary(expression: ExpressionOf<'binary'>): Evaluate {
  const { operator, source, line } = expression;
  if (operator === '||' || operator === '&&') return compileLogic(expression);
  const left = compileRequired(expression.left);
  const right = compileRequired(expression.right);
  if (operator === '+') return (environment) => add(left(environment), right(environment), source, line);
  if ('-*/%'.includes(operator)) {
    return (environment) => calculate(operator, left(environment), right(environment), source, line);
  }
  return (environment) => compareValues(operator, left(environment), right(environment), source, line);
}

function compileLogic({ operator, left, right }: ExpressionOf<'binary'>): Evaluate {
  const first = compileCondition(left);
  const second = compileCondition(right);
  if (operator === '||') return (environment) => first(environment) || second(environment);
  return (environment) => first(environment) && second(environment);
}

function compileRange(expression: ExpressionOf<'range'>): Evaluate {
  const { range, source, line } = expression;
  const from = compileNumber(expression.from);
  if (expression.to === null) return (environment) => new EndlessRange(from(environment));
  const to = compileNumber(expression.to);
  return (environment) => toRange(range, from(environment), to(environment), source, line);
}
