import type { Builtin } from './builtin';
import { DATE_BUILTINS } from './dates';
import { NUMBER_BUILTINS } from './numbers';
import { SEQUENCE_BUILTINS } from './sequences';
import { STRING_BUILTINS } from './strings';
import { TYPE_BUILTINS } from './types';

const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [TYPE_BUILTINS, NUMBER_BUILTINS, STRING_BUILTINS, SEQUENCE_BUILTINS, DATE_BUILTINS].flatMap(Object.entries<Builtin>),
);

/** The built-in of that name; undefined when unsupported. */
export function findBuiltin(name: string): Builtin | undefined {
  return BUILTINS.get(name);
}
