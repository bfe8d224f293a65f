import { hash } from 'node:crypto';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { canonicalJson } from '../canonical-json';
import { toStorableJson, withStorableText } from '../storable-text';
import { changeOfStored, trackedColumns, type RecordChange, type TrackedTable } from './record-change';

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
  readonly table: TrackedTable;
  /** Answers how many rows were known and how many of them are unchanged. */
  readonly countText: string;
  /** Answers the rows that are new or changed, as they were and as they are. */
  readonly tellText: string;
  /** Columns that name a record within its instance. */
  readonly keyColumns: readonly string[];
}

type UpsertCounts = Omit<StoreCounts, 'deleted'>;

/**
 * The statement that stores records of one table. An unchanged row keeps its long values where they are and its indexes as
 * they are: only `fetched_at` moves. Rows are written in the order of their keys, so that two that store the same records
 * wait for each other instead of deadlocking.
 *
 * A table that is being filled is not what the database's statistics say, hence three precautions, without which the
 * whole instance would be read for each batch, or for each record. `OFFSET 0` keeps the planner from merging the look-ups
 * into a join. The instance comes with the records rather than as a parameter: of one that the statistics do not know,
 * the planner expects a single row, and takes any index that begins with the instance. And the statement is never
 * prepared: a plan that was right for an almost empty table would be kept.
 */
export function recordUpsert<Columns extends object>(
  name: string,
  keyColumns: readonly string[],
  columnTypes: Readonly<Record<string, string>>,
  table: TrackedTable<Columns>,
): RecordUpsert {
  const types: Readonly<Record<string, string>> = { ...columnTypes, content_hash: 'bytea' };
  const columns = Object.keys(types);
  const keys = keyColumns.map((column) => `i.${column}`).join(', ');
  const sameKey = (left: string, right: string): string =>
    keyColumns.map((column) => `${left}.${column} = ${right}.${column}`).join(' AND ');
  const input = `input AS MATERIALIZED (
      SELECT $1::uuid AS instance_id, r.* FROM jsonb_to_recordset(convert_from($4::bytea, 'UTF8')::jsonb) AS r (${columns.map((column) => `${column} ${types[column]}`).join(', ')})
    ), known AS MATERIALIZED (
      SELECT i.instance_id, ${keys}, t.content_hash = i.content_hash AS is_same FROM input i CROSS JOIN LATERAL (
        SELECT t.content_hash FROM ${name} t WHERE t.instance_id = i.instance_id AND ${sameKey('t', 'i')} OFFSET 0
      ) t
    )`;
  const write = `INSERT INTO ${name} AS t (instance_id, organization_id, first_seen_at, changed_at, fetched_at, ${columns.join(', ')})
      SELECT i.instance_id, $2::uuid, $3::timestamptz, $3::timestamptz, $3::timestamptz,
        ${columns.map((column) => `i.${column}`).join(', ')}
      FROM input i ORDER BY ${keys}
      ON CONFLICT (instance_id, ${keyColumns.join(', ')}) DO UPDATE SET
        ${columns
          .filter((column) => !keyColumns.includes(column))
          .map((column) => assignment(column, types[column]))
          .join(', ')},
        changed_at = ${unlessSame('changed_at')}, fetched_at = EXCLUDED.fetched_at`;
  const told = trackedColumns(table as unknown as TrackedTable);
  return {
    table: table as unknown as TrackedTable,
    keyColumns,
    countText: `WITH ${input}, written AS (${write})
      SELECT count(*)::int AS known, count(*) FILTER (WHERE is_same)::int AS unchanged FROM known`,
    tellText: `WITH ${input}, written AS (${write} RETURNING t.*)
      SELECT NULL::boolean AS is_new, t.* FROM known k CROSS JOIN LATERAL (
        SELECT ${told} FROM ${name} t WHERE t.instance_id = k.instance_id AND ${sameKey('t', 'k')} OFFSET 0
      ) t WHERE NOT k.is_same
      UNION ALL
      SELECT k.is_same IS NULL, ${told} FROM written t LEFT JOIN known k ON ${sameKey('k', 't')}
      WHERE k.is_same IS NOT TRUE`,
  };
}

/** A long value is assigned to itself when it is the same: then it is not written again. */
function assignment(column: string, type: string | undefined): string {
  return `${column} = ${type === 'jsonb' ? unlessSame(column) : `EXCLUDED.${column}`}`;
}

function unlessSame(column: string): string {
  return `CASE WHEN t.content_hash = EXCLUDED.content_hash THEN t.${column} ELSE EXCLUDED.${column} END`;
}

