import { BadUserInputError } from '../../errors';
import { isUuid } from '../uuid';
import type { KeysetPosition } from './keyset-page';

export type SortType = 'timestamptz' | 'date' | 'numeric' | 'text';

/** A column that a list can be ordered by: indexed behind the scope, and before the columns that break ties. */
export interface SortColumn {
  readonly column: string;
  readonly type: SortType;
  /** Some rows have no value: they are listed last, whatever the direction. */
  readonly nullable: boolean;
  /** Columns that come before it in its indexes, and have one value in a list of this order. */
  readonly behind?: readonly string[];
}

/** Full precision, so that going on after a value neither repeats nor skips a row. */
const AS_TEXT: Readonly<Record<SortType, (expression: string) => string>> = {
  timestamptz: (expression) => `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  date: (expression) => `to_char(${expression}, 'YYYY-MM-DD')`,
  numeric: (expression) => `${expression}::text`,
  text: (expression) => expression,
};

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

const IS_VALUE: Readonly<Record<SortType, (value: string) => boolean>> = {
  timestamptz: (value) => INSTANT.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)),
  date: isDay,
  numeric: (value) => /^-?\d{1,14}(\.\d{1,5})?$/.test(value),
  text: () => true,
};

export function sortValueAsText(sort: SortColumn, expression: string): string {
  return AS_TEXT[sort.type](expression);
}

/** A position comes from a client's cursor: what no row of this list can have is refused before it reaches the database. */
export function assertPosition(sort: SortColumn, keyLength: number, position: KeysetPosition): void {
  const { value, key } = position;
  const isValue = value === null ? sort.nullable : IS_VALUE[sort.type](value);
  if (isValue && key.length === keyLength && isUuid(key[0] ?? '')) return;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}

function isDay(value: string): boolean {
  // JavaScript has a year 0, Postgres has not.
  if (!DAY.test(value) || value.startsWith('0000')) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}
