import type { ElementResource } from '../../adapters/adapter';
import type { ExpenseKind } from '../../adapters/records';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** A change that a vendor told an instance of. */
export interface VendorNoticeRow {
  readonly instanceId: string;
  readonly eventId: string;
  /** This and the next two are null for something that we keep no records of. */
  readonly resource: ElementResource | null;
  /** Of an expense. */
  readonly expenseKind: ExpenseKind | null;
  readonly remoteId: string | null;
}

export type NewVendorNotice = VendorNoticeRow & { readonly organizationId: string };

/** What vendors told of changes. */
export class VendorNoticeRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Those that were told before are passed over. The instances that there was something new for. */
  async insert(
    context: RequestContext,
    runner: StatementRunner,
    notices: readonly NewVendorNotice[],
    now: Date,
  ): Promise<string[]> {
    const rows = await runner.query<{ instanceId: string }>(context, {
      name: 'vendor-notices-insert',
      text: `WITH added AS (
               INSERT INTO vendor_notices
                 (instance_id, event_id, organization_id, resource, expense_kind, remote_id, received_at)
               SELECT n.*, $7 FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[]) AS n
               ORDER BY 1, 2
               ON CONFLICT DO NOTHING RETURNING instance_id)
             SELECT DISTINCT instance_id AS "instanceId" FROM added`,
      values: [
        notices.map(({ instanceId }) => instanceId),
        notices.map(({ eventId }) => eventId),
        notices.map(({ organizationId }) => organizationId),
        notices.map(({ resource }) => resource),
        notices.map(({ expenseKind }) => expenseKind),
        notices.map(({ remoteId }) => remoteId),
        now,
      ],
    });
    return rows.map(({ instanceId }) => instanceId);
  }

  /** Earliest first. */
  async listWaiting(context: RequestContext, instanceId: string, limit: number): Promise<VendorNoticeRow[]> {
    return this.runner.query<VendorNoticeRow>(context, {
      name: 'vendor-notices-waiting',
      text: `SELECT instance_id AS "instanceId", event_id AS "eventId", resource, expense_kind AS "expenseKind",
               remote_id AS "remoteId"
             FROM vendor_notices WHERE instance_id = $1 AND handled_at IS NULL ORDER BY received_at LIMIT $2`,
      values: [instanceId, limit],
    });
  }

  async markHandled(
    context: RequestContext,
    instanceId: string,
    eventIds: readonly string[],
    now: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      name: 'vendor-notices-handled',
      text: `UPDATE vendor_notices SET handled_at = $3
             WHERE instance_id = $1 AND event_id = ANY($2::text[]) AND handled_at IS NULL`,
      values: [instanceId, eventIds, now],
    });
  }

  /** Instances that have notices from before then that nobody has looked at. */
  async listForgotten(context: RequestContext, receivedBefore: Date, limit: number): Promise<string[]> {
    const rows = await this.runner.query<{ instanceId: string }>(context, {
      text: `SELECT instance_id AS "instanceId" FROM vendor_notices WHERE handled_at IS NULL AND received_at < $1
             GROUP BY instance_id ORDER BY min(received_at) LIMIT $2`,
      values: [receivedBefore, limit],
    });
    return rows.map(({ instanceId }) => instanceId);
  }

  /** Forgets what was looked at before then. */
  async prune(context: RequestContext, handledBefore: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'DELETE FROM vendor_notices WHERE handled_at < $1',
      values: [handledBefore],
    });
  }
}
