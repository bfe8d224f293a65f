import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/**
 * Told by triggers when a secret or a token is replaced or removed, with the organization's id as its payload: who was let
 * in before is checked anew.
 */
export const ACCESS_CHANGES_CHANNEL = 'access_changes';

export type InstanceStatus = 'PENDING' | 'ACTIVE' | 'DEGRADED' | 'NEEDS_REAUTHENTICATION' | 'DISABLED';

export interface InstanceRow {
  readonly id: string;
  /** REST's id: digits. */
  readonly number: string;
  readonly organizationId: string;
  readonly elementKey: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: InstanceStatus;
  readonly statusReason: string | null;
  readonly statusChangedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSyncedAt: Date | null;
  /** Null: the default. */
  readonly timeToLiveSeconds: number | null;
  readonly externalAuthentication: 'NONE' | 'INITIAL';
  /** Id of the user who provisioned it. */
  readonly createdBy: string;
}

export interface NewInstance {
  readonly id: string;
  readonly organizationId: string;
  readonly elementKey: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: InstanceStatus;
  readonly statusReason?: string | null;
  readonly tokenHash: Buffer;
  readonly externalAuthentication: 'NONE' | 'INITIAL';
  readonly timeToLiveSeconds: number | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** How an instance is, and why. */
export interface InstanceCondition {
  readonly status: InstanceStatus;
  readonly statusReason: string | null;
}

/** An instance that was changed. */
export interface ChangedInstance {
  readonly instance: InstanceRow;
  readonly before: InstanceCondition;
}

/** What is left out stays. */
export interface InstanceChange {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly status?: InstanceStatus;
  readonly statusReason?: string | null;
  /** Null: the default. */
  readonly timeToLiveSeconds?: number | null;
}

/** Conditions on instances; all that are given must hold, a list means any of. */
export interface InstanceListFilter {
  readonly ids?: readonly string[];
  readonly elementKeys?: readonly string[];
  readonly statuses?: readonly InstanceStatus[];
  readonly tags?: readonly string[];
  /** Part of the name, case ignored. */
  readonly text?: string;
}

/** Where a page of instances, ordered by name, goes on. */
export interface InstancePosition {
  readonly name: string;
  readonly id: string;
}

const COLUMNS = `
  i.id, i.number::text AS number, i.organization_id AS "organizationId", i.element_key AS "elementKey", i.name, i.tags, i.status,
  i.status_reason AS "statusReason", i.status_changed_at AS "statusChangedAt",
  i.created_at AS "createdAt", i.updated_at AS "updatedAt", i.last_synced_at AS "lastSyncedAt",
  i.time_to_live_seconds AS "timeToLiveSeconds", i.external_authentication AS "externalAuthentication",
  i.created_by AS "createdBy"`;

/** How the row was before an UPDATE. Locked, so that it is what the UPDATE finds. */
const LOCKED = '(SELECT id, status, status_reason FROM instances WHERE id = $2 FOR UPDATE) old';
const PREVIOUS = 'old.status AS "previousStatus", old.status_reason AS "previousReason"';

interface PreviousCondition {
  readonly previousStatus: InstanceStatus;
  readonly previousReason: string | null;
}

const VISIBLE = 'i.organization_id = $1 AND i.deleted_at IS NULL';

const FILTER = `
  ($2::uuid[] IS NULL OR i.id = ANY($2)) AND ($3::text[] IS NULL OR i.element_key = ANY($3))
  AND ($4::text[] IS NULL OR i.status = ANY($4)) AND ($5::text[] IS NULL OR i.tags && $5)
  AND ($6::text IS NULL OR strpos(lower(i.name), lower($6)) > 0)`;

/** Instances of one organization; another's, and deleted ones, are absent. */
export class InstanceRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** In the order of `ids`, null where there is none. */
  async findByIds(
    context: RequestContext,
    organizationId: string,
    ids: readonly string[],
  ): Promise<(InstanceRow | null)[]> {
    const rows = await this.runner.query<InstanceRow>(context, {
      name: 'instances-by-ids',
      text: `SELECT ${COLUMNS} FROM instances i WHERE ${VISIBLE} AND i.id = ANY($2::uuid[])`,
      values: [organizationId, ids],
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** By its number in the platform's calls, which is one that bigint can hold. */
  async findByNumber(context: RequestContext, organizationId: string, number: string): Promise<InstanceRow | null> {
    const [row] = await this.runner.query<InstanceRow>(context, {
      name: 'instance-by-number',
      text: `SELECT ${COLUMNS} FROM instances i WHERE ${VISIBLE} AND i.number = $2::bigint`,
      values: [organizationId, number],
    });
    return row ?? null;
  }

  async countByElement(
    context: RequestContext,
    organizationId: string,
    filter: InstanceListFilter,
  ): Promise<{ readonly elementKey: string; readonly count: number }[]> {
    return this.runner.query(context, {
      name: 'instances-count-by-element',
      text: `SELECT i.element_key AS "elementKey", count(*)::int AS count FROM instances i
             WHERE ${VISIBLE} AND ${FILTER} GROUP BY i.element_key ORDER BY i.element_key`,
      values: filterValues(organizationId, filter),
    });
  }

  /** Whoever's it is: for administrators. */
  async findOfAnyone(context: RequestContext, id: string): Promise<InstanceRow | null> {
    const [row] = await this.runner.query<InstanceRow>(context, {
      text: `SELECT ${COLUMNS} FROM instances i WHERE i.deleted_at IS NULL AND i.id = $1::uuid`,
      values: [id],
    });
    return row ?? null;
  }

  /** Ordered by name (case ignored, by code point), then id; one row more than `first` when there is a next page. */
  async list(
    context: RequestContext,
    organizationId: string,
    filter: InstanceListFilter,
    first: number,
    after: InstancePosition | null,
  ): Promise<InstanceRow[]> {
    return this.runner.query<InstanceRow>(context, {
      name: 'instances-page',
      text: `SELECT ${COLUMNS} FROM instances i WHERE ${VISIBLE} AND ${FILTER}
             AND ($7::text IS NULL OR (lower(i.name) COLLATE "C", i.id) > ($7 COLLATE "C", $8::uuid))
             ORDER BY lower(i.name) COLLATE "C", i.id LIMIT $9`,
      values: [...filterValues(organizationId, filter), after?.name ?? null, after?.id ?? null, first + 1],
    });
  }

  async count(context: RequestContext, organizationId: string, filter: InstanceListFilter): Promise<number> {
    const rows = await this.runner.query<{ count: number }>(context, {
      name: 'instances-count',
      text: `SELECT count(*)::int AS count FROM instances i WHERE ${VISIBLE} AND ${FILTER}`,
      values: filterValues(organizationId, filter),
    });
    return rows[0]?.count ?? 0;
  }

  /** Every instance that matches, without pages: what a root list of records reads from. */
  async listMatching(
    context: RequestContext,
    organizationId: string,
    filter: InstanceListFilter,
  ): Promise<InstanceRow[]> {
    return this.runner.query<InstanceRow>(context, {
      name: 'instances-matching',
      text: `SELECT ${COLUMNS} FROM instances i WHERE ${VISIBLE} AND ${FILTER} ORDER BY i.id`,
      values: filterValues(organizationId, filter),
    });
  }

  async insert(context: RequestContext, instance: NewInstance): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
               external_authentication, created_by, created_at, updated_at, time_to_live_seconds, status_reason)
             VALUES ($1, $2, $3, $4, $5, $6, $10, $7, $8, $9, $10, $10, $11, $12)`,
      values: [
        instance.id,
        instance.organizationId,
        instance.elementKey,
        instance.name,
        instance.tags,
        instance.status,
        instance.tokenHash,
        instance.externalAuthentication,
        instance.createdBy,
        instance.createdAt,
        instance.timeToLiveSeconds,
        instance.statusReason ?? null,
      ],
    });
  }

  /** The instance as it now is, and how it was; null when it is gone. */
  async update(
    context: RequestContext,
    organizationId: string,
    id: string,
    change: InstanceChange,
    now: Date,
  ): Promise<ChangedInstance | null> {
    const rows = await this.runner.query<InstanceRow & PreviousCondition>(context, {
      text: `UPDATE instances i SET
               name = coalesce($3, i.name), tags = coalesce($4, i.tags), status = coalesce($5, i.status),
               status_reason = CASE WHEN $6 THEN $7 ELSE i.status_reason END,
               status_changed_at = CASE WHEN $5 IS NULL OR $5 = i.status THEN i.status_changed_at ELSE $8 END,
               time_to_live_seconds = CASE WHEN $9 THEN $10 ELSE i.time_to_live_seconds END,
               updated_at = $8
             FROM ${LOCKED} WHERE ${VISIBLE} AND i.id = $2 AND old.id = i.id RETURNING ${COLUMNS}, ${PREVIOUS}`,
      values: [
        organizationId,
        id,
        change.name ?? null,
        change.tags ?? null,
        change.status ?? null,
        change.statusReason !== undefined,
        change.statusReason ?? null,
        now,
        change.timeToLiveSeconds !== undefined,
        change.timeToLiveSeconds ?? null,
      ],
    });
    return toChanged(rows);
  }

  /**
   * Moves an instance to a status because of what its vendor answered; never one that its owner switched off. The instance
   * as it now is, and how it was; null when nothing of that changed.
   */
  async moveToStatus(
    context: RequestContext,
    runner: StatementRunner,
    id: string,
    status: InstanceStatus,
    reason: string | null,
    now: Date,
  ): Promise<ChangedInstance | null> {
    const rows = await runner.query<InstanceRow & PreviousCondition>(context, {
      text: `UPDATE instances i SET status = $2, status_reason = $3,
               status_changed_at = CASE WHEN i.status = $2 THEN i.status_changed_at ELSE $4 END
             FROM (SELECT id, status, status_reason FROM instances WHERE id = $1 FOR UPDATE) old
             WHERE i.id = $1 AND old.id = i.id AND i.deleted_at IS NULL AND i.status <> 'DISABLED'
               AND (i.status, i.status_reason) IS DISTINCT FROM ($2, $3)
             RETURNING ${COLUMNS}, ${PREVIOUS}`,
      values: [id, status, reason, now],
    });
    return toChanged(rows);
  }

  /**
   * Instances that are degraded since before then and whose last check, if any, is long enough ago, longest degraded
   * first. `now` is the time of the leases.
   */
  async listToCheck(
    context: RequestContext,
    now: Date,
    degradedSince: Date,
    limit: number,
  ): Promise<{ readonly organizationId: string; readonly instanceId: string }[]> {
    return this.runner.query(context, {
      text: `SELECT i.organization_id AS "organizationId", i.id AS "instanceId" FROM instances i
             WHERE i.deleted_at IS NULL AND i.status = 'DEGRADED' AND i.status_changed_at <= $2
               AND NOT EXISTS (SELECT FROM leases l WHERE l.key = 'health-check:' || i.id AND l.expires_at > $1)
             ORDER BY i.status_changed_at, i.id LIMIT $3`,
      values: [now, degradedSince, limit],
    });
  }

  /** Whoever's they are: instances of these elements that their vendor may be asked for, by id. */
  async listAskable(
    context: RequestContext,
    elementKeys: readonly string[],
    afterId: string | null,
    limit: number,
  ): Promise<InstanceRow[]> {
    return this.runner.query<InstanceRow>(context, {
      text: `SELECT ${COLUMNS} FROM instances i
             WHERE i.deleted_at IS NULL AND i.element_key = ANY($1::text[]) AND ($2::uuid IS NULL OR i.id > $2)
               AND i.status NOT IN ('DISABLED','NEEDS_REAUTHENTICATION')
             ORDER BY i.id LIMIT $3`,
      values: [elementKeys, afterId, limit],
    });
  }

  /** The status, which nobody else changes until the transaction has ended; null when the instance is gone. */
  async lockStatus(context: RequestContext, organizationId: string, id: string): Promise<InstanceStatus | null> {
    const [row] = await this.runner.query<{ status: InstanceStatus }>(context, {
      text: `SELECT i.status FROM instances i WHERE ${VISIBLE} AND i.id = $2 FOR UPDATE`,
      values: [organizationId, id],
    });
    return row?.status ?? null;
  }

  async markSynced(context: RequestContext, runner: StatementRunner, id: string, at: Date): Promise<void> {
    await runner.query(context, {
      text: 'UPDATE instances SET last_synced_at = greatest(last_synced_at, $2) WHERE id = $1',
      values: [id, at],
    });
  }

  /** Gives an instance another token; the old one works until `previousUntil`. */
  async replaceToken(
    context: RequestContext,
    organizationId: string,
    id: string,
    tokenHash: Buffer,
    previousUntil: Date | null,
    now: Date,
  ): Promise<InstanceRow | null> {
    const rows = await this.runner.query<InstanceRow>(context, {
      text: `UPDATE instances i SET token_hash = $3, updated_at = $5, previous_token_expires_at = $4,
               previous_token_hash = CASE WHEN $4::timestamptz IS NULL THEN NULL ELSE i.token_hash END
             WHERE ${VISIBLE} AND i.id = $2 RETURNING ${COLUMNS}`,
      values: [organizationId, id, tokenHash, previousUntil, now],
    });
    return rows[0] ?? null;
  }

  /** Hides an instance from every reader; true when there was one. */
  async markDeleted(context: RequestContext, organizationId: string, id: string, now: Date): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: `UPDATE instances i SET deleted_at = $3 WHERE ${VISIBLE} AND i.id = $2 RETURNING i.id`,
      values: [organizationId, id, now],
    });
    return rows.length === 1;
  }

  /** Ids of instances that are hidden and not yet purged, oldest first. */
  async listDeleted(context: RequestContext, limit: number): Promise<string[]> {
    const rows = await this.runner.query<{ id: string }>(context, {
      text: 'SELECT id FROM instances WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT $1',
      values: [limit],
    });
    return rows.map((row) => row.id);
  }

  /** Removes what is left of a hidden instance once its records are gone. */
  async purge(context: RequestContext, id: string): Promise<void> {
    await this.runner.query(context, {
      text: `WITH settings AS (DELETE FROM instance_configuration WHERE instance_id = $1),
                  freshness AS (DELETE FROM resource_freshness WHERE instance_id = $1),
                  runs AS (DELETE FROM sync_runs WHERE instance_id = $1),
                  schedule AS (DELETE FROM sync_schedules WHERE instance_id = $1),
                  writes AS (DELETE FROM vendor_writes WHERE instance_id = $1),
                  sessions AS (DELETE FROM agent_sessions WHERE instance_id = $1),
                  agent AS (DELETE FROM instance_agents WHERE instance_id = $1),
                  absent AS (DELETE FROM absent_records WHERE instance_id = $1)
             SELECT 1`,
      values: [id],
    });
    await this.runner.query(context, {
      text: 'DELETE FROM instances WHERE id = $1 AND deleted_at IS NOT NULL',
      values: [id],
    });
  }
}

function toChanged([row]: readonly (InstanceRow & PreviousCondition)[]): ChangedInstance | null {
  if (row === undefined) return null;
  const { previousStatus, previousReason, ...instance } = row;
  return { instance, before: { status: previousStatus, statusReason: previousReason } };
}

function filterValues(organizationId: string, filter: InstanceListFilter): unknown[] {
  return [
    organizationId,
    filter.ids ?? null,
    filter.elementKeys ?? null,
    filter.statuses ?? null,
    filter.tags ?? null,
    filter.text ?? null,
  ];
}
