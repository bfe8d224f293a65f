import type { SortDirection } from './keyset-page';

/**
 * A list of one moment's order under conditions on others, such as the reports reimbursed in a month by when they were
 * opened: an index of the order alone is read up to where those begin, and one of the condition alone as far as those go.
 * An index of all moments at once (GiST) leaves out whole pages of either; it gives rows by how far they are from a given
 * instant, nearest first. As all that we store is between these ends of time, that is the order of the list. From so far,
 * the index tells instants apart that are 30 microseconds from each other; we store milliseconds.
 */
const ENDS_OF_TIME: Readonly<Record<SortDirection, string>> = { ASC: '0001-01-01Z', DESC: '10000-01-01Z' };

/** Before Postgres 17, such an index is not read in its order when ties are to be broken: it only finds the rows. */
export function distanceOrder(column: string, direction: SortDirection): string {
  return `t.${column} <-> '${ENDS_OF_TIME[direction]}'::timestamptz`;
}

/**
 * True of every row. Such an index has it too, so that only a list in its order reads it: of how many pages it takes to
 * find those without a moment, or those of one instance, the planner has too good an opinion.
 */
export const OF_DISTANCE_INDEX = "t.changed_at > '-infinity'::timestamptz";

/**
 * Rows behind a position, in words that such an index can start at: it cannot at a comparison of rows. One beside the other
 * would have the planner count the same condition twice.
 */
export function behindInstant(column: string, direction: SortDirection, value: string, amongTies: string): string[] {
  return [`t.${column} ${direction === 'ASC' ? '>=' : '<='} ${value}`, `(t.${column} <> ${value} OR ${amongTies})`];
}
