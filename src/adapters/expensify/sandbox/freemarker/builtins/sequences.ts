import { compareValues, toText } from '../coercion';
import { toPlainNumber } from '../number-format';
import {
  entriesOf,
  getMember,
  isHash,
  isMissing,
  isSequence,
  TemplateDate,
  typeError,
  type MaybeValue,
  type Value,
} from '../values';
import type { Builtin, BuiltinCall, BuiltinTable } from './builtin';

function ofSequence(compute: (items: readonly MaybeValue[], call: BuiltinCall) => MaybeValue): Builtin {
  return (target, call) => {
    if (!isSequence(target)) throw typeError('a sequence', target, call.source, call.line);
    return compute(Array.isArray(target) ? target : [...target], call);
  };
}

function ofHash(compute: (entries: readonly (readonly [MaybeValue, MaybeValue])[]) => MaybeValue): Builtin {
  return (target, call) => {
    if (!isHash(target)) throw typeError('a hash', target, call.source, call.line);
    return compute(entriesOf(target));
  };
}

function size(target: Value, call: BuiltinCall): number {
  if (isSequence(target)) return target.length;
  if (isHash(target)) return entriesOf(target).length;
  throw typeError('a sequence or a hash', target, call.source, call.line);
}

function join(items: readonly MaybeValue[], call: BuiltinCall): string {
  const texts = items.filter((item) => !isMissing(item)).map((item) => toText(item, 'an item', call.line));
  if (texts.length === 0) return call.optionalText(1) ?? '';
  return texts.join(call.text(0)) + (call.optionalText(2) ?? '');
}

function sortKey(value: MaybeValue, call: BuiltinCall): string | number {
  if (isMissing(value)) throw call.error('found an item without a value');
  if (typeof value === 'number') return value;
  return value instanceof TemplateDate ? value.time : toText(value, 'an item', call.line);
}

function sort(items: readonly MaybeValue[], keyOf: (item: MaybeValue) => MaybeValue, call: BuiltinCall): MaybeValue[] {
  const keyed = items.map((item) => ({ item, key: sortKey(keyOf(item), call) }));
  keyed.sort(({ key: a }, { key: b }) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    const [left, right] = [a, b].map((key) => (typeof key === 'number' ? toPlainNumber(key) : key));
    return left!.localeCompare(right!, 'en');
  });
  return keyed.map(({ item }) => item);
}

function indexOf(items: readonly MaybeValue[], call: BuiltinCall): number {
  const wanted = call.argument(0);
  return items.findIndex((item) => {
    if (isMissing(item) || typeof item !== typeof wanted) return false;
    return compareValues('==', item, wanted, call.source, call.line);
  });
}

function chunk(items: readonly MaybeValue[], call: BuiltinCall): MaybeValue[] {
  const length = call.number(0);
  if (!(length >= 1)) throw call.error('needs a length of 1 or more');
  const chunks: MaybeValue[][] = [];
  for (let at = 0; at < items.length; at += length) chunks.push(items.slice(at, at + length));
  return chunks;
}

/** Sequences and hashes. */
export const SEQUENCE_BUILTINS: BuiltinTable = {
  size,
  first: (target, call) => {
    if (!isSequence(target)) throw typeError('a sequence', target, call.source, call.line);
    return target.at(0);
  },
  last: ofSequence((items) => items.at(-1)),
  reverse: ofSequence((items) => items.toReversed()),
  join: ofSequence(join),
  sort: ofSequence((items, call) => sort(items, (item) => item, call)),
  sort_by: ofSequence((items, call) => {
    const name = call.text(0);
    return sort(items, (item) => (isHash(item) ? getMember(item, name) : undefined), call);
  }),
  seq_contains: ofSequence((items, call) => indexOf(items, call) >= 0),
  seq_index_of: ofSequence(indexOf),
  chunk: ofSequence(chunk),
  keys: ofHash((entries) => entries.map(([key]) => key)),
  values: ofHash((entries) => entries.map(([, value]) => value)),
};
