import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { packedRows, rowUnpacker, type PackedColumn, type PackedRows } from '../packed-rows';
import type { RowColumns } from '../row-columns';
import { statementName } from '../statement-name';
import { isUuid } from '../uuid';
import type { RecordKey } from './list-condition';

/** A record of a table whose ids are unique only within a kind. */
export interface KeyOfKind extends RecordKey {
  readonly kind: string;
}

/** A prepared statement that finds rows of one table by key. */
export interface RecordLookup {
  /** Undefined: it is not prepared. */
  readonly name: string | undefined;
  readonly text: string;
  readonly byKind: boolean;
  /** Where the columns are known one by one: what the rows are read packed from, and its name. */
  readonly packed?: {
    readonly name: string | undefined;
    readonly text: string;
    readonly columns: readonly PackedColumn[];
  };
}

export interface RecordLookupOptions {
  /** The table's keys have a kind. */
  readonly byKind?: boolean;
  /** The column that a key's remote id is looked up in. */
  readonly remoteIdColumn?: string;
  readonly orderBy?: string;
  /** Also tells of each record what its age is judged by, as the list of this resource has it. */
  readonly agedBy?: string;
}

/** A record with what tells whether it is fresh enough. */
export interface Aged<Row> {
  readonly row: Row;
  /** Of its instance; null: the default. */
  readonly timeToLiveSeconds: number | null;
  /** When a change was last made at the vendor, through us, that lists of its kind do not show yet; null: never. */
  readonly outdatedAt: Date | null;
}

interface AgeColumns {
  readonly age_time_to_live_seconds: number | null;
  readonly age_outdated_at: Date | null;
}

const AGE_COLUMNS = 'i.time_to_live_seconds AS age_time_to_live_seconds, f.outdated_at AS age_outdated_at';

/**
 * One statement for keys of many instances. Rows are `t`; those of another organization and of deleted instances are
 * absent, whoever asks for them.
 *
 * The keys are subqueries so that the planner does not see how many there are. Of few it would think that a plan made for
 * them alone is worth being made anew each time, which took Postgres seven times as long as to follow it.
 */
export function recordLookup(
  name: string | undefined,
  table: string,
  columns: string,
  options: RecordLookupOptions = {},
): RecordLookup {
  const { byKind = false, remoteIdColumn = 'remote_id', orderBy, agedBy } = options;
  const text = `SELECT k.ordinal::int AS ordinal, ${columns}${agedBy ? `, ${AGE_COLUMNS}` : ''}
    FROM unnest((SELECT $2::uuid[]), (SELECT $3::text[])${byKind ? ', (SELECT $4::text[])' : ''})
      WITH ORDINALITY AS k (instance_id, remote_id${byKind ? ', kind' : ''}, ordinal)
    JOIN instances i ON i.id = k.instance_id AND i.organization_id = $1::uuid AND i.deleted_at IS NULL
    JOIN ${table} t ON t.instance_id = k.instance_id AND t.${remoteIdColumn} = k.remote_id
      ${byKind ? 'AND t.kind = k.kind' : ''}
    ${agedBy ? `LEFT JOIN resource_freshness f ON f.instance_id = i.id AND f.resource = '${agedBy}'` : ''}
    ${orderBy ? `ORDER BY ${orderBy}` : ''}`;
  return { name, text, byKind };
}

/** A lookup of columns that somebody chose. */
export function chosenLookup(table: string, columns: RowColumns, fields: readonly string[]): RecordLookup {
  const names = columns.namesOf(fields);
  const { text, byKind } = recordLookup(undefined, table, columns.select(names));
  const packedColumns: PackedColumn[] = [{ name: 'ordinal', type: 'integer' }, ...columns.typed(names)];
  const packedText = packedRows(packedColumns, text);
  const packed = { name: statementName(packedText), text: packedText, columns: packedColumns };
  return { name: undefined, text, byKind, packed };
}

