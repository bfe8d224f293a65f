import { LRUCache } from 'lru-cache';
import { readInstant } from './instant-text';

/** What a column is once it is read; `text` is whatever comes as Postgres writes it, such as numbers of any size. */
export type ColumnType = 'text' | 'boolean' | 'integer' | 'instant' | 'json';

export interface PackedColumn {
  /** A plain word: it becomes part of a statement and of code. */
  readonly name: string;
  readonly type: ColumnType;
}

/** Rows as one text. */
export interface PackedRows {
  readonly count: number;
  /** How many of their values are null. */
  readonly nulls: number;
  /** The values, row by row; null where there are no rows. */
  readonly packed: string | null;
}

/** Columns that are the same in all rows, and so are not packed. */
export type SharedColumns = Readonly<Record<string, string>>;

type ToRow<Row> = (values: readonly string[], start: number, shared: SharedColumns) => Row;

/** Control characters that nobody types. A text may hold them nevertheless: see `rowUnpacker`. */
const BETWEEN_VALUES = '\x1f';
const NULL = '\x1e';
const PLAIN_WORD = /^[a-z_]+$/;

/** Of each type, how a text is read. */
const READERS: Readonly<Record<Exclude<ColumnType, 'text'>, (text: string) => unknown>> = {
  boolean: (text) => text === 'true',
  integer: Number,
  instant: readInstant,
  json: (text) => JSON.parse(text),
};

/** Clients decide which columns are selected; each choice has a function of its own. */
const MOST_FUNCTIONS = 500;
const functions = new LRUCache<string, ToRow<unknown>>({ max: MOST_FUNCTIONS });

/**
 * A SELECT of `PackedRows` from one whose columns are these. For the driver, taking up a value costs more than
 * anything that is done with most of them later; one long text costs it next to nothing, and is cut at once. Of a subquery whose rows are not joined with others, an aggregate takes them in their order.
 */
export function packedRows(columns: readonly PackedColumn[], select: string): string {
  const names = columns.map(({ name }) => `r.${name}`);
  const texts = names.map((name) => `coalesce(${name}::text, E'\\x1e')`);
  return `SELECT count(*)::int AS count, coalesce(sum(num_nulls(${names.join(', ')})), 0)::int AS nulls,
    string_agg(concat_ws(E'\\x1f', ${texts.join(', ')}), E'\\x1f') AS packed FROM (${select}) r`;
}

/**
 * Takes rows apart that `packedRows` made of these columns; `shared` names those that are told with them. Null where a
 * value has one of the control characters in it, which shows by there being more than there should be: then the rows
 * have to be read unpacked.
 */
export function rowUnpacker<Row>(
  columns: readonly PackedColumn[],
  shared: readonly string[] = [],
): (rows: PackedRows, shared?: SharedColumns) => Row[] | null {
  const toRow = rowFunction<Row>(columns, shared);
  const width = columns.length;
  return ({ count, nulls, packed }, told = {}) => {
    if (packed === null) return [];
    const values = packed.split(BETWEEN_VALUES);
    if (values.length !== count * width || occurrences(packed, NULL) !== nulls) return null;
    const rows: Row[] = [];
    for (let start = 0; start < values.length; start += width) rows.push(toRow(values, start, told));
    return rows;
  };
}

function occurrences(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

function rowFunction<Row>(columns: readonly PackedColumn[], shared: readonly string[]): ToRow<Row> {
  const members = [
    ...shared.map((name) => `${plainWord(name)}: shared.${name}`),
    ...columns.map(({ name, type }, place) => `${plainWord(name)}: ${readerOf(type, `values[start + ${place}]`)}`),
  ];
  const code = members.join(', ');
  const known = functions.get(code) as ToRow<Row> | undefined;
  if (known !== undefined) return known;
  // As code, so that all rows of a statement are made at once with all their members, and thus are alike to V8.
  const make = new Function('readers', `return (values, start, shared) => ({ ${code} });`);
  const made = make(READERS) as ToRow<Row>;
  functions.set(code, made);
  return made;
}

function readerOf(type: ColumnType, value: string): string {
  return `${value} === ${JSON.stringify(NULL)} ? null : ${type === 'text' ? value : `readers.${type}(${value})`}`;
}

function plainWord(name: string): string {
  if (PLAIN_WORD.test(name)) return name;
  throw new Error(`The name of a column is no plain word: ${name}.`);
}
