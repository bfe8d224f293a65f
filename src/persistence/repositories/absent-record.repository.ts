import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** Records that a vendor was asked for and does not have; remembered for a short while. */
export class AbsentRecordRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Which of these the vendor did not have, not long ago. */
  async find(
    context: RequestContext,
    instanceId: string,
    resource: string,
    remoteIds: readonly string[],
    now: Date,
  ): Promise<Set<string>> {
    const rows = await this.runner.query<{ remoteId: string }>(context, {
      name: 'absent-records',
      text: `SELECT remote_id AS "remoteId" FROM absent_records
             WHERE instance_id = $1 AND resource = $2 AND remote_id = ANY($3::text[]) AND expires_at > $4`,
      values: [instanceId, resource, remoteIds, now],
    });
    return new Set(rows.map((row) => row.remoteId));
  }

  async remember(
    context: RequestContext,
    instanceId: string,
    resource: string,
    remoteIds: readonly string[],
    expiresAt: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO absent_records (instance_id, resource, remote_id, expires_at)
             SELECT $1, $2, unnest($3::text[]), $4
             ON CONFLICT (instance_id, resource, remote_id) DO UPDATE SET expires_at = excluded.expires_at`,
      values: [instanceId, resource, remoteIds, expiresAt],
    });
  }

  /** They may be there by now. */
  async forget(
    context: RequestContext,
    instanceId: string,
    resource: string,
    remoteIds: readonly string[],
  ): Promise<void> {
    await this.runner.query(context, {
      name: 'absent-records-forget',
      text: 'DELETE FROM absent_records WHERE instance_id = $1 AND resource = $2 AND remote_id = ANY($3::text[])',
      values: [instanceId, resource, remoteIds],
    });
  }

  async prune(context: RequestContext, now: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM absent_records WHERE expires_at < $1', values: [now] });
  }
}
