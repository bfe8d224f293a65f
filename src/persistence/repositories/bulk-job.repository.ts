import type { RequestContext } from '../../request-context';
import type { StatementRunner, Transaction } from '../database';
import type { InstanceScope } from '../keyset/list-scope';
import { isUuid } from '../uuid';

export type BulkStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export interface BulkJobRow {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly userId: string;
  readonly resource: string;
  readonly where: string | null;
  readonly fields: string | null;
  readonly status: BulkStatus;
  readonly recordsCount: number;
  readonly columns: readonly string[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date | null;
}

export type NewBulkJob = Pick<
  BulkJobRow,
  'id' | 'organizationId' | 'instanceId' | 'userId' | 'resource' | 'where' | 'fields' | 'createdAt'
>;

/** How a job ended. */
export interface BulkEnd {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly columns: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly now: Date;
  readonly expiresAt: Date;
}

const COLUMNS = `j.id, j.organization_id AS "organizationId", j.instance_id AS "instanceId", j.user_id AS "userId", j.resource,
  j.where_text AS "where", j.fields_text AS "fields", j.status, j.records_count AS "recordsCount", j.columns,
  j.error_code AS "errorCode", j.error_message AS "errorMessage", j.created_at AS "createdAt",
  j.finished_at AS "finishedAt", j.expires_at AS "expiresAt"`;
const OF_LIVE_INSTANCE = 'JOIN instances i ON i.id = j.instance_id AND i.deleted_at IS NULL';

/** Bulk jobs, and what they found, in pieces: none is ever whole in memory. */
export class BulkJobRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, transaction: Transaction, job: NewBulkJob): Promise<void> {
    await transaction.query(context, {
      name: 'bulk-job-insert',
      text: `INSERT INTO bulk_jobs (id, organization_id, instance_id, user_id, resource, where_text, fields_text, status,
               records_count, columns, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'CREATED', 0, '{}', $8)`,
      values: [
        job.id,
        job.organizationId,
        job.instanceId,
        job.userId,
        job.resource,
        job.where,
        job.fields,
        job.createdAt,
      ],
    });
  }

  /** Null for what is not there, or not in the scope. */
  async findOwn(
    context: RequestContext,
    { organizationId, instanceId }: InstanceScope,
    id: string,
  ): Promise<BulkJobRow | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.runner.query<BulkJobRow>(context, {
      name: 'bulk-job-own',
      text: `SELECT ${COLUMNS} FROM bulk_jobs j ${OF_LIVE_INSTANCE}
             WHERE j.id = $1 AND j.organization_id = $2 AND j.instance_id = $3`,
      values: [id, organizationId, instanceId],
    });
    return row ?? null;
  }

  async find(context: RequestContext, id: string): Promise<BulkJobRow | null> {
    const [row] = await this.runner.query<BulkJobRow>(context, {
      name: 'bulk-job',
      text: `SELECT ${COLUMNS} FROM bulk_jobs j ${OF_LIVE_INSTANCE} WHERE j.id = $1`,
      values: [id],
    });
    return row ?? null;
  }

  /** Begins, or begins anew: what an earlier try found goes. False where the job has ended. */
  async begin(context: RequestContext, transaction: Transaction, { id, instanceId }: BulkJobRow): Promise<boolean> {
    const rows = await transaction.query(context, {
      name: 'bulk-job-begin',
      text: `UPDATE bulk_jobs SET status = 'RUNNING', records_count = 0 WHERE id = $1 AND finished_at IS NULL RETURNING id`,
      values: [id],
    });
    if (rows.length === 0) return false;
    await transaction.query(context, {
      name: 'bulk-job-clear',
      text: 'DELETE FROM bulk_job_chunks WHERE instance_id = $1 AND job_id = $2',
      values: [instanceId, id],
    });
    return true;
  }

  /** False where the job has ended meanwhile, or its instance is gone: then nothing is stored. */
  async addChunk(
    context: RequestContext,
    transaction: Transaction,
    { id, instanceId, organizationId }: BulkJobRow,
    chunk: { readonly number: number; readonly bytes: Buffer; readonly recordsCount: number },
  ): Promise<boolean> {
    const rows = await transaction.query(context, {
      name: 'bulk-job-progress',
      text: `UPDATE bulk_jobs j SET records_count = $2 FROM instances i
             WHERE j.id = $1 AND j.status = 'RUNNING' AND i.id = j.instance_id AND i.deleted_at IS NULL RETURNING j.id`,
      values: [id, chunk.recordsCount],
    });
    if (rows.length === 0) return false;
    await transaction.query(context, {
      name: 'bulk-job-chunk-insert',
      text: `INSERT INTO bulk_job_chunks (instance_id, job_id, number, organization_id, bytes) VALUES ($1, $2, $3, $4, $5)`,
      values: [instanceId, id, chunk.number, organizationId, chunk.bytes],
    });
    return true;
  }

  async finish(context: RequestContext, transaction: Transaction, id: string, end: BulkEnd): Promise<void> {
    await transaction.query(context, {
      name: 'bulk-job-finish',
      text: `UPDATE bulk_jobs SET status = $2, columns = $3, error_code = $4, error_message = $5, finished_at = $6, expires_at = $7
             WHERE id = $1 AND finished_at IS NULL`,
      values: [
        id,
        end.status,
        end.columns,
        end.error?.code ?? null,
        end.error?.message ?? null,
        end.now,
        end.expiresAt,
      ],
    });
  }

  /** How many of an instance have not ended. */
  async countUnderWay(context: RequestContext, instanceId: string): Promise<number> {
    const [row] = await this.runner.query<{ count: number }>(context, {
      name: 'bulk-jobs-under-way-of-instance',
      text: 'SELECT count(*)::int AS count FROM bulk_jobs WHERE instance_id = $1 AND finished_at IS NULL',
      values: [instanceId],
    });
    return row?.count ?? 0;
  }

  /** False where the job has ended before. */
  async cancel(context: RequestContext, id: string, now: Date): Promise<boolean> {
    const rows = await this.runner.query(context, {
      name: 'bulk-job-cancel',
      text: `UPDATE bulk_jobs SET status = 'CANCELLED', finished_at = $2, expires_at = $2
             WHERE id = $1 AND finished_at IS NULL RETURNING id`,
      values: [id, now],
    });
    return rows.length > 0;
  }

  /** Null behind the last one, and where it is gone. */
  async readChunk(context: RequestContext, { id, instanceId }: BulkJobRow, number: number): Promise<Buffer | null> {
    const [row] = await this.runner.query<{ bytes: Buffer }>(context, {
      name: 'bulk-job-chunk',
      text: 'SELECT bytes FROM bulk_job_chunks WHERE instance_id = $1 AND job_id = $2 AND number = $3',
      values: [instanceId, id, number],
    });
    return row?.bytes ?? null;
  }

  /** That have not ended, of those that are older than `before`. */
  async listUnderWay(context: RequestContext, before: Date, limit: number): Promise<string[]> {
    const rows = await this.runner.query<{ id: string }>(context, {
      name: 'bulk-jobs-under-way',
      text: `SELECT j.id FROM bulk_jobs j ${OF_LIVE_INSTANCE}
             WHERE j.finished_at IS NULL AND j.created_at < $1 ORDER BY j.created_at LIMIT $2`,
      values: [before, limit],
    });
    return rows.map(({ id }) => id);
  }

  /** Removes what was found of jobs whose time is over, then jobs that ended long ago. */
  async prune(context: RequestContext, now: Date, endedBefore: Date, limit: number): Promise<void> {
    await this.runner.query(context, {
      name: 'bulk-job-chunks-prune',
      text: `DELETE FROM bulk_job_chunks c USING (
               SELECT id, instance_id FROM bulk_jobs b WHERE expires_at <= $1
                 AND EXISTS (SELECT FROM bulk_job_chunks o WHERE o.instance_id = b.instance_id AND o.job_id = b.id)
               ORDER BY expires_at LIMIT $2) j
             WHERE c.instance_id = j.instance_id AND c.job_id = j.id`,
      values: [now, limit],
    });
    await this.runner.query(context, {
      name: 'bulk-jobs-prune',
      text: `DELETE FROM bulk_jobs j WHERE finished_at < $1
               AND NOT EXISTS (SELECT FROM bulk_job_chunks c WHERE c.instance_id = j.instance_id AND c.job_id = j.id)`,
      values: [endedBefore],
    });
  }
}
