import { createHash } from 'node:crypto';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { toStorableJson } from '../storable-text';

/** Whose records are stored. */
export interface StoreTarget {
  readonly organizationId: string;
  readonly instanceId: string;
}

/** What storing made of the records of one resource. */
export interface StoreCounts {
  readonly created: number;
  readonly changed: number;
  /** Same content as before: only fetched again. */
  readonly unchanged: number;
  readonly deleted: number;
}

/** A record as its table holds it: a value for each column, as JSON. */
export type StoredColumns = Readonly<Record<string, unknown>>;

export interface RecordUpsert {
  readonly name: string;
  readonly text: string;
  /** Columns that name a record within its instance. */
  readonly keyColumns: readonly string[];
}

type UpsertCounts = Omit<StoreCounts, 'deleted'>;

/**
 * The statement that stores records of one table. An unchanged row keeps its long values where they are and its indexes as
 * they are: only `fetched_at` moves. Rows are written in the order of their keys, so that two that store the same records
 * wait for each other instead of deadlocking.
 *
 * `OFFSET 0` keeps the planner from merging the look-ups into a join: on a table that is just being filled it has no
 * statistics, and would rather read the whole instance for each batch.
 */
export function recordUpsert(
  table: string,
  keyColumns: readonly string[],
  columnTypes: Readonly<Record<string, string>>,
): RecordUpsert {
  const types: Readonly<Record<string, string>> = { ...columnTypes, content_hash: 'bytea' };
  const columns = Object.keys(types);
  const keys = keyColumns.map((column) => `i.${column}`).join(', ');
  const sameKey = (left: string): string => keyColumns.map((column) => `${left}.${column} = i.${column}`).join(' AND ');
  const text = `
    WITH input AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(convert_from($4::bytea, 'UTF8')::jsonb) AS r (${columns.map((column) => `${column} ${types[column]}`).join(', ')})
    ), known AS MATERIALIZED (
      SELECT ${keys}, t.content_hash FROM input i CROSS JOIN LATERAL (
        SELECT t.content_hash FROM ${table} t WHERE t.instance_id = $1::uuid AND ${sameKey('t')} OFFSET 0
      ) t
    ), written AS (
      INSERT INTO ${table} AS t (instance_id, organization_id, first_seen_at, changed_at, fetched_at, ${columns.join(', ')})
      SELECT $1::uuid, $2::uuid, $3::timestamptz, $3::timestamptz, $3::timestamptz,
        ${columns.map((column) => `i.${column}`).join(', ')}
      FROM input i ORDER BY ${keys}
      ON CONFLICT (instance_id, ${keyColumns.join(', ')}) DO UPDATE SET
        ${columns
          .filter((column) => !keyColumns.includes(column))
          .map((column) => assignment(column, types[column]))
          .join(', ')},
        changed_at = ${unlessSame('changed_at')}, fetched_at = EXCLUDED.fetched_at
    )
    SELECT (SELECT count(*)::int FROM known) AS known,
      (SELECT count(*)::int FROM known k JOIN input i ON ${sameKey('k')} AND k.content_hash = i.content_hash) AS unchanged`;
  return { name: `store_${table}`, text, keyColumns };
}

/** A long value is assigned to itself when it is the same: then it is not written again. */
function assignment(column: string, type: string | undefined): string {
  return `${column} = ${type === 'jsonb' ? unlessSame(column) : `EXCLUDED.${column}`}`;
}

function unlessSame(column: string): string {
  return `CASE WHEN t.content_hash = EXCLUDED.content_hash THEN t.${column} ELSE EXCLUDED.${column} END`;
}

/** Stores the records with one statement; of two with the same key, the last. */
export async function upsertRecords(
  context: RequestContext,
  runner: StatementRunner,
  upsert: RecordUpsert,
  target: StoreTarget,
  records: readonly StoredColumns[],
  fetchedAt: Date,
): Promise<UpsertCounts> {
  if (records.length === 0) return { created: 0, changed: 0, unchanged: 0 };
  const byKey = new Map<string, Buffer>();
  for (const record of records) {
    byKey.set(toStorableJson(upsert.keyColumns.map((column) => record[column])), withContentHash(record));
  }
  const [counts] = await runner.query<{ known: number; unchanged: number }>(context, {
    name: upsert.name,
    text: upsert.text,
    values: [target.instanceId, target.organizationId, fetchedAt, toJsonArray([...byKey.values()])],
  });
  const { known = 0, unchanged = 0 } = counts ?? {};
  return { created: byKey.size - known, changed: known - unchanged, unchanged };
}

/** As JSON. The same content has the same hash, in whatever order a vendor writes its fields. */
function withContentHash(record: StoredColumns): Buffer {
  const json = toStorableJson(record);
  const hash = createHash('sha256').update(json).digest('hex');
  return Buffer.from(`{"content_hash":"\\\\x${hash}",${json.slice(1)}`);
}

/** Bytes rather than one long text: V8 keeps those until its next full collection, and a large export has thousands. */
function toJsonArray(items: readonly Buffer[]): Buffer {
  const separated = items.flatMap((item, index) => [Buffer.from(index === 0 ? '[' : ','), item]);
  return Buffer.concat([...separated, Buffer.from(']')]);
}
