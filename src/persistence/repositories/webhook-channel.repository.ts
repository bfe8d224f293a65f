import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/** How far an instance's notifications have come. Absent while they are switched off. */
export interface WebhookChannelRow {
  readonly instanceId: string;
  readonly status: 'ACTIVE' | 'DISABLED';
  readonly statusReason: string | null;
  readonly statusChangedAt: Date;
  readonly failingSince: Date | null;
  /** Null: there is nothing to send. */
  readonly waitsUntil: Date | null;
}

/** The right to send an instance's notifications. */
export interface WebhookClaim {
  readonly instanceId: string;
  readonly organizationId: string;
  /** Higher than that of every earlier sender, also of those before notifications were off. */
  readonly claim: string;
}

/** What a notification says about the instance that it is of. */
export interface WebhookInstance {
  readonly instanceId: string;
  /** The platform's number for it. */
  readonly instanceNumber: number;
  readonly organizationId: string;
  readonly elementKey: string;
}

const COLUMNS = `instance_id AS "instanceId", status, status_reason AS "statusReason",
  status_changed_at AS "statusChangedAt", failing_since AS "failingSince", waits_until AS "waitsUntil"`;

/**
 * Notifications of instances that want them. One sender at a time works on an instance: it claims the row, and
 * whatever it stores it stores while its claim holds.
 */
