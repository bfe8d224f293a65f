import type { RequestContext } from '../../request-context';
import { BadUserInputError } from '../../errors';
import type { StatementRunner } from '../database';
import type { KeysetPosition, PageOf } from '../keyset/keyset-page';
import { readCounts, readPages } from '../keyset/list-reader';
import type { InstanceScope } from '../keyset/list-scope';
import type { ConditionsOf, ListTable } from '../keyset/list-statement';
import { bindScopes } from '../keyset/scope-kind';
import type { SortColumn } from '../keyset/sort-column';
import { storable } from '../storable-text';
import { isUuid } from '../uuid';
import { ListConditions } from './list-condition';

export type WebhookDeliveryKind = 'CHANGES' | 'PING';
export type WebhookDeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED' | 'CANCELLED';

/** One notification, as the delivery log shows it. */
export interface WebhookDeliveryRow {
  readonly id: string;
  readonly instanceId: string;
  readonly kind: WebhookDeliveryKind;
  readonly resource: string | null;
  readonly eventIds: readonly string[];
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly lastAttemptAt: Date | null;
  readonly durationMs: number | null;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
  readonly finishedAt: Date | null;
}

export interface NewWebhookDelivery {
  readonly id: string;
  readonly instanceId: string;
  readonly organizationId: string;
  readonly kind: WebhookDeliveryKind;
  readonly resource: string | null;
  readonly eventIds: readonly string[];
  readonly oldestEventAt: Date | null;
  readonly body: string;
  readonly createdAt: Date;
}

/** What is to be sent next. */
export interface PendingWebhookDelivery {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
  readonly oldestEventAt: Date | null;
}

/** How an attempt ended, and what the delivery is since. */
export interface WebhookAttemptResult {
  readonly status: WebhookDeliveryStatus;
  readonly attemptedAt: Date;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
  /** Of a delivery that is still pending. */
  readonly nextAttemptAt: Date | null;
  /** Of one that is not. */
  readonly finishedAt: Date | null;
}

/** Null and undefined mean "not asked for". */
export interface WebhookDeliveryFilter {
  readonly status?: readonly WebhookDeliveryStatus[] | null;
  readonly kind?: readonly WebhookDeliveryKind[] | null;
}

export interface WebhookDeliveryQuery {
  readonly filter: WebhookDeliveryFilter | null;
  /** Rows a page; at least 1. */
  readonly first: number;
  readonly after: KeysetPosition | null;
}

interface WebhookDeliveryColumns extends Omit<WebhookDeliveryRow, 'instanceId'> {
  readonly instance_id: string;
}

const TABLE: ListTable = {
  name: 'webhook_deliveries',
  columns: `t.id, t.instance_id, t.kind, t.resource, t.event_ids AS "eventIds", t.status, t.attempts,
    t.created_at AS "createdAt", t.next_attempt_at AS "nextAttemptAt", t.last_attempt_at AS "lastAttemptAt",
    t.duration_ms AS "durationMs", t.http_status AS "httpStatus", t.error, t.response_excerpt AS "responseExcerpt",
    t.finished_at AS "finishedAt"`,
  keyColumns: ['instance_id', 'id'],
};

const BY_CREATION: SortColumn = { column: 'created_at', type: 'timestamptz', nullable: false };

/** Rows that one statement of `prune` or `deleteOfInstance` removes. */
const DELETE_BATCH = 1_000;

