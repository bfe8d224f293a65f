import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { storableText } from '../storable-text';

export type AgentSessionState = 'SIGNED_IN' | 'READY' | 'ASKED' | 'TAKING' | 'FAILED' | 'FINISHED' | 'ENDED';

/**
 * How a session ended. `DONE`: nothing was left. `FAILED`: something was wrong at the customer's. `CUT`: closed by its agent
 * before everything was done. `REPLACED`: another began. `EXPIRED`: its agent was not heard of any more. `REVOKED`: the
 * instance, or its password, was taken from it.
 */
export type AgentSessionOutcome = 'DONE' | 'FAILED' | 'CUT' | 'REPLACED' | 'EXPIRED' | 'REVOKED';

/** The request of a session that is out, or handed over next. */
export interface AgentSessionWork {
  readonly workKind: 'WRITE' | 'STATEMENT' | 'SYNC';
  readonly workId: string;
  readonly requestKey: string;
  readonly askedAt: Date;
}

/** What of a session changes while it goes on. */
export interface AgentSessionProgress {
  readonly state: AgentSessionState;
  /** Null: none, or one that changes nothing. */
  readonly work: AgentSessionWork | null;
  /** Of a request that is handed over next. */
  readonly document: string | null;
  readonly exchanges: number;
  readonly tries: number;
  /** From 0 to 1. */
  readonly progress: number;
  /** What it is told when it asks. */
  readonly message: string | null;
}

export interface AgentSessionRow extends AgentSessionProgress {
  readonly id: string;
  readonly instanceId: string;
  readonly organizationId: string;
  readonly fence: number;
  readonly calls: number;
  readonly outcome: AgentSessionOutcome | null;
  readonly address: string;
  readonly startedAt: Date;
  readonly lastCallAt: Date;
  readonly endedAt: Date | null;
}

export interface NewAgentSession {
  readonly id: string;
  readonly instanceId: string;
  readonly organizationId: string;
  readonly ticketHash: Buffer;
  readonly address: string;
  readonly startedAt: Date;
}

/** An answer came for a session that goes on without it, or has ended: nothing of it may be kept. */
export class LostAgentSessionError extends Error {
  constructor(sessionId: string) {
    super(`The agent's session ${sessionId} does not wait for this answer any more.`);
    this.name = new.target.name;
  }
}

type StoredRow = Omit<AgentSessionRow, 'work'> & {
  readonly [Key in keyof AgentSessionWork]: AgentSessionWork[Key] | null;
};

const COLUMNS = `s.id, s.instance_id AS "instanceId", s.organization_id AS "organizationId", s.state, s.fence,
  s.work_kind AS "workKind", s.work_id AS "workId", s.request_key AS "requestKey", s.document, s.asked_at AS "askedAt",
  s.exchanges, s.calls, s.tries, s.progress, s.message, s.outcome, s.address, s.started_at AS "startedAt",
  s.last_call_at AS "lastCallAt", s.ended_at AS "endedAt"`;