/** Records as they are sent; of two with the same key, the last. */
export interface PreparedRecords {
  /** Of each record, in the order of the records. */
  readonly keys: readonly string[];
  readonly json: Buffer;
}

export function prepareRecords(upsert: RecordUpsert, records: readonly StoredColumns[]): PreparedRecords {
  const last = new Map(records.map((record) => [keyOf(upsert, record), record]));
  return { keys: [...last.keys()], json: toJsonArray(withContentHashes([...last.values()])) };
}

/** Stores the records: see `upsertPrepared`. */
export function upsertRecords(
  context: RequestContext,
  runner: StatementRunner,
  upsert: RecordUpsert,
  target: StoreTarget,
  records: readonly StoredColumns[],
  fetchedAt: Date,
  changes: RecordChange[] | null,
): Promise<UpsertCounts> {
  return upsertPrepared(context, runner, upsert, target, prepareRecords(upsert, records), fetchedAt, changes);
}

/**
 * Stores the records with one statement. Where it is asked for, adds what is new or changed to `changes`, in the order of
 * the records: the transaction must have taken its turn by `takeTurn`.
 */
export async function upsertPrepared(
  context: RequestContext,
  runner: StatementRunner,
  upsert: RecordUpsert,
  target: StoreTarget,
  { keys, json }: PreparedRecords,
  fetchedAt: Date,
  changes: RecordChange[] | null,
): Promise<UpsertCounts> {
  if (keys.length === 0) return { created: 0, changed: 0, unchanged: 0 };
  const values = [target.instanceId, target.organizationId, fetchedAt, json];
  if (changes !== null) {
    const told = await upsertTelling(context, runner, upsert, values);
    const inOrder = keys.flatMap((key) => told.get(key) ?? []);
    for (const change of inOrder) changes.push(change);
    const created = inOrder.filter(({ kind }) => kind === 'CREATED').length;
    return { created, changed: inOrder.length - created, unchanged: keys.length - inOrder.length };
  }
  const statement = { text: upsert.countText, values };
  const [counts] = await runner.query<{ known: number; unchanged: number }>(context, statement);
  const { known = 0, unchanged = 0 } = counts ?? {};
  return { created: keys.length - known, changed: known - unchanged, unchanged };
}

interface ToldColumns extends StoredColumns {
  /** Null in a row as it was. */
  readonly is_new: boolean | null;
}

/** What is new or changed, by key. */
async function upsertTelling(
  context: RequestContext,
  runner: StatementRunner,
  upsert: RecordUpsert,
  values: readonly unknown[],
): Promise<Map<string, RecordChange>> {
  const statement = { text: upsert.tellText, values };
  const rows = await runner.query<ToldColumns>(context, statement);
  const before = new Map(rows.filter((row) => row.is_new === null).map((row) => [keyOf(upsert, row), row]));
  const after = rows.filter((row) => row.is_new !== null);
  return new Map(
    after.map((row) => {
      const key = keyOf(upsert, row);
      return [key, changeOfStored(upsert.table, before.get(key) ?? null, row)];
    }),
  );
}

function keyOf({ keyColumns }: RecordUpsert, record: StoredColumns): string {
  return toStorableJson(keyColumns.map((column) => record[column]));
}

/** As JSON. The same content has the same hash, in whatever order a vendor writes its fields. */
function withContentHashes(records: readonly StoredColumns[]): Buffer[][] {
  // Much the same in all of them: put in order once. They may be more than the table has columns.
  const names = [...new Set(records.flatMap(Object.keys))].toSorted();
  return records.map((record) => withContentHash(names, record));
}

function withContentHash(names: readonly string[], record: StoredColumns): Buffer[] {
  let members = '';
  for (const name of names) {
    const value = record[name];
    if (value !== undefined) members += `${members === '' ? '' : ','}"${name}":${canonicalJson(value)}`;
  }
  const content = Buffer.from(withStorableText(`{${members}}`));
  return [Buffer.from(`{"content_hash":"\\\\x${hash('sha256', content)}",`), content.subarray(1)];
}

/** Bytes rather than one long text: V8 keeps those until its next full collection, and a large export has thousands. */
function toJsonArray(items: readonly (readonly Buffer[])[]): Buffer {
  const separated = items.flatMap((item, index) => [Buffer.from(index === 0 ? '[' : ','), ...item]);
  return Buffer.concat([...separated, Buffer.from(']')]);
}
