import type { PlatformField, PlatformResource } from '../../adapters/platform-resource';
import { conjunctsOf } from '../../ceql/conjuncts';
import { CeqlError } from '../../ceql/ceql-error';
import type { Expression } from '../../ceql/expression';
import { parseFields } from '../../ceql/field-list';
import { parseOrderBy, type OrderKey } from '../../ceql/order-by';
import { parseWhere } from '../../ceql/parse-where';
import { BadUserInputError, ElementsErrors, type ElementsError } from '../../errors';
import { isCalendarDay } from './calendar-day';

/** What is asked of a list, as it was written. */
export interface DataQuestionText {
  readonly where?: string | null;
  readonly fields?: string | null;
  readonly orderBy?: string | null;
}

/** The same, understood: nothing in it names a field that records do not have. */
export interface DataQuestion {
  readonly where: Expression | null;
  /** The day from which on records are asked for, of `sinceField`. */
  readonly since: string | null;
  /** Null: all of them. */
  readonly fields: readonly string[] | null;
  readonly orderBy: readonly OrderKey[];
}

/** Throws an `ElementsErrors` with everything that is wrong with it. */
export function readQuestion(resource: PlatformResource, text: DataQuestionText): DataQuestion {
  const problems: ElementsError[] = [];
  const read = <T>(name: keyof DataQuestionText, parse: (given: string) => T, nothing: T): T => {
    const given = text[name];
    if (given == null || given.trim() === '') return nothing;
    try {
      return parse(given);
    } catch (error) {
      if (!(error instanceof CeqlError)) throw error;
      problems.push(new BadUserInputError(`\`${name}\` is wrong. ${error.message}`, { path: [name] }));
      return nothing;
    }
  };
  const whole = read<Expression | null>('where', parseWhere, null);
  const { where, since } = takeSince(resource, whole, problems);
  const fields = read<readonly string[] | null>('fields', parseFields, null);
  const orderBy = read<readonly OrderKey[]>('orderBy', parseOrderBy, []);
  checkNames(resource, 'where', where === null ? [] : fieldsOf(where), problems);
  checkNames(resource, 'fields', fields ?? [], problems);
  checkNames(
    resource,
    'orderBy',
    orderBy.map(({ field }) => field),
    problems,
  );
  if (problems.length > 0) throw new ElementsErrors(problems);
  return { where, since, fields, orderBy };
}

/** The declared field that a name, or the first part of a path, names. */
export function fieldOf({ fields }: PlatformResource, name: string): PlatformField | null {
  return fields.find((field) => field.name === name || name.startsWith(`${field.name}.`)) ?? null;
}

/** Every field that an expression names. */
export function fieldsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(expression.operand);
    default:
      return [expression.field];
  }
}

function checkNames(
  resource: PlatformResource,
  place: keyof DataQuestionText,
  names: readonly string[],
  problems: ElementsError[],
): void {
  const unknown = [...new Set(names.filter((name) => fieldOf(resource, name) === null))];
  if (unknown.length === 0) return;
  const known = [...resource.fields.map(({ name }) => name), ...(place === 'where' ? (resource.sinceField ?? []) : [])];
  const given = unknown.map((name) => JSON.stringify(name.slice(0, 100))).join(', ');
  const message = `\`${place}\` names ${given}, which \`${resource.name}\` has not. There are: ${known.join(', ')}.`;
  problems.push(new BadUserInputError(message, { path: [place] }));
}

/** Takes `sinceField = 'yyyy-MM-dd'` out of what must hold: it is a condition on records, and none of their members. */
function takeSince(
  { sinceField }: PlatformResource,
  where: Expression | null,
  problems: ElementsError[],
): Pick<DataQuestion, 'where' | 'since'> {
  if (where === null || sinceField === undefined || !fieldsOf(where).includes(sinceField)) {
    return { where, since: null };
  }
  const { comparisons, others } = conjunctsOf(where);
  const own = comparisons.filter(({ field }) => field === sinceField);
  const [only] = own;
  const rest = [...comparisons.filter(({ field }) => field !== sinceField), ...others];
  const isSound =
    own.length === 1 &&
    (only!.operator === '=' || only!.operator === '>=') &&
    only!.value.kind === 'string' &&
    isCalendarDay(only!.value.text) &&
    !others.flatMap(fieldsOf).includes(sinceField);
  if (!isSound) {
    const message = `\`where\` is wrong. \`${sinceField}\` stands once, as ${sinceField} = 'yyyy-MM-dd', alone or joined to the rest by AND.`;
    problems.push(new BadUserInputError(message, { path: ['where'] }));
    return { where: null, since: null };
  }
  const left = rest.length < 2 ? (rest[0] ?? null) : ({ kind: 'and', operands: rest } as const);
  return { where: left, since: only!.value.kind === 'string' ? only!.value.text : null };
}
