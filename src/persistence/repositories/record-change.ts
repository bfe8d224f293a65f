import type { ElementResource } from '../../adapters/adapter';
import type { RecordKind } from '../../record-id';
import type { RequestContext } from '../../request-context';
import type { Transaction } from '../database';

/** What storing or forgetting made of one record. */
export interface RecordChange {
  readonly kind: 'CREATED' | 'UPDATED' | 'DELETED';
  readonly resource: ElementResource;
  readonly recordKind: RecordKind;
  readonly remoteId: string;
  /** Names of the graph's fields; empty when unknown, and where the record is new or gone. */
  readonly changedFields: readonly string[];
  /** Its content, where we have it: the row without what is long, and without when we read it. */
  readonly before: object | null;
  readonly after: object | null;
  /** When it happened at the vendor, as far as the record says so. */
  readonly occurredAt: Date | null;
}

/** A row as it is served. */
interface ServedRow {
  readonly remoteId: string;
  readonly instanceId: string;
  readonly changedAt: Date;
  readonly fetchedAt: Date;
  readonly createdAt?: Date | null;
}

/** A table whose changes can be told. Its rows are `t` in every expression. */
export interface TrackedTable<Columns extends object = object> {
  readonly resourceOf: (columns: Columns) => ElementResource;
  /** What a row is made of. */
  readonly columns: string;
  /** Fields that are too long to be told: whether they changed is. The graph's name of each, and its column. */
  readonly longFields: Readonly<Record<string, string>>;
  /** Fields of the row that the graph has another name for. */
  readonly graphNames: Readonly<Record<string, string>>;
  readonly kindOf: (columns: Columns) => RecordKind;
  readonly toRow: (columns: Columns) => ServedRow;
}

/**
 * Whoever tells what changes in the records of an instance waits here for the others who do, until its transaction ends:
 * so what is read as "before" is what is overwritten, and of two who store the same record, one has changed it.
 */
export async function takeTurn(context: RequestContext, transaction: Transaction, instanceId: string): Promise<void> {
  await transaction.query(context, {
    name: 'take_turn_to_change_records',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('changes of ' || $1, 0))`,
    values: [instanceId],
  });
}

/** What is selected of `t` to tell a change: the row, and a digest of each of its long fields. */
export function trackedColumns({ columns, longFields }: TrackedTable): string {
  const digests = Object.values(longFields).map((column) => `md5(t.${column}::text) AS ${digestOf(column)}`);
  return [columns, ...digests].join(', ');
}

/** `before` is null when the record is new. */
export function changeOfStored<Columns extends object>(
  table: TrackedTable<Columns>,
  before: Columns | null,
  after: Columns,
): RecordChange {
  const row = table.toRow(after);
  const changedFields = before === null ? [] : changedFieldsOf(table, before, after);
  return {
    kind: before === null ? 'CREATED' : 'UPDATED',
    resource: table.resourceOf(after),
    recordKind: table.kindOf(after),
    remoteId: row.remoteId,
    changedFields,
    before: before && contentOf(table.toRow(before)),
    after: contentOf(row),
    occurredAt: before === null ? (row.createdAt ?? null) : latestInstant(row, changedFields),
  };
}

export function changeOfDeleted<Columns extends object>(table: TrackedTable<Columns>, columns: Columns): RecordChange {
  const row = table.toRow(columns);
  return {
    kind: 'DELETED',
    resource: table.resourceOf(columns),
    recordKind: table.kindOf(columns),
    remoteId: row.remoteId,
    changedFields: [],
    before: contentOf(row),
    after: null,
    occurredAt: null,
  };
}

function changedFieldsOf<Columns extends object>(
  table: TrackedTable<Columns>,
  before: Columns,
  after: Columns,
): string[] {
  const was: Fields = { ...contentOf(table.toRow(before)) };
  const is: Fields = { ...contentOf(table.toRow(after)) };
  const fields = Object.keys(is)
    .filter((field) => !isSame(was[field], is[field]))
    .map((field) => table.graphNames[field] ?? field);
  const long = Object.entries(table.longFields).filter(
    ([, column]) => (before as Fields)[digestOf(column)] !== (after as Fields)[digestOf(column)],
  );
  return [...new Set([...fields, ...long.map(([field]) => field)])];
}

type Fields = Readonly<Record<string, unknown>>;

/** Both sides come from the same columns: equal values are equal JSON. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function contentOf({ instanceId: _instance, changedAt: _changed, fetchedAt: _fetched, ...content }: ServedRow): object {
  return content;
}

/** A vendor that says when a report was approved has said when the change happened. */
function latestInstant(row: object, changedFields: readonly string[]): Date | null {
  const instants = changedFields.flatMap((field) => {
    const value = (row as Fields)[field];
    return value instanceof Date ? [value.getTime()] : [];
  });
  return instants.length === 0 ? null : new Date(Math.max(...instants));
}

function digestOf(column: string): string {
  return `${column}_digest`;
}
