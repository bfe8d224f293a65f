import { Client } from 'pg';
import { encodeCursor } from '../../src/persistence/keyset/cursor';
import { REPORT_SORTS } from '../../src/persistence/repositories/report-list';
import { sortValueAsText } from '../../src/persistence/keyset/sort-column';
import type { Order, ReportCondition } from './report-pages';
import type { SeededDatabase } from './seeded-database';

/** How far into a list a page begins; `valueless` is among what has no value to be ordered by. */
export type PagePlace = 'first' | 'middle' | 'late' | 'valueless';

export const PLACES: readonly PagePlace[] = ['first', 'middle', 'late', 'valueless'];

const SHARES = [0.01, 0.5, 0.99];
/** Where ties are broken: in the middle of them. */
const KEY = ['00000000-0000-7000-8000-000000000006', 'R000000000'];

/** The values at which the rows of a list are so far into it, by field. */
export type Positions = ReadonlyMap<Order['field'], readonly (string | null)[]>;

/** For all orders at once: everything is looked at, which is no page's way to be found. */
export async function findPositions({ databaseUrl }: SeededDatabase, condition: ReportCondition): Promise<Positions> {
  const fields = Object.keys(REPORT_SORTS) as Order['field'][];
  const columns = fields.map((field) => {
    const { column } = REPORT_SORTS[field];
    return `percentile_disc(ARRAY[${SHARES.join(',')}]) WITHIN GROUP (ORDER BY ${column}) AS "${field}"`;
  });
  const shown = fields.map((field) => {
    const text = sortValueAsText(REPORT_SORTS[field], 'v');
    return `ARRAY(SELECT ${text} FROM unnest("${field}") WITH ORDINALITY AS u (v, place) ORDER BY place) AS "${field}"`;
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, (string | null)[]>>(
      `SELECT ${shown.join(', ')} FROM (SELECT ${columns.join(', ')} FROM reports WHERE ${condition.where}) p`,
    );
    return new Map(fields.map((field) => [field, rows[0]?.[field] ?? []]));
  } finally {
    await client.end();
  }
}

/**
 * The cursor of a page that begins there; null where there is no such page.
 * @param example any cursor of the same list, which knows what it is good for.
 */
export function cursorAt(place: PagePlace, order: Order, positions: Positions, example: string): string | null {
  const [early, middle, late] = positions.get(order.field) ?? [];
  const ends = order.direction === 'ASC' ? late : early;
  const value = place === 'middle' ? middle : place === 'late' ? ends : null;
  const isThere = place === 'valueless' ? REPORT_SORTS[order.field].nullable : value != null;
  if (!isThere) return null;
  const [, , filterDigest = ''] = JSON.parse(Buffer.from(example, 'base64url').toString()) as string[];
  return encodeCursor({ order, filterDigest, position: { value: value ?? null, key: KEY } });
}
