import type { RequestContext } from '../../request-context';
import type { StatementRunner, Transaction } from '../database';
import type { InstanceStatus } from './instance.repository';

/** An instance whose poll is due. */
export interface DueInstance {
  readonly instanceId: string;
  readonly organizationId: string;
  readonly elementKey: string;
  readonly status: InstanceStatus;
  readonly dueAt: Date;
  /** Polls in a row that found nothing new. */
  readonly idleRuns: number;
  readonly isNew: boolean;
  /** A run is under way, or the vendor asked for a pause. */
  readonly isBusy: boolean;
  /** Settings that are no secrets, by key. */
  readonly settings: Readonly<Record<string, string>>;
}

/** When instances are polled. */
export class SyncScheduleRepository {
  constructor(private readonly runner: StatementRunner) {}

  /**
   * Gives every instance that has none a place in the schedule, within `spreadMs` or its own interval where that is
   * shorter: always the same for the same instance, and another for each, so that those that were made together do not
   * all come in the same second.
   */
  async addMissing(context: RequestContext, now: Date, spreadMs: number): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO sync_schedules (instance_id, due_at, idle_runs)
             SELECT i.id, $1::timestamptz
               + make_interval(secs => (hashtext(i.id::text)::bigint & 2147483647) % least($2::bigint, c.interval_ms) / 1000.0), 0
             FROM instances i LEFT JOIN LATERAL (
               SELECT c.value::bigint * 60000 AS interval_ms FROM instance_configuration c
               WHERE c.instance_id = i.id AND c.key = 'event.poller.refresh_interval' AND c.value ~ '^[1-9][0-9]{0,3}$'
             ) c ON TRUE
             WHERE i.deleted_at IS NULL
               AND NOT EXISTS (SELECT FROM sync_schedules s WHERE s.instance_id = i.id)
             ON CONFLICT (instance_id) DO NOTHING`,
      values: [now, spreadMs],
    });
  }

  /** Polls that are due before then, longest due first. Nobody else sees them until the transaction has ended. */
  async claimDue(
    context: RequestContext,
    transaction: Transaction,
    before: Date,
    limit: number,
  ): Promise<DueInstance[]> {
    return transaction.query<DueInstance>(context, {
      text: `SELECT s.instance_id AS "instanceId", i.organization_id AS "organizationId", i.element_key AS "elementKey",
               i.status, s.due_at AS "dueAt", s.idle_runs AS "idleRuns", i.last_synced_at IS NULL AS "isNew",
               (EXISTS (SELECT FROM sync_runs r WHERE r.instance_id = i.id AND r.finished_at IS NULL)
                 OR EXISTS (SELECT FROM resource_freshness f WHERE f.instance_id = i.id AND f.retry_at > $1)) AS "isBusy",
               coalesce((SELECT jsonb_object_agg(c.key, c.value) FROM instance_configuration c
                 WHERE c.instance_id = i.id AND c.value IS NOT NULL), '{}') AS settings
             FROM sync_schedules s JOIN instances i ON i.id = s.instance_id
             WHERE s.due_at < $1 AND i.deleted_at IS NULL ORDER BY s.due_at LIMIT $2 FOR UPDATE OF s SKIP LOCKED`,
      values: [before, limit],
    });
  }

  async setDue(
    context: RequestContext,
    transaction: Transaction,
    due: readonly { readonly instanceId: string; readonly dueAt: Date }[],
  ): Promise<void> {
    await transaction.query(context, {
      text: `UPDATE sync_schedules s SET due_at = d.due_at
             FROM unnest($1::uuid[], $2::timestamptz[]) AS d(instance_id, due_at) WHERE s.instance_id = d.instance_id`,
      values: [due.map(({ instanceId }) => instanceId), due.map(({ dueAt }) => dueAt)],
    });
  }

  /** The next poll comes by then at the latest, and those after it in time again. */
  async bringForward(context: RequestContext, instanceId: string, latest: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE sync_schedules SET due_at = least(due_at, $2::timestamptz), idle_runs = 0 WHERE instance_id = $1',
      values: [instanceId, latest],
    });
  }

  /** After a run: one that found something new makes the next polls come in time again. */
  async noteRun(context: RequestContext, instanceId: string, isIdle: boolean): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE sync_schedules SET idle_runs = CASE WHEN $2 THEN least(idle_runs + 1, 1000) ELSE 0 END WHERE instance_id = $1',
      values: [instanceId, isIdle],
    });
  }

  /** By how many seconds the poll that is longest due is late; 0 when none is. */
  async lagSeconds(context: RequestContext, now: Date): Promise<number> {
    const [row] = await this.runner.query<{ lag: number | null }>(context, {
      text: `SELECT extract(epoch FROM $1::timestamptz - min(s.due_at))::float8 AS lag FROM sync_schedules s
             JOIN instances i ON i.id = s.instance_id
             WHERE i.deleted_at IS NULL AND i.status NOT IN ('DISABLED','NEEDS_REAUTHENTICATION')`,
      values: [now],
    });
    return Math.max(0, row?.lag ?? 0);
  }
}
