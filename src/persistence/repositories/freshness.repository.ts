import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import type { SyncMode } from './sync-run.repository';

/** One resource of one instance, and how fresh our copy of it is. */
export interface FreshnessRow {
  readonly instanceId: string;
  readonly resource: string;
  /** Begin of the last list that ended whole; null when none ever did. */
  readonly fetchedAt: Date | null;
  /** Begin of the last full list that ended whole; null when none ever did. */
  readonly fullAt: Date | null;
  /** Of a list that has not ended, or was cut. */
  readonly loadMode: SyncMode | null;
  /** Begin of a list that has not ended, or was cut. */
  readonly loadStartedAt: Date | null;
  /** How far that list got; null before its first checkpoint. */
  readonly checkpoint: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorAt: Date | null;
  readonly retryAt: Date | null;
  /** When a change was last made at the vendor, through us, that our copy does not show; a list begun later does. */
  readonly outdatedAt: Date | null;
  /** Up to where the vendor's changes were told by the last list that ended whole, in the adapter's words. */
  readonly watermark: string | null;
}

/** Whether a change was made through us that our copy does not show. */
export function isOutdated({ fetchedAt, outdatedAt }: FreshnessRow): boolean {
  return fetchedAt !== null && outdatedAt !== null && fetchedAt < outdatedAt;
}

export interface LoadFailure {
  readonly code: string;
  readonly message: string;
  /** No try before this instant. */
  readonly retryAt: Date;
}

