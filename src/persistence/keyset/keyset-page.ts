/** Where a row stands in its list: enough to go on after it, and small enough for a cursor. */
export interface KeysetPosition {
  /** The row's sort value in full precision; null where it has none. */
  readonly value: string | null;
  /** What breaks ties: instance id and remote id, for expenses also the kind. */
  readonly key: readonly string[];
}

export type SortDirection = 'ASC' | 'DESC';

export interface ListOrder<Field extends string> {
  readonly field: Field;
  /** Rows without a value come last in both. */
  readonly direction: SortDirection;
}

export interface ListQuery<Filter, Field extends string> {
  readonly filter: Filter | null;
  readonly order: ListOrder<Field>;
  /** Rows a page; at least 1. */
  readonly first: number;
  /** Only rows after this position. */
  readonly after: KeysetPosition | null;
  /** What of the rows is needed; null or left out: everything. */
  readonly needs?: PageNeeds | null;
}

/** What of a page is needed; the rest need not be read. */
export interface PageNeeds {
  /** Fields of the rows beside those that name the record; others may be undefined. Null: all. */
  readonly fields: readonly string[] | null;
  /** Whether `positions` are; without, there are none. */
  readonly positions: boolean;
}

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** Where each of `rows` stands, in the same order: what cursors are made of. */
  readonly positions: readonly KeysetPosition[];
  readonly hasNextPage: boolean;
}
