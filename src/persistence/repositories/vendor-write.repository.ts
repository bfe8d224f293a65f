import type { ElementOperation, ElementResource } from '../../adapters/adapter';
import type { WriteName } from '../../adapters/writes';
import { BadUserInputError } from '../../errors';
import type { RecordKind } from '../../record-id';
import type { RequestContext } from '../../request-context';
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

export type VendorWriteStatus =
  'QUEUED' | 'SENT' | 'SUCCEEDED' | 'PARTIALLY_SUCCEEDED' | 'REJECTED' | 'NOT_SENT' | 'UNKNOWN' | 'EXPIRED';

/** One change that was asked of a vendor. */
export interface VendorWriteRow {
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly name: WriteName;
  readonly resource: ElementResource;
  readonly operation: ElementOperation;
  readonly status: VendorWriteStatus;
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  /** Null where the write is not one of items, or where nothing is known of them. */
  readonly doneCount: number | null;
  readonly skippedCount: number | null;
  readonly failedCount: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorRequires: string | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
  /** Of one that an agent is to bring; null for all others. */
  readonly expiresAt: Date | null;
  readonly createdRecords: readonly CreatedRecord[];
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When its outcome became known, or was given up. */
  readonly settledAt: Date | null;
}

/** A record that a write made. */
export interface CreatedRecord {
  readonly kind: RecordKind;
  readonly remoteId: string;
}

export type NewVendorWrite = Pick<
  VendorWriteRow,
  | 'id'
  | 'organizationId'
  | 'instanceId'
  | 'name'
  | 'resource'
  | 'operation'
  | 'idempotencyKey'
  | 'requestId'
  | 'createdAt'
>;

export interface WriteError {
  readonly code: string;
  readonly message: string;
  readonly requires: string | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
}

/** How a write ended. */
export type WriteSettlement =
  | {
      readonly status: 'SUCCEEDED' | 'PARTIALLY_SUCCEEDED';
      readonly counts: { readonly done: number; readonly skipped: number; readonly failed: number } | null;
      readonly createdRecords: readonly CreatedRecord[];
    }
  | { readonly status: 'REJECTED' | 'NOT_SENT' | 'UNKNOWN'; readonly error: WriteError };

/** Null and undefined mean "not asked for". */
export interface VendorWriteFilter {
  readonly status?: readonly VendorWriteStatus[] | null;
  readonly resource?: readonly ElementResource[] | null;
  readonly idempotencyKey?: readonly string[] | null;
  /** From this instant on. */
  readonly createdFrom?: Date | null;
  /** Before this instant. */
  readonly createdBefore?: Date | null;
}

export interface VendorWriteQuery {
  readonly filter: VendorWriteFilter | null;
  readonly first: number;
  readonly after: KeysetPosition | null;
}

export const VENDOR_WRITE_COLUMNS = `t.id, t.organization_id AS "organizationId", t.instance_id AS "instanceId", t.name, t.resource, t.operation,
  t.status, t.idempotency_key AS "idempotencyKey", t.request_id AS "requestId", t.done_count AS "doneCount",
  t.skipped_count AS "skippedCount", t.failed_count AS "failedCount", t.error_code AS "errorCode",
  t.error_message AS "errorMessage", t.expires_at AS "expiresAt", t.created_records AS "createdRecords", t.error_requires AS "errorRequires", t.vendor_code AS "vendorCode",
  t.vendor_message AS "vendorMessage", t.vendor_request_id AS "vendorRequestId", t.created_at AS "createdAt",
  t.sent_at AS "sentAt", t.settled_at AS "settledAt"`;

const TABLE: ListTable = {
  name: 'vendor_writes',
  columns: `${VENDOR_WRITE_COLUMNS}, t.instance_id`,
  keyColumns: ['instance_id', 'id'],
};
const BY_CREATION: SortColumn = { column: 'created_at', type: 'timestamptz', nullable: false };

const EXPIRED_MESSAGE =
  "The program at the customer's did not fetch it in time, and nothing was sent. Ask for it again, under a new idempotency key.";
const GIVEN_UP = `status = 'UNKNOWN', settled_at = $1, error_code = 'OUTCOME_UNKNOWN', error_message = $2`;
const GIVEN_UP_MESSAGE =
  'The request was sent, and our side ended before the answer was written down: it may have been carried out. Look there before sending it again.';