/** How fresh our copies are, an instance and resource at a time. */
export class FreshnessRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** All resources of these instances; those never touched have no row. */
  async findByInstances(
    context: RequestContext,
    instanceIds: readonly string[],
    runner: StatementRunner = this.runner,
  ): Promise<FreshnessRow[]> {
    return runner.query<FreshnessRow>(context, {
      name: 'freshness-by-instances',
      text: `SELECT instance_id AS "instanceId", resource, fetched_at AS "fetchedAt", full_at AS "fullAt",
               load_mode AS "loadMode", load_started_at AS "loadStartedAt", checkpoint, error_code AS "errorCode", error_message AS "errorMessage", error_at AS "errorAt",
               retry_at AS "retryAt", outdated_at AS "outdatedAt", watermark
             FROM resource_freshness WHERE instance_id = ANY($1::uuid[])`,
      values: [instanceIds],
    });
  }

  /** Notes that a list has begun, or goes on after a checkpoint: then its old begin stays. */
  async beginLoad(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    resources: readonly string[],
    load: { readonly mode: SyncMode; readonly startedAt: Date; readonly resumes: boolean },
  ): Promise<void> {
    await runner.query(context, {
      text: `INSERT INTO resource_freshness AS f (instance_id, resource, load_started_at, load_mode, rejected_count)
             SELECT $1, resource, $3, $5, 0 FROM unnest($2::text[]) AS r(resource)
             ON CONFLICT (instance_id, resource) DO UPDATE SET
               load_started_at = CASE WHEN $4 THEN coalesce(f.load_started_at, $3) ELSE $3 END,
               load_mode = $5,
               checkpoint = CASE WHEN $4 THEN f.checkpoint END,
               rejected_count = CASE WHEN $4 THEN f.rejected_count ELSE 0 END`,
      values: [instanceId, resources, load.startedAt, load.resumes, load.mode],
    });
  }

  async saveCheckpoint(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    resources: readonly string[],
    checkpoint: string,
    rejectedCount: number,
  ): Promise<void> {
    await runner.query(context, {
      text: `UPDATE resource_freshness SET checkpoint = $3, rejected_count = rejected_count + $4
             WHERE instance_id = $1 AND resource = ANY($2::text[])`,
      values: [instanceId, resources, checkpoint, rejectedCount],
    });
  }

  /** The list ended whole: our copy is as fresh as its begin. */
  async completeLoad(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    resources: readonly string[],
    load: { readonly mode: SyncMode; readonly startedAt: Date; readonly watermark?: string | null },
  ): Promise<void> {
    await runner.query(context, {
      text: `UPDATE resource_freshness SET fetched_at = $3, load_started_at = NULL, load_mode = NULL, checkpoint = NULL,
               full_at = CASE WHEN $4 = 'FULL' THEN $3 ELSE full_at END, watermark = coalesce($5, watermark),
               error_code = NULL, error_message = NULL, error_at = NULL, retry_at = NULL
             WHERE instance_id = $1 AND resource = ANY($2::text[])`,
      values: [instanceId, resources, load.startedAt, load.mode, load.watermark ?? null],
    });
  }

  /** The list was cut: what was stored stays, and so does the checkpoint that a later try goes on from. */
  async failLoad(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    resources: readonly string[],
    failure: LoadFailure,
    now: Date,
  ): Promise<void> {
    await runner.query(context, {
      text: `INSERT INTO resource_freshness AS f
               (instance_id, resource, rejected_count, error_code, error_message, error_at, retry_at)
             SELECT $1, resource, 0, $3, $4, $5, $6 FROM unnest($2::text[]) AS r(resource)
             ON CONFLICT (instance_id, resource) DO UPDATE SET error_code = excluded.error_code,
               error_message = excluded.error_message, error_at = excluded.error_at, retry_at = excluded.retry_at`,
      values: [instanceId, resources, failure.code, failure.message, now, failure.retryAt],
    });
  }

  /**
   * A change was made at the vendor: `resources` are not what our copy says any more, and of `underWay` a list that was
   * being read meanwhile may still bring the state before it.
   */
  async outdate(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    changed: { readonly resources: readonly string[]; readonly underWay: readonly string[] },
    at: Date,
  ): Promise<void> {
    await runner.query(context, {
      name: 'freshness-outdate',
      text: `UPDATE resource_freshness SET outdated_at = $4
             WHERE instance_id = $1
               AND (resource = ANY($2::text[]) OR (resource = ANY($3::text[]) AND load_started_at IS NOT NULL))`,
      values: [instanceId, changed.resources, changed.underWay, at],
    });
  }

  /** Lists that were outdated while they are being read have brought what is from before the change. */
  async stayOutdated(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    resources: readonly string[],
    at: Date,
  ): Promise<void> {
    await runner.query(context, {
      name: 'freshness-stay-outdated',
      text: `UPDATE resource_freshness SET outdated_at = $3
             WHERE instance_id = $1 AND resource = ANY($2::text[]) AND outdated_at > load_started_at`,
      values: [instanceId, resources, at],
    });
  }

  /** What was changed then has been read again, and no list that began before is still being read. */
  async renew(context: RequestContext, instanceId: string, resource: string, outdatedAt: Date): Promise<void> {
    await this.runner.query(context, {
      name: 'freshness-renew',
      text: `UPDATE resource_freshness SET outdated_at = NULL
             WHERE instance_id = $1 AND resource = $2 AND outdated_at = $3
               AND (load_started_at IS NULL OR load_started_at > $3)`,
      values: [instanceId, resource, outdatedAt],
    });
  }

  /** Lists that failed before then may be tried again at once; that they failed stays known. */
  async allowRetry(context: RequestContext, instanceId: string, failedBefore: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE resource_freshness SET retry_at = NULL WHERE instance_id = $1 AND error_at < $2',
      values: [instanceId, failedBefore],
    });
  }

  /**
   * Forgets failures, so that the next read tries at once: the credentials were mended. They may be of another account:
   * the next list is a full one.
   */
  async forgetFailures(context: RequestContext, runner: StatementRunner, instanceId: string): Promise<void> {
    await runner.query(context, {
      text: `UPDATE resource_freshness SET error_code = NULL, error_message = NULL, error_at = NULL, retry_at = NULL,
               full_at = NULL
             WHERE instance_id = $1`,
      values: [instanceId],
    });
  }
}
