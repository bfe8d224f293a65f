import type { ColumnType, PackedColumn } from './packed-rows';

/** What the rows of a wide table are made of, so that a list reads no more of them than is asked for. */
export interface RowColumnsOptions<Field extends string> {
  /** Read whatever is asked for: they name the record. */
  readonly key: readonly string[];
  /** The columns that each other field of a row is made of. */
  readonly fields: Readonly<Record<Field, readonly string[]>>;
  /** Columns that are not selected as they are: an expression on the row `t`. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Columns that are no texts once they are read. */
  readonly types?: Readonly<Record<string, ColumnType>>;
}

export class RowColumns<Field extends string = string> {
  /** Every column, as the list of a SELECT from `t`. */
  readonly all: string;
  private readonly key: readonly string[];
  private readonly fields: ReadonlyMap<string, readonly string[]>;
  private readonly expressions: Readonly<Record<string, string>>;
  private readonly types: Readonly<Record<string, ColumnType>>;

  constructor({ key, fields, expressions = {}, types = {} }: RowColumnsOptions<Field>) {
    this.key = key;
    this.fields = new Map<string, readonly string[]>(Object.entries(fields));
    this.expressions = expressions;
    this.types = types;
    this.all = this.select(this.namesOf(null));
  }

  /** Whether a field can be asked for by itself. */
  has(field: string): field is Field {
    return this.fields.has(field);
  }

  /** Names of the columns that these fields are made of, each once; null stands for all fields. */
  namesOf(fields: readonly string[] | null): readonly string[] {
    const asked = fields ?? [...this.fields.keys()];
    return [...new Set([...this.key, ...asked.flatMap((field) => this.fields.get(field) ?? [])])];
  }

  /** The list of a SELECT from `t`: each column under its name. */
  select(names: readonly string[]): string {
    return names
      .map((name) => (this.expressions[name] === undefined ? `t.${name}` : `${this.expressions[name]} AS ${name}`))
      .join(', ');
  }

  /** How these columns are read. */
  typed(names: readonly string[]): PackedColumn[] {
    return names.map((name) => ({ name, type: this.types[name] ?? 'text' }));
  }
}
