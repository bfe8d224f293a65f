import type { ElementResource } from '../../adapters/adapter';
import { decodeRecordId, type RecordKind } from '../../record-id';
import type { RequestContext } from '../../request-context';
import { BoundValues } from '../bound-values';
import type { Statement, StatementRunner, Transaction } from '../database';
import { storable } from '../storable-text';
import { WebhookChannelRepository } from './webhook-channel.repository';
import { ListConditions } from './list-condition';

export type ChangeKind = 'CREATED' | 'UPDATED' | 'DELETED' | 'INSTANCE_STATUS_CHANGED';

/** How we learned of a change. */
export type ChangeSource = 'SYNC' | 'WRITE' | 'WEBHOOK';

/** Something changed: a record, or the status of an instance. */
export interface ChangeEvent {
  /**
   * Opaque text that rises, compared as text, in the order in which the changes of an organization were committed: also
   * the cursor. Who reads on behind an id has missed nothing up to it, and never will.
   */
  readonly id: string;
  readonly organizationId: string;
  readonly instanceId: string;
  readonly elementKey: string;
  readonly kind: ChangeKind;
  /** This and the next two are null for changes of the instance itself. */
  readonly resource: ElementResource | null;
  readonly recordKind: RecordKind | null;
  readonly remoteId: string | null;
  /** Names of the graph's fields; empty when unknown, and where the record is new or gone. */
  readonly changedFields: readonly string[];
  /** The content, where we have it: of a record its row, of an instance `status` and `statusReason`. */
  readonly before: object | null;
  readonly after: object | null;
  readonly source: ChangeSource;
  /** When it happened at the vendor, where that is stated. */
  readonly occurredAt: Date | null;
  readonly recordedAt: Date;
}

/** An event that is about to be written down. */
export type NewChangeEvent = Omit<ChangeEvent, 'id' | 'elementKey'>;

/** Conditions on events; all that are given must hold, a list means any of. Null and undefined: not asked for. */
export interface ChangeEventFilter {
  readonly instanceIds?: readonly string[] | null;
  readonly resources?: readonly ElementResource[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
  /** Ids of the graph; what is none matches nothing. */
  readonly recordIds?: readonly string[] | null;
}

/** What a commit that has events tells, with the organization's id as its payload. */
export const CHANGE_EVENTS_CHANNEL = 'change_events';

const COLUMNS = `t.id, t.organization_id AS "organizationId", t.instance_id AS "instanceId", i.element_key AS "elementKey",
  t.kind, t.resource, t.record_kind AS "recordKind", t.remote_id AS "remoteId", t.changed_fields AS "changedFields",
  t.before, t.after, t.source, t.occurred_at AS "occurredAt", t.recorded_at AS "recordedAt"`;

const VISIBLE = 'change_events t JOIN instances i ON i.id = t.instance_id AND i.deleted_at IS NULL';

/** Events that one statement writes. */
const INSERT_BATCH = 1_000;
/** Events that one statement of `prune` removes. */
const PRUNE_BATCH = 5_000;

/**
 * What changed, per organization in the order of the commits. A number drawn from a sequence says when an event was
 * written, not when it could be seen: a reader could pass a number whose transaction had not committed yet. So events are
 * written last in their transaction and under a lock of their organization, which is let go of after the commit: whoever
 * comes next draws higher numbers. Last also means that nothing else is waited for while the lock is held.
 */
export class ChangeEventRepository {
  private readonly pending = new WeakMap<Transaction, NewChangeEvent[]>();

  constructor(private readonly runner: StatementRunner) {}

  /** Written just before the transaction commits, with all that is appended to it until then: see above. */
  append(context: RequestContext, transaction: Transaction, events: readonly NewChangeEvent[]): void {
    if (events.length === 0) return;
    const known = this.pending.get(transaction);
    if (known !== undefined) {
      for (const event of events) known.push(event);
      return;
    }
    const pending = [...events];
    this.pending.set(transaction, pending);
    transaction.beforeCommit(() => this.write(context, transaction, pending));
  }

  /** Oldest first; what an organization's instances, deleted ones excepted, had happen after that event. */
  async listAfter(
    context: RequestContext,
    organizationId: string,
    filter: ChangeEventFilter,
    afterId: string | null,
    limit: number,
  ): Promise<ChangeEvent[]> {
    const bound = new BoundValues();
    const where = [
      `t.organization_id = ${bound.bind(organizationId, 'uuid')}`,
      ...conditionsOf(bound, filter),
      ...afterCondition(bound, afterId),
    ];
    const rows = await this.runner.query<ChangeEvent>(
      context,
      bound.statement(
        `SELECT ${COLUMNS} FROM ${VISIBLE} WHERE ${where.join(' AND ')} ORDER BY t.id LIMIT ${bound.bind(limit, 'int')}`,
      ),
    );
    return rows.map(toEvent);
  }