/** Notifications to callback addresses: what waits to be sent, and the log. */
export class WebhookDeliveryRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Those of an instance are sent in the order in which they were inserted. */
  async insertMany(context: RequestContext, deliveries: readonly NewWebhookDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      await this.runner.query(context, {
        name: 'webhook-delivery-insert',
        text: `INSERT INTO webhook_deliveries (id, instance_id, organization_id, kind, resource, event_ids,
                 oldest_event_at, body, created_at, next_attempt_at, status, attempts)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 'PENDING', 0)`,
        values: [
          delivery.id,
          delivery.instanceId,
          delivery.organizationId,
          delivery.kind,
          delivery.resource,
          delivery.eventIds,
          delivery.oldestEventAt,
          delivery.body,
          delivery.createdAt,
        ],
      });
    }
  }

  /** The first of the changes that still have to be sent. */
  async findNext(context: RequestContext, instanceId: string): Promise<PendingWebhookDelivery | null> {
    const [row] = await this.runner.query<PendingWebhookDelivery>(context, {
      name: 'webhook-delivery-next',
      text: `SELECT id, body, attempts, oldest_event_at AS "oldestEventAt" FROM webhook_deliveries
             WHERE instance_id = $1 AND status = 'PENDING' AND kind = 'CHANGES' ORDER BY sequence LIMIT 1`,
      values: [instanceId],
    });
    return row ?? null;
  }

  /** Without effect on a delivery that does not wait any more: it was cancelled meanwhile. */
  async saveAttempt(
    context: RequestContext,
    instanceId: string,
    id: string,
    result: WebhookAttemptResult,
  ): Promise<void> {
    await this.runner.query(context, {
      name: 'webhook-delivery-attempted',
      text: `UPDATE webhook_deliveries SET attempts = attempts + 1, status = $3, last_attempt_at = $4, duration_ms = $5,
               http_status = $6, error = $7, response_excerpt = $8, next_attempt_at = $9, finished_at = $10
             WHERE instance_id = $1 AND id = $2 AND status = 'PENDING'`,
      values: [
        instanceId,
        id,
        result.status,
        result.attemptedAt,
        result.durationMs,
        result.httpStatus,
        storable(result.error),
        storable(result.responseExcerpt),
        result.nextAttemptAt,
        result.finishedAt,
      ],
    });
  }

  /** Lets what could not be delivered be tried again from the beginning, in its place. */
  async retryFailed(context: RequestContext, instanceId: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE webhook_deliveries SET status = 'PENDING', attempts = 0, next_attempt_at = $2, finished_at = NULL
             WHERE instance_id = $1 AND kind = 'CHANGES' AND status IN ('PENDING', 'FAILED')`,
      values: [instanceId, now],
    });
  }

  /** Sends these changes again, before whatever waits; answers how many there were. */
  async sendAgain(context: RequestContext, instanceId: string, ids: readonly string[], now: Date): Promise<number> {
    const rows = await this.runner.query(context, {
      text: `UPDATE webhook_deliveries SET status = 'PENDING', attempts = 0, next_attempt_at = $3, finished_at = NULL
             WHERE instance_id = $1 AND id = ANY($2::uuid[]) AND kind = 'CHANGES' RETURNING id`,
      values: [instanceId, ids, now],
    });
    return rows.length;
  }

  /** What was not delivered will not be. */
  async cancelUndelivered(context: RequestContext, instanceId: string, reason: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE webhook_deliveries SET status = 'CANCELLED', error = $2, next_attempt_at = NULL, finished_at = $3
             WHERE instance_id = $1 AND kind = 'CHANGES' AND status IN ('PENDING', 'FAILED')`,
      values: [instanceId, reason, now],
    });
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: WebhookDeliveryQuery,
  ): Promise<PageOf<WebhookDeliveryRow>[]> {
    assertIdOf(query.after);
    const { filter, first, after } = query;
    const conditions = conditionsOf(filter);
    const request = { table: TABLE, ...bindScopes(scopes), conditions, sort: BY_CREATION, first, after };
    return readPages<WebhookDeliveryColumns, WebhookDeliveryRow>(
      context,
      this.runner,
      { ...request, direction: 'DESC' },
      toRow,
    );
  }

  /** How many there are for each scope, in the order of the scopes. */
  async countForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: WebhookDeliveryFilter | null,
  ): Promise<number[]> {
    const request = { table: TABLE, ...bindScopes(scopes), conditions: conditionsOf(filter) };
    return readCounts(context, this.runner, request);
  }

  async findById(context: RequestContext, instanceId: string, id: string): Promise<WebhookDeliveryRow | null> {
    const [row] = await this.runner.query<WebhookDeliveryColumns>(context, {
      name: 'webhook-delivery-by-id',
      text: `SELECT ${TABLE.columns} FROM webhook_deliveries t WHERE t.instance_id = $1 AND t.id = $2`,
      values: [instanceId, id],
    });
    return row === undefined ? null : toRow(row);
  }

  /** Removes deliveries that were made before then and are not waiting, a batch a statement. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.deleteInBatches(context, "created_at < $1 AND status <> 'PENDING'", before);
  }

  async deleteOfInstance(context: RequestContext, instanceId: string): Promise<void> {
    await this.deleteInBatches(context, 'instance_id = $1', instanceId);
  }

  private async deleteInBatches(context: RequestContext, condition: string, value: unknown): Promise<void> {
    for (let isFull = true; isFull;) {
      const rows = await this.runner.query(context, {
        text: `DELETE FROM webhook_deliveries WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM webhook_deliveries WHERE ${condition} LIMIT ${DELETE_BATCH})) RETURNING id`,
        values: [value],
      });
      isFull = rows.length === DELETE_BATCH;
    }
  }
}

function conditionsOf(filter: WebhookDeliveryFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('status', filter?.status);
    list.anyOf('kind', filter?.kind);
    return list.conditions;
  };
}

/** A forged cursor must not reach the database with what no id is. */
function assertIdOf(after: KeysetPosition | null): void {
  if (after === null || isUuid(after.key[1] ?? '')) return;
  throw new BadUserInputError('The value of "after" is not a cursor of this list: start again without it.', {
    path: ['after'],
  });
}

function toRow({ instance_id: instanceId, ...columns }: WebhookDeliveryColumns): WebhookDeliveryRow {
  return {
    id: columns.id,
    instanceId,
    kind: columns.kind,
    resource: columns.resource,
    eventIds: columns.eventIds,
    status: columns.status,
    attempts: columns.attempts,
    createdAt: columns.createdAt,
    nextAttemptAt: columns.nextAttemptAt,
    lastAttemptAt: columns.lastAttemptAt,
    durationMs: columns.durationMs,
    httpStatus: columns.httpStatus,
    error: columns.error,
    responseExcerpt: columns.responseExcerpt,
    finishedAt: columns.finishedAt,
  };
}
