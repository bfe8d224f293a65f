import type { ListOperation } from '../adapters/adapter';
import type { FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { SyncMode } from '../persistence/repositories/sync-run.repository';

/** A list that was cut goes on from its checkpoint for so long; after that it starts over. */
const RESUME_WITHIN_MS = 24 * 60 * 60_000;
/** What follow-ups cannot see, such as an edit of what was final, is seen after so long. */
const FULL_EVERY_MS = 7 * 24 * 60 * 60_000;

/** What a load is to do. */
export interface LoadPlan {
  readonly mode: SyncMode;
  /** Its begin, or that of the one that was cut: what was stored since then has been told by this list. */
  readonly startedAt: Date;
  /** Goes on with a list that was cut, after this checkpoint; null for one that begins. */
  readonly checkpoint: string | null;
  /** Since when an incremental list is to tell changes; null for a full one. */
  readonly since: Date | null;
}

/**
 * Goes on with what was cut, follows up where that will do, and reads everything otherwise. `wanted` FULL is never
 * answered by less.
 */
export function planLoad(
  rows: readonly FreshnessRow[],
  operation: ListOperation,
  wanted: SyncMode,
  now: Date,
): LoadPlan {
  const covered = operation.covers.map((resource) => rows.find((row) => row.resource === resource));
  const [first] = covered;
  const mode = first?.loadMode ?? null;
  if (mode !== null && isResumable(first, now) && (mode === 'FULL' || wanted !== 'FULL')) {
    const { loadStartedAt, checkpoint, fetchedAt } = first;
    return { mode, startedAt: loadStartedAt, checkpoint, since: mode === 'FULL' ? null : fetchedAt };
  }
  const since = wanted === 'FULL' ? null : followUpSince(covered, operation, now);
  return { mode: since === null ? 'FULL' : 'INCREMENTAL', startedAt: now, checkpoint: null, since };
}

function isResumable(
  row: FreshnessRow | undefined,
  now: Date,
): row is FreshnessRow & { readonly loadStartedAt: Date; readonly checkpoint: string } {
  if (row?.checkpoint == null || row.loadStartedAt === null) return false;
  return now.getTime() - row.loadStartedAt.getTime() <= RESUME_WITHIN_MS;
}

/** Null when a follow-up will not do. */
function followUpSince(
  covered: readonly (FreshnessRow | undefined)[],
  operation: ListOperation,
  now: Date,
): Date | null {
  if (operation.listChanges === undefined) return null;
  const isWholeEnough = covered.every(
    (row) => row?.fetchedAt != null && row.fullAt !== null && now.getTime() - row.fullAt.getTime() < FULL_EVERY_MS,
  );
  return isWholeEnough ? (covered[0]?.fetchedAt ?? null) : null;
}
