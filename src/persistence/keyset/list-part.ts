import type { SortDirection } from './keyset-page';
import type { SortType } from './sort-column';

/** Rows of a list that one index has in the list's order: those with a value to be ordered by, or those without. */
export interface ListPart {
  readonly table: string;
  /** What is selected of a row `t`. */
  readonly columns: string;
  /** Conditions that the index of the order knows about, and all others. */
  readonly ofOrder: readonly string[];
  readonly others: readonly string[];
  /** All conditions, as other indexes find the rows best; if left out, as above. */
  readonly searched?: readonly string[];
  /** What the index has its rows by; then come the columns that break ties. */
  readonly lead: { readonly expression: string; readonly direction: SortDirection };
  readonly ties: string;
  /** The same order, so that no index has it. */
  readonly unindexedLead: string;
  /** The same order once more, of selected rows `u`. */
  readonly orderOfSelected: string;
}

/**
 * Entries of an index that are looked at for each row of a page, before its rows are searched for by the conditions: where
 * one in so many meets them, a page takes as long however many there are.
 */
export const WALKED_FOR_A_ROW = 128;
/** Where an index finds those rows well. */
export const WALKED_FIRST = 16;

/** Whichever way the planner thinks best. */
export function partAsPlanned(part: ListPart, limit: string): string {
  const { expression, direction } = part.lead;
  return `SELECT ${part.columns} FROM ${part.table} t WHERE ${[...part.ofOrder, ...part.others].join(' AND ')}
    ORDER BY ${expression} ${direction}, ${part.ties} LIMIT ${limit}`;
}

/**
 * Along the index of the order, but only so far; where that neither fills the page nor comes to the end, all rows that meet
 * the conditions are found and sorted. The planner takes it that these are spread evenly over the order. But a city that
 * names begin with is in one place of the order by name, and for a page of its reports that index was read nearly whole.
 */
export function partByBoundedWalk(part: ListPart, limit: string, walked = WALKED_FOR_A_ROW): string {
  const { table, columns, lead, ties, searched = [...part.ofOrder, ...part.others] } = part;
  const inOrder = `FROM ${table} t WHERE ${part.ofOrder.join(' AND ')}
    ORDER BY ${lead.expression} ${lead.direction}, ${ties}`;
  return `WITH walked AS MATERIALIZED (
      SELECT ${columns} FROM (
        SELECT t.*, ${lead.expression} AS lead ${inOrder} LIMIT ${limit} * ${walked}
      ) t WHERE ${part.others.join(' AND ')} ORDER BY t.lead ${lead.direction}, ${ties} LIMIT ${limit}
    ), outcome AS MATERIALIZED (
      SELECT (SELECT count(*) FROM walked) >= ${limit}
        OR NOT EXISTS (SELECT ${inOrder} OFFSET ${limit} * ${walked} LIMIT 1) AS is_all
    )
    SELECT * FROM (
      SELECT * FROM walked WHERE (SELECT is_all FROM outcome)
      UNION ALL
      SELECT * FROM (
        SELECT ${columns} FROM ${table} t WHERE ${searched.join(' AND ')}
        ORDER BY ${part.unindexedLead}, ${ties} LIMIT ${limit}
      ) c WHERE NOT (SELECT is_all FROM outcome)
    ) u ORDER BY ${part.orderOfSelected}`;
}

const UNINDEXED: Readonly<Record<SortType, (column: string) => string>> = {
  timestamptz: (column) => `${column} + interval '0'`,
  date: (column) => `${column} + 0`,
  numeric: (column) => `${column} + 0`,
  text: (column) => `${column} || ''`,
};

/** Orders rows like the column, in a way that no index of it has. */
export function unindexed(column: string, type: SortType): string {
  return `(${UNINDEXED[type](column)})`;
}
