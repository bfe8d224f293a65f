import { EMPTY, isHash, isSequence, isString, LazySequence, TemplateDate } from '../values';
import type { BuiltinTable } from './builtin';

/** What a value is. */
export const TYPE_BUILTINS: BuiltinTable = {
  is_string: isString,
  is_number: (value) => typeof value === 'number',
  is_boolean: (value) => typeof value === 'boolean',
  is_date: (value) => value instanceof TemplateDate,
  is_date_like: (value) => value instanceof TemplateDate,
  is_date_only: (value) => value instanceof TemplateDate && value.kind === 'date',
  is_time: (value) => value instanceof TemplateDate && value.kind === 'time',
  is_datetime: (value) => value instanceof TemplateDate && value.kind === 'datetime',
  is_hash: isHash,
  is_hash_ex: isHash,
  is_sequence: isSequence,
  is_indexable: isSequence,
  is_enumerable: isSequence,
  is_collection: (value) => value instanceof LazySequence || value === EMPTY,
  is_collection_ex: isSequence,
  is_method: (value) => typeof value === 'function',
  is_macro: () => false,
  is_directive: () => false,
  is_node: () => false,
};
