import type { ReportStatus } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { storable } from '../storable-text';
import { changeOfStored, trackedColumns, type RecordChange, type TrackedTable } from './record-change';
import type { StoreTarget } from './record-upsert';
import type { ReportColumns } from './report-row';
import { TRACKED_REPORTS } from './report-storage';

/** What is known of a report's state, while the rest of it stays as it was read. */
export interface ReportStatusPatch {
  readonly remoteId: string;
  readonly status: ReportStatus;
  readonly vendorStatus: string;
}

interface PatchedColumns extends ReportColumns {
  readonly is_new: boolean;
}

const TOLD = trackedColumns(TRACKED_REPORTS as unknown as TrackedTable);
const IS_MEANT = `t.instance_id = $1::uuid AND t.organization_id = $2::uuid AND t.remote_id = i.remote_id
  AND (t.status, t.vendor_status) IS DISTINCT FROM (i.status, i.vendor_status)`;

/**
 * Of the reports that we have and that are in another state: the rows as they were and as they are. Their hash is no
 * content's any more, so that the next read of them is compared field by field. `fetched_at` stays: the rest is as old as
 * it was.
 */
const PATCH = `WITH i AS MATERIALIZED (
    SELECT * FROM unnest($3::text[], $4::text[], $5::text[]) AS i (remote_id, status, vendor_status)
  ), known AS MATERIALIZED (SELECT ${TOLD} FROM reports t, i WHERE ${IS_MEANT}),
  written AS (
    UPDATE reports t SET status = i.status, vendor_status = i.vendor_status, content_hash = '\\x', changed_at = $6::timestamptz
    FROM i WHERE ${IS_MEANT} RETURNING t.*
  )
  SELECT false AS is_new, t.* FROM known t UNION ALL SELECT true, ${TOLD} FROM written t`;

/** Adds what has changed to `changes`: the transaction must have taken its turn by `takeTurn`. How many. */
export async function patchReportStatuses(
  context: RequestContext,
  runner: StatementRunner,
  target: StoreTarget,
  patches: readonly ReportStatusPatch[],
  now: Date,
  changes: RecordChange[],
): Promise<number> {
  // Of a report that is told twice, the last is right.
  const last = storable([...new Map(patches.map((patch) => [patch.remoteId, patch])).values()]);
  if (last.length === 0) return 0;
  const rows = await runner.query<PatchedColumns>(context, {
    name: 'patch_report_statuses',
    text: PATCH,
    values: [
      target.instanceId,
      target.organizationId,
      last.map(({ remoteId }) => remoteId),
      last.map(({ status }) => status),
      last.map(({ vendorStatus }) => vendorStatus),
      now,
    ],
  });
  const before = new Map(rows.filter((row) => !row.is_new).map((row) => [row.remote_id, row]));
  const after = new Map(rows.filter((row) => row.is_new).map((row) => [row.remote_id, row]));
  for (const { remoteId } of last) {
    const [was, is] = [before.get(remoteId), after.get(remoteId)];
    if (was !== undefined && is !== undefined) changes.push(changeOfStored(TRACKED_REPORTS, was, is));
  }
  return after.size;
}
