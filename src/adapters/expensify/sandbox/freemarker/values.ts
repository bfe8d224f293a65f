import { TemplateError } from './template-error';

/** What a template works on. `undefined` and `null` are "missing". */
export type Value =
  string | number | boolean | TemplateDate | Sequence | Hash | KeyedByHash | TemplateFunction | EmptyValue;
export type MaybeValue = Value | null | undefined;
export type Sequence = readonly MaybeValue[] | LazySequence;
export interface Hash {
  readonly [key: string]: MaybeValue;
}
export type TemplateFunction = (...values: MaybeValue[]) => MaybeValue;

export type DateKind = 'date' | 'time' | 'datetime';

export class TemplateDate {
  constructor(
    readonly time: number,
    readonly kind: DateKind,
  ) {}
}

/** A sequence that is too long to be held: made anew by each walk over it. */
export abstract class LazySequence implements Iterable<MaybeValue> {
  abstract [Symbol.iterator](): Iterator<MaybeValue>;

  get length(): number {
    let length = 0;
    for (const _item of this) length++;
    return length;
  }

  at(index: number): MaybeValue {
    let position = 0;
    for (const item of this) if (position++ === index) return item;
    return undefined;
  }
}

/** A map whose keys are hashes themselves, so that it can only be listed. */
export class KeyedByHash {
  constructor(readonly pairs: readonly (readonly [Hash, MaybeValue])[]) {}
}

/** What `x!` without a fallback gives: an empty string, an empty sequence and an empty hash at once. */
export class EmptyValue {
  readonly length = 0;
  at(): undefined {
    return undefined;
  }
  *[Symbol.iterator](): Iterator<MaybeValue> {}
}
export const EMPTY = new EmptyValue();

export function isMissing(value: MaybeValue): value is null | undefined {
  return value === undefined || value === null;
}

export function isString(value: MaybeValue): value is string | EmptyValue {
  return typeof value === 'string' || value === EMPTY;
}

export function isSequence(value: MaybeValue): value is Sequence | EmptyValue {
  return Array.isArray(value) || value === EMPTY || value instanceof LazySequence;
}

export function isHash(value: MaybeValue): value is Hash | KeyedByHash | EmptyValue {
  if (typeof value !== 'object' || value === null) return false;
  return value === EMPTY || !(Array.isArray(value) || value instanceof LazySequence || value instanceof TemplateDate);
}

export function getMember(hash: Hash | KeyedByHash | EmptyValue, key: string): MaybeValue {
  if (hash instanceof KeyedByHash) return undefined;
  return hash !== EMPTY && Object.prototype.hasOwnProperty.call(hash, key) ? (hash as Hash)[key] : undefined;
}

export function entriesOf(hash: Hash | KeyedByHash | EmptyValue): readonly (readonly [MaybeValue, MaybeValue])[] {
  if (hash === EMPTY) return [];
  return hash instanceof KeyedByHash ? hash.pairs : Object.entries(hash);
}

export function hasContent(value: MaybeValue): boolean {
  if (isMissing(value) || value === EMPTY) return false;
  if (typeof value === 'string') return value !== '';
  if (isSequence(value)) return !value[Symbol.iterator]().next().done;
  return !isHash(value) || entriesOf(value).length > 0;
}

export function nameOfType(value: Value): string {
  if (typeof value !== 'object') return typeof value;
  if (value === EMPTY) return 'empty value';
  if (value instanceof TemplateDate) return value.kind;
  return isSequence(value) ? 'sequence' : 'hash';
}

export function typeError(expected: string, value: Value, source: string, line: number): TemplateError {
  return new TemplateError(`Expected ${expected}, but ${source} is a ${nameOfType(value)}`, line);
}
