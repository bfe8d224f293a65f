import type { BoundValues } from '../bound-values';
import { storableText } from '../storable-text';

/**
 * What the conditions of a list's filter are made of. Null and undefined mean "not asked for"; an empty list means "none
 * of these", which nothing is.
 */
type Given<T> = T | null | undefined;

/** Names one record of the cache (for expenses with a kind beside it). */
export interface RecordKey {
  /** A UUID. */
  readonly instanceId: string;
  readonly remoteId: string;
}

/** A person as one instance knows them. */
export interface PersonKey {
  readonly instanceId: string;
  /** Lower case. */
  readonly email: string;
}

/** Days from `from` to `to`, both included, `yyyy-MM-dd`; a missing end is open. */
export interface DayRange {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Amounts of one currency from `min` to `max`, both included; nothing is converted. */
export interface MoneyRange {
  readonly currency: string;
  /** Decimal strings. */
  readonly min?: string | null;
  readonly max?: string | null;
}

/** Collects the conditions of one statement, each on columns of its row `t`. */
export class ListConditions {
  readonly conditions: string[] = [];

  constructor(private readonly bound: BoundValues) {}

  add(condition: string): void {
    this.conditions.push(condition);
  }

  /** One value is compared as such: behind a list of one, Postgres does not see the order of an index. */
  anyOf(column: string, values: Given<readonly string[]>): void {
    if (values == null) return;
    const [only, ...others] = values;
    // Of an empty list in a condition, the planner believes that it makes every partial index the right one.
    if (only === undefined) return this.add('FALSE');
    if (others.length === 0) return this.is(column, storableText(only));
    this.add(`t.${column} = ANY (${this.texts(values)})`);
  }

  /** For columns that hold lower case. */
  anyOfIgnoringCase(column: string, values: Given<readonly string[]>): void {
    this.anyOf(
      column,
      values?.map((value) => value.toLowerCase()),
    );
  }

  /** Rows whose column has one of these values in that instance. */
  anyOfPairs(column: string, pairs: Given<readonly (readonly [instanceId: string, value: string])[]>): void {
    if (pairs == null) return;
    this.add(this.pairsCondition('t', column, pairs));
  }

  /** Grouped by instance, so that each group is one look into an index that leads with the instance. */
  pairsCondition(alias: string, column: string, pairs: readonly (readonly [string, string])[]): string {
    const groups = new Map<string, string[]>();
    for (const [instanceId, value] of pairs) groups.set(instanceId, [...(groups.get(instanceId) ?? []), value]);
    const alternatives = [...groups].map(
      ([instanceId, values]) =>
        `(${alias}.instance_id = ${this.bound.bind(instanceId, 'uuid')} AND ${alias}.${column} = ANY (${this.texts(values)}))`,
    );
    return alternatives.length === 0 ? 'FALSE' : `(${alternatives.join(' OR ')})`;
  }

  /** Rows that have one of these names in a JSON list of objects. Each name is a look into the column's index. */
  anyOfNamed(column: string, names: Given<readonly string[]>): void {
    if (names == null) return;
    const alternatives = names.map(
      (name) => `t.${column} @> ${this.bound.bind(JSON.stringify([{ name: storableText(name) }]), 'jsonb')}`,
    );
    this.add(alternatives.length === 0 ? 'FALSE' : `(${alternatives.join(' OR ')})`);
  }

  is(column: string, value: Given<boolean | string>): void {
    const type = typeof value === 'string' ? 'text' : 'boolean';
    if (value != null) this.add(`t.${column} = ${this.bound.bind(value, type)}`);
  }

  /** Whether there is a value at all. */
  exists(column: string, value: Given<boolean>): void {
    if (value != null) this.add(`t.${column} IS ${value ? 'NOT NULL' : 'NULL'}`);
  }

  dayRange(column: string, range: Given<DayRange>): void {
    if (range?.from != null) this.add(`t.${column} >= ${this.bound.bind(range.from, 'date')}`);
    if (range?.to != null) this.add(`t.${column} <= ${this.bound.bind(range.to, 'date')}`);
  }

  /**
   * Days that a vendor states beside an instant. Its zone is not known, but a day of any zone begins less than a day from
   * its midnight in UTC: so the index of the instants finds the candidates, and no index of the days is needed. The days
   * are compared inside of a CASE: what stands beside each other, the planner takes for two conditions that each leave few.
   */
  dayRangeNear(dayColumn: string, instantColumn: string, range: Given<DayRange>): void {
    const days = new ListConditions(this.bound);
    days.dayRange(dayColumn, range);
    if (days.conditions.length > 0) this.add(`CASE WHEN ${days.conditions.join(' AND ')} THEN TRUE END`);
    const instant = `t.${instantColumn}`;
    if (range?.from != null) {
      this.add(`${instant} >= (${this.bound.bind(range.from, 'date')} - 1)::timestamp AT TIME ZONE 'UTC'`);
    }
    if (range?.to != null) {
      this.add(`${instant} < (${this.bound.bind(range.to, 'date')} + 2)::timestamp AT TIME ZONE 'UTC'`);
    }
  }

  moneyRange(amountColumn: string, currencyColumn: string, range: Given<MoneyRange>): void {
    if (range == null) return;
    this.add(`t.${currencyColumn} = ${this.bound.bind(storableText(range.currency), 'bpchar')}`);
    if (range.min != null) this.add(`t.${amountColumn} >= ${this.bound.bind(range.min, 'numeric')}`);
    if (range.max != null) this.add(`t.${amountColumn} <= ${this.bound.bind(range.max, 'numeric')}`);
  }

  /** Part of a column that holds lower case. */
  contains(column: string, text: Given<string>): void {
    if (text == null) return;
    const escaped = storableText(text)
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&');
    this.add(`t.${column} LIKE ${this.bound.bind(`%${escaped}%`, 'text')}`);
  }

  since(column: string, instant: Given<Date>): void {
    if (instant != null) this.add(`t.${column} >= ${this.bound.bind(instant, 'timestamptz')}`);
  }

  texts(values: readonly string[]): string {
    return this.bound.bind(values.map(storableText), 'text[]');
  }
}

export function recordPairs(keys: Given<readonly RecordKey[]>): Given<readonly (readonly [string, string])[]> {
  return keys?.map(({ instanceId, remoteId }) => [instanceId, remoteId] as const);
}

export function personPairs(keys: Given<readonly PersonKey[]>): Given<readonly (readonly [string, string])[]> {
  return keys?.map(({ instanceId, email }) => [instanceId, email.toLowerCase()] as const);
}

/** The instances that records have to be of to meet all of these conditions; null where none names any. */
export function namedInstances(
  ...conditions: readonly Given<readonly { readonly instanceId: string }[]>[]
): ReadonlySet<string> | null {
  const given = conditions.flatMap((keys) => (keys == null ? [] : [new Set(keys.map(({ instanceId }) => instanceId))]));
  const [first, ...others] = given;
  if (first === undefined) return null;
  return new Set([...first].filter((instanceId) => others.every((named) => named.has(instanceId))));
}