  /** As `listAfter` for each instance by itself, in the order of the instances: one statement for all. */
  async listOfInstancesAfter(
    context: RequestContext,
    organizationId: string,
    instanceIds: readonly string[],
    filter: ChangeEventFilter,
    afterId: string | null,
    limit: number,
  ): Promise<ChangeEvent[][]> {
    const bound = new BoundValues();
    const scopes = `unnest(${bound.bind(instanceIds, 'uuid[]')}) WITH ORDINALITY AS s (instance_id, ordinal)`;
    const where = [
      `t.organization_id = ${bound.bind(organizationId, 'uuid')} AND t.instance_id = s.instance_id`,
      ...conditionsOf(bound, filter),
      ...afterCondition(bound, afterId),
    ];
    const rows = await this.runner.query<ChangeEvent & { readonly ordinal: number }>(
      context,
      bound.statement(
        `SELECT s.ordinal::int AS ordinal, e.* FROM ${scopes} CROSS JOIN LATERAL (
           SELECT ${COLUMNS} FROM ${VISIBLE} WHERE ${where.join(' AND ')} ORDER BY t.id LIMIT ${bound.bind(limit, 'int')}
         ) e ORDER BY s.ordinal, e.id`,
      ),
    );
    const groups: ChangeEvent[][] = instanceIds.map(() => []);
    for (const { ordinal, ...event } of rows) groups[ordinal - 1]?.push(toEvent(event));
    return groups;
  }

  async count(context: RequestContext, organizationId: string, filter: ChangeEventFilter): Promise<number> {
    const bound = new BoundValues();
    const where = [`t.organization_id = ${bound.bind(organizationId, 'uuid')}`, ...conditionsOf(bound, filter)];
    const [row] = await this.runner.query<{ count: number }>(
      context,
      bound.statement(`SELECT count(*)::int AS count FROM ${VISIBLE} WHERE ${where.join(' AND ')}`),
    );
    return row?.count ?? 0;
  }

  /** In the order of the instances: one statement for all. */
  async countOfInstances(
    context: RequestContext,
    organizationId: string,
    instanceIds: readonly string[],
    filter: ChangeEventFilter,
  ): Promise<number[]> {
    const bound = new BoundValues();
    const where = [
      `t.organization_id = ${bound.bind(organizationId, 'uuid')}`,
      ...conditionsOf(bound, { ...filter, instanceIds }),
    ];
    const rows = await this.runner.query<{ instanceId: string; count: number }>(
      context,
      bound.statement(
        `SELECT t.instance_id AS "instanceId", count(*)::int AS count FROM ${VISIBLE} WHERE ${where.join(' AND ')}
         GROUP BY t.instance_id`,
      ),
    );
    const counts = new Map(rows.map(({ instanceId, count }) => [instanceId, count]));
    return instanceIds.map((id) => counts.get(id) ?? 0);
  }

  /** Where an organization's events end at present: who reads on behind it gets what comes from now on. Null: none yet. */
  async latestId(context: RequestContext, organizationId: string): Promise<string | null> {
    const [row] = await this.runner.query<{ id: string | null }>(context, {
      name: 'change-events-latest',
      text: 'SELECT max(id) AS id FROM change_events WHERE organization_id = $1',
      values: [organizationId],
    });
    return row?.id == null ? null : toId(row.id);
  }

  /**
   * Whether an id lies behind all that an organization was ever told: nobody has it from us, and who read on behind it
   * would miss what comes. Once no event is kept any more, behind all that anybody was told.
   */
  async isAhead(context: RequestContext, organizationId: string, id: string): Promise<boolean> {
    const [row] = await this.runner.query<{ isAhead: boolean }>(context, {
      name: 'change-events-ahead',
      text: `SELECT $2::bigint > coalesce(
               (SELECT max(id) FROM change_events WHERE organization_id = $1),
               (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM change_events_id_seq)) AS "isAhead"`,
      values: [organizationId, id],
    });
    return row?.isAhead === true;
  }

