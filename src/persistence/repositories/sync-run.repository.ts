import type { ElementResource } from '../../adapters/adapter';
import type { RequestContext } from '../../request-context';
import { BadUserInputError } from '../../errors';
import type { StatementRunner, Transaction } from '../database';
import type { KeysetPosition, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import type { InstanceScope } from '../keyset/list-scope';
import type { ListTable } from '../keyset/list-statement';
import { bindScopes } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { storable } from '../storable-text';
import { isUuid } from '../uuid';

export type SyncMode = 'FULL' | 'INCREMENTAL';
export type SyncTrigger = 'SCHEDULE' | 'REQUEST' | 'READ' | 'PROVISIONING';
export type SyncRunStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIALLY_SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface SyncRunRow {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly resources: readonly ElementResource[];
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  readonly status: SyncRunStatus;
  readonly recordsRead: number;
  readonly recordsCreated: number;
  readonly recordsChanged: number;
  readonly recordsDeleted: number;
  readonly rejectedCount: number;
  readonly vendorCalls: number;
  /** From 0 to 1. */
  readonly progress: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type NewSyncRun = Pick<
  SyncRunRow,
  'id' | 'organizationId' | 'instanceId' | 'resources' | 'mode' | 'trigger' | 'createdAt'
>;

/** What has happened since the last time it was told. */
export interface SyncRunStep {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  readonly rejected: number;
  readonly vendorCalls: number;
  /** Null: as before. */
  readonly checkpoint: string | null;
  readonly progress: number | null;
}

export interface SyncRunEnd {
  readonly status: Exclude<SyncRunStatus, 'QUEUED' | 'RUNNING'>;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Told on each step and end of a run: `<organization> <run>`. */
export const SYNC_RUNS_CHANNEL = 'sync_runs';

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.instance_id AS "instanceId", t.resources, t.mode, t.trigger,
  t.status, t.records_read::float8 AS "recordsRead", t.records_created::float8 AS "recordsCreated",
  t.records_changed::float8 AS "recordsChanged", t.records_deleted::float8 AS "recordsDeleted",
  t.rejected_count::float8 AS "rejectedCount", t.vendor_calls AS "vendorCalls", t.progress,
  t.error_code AS "errorCode", t.error_message AS "errorMessage", t.created_at AS "createdAt",
  t.started_at AS "startedAt", t.finished_at AS "finishedAt"`;

const TABLE: ListTable = {
  name: 'sync_runs',
  columns: `${COLUMNS}, t.instance_id`,
  keyColumns: ['instance_id', 'id'],
};
const BY_CREATION: SortColumn = { column: 'created_at', type: 'timestamptz', nullable: false };

const TELL = `pg_notify('${SYNC_RUNS_CHANNEL}', organization_id || ' ' || id)`;

/** Runs: every reading of an instance's lists, and what came of it. */
export class SyncRunRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, runner: StatementRunner, run: NewSyncRun): Promise<void> {
    await runner.query(context, {
      name: 'sync-run-insert',
      text: `INSERT INTO sync_runs (id, organization_id, instance_id, resources, mode, trigger, status, records_read,
               records_created, records_changed, records_deleted, rejected_count, vendor_calls, progress, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'QUEUED', 0, 0, 0, 0, 0, 0, 0, $7)`,
      values: [run.id, run.organizationId, run.instanceId, run.resources, run.mode, run.trigger, run.createdAt],
    });
  }

  async find(context: RequestContext, id: string): Promise<SyncRunRow | null> {
    const [row] = await this.findByIds(context, [id]);
    return row ?? null;
  }

  /** Those that there are, in any order. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<SyncRunRow[]> {
    return this.runner.query<SyncRunRow>(context, {
      name: 'sync-runs-by-ids',
      text: `SELECT ${COLUMNS} FROM sync_runs t WHERE t.id = ANY($1::uuid[])`,
      values: [ids.filter(isUuid)],
    });
  }

  /** Runs of the instance that have not ended, oldest first. */
  async listUnderWay(context: RequestContext, runner: StatementRunner, instanceId: string): Promise<SyncRunRow[]> {
    return runner.query<SyncRunRow>(context, {
      name: 'sync-runs-under-way',
      text: `SELECT ${COLUMNS} FROM sync_runs t WHERE t.instance_id = $1 AND t.finished_at IS NULL ORDER BY t.created_at`,
      values: [instanceId],
    });
  }

  /** How many have not ended, of each instance, in their order. */
  async countUnderWay(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    const rows = await this.runner.query<{ instanceId: string; count: number }>(context, {
      name: 'sync-runs-count-under-way',
      text: `SELECT instance_id AS "instanceId", count(*)::int AS count FROM sync_runs
             WHERE instance_id = ANY($1::uuid[]) AND finished_at IS NULL GROUP BY instance_id`,
      values: [instanceIds],
    });
    const counts = new Map(rows.map(({ instanceId, count }) => [instanceId, count]));
    return instanceIds.map((id) => counts.get(id) ?? 0);
  }

  /** Until the transaction has ended, nobody else who asks for it gets past this. */
  async lockInstance(context: RequestContext, transaction: Transaction, instanceId: string): Promise<void> {
    await transaction.query(context, {
      name: 'sync-run-lock-instance',
      text: 'SELECT FROM instances WHERE id = $1 FOR NO KEY UPDATE',
      values: [instanceId],
    });
  }

  /** A run that has not begun is wanted by something more urgent. False when it has begun meanwhile. */
  async hasten(context: RequestContext, runner: StatementRunner, id: string, trigger: SyncTrigger): Promise<boolean> {
    const rows = await runner.query(context, {
      text: `UPDATE sync_runs SET trigger = $2 WHERE id = $1 AND status = 'QUEUED' RETURNING ${TELL}`,
      values: [id, trigger],
    });
    return rows.length > 0;
  }

  /** The run reads, in this mode; one that reads already goes on. False when it has ended, as by being cancelled. */
  async begin(
    context: RequestContext,
    runner: StatementRunner,
    id: string,
    mode: SyncMode | null,
    now: Date,
  ): Promise<boolean> {
    const rows = await runner.query(context, {
      name: 'sync-run-begin',
      text: `UPDATE sync_runs SET status = 'RUNNING', started_at = coalesce(started_at, $2), mode = coalesce($3, mode)
             WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [id, now, mode],
    });
    return rows.length > 0;
  }

  /** Adds what has happened. False when the run has ended meanwhile, as by being cancelled. */
  async step(context: RequestContext, runner: StatementRunner, id: string, step: SyncRunStep): Promise<boolean> {
    const rows = await runner.query(context, {
      name: 'sync-run-step',
      text: `UPDATE sync_runs SET records_read = records_read + $2, records_created = records_created + $3,
               records_changed = records_changed + $4, records_deleted = records_deleted + $5,
               rejected_count = rejected_count + $6, vendor_calls = vendor_calls + $7,
               checkpoint = coalesce($8, checkpoint), progress = coalesce($9, progress),
               times_handed = CASE WHEN $8::text IS NULL THEN times_handed ELSE 0 END
             WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [
        id,
        step.read,
        step.created,
        step.changed,
        step.deleted,
        step.rejected,
        step.vendorCalls,
        step.checkpoint,
        step.progress,
      ],
    });
    return rows.length > 0;
  }

  /** An agent gets a request of it: how often one was given since it last came further. Null when it has ended. */
  async hand(context: RequestContext, id: string): Promise<number | null> {
    const [row] = await this.runner.query<{ timesHanded: number }>(context, {
      text: `UPDATE sync_runs SET times_handed = times_handed + 1 WHERE id = $1 AND finished_at IS NULL
             RETURNING times_handed AS "timesHanded"`,
      values: [id],
    });
    return row?.timesHanded ?? null;
  }

  /** False when it had ended before. */
  async finish(
    context: RequestContext,
    runner: StatementRunner,
    id: string,
    { status, error }: SyncRunEnd,
    now: Date,
  ): Promise<boolean> {
    const rows = await runner.query(context, {
      name: 'sync-run-finish',
      text: `UPDATE sync_runs SET status = $2, error_code = $3, error_message = $4, finished_at = $5,
               started_at = coalesce(started_at, CASE WHEN $2 <> 'CANCELLED' THEN $5::timestamptz END),
               progress = CASE WHEN $2 = 'SUCCEEDED' THEN 1 ELSE progress END
             WHERE id = $1 AND finished_at IS NULL RETURNING ${TELL}`,
      values: [id, status, error?.code ?? null, error === null ? null : storable(error.message), now],
    });
    return rows.length > 0;
  }

  /**
   * Runs that nobody will end: no job of theirs waits or runs, and nobody reads their instance. `now` is the time of the
   * leases; of instances of the elements `except`, those alone that are switched off.
   */
  async listAbandoned(
    context: RequestContext,
    now: Date,
    { idleSince, except }: { readonly idleSince: Date; readonly except: readonly string[] },
    limit: number,
  ): Promise<string[]> {
    const rows = await this.runner.query<{ id: string }>(context, {
      text: `SELECT r.id FROM sync_runs r WHERE r.finished_at IS NULL AND coalesce(r.started_at, r.created_at) < $2
               AND NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = 'sync:' || r.id AND j.attempts < j.max_attempts)
               AND NOT EXISTS (SELECT FROM leases l WHERE starts_with(l.key, 'load:' || r.instance_id) AND l.expires_at > $1)
               AND NOT EXISTS (SELECT FROM instances i WHERE i.id = r.instance_id AND i.element_key = ANY($4::text[])
                 AND i.status <> 'DISABLED')
             ORDER BY r.created_at LIMIT $3`,
      values: [now, idleSince, limit, except],
    });
    return rows.map(({ id }) => id);
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: { readonly first: number; readonly after: KeysetPosition | null },
  ): Promise<PageOf<SyncRunRow>[]> {
    const { first, after } = query;
    assertIdOf(after);
    const request = { table: TABLE, ...bindScopes(scopes), conditions: () => [], sort: BY_CREATION, first, after };
    return readPages<SyncRunRow, SyncRunRow>(context, this.runner, { ...request, direction: 'DESC' }, (row) => row);
  }

  async countForInstances(context: RequestContext, scopes: readonly InstanceScope[]): Promise<number[]> {
    return readCounts(context, this.runner, { table: TABLE, ...bindScopes(scopes), conditions: () => [] });
  }

  /** Forgets runs that ended before then. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM sync_runs WHERE finished_at < $1', values: [before] });
  }
}

/** A forged cursor must not reach the database with what no id is. */
function assertIdOf(after: KeysetPosition | null): void {
  if (after === null || isUuid(after.key[1] ?? '')) return;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}
