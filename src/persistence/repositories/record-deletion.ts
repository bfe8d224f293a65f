import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { changeOfDeleted, type RecordChange, type TrackedTable } from './record-change';

/** A statement that deletes records of one table. Never prepared: see `recordUpsert`. */
export interface RecordDeletion {
  readonly table: TrackedTable;
  /** Answers how many. */
  readonly countText: string;
  /** Answers what they were. */
  readonly tellText: string;
}

/**
 * `deletion` is a DELETE of rows `t`, without what it returns; `also` are further expressions of its WITH, which find the
 * remote ids of what is deleted in `gone`.
 */
export function recordDeletion<Columns extends object>(
  table: TrackedTable<Columns>,
  deletion: string,
  also: readonly string[] = [],
): RecordDeletion {
  const rest = also.map((expression) => `, ${expression}`).join('');
  return {
    table: table as unknown as TrackedTable,
    countText: `WITH gone AS (${deletion} RETURNING t.remote_id)${rest} SELECT count(*)::int AS deleted FROM gone`,
    tellText: `WITH gone AS (${deletion} RETURNING t.*)${rest} SELECT ${table.columns} FROM gone t`,
  };
}

/** Deletes, answers how many, and adds what they were to `changes` where that is asked for: see `takeTurn`. */
export async function deleteRecords(
  context: RequestContext,
  runner: StatementRunner,
  { table, countText, tellText }: RecordDeletion,
  values: readonly unknown[],
  changes: RecordChange[] | null,
): Promise<number> {
  if (changes === null) {
    const [row] = await runner.query<{ deleted: number }>(context, { text: countText, values });
    return row?.deleted ?? 0;
  }
  const gone = await runner.query<object>(context, { text: tellText, values });
  for (const columns of gone) changes.push(changeOfDeleted(table, columns));
  return gone.length;
}
