import { v7 as uuidv7 } from 'uuid';
import type { VendorCall, VendorCallStore } from '../../adapters/http/vendor-call-log';
import type { VendorCallOutcome } from '../../adapters/vendor-error';
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

export interface VendorCallRow extends Omit<VendorCall, 'instanceId'> {
  readonly id: string;
  readonly instanceId: string;
}

/** Null and undefined mean "not asked for". */
export interface VendorCallFilter {
  readonly outcome?: readonly VendorCallOutcome[] | null;
  readonly purpose?: readonly string[] | null;
  readonly requestId?: readonly string[] | null;
  /** From this instant on. */
  readonly startedFrom?: Date | null;
  /** Before this instant. */
  readonly startedBefore?: Date | null;
}

export interface VendorCallQuery {
  readonly filter: VendorCallFilter | null;
  /** Rows a page; at least 1. */
  readonly first: number;
  readonly after: KeysetPosition | null;
}

interface VendorCallColumns extends Omit<VendorCallRow, 'instanceId'> {
  readonly instance_id: string;
}

const TABLE: ListTable = {
  name: 'vendor_calls',
  columns: `t.id, t.instance_id, t.organization_id AS "organizationId", t.element_key AS "elementKey", t.purpose, t.method,
    t.url, t.started_at AS "startedAt", t.duration_ms AS "durationMs", t.outcome, t.http_status AS "httpStatus",
    t.vendor_code AS "vendorCode", t.vendor_message AS "vendorMessage", t.vendor_request_id AS "vendorRequestId",
    t.request_id AS "requestId", t.attempt, t.request_bytes::float8 AS "requestBytes",
    t.response_bytes::float8 AS "responseBytes"`,
  keyColumns: ['instance_id', 'id'],
};

const BY_START: SortColumn = { column: 'started_at', type: 'timestamptz', nullable: false };

/** Rows that one statement of `prune` or `deleteOfInstance` removes. */
const DELETE_BATCH = 5_000;

/** The log of requests to vendors. */
export class VendorCallRepository implements VendorCallStore {
  constructor(private readonly runner: StatementRunner) {}

  async insertMany(context: RequestContext, calls: readonly VendorCall[]): Promise<void> {
    if (calls.length === 0) return;
    // Version 7 rises within the process, also within a millisecond: the order of the calls is that of their ids.
    const rows = calls.map((call) => ({ id: uuidv7(), ...call }));
    await this.runner.query(context, {
      name: 'vendor-calls-insert',
      text: `INSERT INTO vendor_calls (id, organization_id, instance_id, element_key, purpose, method, url, started_at,
               duration_ms, outcome, http_status, vendor_code, vendor_message, vendor_request_id, request_id, attempt,
               request_bytes, response_bytes)
             SELECT id, "organizationId", "instanceId", "elementKey", purpose, method, url, "startedAt",
               "durationMs", outcome, "httpStatus", "vendorCode", "vendorMessage", "vendorRequestId", "requestId", attempt,
               "requestBytes", "responseBytes"
             FROM jsonb_to_recordset($1::jsonb) AS call (id uuid, "organizationId" uuid, "instanceId" uuid,
               "elementKey" text, purpose text, method text, url text, "startedAt" timestamptz, "durationMs" int,
               outcome text, "httpStatus" int, "vendorCode" text, "vendorMessage" text, "vendorRequestId" text,
               "requestId" text, attempt int, "requestBytes" bigint, "responseBytes" bigint)`,
      values: [JSON.stringify(storable(rows))],
    });
  }

  /** Latest first; one page a scope, in the order of the scopes, in one statement. */
  async listForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: VendorCallQuery,
  ): Promise<PageOf<VendorCallRow>[]> {
    assertIdOf(query.after);
    const { filter, first, after } = query;
    const conditions = conditionsOf(filter);
    const request = { table: TABLE, ...bindScopes(scopes), conditions, sort: BY_START, first, after };
    return readPages<VendorCallColumns, VendorCallRow>(context, this.runner, { ...request, direction: 'DESC' }, toRow);
  }

  /** How many there are for each scope, in the order of the scopes. */
  async countForInstances(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    filter: VendorCallFilter | null,
  ): Promise<number[]> {
    const request = { table: TABLE, ...bindScopes(scopes), conditions: conditionsOf(filter) };
    return readCounts(context, this.runner, request);
  }

  /** Removes calls that started before then, a batch a statement; returns how many. */
  async prune(context: RequestContext, before: Date): Promise<number> {
    return this.deleteInBatches(context, 'started_at < $1', before);
  }

  /** Removes the calls of an instance, a batch a statement; returns how many. */
  async deleteOfInstance(context: RequestContext, instanceId: string): Promise<number> {
    return this.deleteInBatches(context, 'instance_id = $1', instanceId);
  }

  private async deleteInBatches(context: RequestContext, condition: string, value: unknown): Promise<number> {
    for (let deleted = 0; ;) {
      const rows = await this.runner.query(context, {
        text: `DELETE FROM vendor_calls WHERE id IN (SELECT id FROM vendor_calls WHERE ${condition} LIMIT ${DELETE_BATCH})
               RETURNING id`,
        values: [value],
      });
      deleted += rows.length;
      if (rows.length < DELETE_BATCH) return deleted;
    }
  }
}

function conditionsOf(filter: VendorCallFilter | null): ConditionsOf {
  return (bound) => {
    const list = new ListConditions(bound);
    list.anyOf('outcome', filter?.outcome);
    list.anyOf('purpose', filter?.purpose);
    list.anyOf('request_id', filter?.requestId);
    list.since('started_at', filter?.startedFrom);
    if (filter?.startedBefore != null) list.add(`t.started_at < ${bound.bind(filter.startedBefore, 'timestamptz')}`);
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

function toRow(columns: VendorCallColumns): VendorCallRow {
  return {
    id: columns.id,
    organizationId: columns.organizationId,
    instanceId: columns.instance_id,
    elementKey: columns.elementKey,
    purpose: columns.purpose,
    method: columns.method,
    url: columns.url,
    startedAt: columns.startedAt,
    durationMs: columns.durationMs,
    outcome: columns.outcome,
    httpStatus: columns.httpStatus,
    vendorCode: columns.vendorCode,
    vendorMessage: columns.vendorMessage,
    vendorRequestId: columns.vendorRequestId,
    requestId: columns.requestId,
    attempt: columns.attempt,
    requestBytes: columns.requestBytes,
    responseBytes: columns.responseBytes,
  };
}
