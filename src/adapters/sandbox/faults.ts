/** What a fault takes: nothing, a whole number, or one of some words. The first word is the default. */
export type FaultArgument = 'none' | 'number' | readonly [string, ...string[]];

export interface FaultDefinition {
  readonly argument: FaultArgument;
  /** Used when a number is not given; without it the number is required. */
  readonly defaultNumber?: number;
  /** Job that it is meant for, unless the rule names another; absent = every request. */
  readonly job?: string;
  readonly meaning: string;
}

export type FaultTable = Readonly<Record<string, FaultDefinition>>;
type FaultValue = string | number | true;

interface FaultSetting<Value> {
  readonly value?: Value;
  /** How many requests it is for. Default: all. */
  readonly times?: number;
  readonly job?: string;
  readonly account?: string;
}

type Given<Value> = Value | FaultSetting<Value> | readonly FaultSetting<Value>[];

type ValueOf<Argument extends FaultArgument> = Argument extends 'none'
  ? true
  : Argument extends 'number'
    ? number | true
    : Argument[number] | true;

/** What a sandbox with this table takes as its faults: see `FaultPlan`. */
export type FaultSettings<Table extends FaultTable> = {
  readonly [Name in keyof Table]?: Given<ValueOf<Table[Name]['argument']>>;
};

/** The faults that one request meets. */
export class ActiveFaults<N extends string = string> {
  constructor(private readonly values: ReadonlyMap<string, FaultValue>) {}

  has(name: N): boolean {
    return this.values.has(name);
  }

  word(name: N): string | undefined {
    const value = this.values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  number(name: N): number | undefined {
    const value = this.values.get(name);
    return typeof value === 'number' ? value : undefined;
  }
}

interface FaultRule {
  readonly name: string;
  readonly value: FaultValue;
  readonly job: string | null;
  readonly account: string | null;
  /** Null = until the faults are set anew. */
  remaining: number | null;
}

export interface FaultTarget {
  /** `type` and `type/kind` both match a rule. */
  readonly job: string | null;
  readonly account: string | null;
}

/**
 * The faults of a sandbox: some set until further notice, some asked for by one request.
 *
 * Set as `{ "latency": 500 }`, `{ "429": { "value": "body", "times": 2, "job": "file", "account": "…" } }`, or a list
 * of such for one name; `{}` clears all. Asked for as `latency=500, truncate` in a header.
 */
export class FaultPlan<N extends string = string> {
  private rules: FaultRule[] = [];

  constructor(private readonly table: FaultTable) {}

  /** Replaces what was set. Throws an Error that says what is wrong, and then changes nothing. */
  set(faults: unknown): void {
    if (!isObject(faults))
      throw new Error('Faults are an object: { "<fault>": <value> or { "value", "times", "job", "account" } }.');
    this.rules = Object.entries(faults).flatMap(([name, given]) =>
      (Array.isArray(given) ? given : [given]).map((one) => this.toRule(name, one)),
    );
  }

  /** What this request meets; takes one off the faults that are limited. Throws an Error for a malformed header. */
  take(header: string | undefined, target: FaultTarget): ActiveFaults<N> {
    const values = new Map<string, FaultValue>();
    const asked = this.parseHeader(header ?? '');
    for (const rule of this.rules) {
      if (rule.remaining === 0 || !matches(rule, target) || values.has(rule.name)) continue;
      if (rule.remaining !== null) rule.remaining--;
      values.set(rule.name, rule.value);
    }
    for (const [name, value] of asked) values.set(name, value);
    return new ActiveFaults(values);
  }

  private toRule(name: string, given: unknown): FaultRule {
    const definition = this.definitionOf(name);
    const rule = isObject(given) ? given : { value: given };
    const unknown = Object.keys(rule).find((key) => !['value', 'times', 'job', 'account'].includes(key));
    if (unknown !== undefined)
      throw new Error(`Fault "${name}" has no setting "${unknown}"; there are value, times, job, account.`);
    const { times } = rule;
    if (times !== undefined && !(Number.isInteger(times) && (times as number) > 0)) {
      throw new Error(`"times" of fault "${name}" is a whole number above 0.`);
    }
    return {
      name,
      value: toValue(name, definition, rule['value']),
      job: toText(name, 'job', rule['job']) ?? definition.job ?? null,
      account: toText(name, 'account', rule['account']),
      remaining: (times as number | undefined) ?? null,
    };
  }

  private parseHeader(header: string): [string, FaultValue][] {
    const parts = header.split(',').map((part) => part.trim());
    return parts.filter(Boolean).map((part) => {
      const [name = '', ...value] = part.split('=').map((piece) => piece.trim());
      return [name, toValue(name, this.definitionOf(name), value.length === 0 ? true : value.join('='))];
    });
  }

  private definitionOf(name: string): FaultDefinition {
    const definition = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
    if (definition !== undefined) return definition;
    throw new Error(`There is no fault "${name}". There are: ${Object.keys(this.table).join(', ')}.`);
  }
}

function toValue(name: string, { argument, defaultNumber }: FaultDefinition, given: unknown): FaultValue {
  const absent = given === undefined || given === true || given === 'true';
  if (argument === 'none') {
    if (absent) return true;
    throw new Error(`Fault "${name}" takes no value.`);
  }
  if (argument === 'number') {
    const value = absent ? defaultNumber : typeof given === 'string' && given !== '' ? Number(given) : given;
    if (Number.isInteger(value) && (value as number) >= 0) return value as number;
    throw new Error(`Fault "${name}" takes a whole number of 0 or more.`);
  }
  const word = absent ? argument[0] : String(given);
  if (argument.includes(word)) return word;
  throw new Error(`Fault "${name}" takes one of: ${argument.join(', ')}.`);
}

function toText(name: string, setting: string, given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string') return given;
  throw new Error(`"${setting}" of fault "${name}" is a text.`);
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  const jobMatches = rule.job === null || rule.job === target.job || target.job?.startsWith(`${rule.job}/`) === true;
  return jobMatches && (rule.account === null || rule.account === target.account);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