/** The same with their ages. Such are read one at a time, mostly, which packing would make no faster. */
export function chosenAgedLookup(
  table: string,
  columns: RowColumns,
  fields: readonly string[],
  agedBy: string,
): RecordLookup {
  const { text, byKind } = recordLookup(undefined, table, columns.select(columns.namesOf(fields)), { agedBy });
  return { name: statementName(text), text, byKind };
}

/** What was found for each key, in the order of the keys; null for a key that there is no row of. */
export async function findRecords<Columns extends object, Found>(
  context: RequestContext,
  runner: StatementRunner,
  lookup: RecordLookup,
  organizationId: string,
  keys: readonly (RecordKey | KeyOfKind)[],
  toFound: (columns: Columns) => Found,
): Promise<(Found | null)[]> {
  const groups = await findRecordGroups<Columns>(context, runner, lookup, organizationId, keys);
  return groups.map(([columns]) => (columns === undefined ? null : toFound(columns)));
}

/** The same with their ages, of a lookup that tells them. */
export function findAgedRecords<Columns extends object, Row>(
  context: RequestContext,
  runner: StatementRunner,
  lookup: RecordLookup,
  organizationId: string,
  keys: readonly (RecordKey | KeyOfKind)[],
  toRow: (columns: Columns) => Row,
): Promise<(Aged<Row> | null)[]> {
  return findRecords(context, runner, lookup, organizationId, keys, (columns: Columns & AgeColumns) => ({
    row: toRow(columns),
    timeToLiveSeconds: columns.age_time_to_live_seconds,
    outdatedAt: columns.age_outdated_at,
  }));
}

/** Vendor fields, of a lookup that selects nothing else. */
export function findVendorFields(
  context: RequestContext,
  runner: StatementRunner,
  lookup: RecordLookup,
  organizationId: string,
  keys: readonly (RecordKey | KeyOfKind)[],
): Promise<(Readonly<Record<string, unknown>> | null)[]> {
  type Columns = { readonly vendor_fields: Readonly<Record<string, unknown>> };
  return findRecords(context, runner, lookup, organizationId, keys, (columns: Columns) => columns.vendor_fields);
}

/** Every row that was found for each key, in the order of the keys. */
export async function findRecordGroups<Columns extends object>(
  context: RequestContext,
  runner: StatementRunner,
  lookup: RecordLookup,
  organizationId: string,
  keys: readonly (RecordKey | KeyOfKind)[],
): Promise<Columns[][]> {
  const groups: Columns[][] = keys.map(() => []);
  const asked = keys.map((key, index) => ({ key, index })).filter(({ key }) => isPossible(key));
  if (asked.length === 0) return groups;
  const values: unknown[] = [
    organizationId,
    asked.map(({ key }) => key.instanceId),
    asked.map(({ key }) => key.remoteId),
  ];
  if (lookup.byKind) values.push(asked.map(({ key }) => ('kind' in key ? key.kind : null)));
  const rows = await readRows<Columns & { ordinal: number }>(context, runner, lookup, values);
  for (const row of rows) groups[asked[row.ordinal - 1]?.index ?? -1]?.push(row);
  return groups;
}

async function readRows<Row>(
  context: RequestContext,
  runner: StatementRunner,
  { name, text, packed }: RecordLookup,
  values: readonly unknown[],
): Promise<Row[]> {
  if (packed !== undefined) {
    const [rows] = await runner.query<PackedRows>(context, { name: packed.name, text: packed.text, values });
    const unpacked = rowUnpacker<Row>(packed.columns)(rows!);
    if (unpacked !== null) return unpacked;
  }
  return runner.query<Row>(context, { name, text, values });
}

/** Keys may come from another subgraph: what Postgres would refuse is simply not there. */
function isPossible(key: RecordKey): boolean {
  return isUuid(key.instanceId) && !key.remoteId.includes('\0');
}