export class WebhookChannelRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Switches notifications on, from `cursor`; where they are on already, from where they are, and working again. */
  async open(
    context: RequestContext,
    channel: { readonly instanceId: string; readonly organizationId: string; readonly cursor: string | null },
    now: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO webhook_channels AS c
               (instance_id, organization_id, status, status_changed_at, cursor, waits_until, claim)
             VALUES ($1, $2, 'ACTIVE', $4, $3, $4, 0)
             ON CONFLICT (instance_id) DO UPDATE SET status = 'ACTIVE', status_reason = NULL, failing_since = NULL,
               status_changed_at = CASE WHEN c.status = 'ACTIVE' THEN c.status_changed_at ELSE $4 END, waits_until = $4`,
      values: [channel.instanceId, channel.organizationId, channel.cursor, now],
    });
  }

  /** Switches them off. */
  async close(context: RequestContext, instanceId: string): Promise<void> {
    await this.runner.query(context, {
      text: 'DELETE FROM webhook_channels WHERE instance_id = $1',
      values: [instanceId],
    });
  }

  /**
   * To be called in a transaction that notes changes of these instances, before it writes them: they have something to
   * send from now on, unless they wait for longer. The rows stay locked, also those that are due already: a sender that
   * has just seen that there is nothing left would otherwise rest on changes that it could not see yet. Two statements:
   * the second sees what such a sender, which the first has waited for, has written.
   */
  async noteChanges(context: RequestContext, instanceIds: readonly string[], now: Date): Promise<void> {
    const noted = await this.runner.query<object>(context, {
      name: 'webhook-channels-lock',
      text: `SELECT FROM webhook_channels WHERE instance_id = ANY($1::uuid[])
             ORDER BY instance_id FOR NO KEY UPDATE`,
      values: [instanceIds],
    });
    if (noted.length === 0) return;
    await this.runner.query(context, {
      name: 'webhook-channels-wake',
      text: 'UPDATE webhook_channels SET waits_until = $2 WHERE instance_id = ANY($1::uuid[]) AND waits_until IS NULL',
      values: [instanceIds, now],
    });
  }

  /** There is nothing to send until changes are noted. In the transaction that has held the claim and found none. */
  async rest(context: RequestContext, { instanceId, claim }: WebhookClaim): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-channel-rest',
      text: `UPDATE webhook_channels c SET waits_until = NULL WHERE instance_id = $1 AND claim = $2
               AND NOT EXISTS (SELECT FROM webhook_deliveries d
                               WHERE d.instance_id = c.instance_id AND d.status = 'PENDING')`,
      values: [instanceId, claim],
    });
  }

  /** Claims instances that have something to send, by now; each is claimed by one caller alone until `until`. */
  async claimDue(context: RequestContext, now: Date, until: Date, limit: number): Promise<WebhookClaim[]> {
    return this.runner.query<WebhookClaim>(context, {
      name: 'webhook-channels-claim',
      text: `WITH due AS (
               SELECT c.instance_id FROM webhook_channels c JOIN instances i ON i.id = c.instance_id
               WHERE c.status = 'ACTIVE' AND c.waits_until <= $1 AND i.deleted_at IS NULL
                 AND (c.claimed_until IS NULL OR c.claimed_until <= $1)
               ORDER BY c.waits_until LIMIT $3 FOR UPDATE OF c SKIP LOCKED)
             UPDATE webhook_channels c SET claim = nextval('lease_fencing'), claimed_until = $2 FROM due
             WHERE c.instance_id = due.instance_id
             RETURNING c.instance_id AS "instanceId", c.organization_id AS "organizationId", c.claim`,
      values: [now, until, limit],
    });
  }

  /**
   * Holds on to a claim; null when it is lost, or notifications are off. Within a transaction, nobody can take it or
   * change the row before that has ended.
   */
  async hold(
    context: RequestContext,
    { instanceId, claim }: WebhookClaim,
    until: Date,
  ): Promise<{ readonly cursor: string | null } | null> {
    const [row] = await this.runner.query<{ cursor: string | null }>(context, {
      name: 'webhook-channel-hold',
      text: `UPDATE webhook_channels SET claimed_until = $3
             WHERE instance_id = $1 AND claim = $2 AND status = 'ACTIVE' RETURNING cursor`,
      values: [instanceId, claim, until],
    });
    return row ?? null;
  }

  /** Lets go of it; without effect when it is lost already. */
  async release(context: RequestContext, { instanceId, claim }: WebhookClaim): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-channel-release',
      text: 'UPDATE webhook_channels SET claimed_until = NULL WHERE instance_id = $1 AND claim = $2',
      values: [instanceId, claim],
    });
  }

  /** Nothing is sent before then. */
  async postpone(context: RequestContext, { instanceId, claim }: WebhookClaim, until: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE webhook_channels SET waits_until = $3 WHERE instance_id = $1 AND claim = $2',
      values: [instanceId, claim, until],
    });
  }

  /** Deliveries are made of the changes after this one from now on. */
  async moveCursor(context: RequestContext, instanceId: string, cursor: string): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-channel-cursor',
      text: 'UPDATE webhook_channels SET cursor = $2 WHERE instance_id = $1',
      values: [instanceId, cursor],
    });
  }

  /** Ends waiting for the next attempt; false when notifications are off. Locks the row for the transaction. */
  async wake(context: RequestContext, instanceId: string, now: Date): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: 'UPDATE webhook_channels SET waits_until = $2 WHERE instance_id = $1 RETURNING instance_id',
      values: [instanceId, now],
    });
    return rows.length > 0;
  }

  /** The place before the first change of an instance that was noted at that time or later; null when there is none. */
  async findCursorBefore(context: RequestContext, instanceId: string, time: Date): Promise<string | null> {
    const [row] = await this.runner.query<{ cursor: string | null }>(context, {
      text: 'SELECT min(id) - 1 AS cursor FROM change_events WHERE instance_id = $1 AND recorded_at >= $2',
      values: [instanceId, time],
    });
    return row?.cursor ?? null;
  }

  async noteSuccess(context: RequestContext, instanceId: string): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-channel-success',
      text: 'UPDATE webhook_channels SET failing_since = NULL WHERE instance_id = $1 AND failing_since IS NOT NULL',
      values: [instanceId],
    });
  }

  async noteFailure(context: RequestContext, instanceId: string, since: Date, waitsUntil: Date): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-channel-failure',
      text: `UPDATE webhook_channels SET failing_since = coalesce(failing_since, $2), waits_until = $3
             WHERE instance_id = $1`,
      values: [instanceId, since, waitsUntil],
    });
  }

  /** Sends nothing more until somebody opens it again. */
  async disable(context: RequestContext, instanceId: string, reason: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE webhook_channels SET status = 'DISABLED', status_reason = $2, status_changed_at = $3,
               failing_since = coalesce(failing_since, $3) WHERE instance_id = $1`,
      values: [instanceId, reason, now],
    });
  }

  /** Null for an instance that is gone. */
  async findInstance(context: RequestContext, instanceId: string): Promise<WebhookInstance | null> {
    const [row] = await this.runner.query<WebhookInstance>(context, {
      name: 'webhook-instance',
      text: `SELECT id AS "instanceId", number::float8 AS "instanceNumber", organization_id AS "organizationId",
               element_key AS "elementKey"
             FROM instances WHERE id = $1 AND deleted_at IS NULL`,
      values: [instanceId],
    });
    return row ?? null;
  }

  /** In the order of `instanceIds`. Callers have checked that the instances are theirs. */
  async findByInstances(
    context: RequestContext,
    instanceIds: readonly string[],
  ): Promise<(WebhookChannelRow | null)[]> {
    const rows = await this.runner.query<WebhookChannelRow>(context, {
      name: 'webhook-channels-by-instances',
      text: `SELECT ${COLUMNS} FROM webhook_channels WHERE instance_id = ANY($1::uuid[])`,
      values: [instanceIds],
    });
    const byInstance = new Map(rows.map((row) => [row.instanceId, row]));
    return instanceIds.map((id) => byInstance.get(id) ?? null);
  }
}