/** What is asked of vendors, and what comes of it. */
export class VendorWriteRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** As sent: from here on it may have been carried out. */
  async insertSent(context: RequestContext, runner: StatementRunner, write: NewVendorWrite): Promise<VendorWriteRow> {
    const [row] = await runner.query<VendorWriteRow>(context, {
      name: 'vendor-write-insert',
      text: `INSERT INTO vendor_writes AS t (id, organization_id, instance_id, name, resource, operation, status,
               idempotency_key, request_id, created_at, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'SENT', $7, $8, $9, $9) RETURNING ${VENDOR_WRITE_COLUMNS}`,
      values: [
        write.id,
        write.organizationId,
        write.instanceId,
        write.name,
        write.resource,
        write.operation,
        write.idempotencyKey,
        write.requestId,
        write.createdAt,
      ],
    });
    return row as VendorWriteRow;
  }

  /** What no agent has fetched in time is not sent any more. */
  async expire(context: RequestContext, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE vendor_writes SET status = 'EXPIRED', settled_at = $1, encrypted_request = NULL,
               error_code = 'VENDOR_UNAVAILABLE', error_message = $2
             WHERE status = 'QUEUED' AND expires_at <= $1`,
      values: [now, EXPIRED_MESSAGE],
    });
  }

  /** What came of it; also of one that was given up. Null when there is no such write that waits for an answer. */
  async settle(
    context: RequestContext,
    runner: StatementRunner,
    id: string,
    settlement: WriteSettlement,
    now: Date,
  ): Promise<VendorWriteRow | null> {
    const counts = 'counts' in settlement ? settlement.counts : null;
    const error = 'error' in settlement ? storable(settlement.error) : null;
    const [row] = await runner.query<VendorWriteRow>(context, {
      name: 'vendor-write-settle',
      text: `UPDATE vendor_writes t SET status = $2, settled_at = $3, encrypted_request = NULL,
               sent_at = CASE WHEN $2 <> 'NOT_SENT' THEN coalesce(sent_at, $3) END, created_records = $13,
               done_count = $4, skipped_count = $5, failed_count = $6, error_code = $7, error_message = $8,
               error_requires = $9, vendor_code = $10, vendor_message = $11, vendor_request_id = $12
             WHERE id = $1 AND (status IN ('SENT', 'UNKNOWN') OR status = 'QUEUED' AND encrypted_request IS NOT NULL)
             RETURNING ${VENDOR_WRITE_COLUMNS}`,
      values: [
        id,
        settlement.status,
        now,
        counts?.done ?? null,
        counts?.skipped ?? null,
        counts?.failed ?? null,
        error?.code ?? null,
        error?.message ?? null,
        error?.requires ?? null,
        error?.vendorCode ?? null,
        error?.vendorMessage ?? null,
        error?.vendorRequestId ?? null,
        JSON.stringify('createdRecords' in settlement ? settlement.createdRecords : []),
      ],
    });
    return row ?? null;
  }

  /** Whether something may have been changed at the vendor after that instant, as far as we know of it; queued long before or not. */
  async hasSettledSince(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    since: Date,
  ): Promise<boolean> {
    const rows = await runner.query(context, {
      name: 'vendor-writes-settled-since',
      text: `SELECT FROM vendor_writes t WHERE t.instance_id = $1 AND t.settled_at > $2
               AND t.status IN ('SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'UNKNOWN') LIMIT 1`,
      values: [instanceId, since],
    });
    return rows.length > 0;
  }

  /**
   * Nobody waits for the answer any more: whoever sent it has died, or the agent that had it has not called for a week
   * after it would have expired. How many.
   */
  async giveUp(context: RequestContext, sentBefore: Date, now: Date): Promise<number> {
    const rows = await this.runner.query(context, {
      text: `UPDATE vendor_writes SET ${GIVEN_UP}, encrypted_request = NULL
             WHERE status = 'SENT' AND sent_at < $3 AND (expires_at IS NULL OR expires_at < $3::timestamptz - interval '7 days')
             RETURNING id`,
      values: [now, GIVEN_UP_MESSAGE, sentBefore],
    });
    return rows.length;
  }

  /** Those that there are, in any order. */
  async findByIds(context: RequestContext, ids: readonly string[]): Promise<VendorWriteRow[]> {
    return this.runner.query<VendorWriteRow>(context, {
      name: 'vendor-writes-by-ids',
      text: `SELECT ${VENDOR_WRITE_COLUMNS} FROM vendor_writes t WHERE t.id = ANY($1::uuid[])`,
      values: [ids.filter(isUuid)],
    });
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    { filter, first, after }: VendorWriteQuery,
  ): Promise<PageOf<VendorWriteRow>[]> {
    assertIdOf(after);
    const conditions = conditionsOf(filter);
    const request = { table: TABLE, ...bindScopes(scopes), conditions, sort: BY_CREATION, first, after };
    return readPages<VendorWriteRow, VendorWriteRow>(
      context,
      this.runner,
      { ...request, direction: 'DESC' },
      (row) => row,
    );
  }

  async countForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: VendorWriteFilter | null,
  ): Promise<number[]> {
    return readCounts(context, this.runner, {
      table: TABLE,
      ...bindScopes(scopes),
      conditions: conditionsOf(filter),
    });
  }

  /** Forgets writes that were asked for before then. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM vendor_writes WHERE created_at < $1', values: [before] });
  }
}

function conditionsOf(filter: VendorWriteFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('status', filter?.status);
    list.anyOf('resource', filter?.resource);
    list.anyOf('idempotency_key', filter?.idempotencyKey);
    list.since('created_at', filter?.createdFrom);
    if (filter?.createdBefore != null) list.add(`t.created_at < ${bound.bind(filter.createdBefore, 'timestamptz')}`);
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