  /** Removes events that were recorded before then, a batch a statement; returns how many. */
  async prune(context: RequestContext, before: Date): Promise<number> {
    for (let deleted = 0; ;) {
      const rows = await this.runner.query(context, {
        text: `DELETE FROM change_events
               WHERE id IN (SELECT id FROM change_events WHERE recorded_at < $1 LIMIT ${PRUNE_BATCH}) RETURNING id`,
        values: [before],
      });
      deleted += rows.length;
      if (rows.length < PRUNE_BATCH) return deleted;
    }
  }

  private async write(
    context: RequestContext,
    transaction: Transaction,
    events: readonly NewChangeEvent[],
  ): Promise<void> {
    await this.wakeNotifications(context, transaction, events);
    // In one order everywhere, so that two transactions with several organizations do not wait for each other.
    for (const organizationId of [...new Set(events.map((event) => event.organizationId))].sort()) {
      await transaction.query(context, lockStatement(organizationId));
    }
    for (let start = 0; start < events.length; start += INSERT_BATCH) {
      await transaction.query(context, insertStatement(events.slice(start, start + INSERT_BATCH)));
    }
  }

  /** Before the lock is taken: nothing is waited for while that is held. */
  private async wakeNotifications(
    context: RequestContext,
    transaction: Transaction,
    events: readonly NewChangeEvent[],
  ): Promise<void> {
    const [first] = events;
    if (first === undefined) return;
    const instanceIds = [...new Set(events.map((event) => event.instanceId))];
    await new WebhookChannelRepository(transaction).noteChanges(context, instanceIds, first.recordedAt);
  }
}

/** Whether a text can be an event's id: a cursor comes from a client. */
export function isChangeEventId(id: string): boolean {
  return /^\d{19}$/.test(id) && BigInt(id) <= MAX_ID;
}

const MAX_ID = 2n ** 63n - 1n;

/** As many digits as the largest has: so texts have the order of the numbers. */
function toId(id: string): string {
  return id.padStart(19, '0');
}

function toEvent(row: ChangeEvent): ChangeEvent {
  return { ...row, id: toId(row.id) };
}

/** Held to the end of the transaction; a statement of its own, because a statement sees what was there when it began. */
function lockStatement(organizationId: string): Statement {
  return {
    name: 'change-events-lock',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('change_events ' || $1, 0)), pg_notify($2, $1)`,
    values: [organizationId, CHANGE_EVENTS_CHANNEL],
  };
}

function insertStatement(events: readonly NewChangeEvent[]): Statement {
  const rows = events.map((event, ordinal) => ({ ...event, ordinal }));
  return {
    name: 'change-events-insert',
    text: `INSERT INTO change_events (organization_id, instance_id, kind, resource, record_kind, remote_id, changed_fields,
             before, after, source, occurred_at, recorded_at)
           SELECT "organizationId", "instanceId", kind, resource, "recordKind", "remoteId",
             ARRAY(SELECT jsonb_array_elements_text("changedFields")),
             before, after, source, "occurredAt", "recordedAt"
           FROM jsonb_to_recordset($1::jsonb) AS event ("organizationId" uuid, "instanceId" uuid, kind text, resource text,
             "recordKind" text, "remoteId" text, "changedFields" jsonb, before jsonb, after jsonb, source text,
             "occurredAt" timestamptz, "recordedAt" timestamptz, ordinal int)
           ORDER BY ordinal`,
    values: [JSON.stringify(storable(rows))],
  };
}

function conditionsOf(bound: BoundValues, filter: ChangeEventFilter): string[] {
  const list = new ListConditions(bound);
  if (filter.instanceIds != null) list.add(`t.instance_id = ANY (${bound.bind(filter.instanceIds, 'uuid[]')})`);
  list.anyOf('resource', filter.resources);
  list.anyOf('kind', filter.kinds);
  if (filter.recordIds != null) list.add(recordCondition(bound, filter.recordIds));
  return list.conditions;
}

function recordCondition(bound: BoundValues, ids: readonly string[]): string {
  const records = ids.flatMap((id) => decodeRecordId(id) ?? []);
  const alternatives = records.map(
    ({ kind, instanceId, remoteId }) =>
      `(t.instance_id = ${bound.bind(instanceId, 'uuid')} AND t.remote_id = ${bound.bind(remoteId, 'text')}
        AND t.record_kind = ${bound.bind(kind, 'text')})`,
  );
  return alternatives.length === 0 ? 'FALSE' : `(${alternatives.join(' OR ')})`;
}

function afterCondition(bound: BoundValues, afterId: string | null): string[] {
  return afterId === null ? [] : [`t.id > ${bound.bind(afterId, 'bigint')}`];
}
