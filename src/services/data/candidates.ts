import type { PlatformCondition, PlatformResource } from '../../adapters/platform-resource';
import { readTime } from '../../ceql/time-text';
import { conjunctsOf } from '../../ceql/conjuncts';
import type { Comparison, Expression, Value } from '../../ceql/expression';
import type { DayRange } from '../../persistence/repositories/list-condition';
import { isCalendarDay } from './calendar-day';
import { fieldOf, type DataQuestion } from './data-question';

/**
 * What our tables can be asked of a question: conditions that every match meets. What else it asks for is tried on the
 * records that meet them.
 */
export interface Candidates {
  readonly remoteId?: readonly string[];
  readonly days: Readonly<Partial<Record<DayCondition, DayRange>>>;
  readonly isActive?: boolean;
  readonly email?: readonly string[];
  readonly since: string | null;
}

export type DayCondition = Exclude<PlatformCondition, 'ID' | 'ACTIVE' | 'EMAIL'>;

const DAY = /^(\d{4}-\d\d-\d\d)(?:$|[ T])/;
const LOWER = ['=', '>', '>='];
const UPPER = ['=', '<', '<='];

/** @param canonical our form of a vendor's id; null for what can be none. */
export function candidatesOf(
  resource: PlatformResource,
  { where, since }: DataQuestion,
  canonical: (id: string) => string | null,
): Candidates {
  const ids: string[][] = [];
  const emails: string[][] = [];
  const days: Partial<Record<DayCondition, DayRange>> = {};
  let isActive: boolean | undefined;
  for (const part of where === null ? [] : partsOf(where)) {
    const condition = fieldOf(resource, part.field)?.condition;
    if (condition === undefined || part.field.includes('.')) continue;
    if (condition === 'ID') ids.push(...textsOf(part).map((texts) => texts.flatMap((text) => canonical(text) ?? [])));
    else if (condition === 'EMAIL') emails.push(...textsOf(part));
    else if (condition === 'ACTIVE') isActive ??= flagOf(part);
    else if (part.kind === 'comparison') days[condition] = narrowed(days[condition], part);
  }
  const [remoteId] = ids;
  const [email] = emails;
  return {
    ...(remoteId && { remoteId }),
    ...(email && { email }),
    ...(isActive !== undefined && { isActive }),
    days,
    since,
  };
}

type Part = Comparison | Extract<Expression, { kind: 'in' }>;

function partsOf(where: Expression): Part[] {
  const { comparisons, others } = conjunctsOf(where);
  return [...comparisons, ...others.filter((one) => one.kind === 'in')];
}

/** The texts of which it has to be one, in a list; an empty list where it says no such thing. */
function textsOf(part: Part): string[][] {
  const values = part.kind === 'in' ? part.values : part.operator === '=' ? [part.value] : [];
  // A number may be written in other ways than the text of the record.
  return values.length > 0 && values.every(({ kind }) => kind === 'string') ? [values.map(textOf)] : [];
}

function textOf(value: Value): string {
  return value.kind === 'string' ? value.text : value.kind === 'number' ? value.digits : String(value.value);
}

function flagOf(part: Part): boolean | undefined {
  if (part.kind !== 'comparison' || part.operator !== '=') return undefined;
  const text = textOf(part.value).toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function narrowed(range: DayRange | undefined, { operator, value }: Comparison): DayRange | undefined {
  const day = value.kind === 'string' ? dayOf(value.text) : undefined;
  if (day === undefined || !isCalendarDay(day)) return range;
  const from = LOWER.includes(operator) ? later(range?.from, day) : range?.from;
  const to = UPPER.includes(operator) ? earlier(range?.to, day) : range?.to;
  return { from: from ?? null, to: to ?? null };
}

/** Days of times are days in UTC, as times without an offset are. */
function dayOf(text: string): string | undefined {
  const time = readTime(text);
  return time?.form === 'INSTANT' ? new Date(time.time).toISOString().slice(0, 10) : DAY.exec(text)?.[1];
}

function later(known: string | null | undefined, day: string): string {
  return known != null && known > day ? known : day;
}

function earlier(known: string | null | undefined, day: string): string {
  return known != null && known < day ? known : day;
}