/** Runs of agents. Each statement is short; of two that change a session, the one with the older fence changes nothing. */
export class AgentSessionRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, session: NewAgentSession): Promise<void> {
    await this.runner.query(context, {
      name: 'agent-session-insert',
      text: `INSERT INTO agent_sessions (id, instance_id, organization_id, ticket_hash, state, fence, exchanges, calls, tries,
               progress, address, started_at, last_call_at)
             VALUES ($1, $2, $3, $4, 'SIGNED_IN', 1, 0, 1, 0, 0, $5, $6, $6)`,
      values: [
        session.id,
        session.instanceId,
        session.organizationId,
        session.ticketHash,
        session.address,
        session.startedAt,
      ],
    });
  }

  /** Whoever's it is: a ticket is all that an agent says. */
  async findByTicket(context: RequestContext, ticketHash: Buffer): Promise<AgentSessionRow | null> {
    const [row] = await this.runner.query<StoredRow>(context, {
      name: 'agent-session-by-ticket',
      text: `SELECT ${COLUMNS} FROM agent_sessions s WHERE s.ticket_hash = $1`,
      values: [ticketHash],
    });
    return row === undefined ? null : toRow(row);
  }

  /** Lets a call in: from now on it is the only one that may change the session. Null when another was let in before. */
  async claim(
    context: RequestContext,
    { id, fence }: Pick<AgentSessionRow, 'id' | 'fence'>,
    state: AgentSessionState,
    now: Date,
  ): Promise<AgentSessionRow | null> {
    const [row] = await this.runner.query<StoredRow>(context, {
      name: 'agent-session-claim',
      text: `UPDATE agent_sessions s SET state = $3, fence = s.fence + 1, calls = s.calls + 1, last_call_at = $4
             WHERE s.id = $1 AND s.fence = $2 AND s.ended_at IS NULL RETURNING ${COLUMNS}`,
      values: [id, fence, state, now],
    });
    return row === undefined ? null : toRow(row);
  }

  /** Counts a call that changes nothing, and is no reason for another to stop. Null when the session has ended. */
  async noteCall(context: RequestContext, id: string, now: Date): Promise<AgentSessionRow | null> {
    const [row] = await this.runner.query<StoredRow>(context, {
      name: 'agent-session-call',
      text: `UPDATE agent_sessions s SET calls = s.calls + 1, last_call_at = $2
             WHERE s.id = $1 AND s.ended_at IS NULL RETURNING ${COLUMNS}`,
      values: [id, now],
    });
    return row === undefined ? null : toRow(row);
  }

  /** Keeps what came of a call; false when the session has gone on without it. */
  async settle(
    context: RequestContext,
    runner: StatementRunner,
    { id, fence }: Pick<AgentSessionRow, 'id' | 'fence'>,
    after: AgentSessionProgress,
  ): Promise<boolean> {
    const rows = await runner.query(context, {
      name: 'agent-session-settle',
      text: `UPDATE agent_sessions SET state = $3, work_kind = $4, work_id = $5, request_key = $6, asked_at = $7,
               document = $8, exchanges = $9, tries = $10, progress = $11, message = $12
             WHERE id = $1 AND fence = $2 AND ended_at IS NULL RETURNING id`,
      values: [
        id,
        fence,
        after.state,
        after.work?.workKind ?? null,
        after.work?.workId ?? null,
        after.work?.requestKey ?? null,
        after.work?.askedAt ?? null,
        after.document,
        after.exchanges,
        after.tries,
        after.progress,
        after.message === null ? null : storableText(after.message),
      ],
    });
    return rows.length === 1;
  }

  /**
   * To be asked within the transaction that keeps a part of an answer: the session still waits for just this answer, and goes
   * on to until the transaction has ended.
   * @throws {LostAgentSessionError} when it does not.
   */
  async assertTaking(
    context: RequestContext,
    runner: StatementRunner,
    sessionId: string,
    work: Pick<AgentSessionWork, 'workId' | 'requestKey' | 'askedAt'>,
  ): Promise<void> {
    const rows = await runner.query(context, {
      name: 'agent-session-assert-taking',
      text: `SELECT FROM agent_sessions WHERE id = $1 AND state = 'TAKING' AND work_id = $2 AND request_key = $3
               AND asked_at = $4 FOR SHARE`,
      values: [sessionId, work.workId, work.requestKey, work.askedAt],
    });
    if (rows.length === 0) throw new LostAgentSessionError(sessionId);
  }

  /**
   * Ends the session of an instance that is under way; its ticket is dead. Null when none is. `message` stays when null. One
   * that had nothing left to exchange is `DONE`, however it ends.
   */
  async endUnderWay(
    context: RequestContext,
    instanceId: string,
    outcome: AgentSessionOutcome,
    message: string | null,
    now: Date,
  ): Promise<AgentSessionRow | null> {
    return this.endWhere(context, 'instance_id = $1', instanceId, outcome, message, now);
  }

  async end(
    context: RequestContext,
    id: string,
    outcome: AgentSessionOutcome,
    message: string | null,
    now: Date,
  ): Promise<AgentSessionRow | null> {
    return this.endWhere(context, 'id = $1', id, outcome, message, now);
  }

  private async endWhere(
    context: RequestContext,
    condition: string,
    id: string,
    outcome: AgentSessionOutcome,
    message: string | null,
    now: Date,
  ): Promise<AgentSessionRow | null> {
    const [row] = await this.runner.query<StoredRow>(context, {
      text: `UPDATE agent_sessions s SET state = 'ENDED', fence = s.fence + 1, document = NULL,
               outcome = CASE WHEN s.state = 'FINISHED' THEN 'DONE' ELSE $2 END,
               message = coalesce($3, s.message), ended_at = $4,
               work_kind = NULL, work_id = NULL, request_key = NULL, asked_at = NULL
             WHERE s.${condition} AND s.ended_at IS NULL RETURNING ${COLUMNS}`,
      values: [id, outcome, message === null ? null : storableText(message), now],
    });
    return row === undefined ? null : toRow(row);
  }

  /** Sessions under way whose agent has not called since then, longest first. */
  async listSilent(context: RequestContext, calledBefore: Date, limit: number): Promise<AgentSessionRow[]> {
    const rows = await this.runner.query<StoredRow>(context, {
      text: `SELECT ${COLUMNS} FROM agent_sessions s WHERE s.ended_at IS NULL AND s.last_call_at < $1
             ORDER BY s.last_call_at LIMIT $2`,
      values: [calledBefore, limit],
    });
    return rows.map(toRow);
  }

  /** The latest of each instance, in the order of `instanceIds`, latest first. */
  async listLatest(
    context: RequestContext,
    instanceIds: readonly string[],
    first: number,
  ): Promise<AgentSessionRow[][]> {
    const rows = await this.runner.query<StoredRow>(context, {
      name: 'agent-sessions-latest',
      text: `SELECT s.* FROM unnest($1::uuid[]) AS of(id), LATERAL (
               SELECT ${COLUMNS} FROM agent_sessions s WHERE s.instance_id = of.id
               ORDER BY s.started_at DESC, s.id DESC LIMIT $2) s`,
      values: [[...new Set(instanceIds)], first],
    });
    const byInstance = new Map<string, AgentSessionRow[]>(instanceIds.map((id) => [id, []]));
    for (const row of rows) byInstance.get(row.instanceId)?.push(toRow(row));
    return instanceIds.map((id) => byInstance.get(id) ?? []);
  }

  /** Forgets sessions that ended before then. */
  async prune(context: RequestContext, endedBefore: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'DELETE FROM agent_sessions WHERE ended_at < $1',
      values: [endedBefore],
    });
  }
}

function toRow({ workKind, workId, requestKey, askedAt, ...row }: StoredRow): AgentSessionRow {
  const isIdle = workKind === null || workId === null || requestKey === null || askedAt === null;
  return { ...row, work: isIdle ? null : { workKind, workId, requestKey, askedAt } };
}
