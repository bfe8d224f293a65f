import type { AgentFacts, AgentProblem } from '../../adapters/agent';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { storableText, toStorableJson } from '../storable-text';

/** `PASSWORD`: it is not the one of the agent. `ADDRESS`: not from where it may call. */
export type AgentRefusal = 'PASSWORD' | 'ADDRESS';

export interface InstanceAgentRow {
  readonly instanceId: string;
  readonly organizationId: string;
  readonly username: string;
  readonly passwordHash: Buffer;
  readonly accountMark: string;
  readonly facts: AgentFacts;
  readonly version: string | null;
  /** Seconds within which it calls again, by the settings that held when it last signed in. */
  readonly intervalSeconds: number;
  readonly lastContactAt: Date | null;
  readonly lastContactAddress: string | null;
  readonly greetedAt: Date | null;
  readonly lastRefusedAt: Date | null;
  readonly lastRefusedAddress: string | null;
  readonly lastRefusal: AgentRefusal | null;
  readonly problemCode: string | null;
  readonly problemMessage: string | null;
  readonly problemRemedy: AgentProblem['remedy'] | null;
  readonly problemAt: Date | null;
  /** Sessions in a row that had one. */
  readonly problemCount: number;
  /** What it gave its instance as the reason of its status; null: nothing. */
  readonly statusReason: string | null;
}

export interface NewInstanceAgent {
  readonly instanceId: string;
  readonly organizationId: string;
  readonly username: string;
  readonly passwordHash: Buffer;
  readonly accountMark: string;
  readonly intervalSeconds: number;
  readonly statusReason: string | null;
  readonly setupLink: SetupLink;
  readonly createdAt: Date;
}

/** A link that works once. */
export interface SetupLink {
  readonly hash: Buffer;
  readonly expiresAt: Date;
}

/** An agent that has signed in. */
export interface AgentContact {
  readonly at: Date;
  readonly address: string;
  /** Null: it did not say. */
  readonly version: string | null;
  readonly intervalSeconds: number;
  /** Sign-ins are counted within this many seconds. */
  readonly countedSeconds: number;
}

const COLUMNS = `a.instance_id AS "instanceId", a.organization_id AS "organizationId", a.username,
  a.password_hash AS "passwordHash", a.account_mark AS "accountMark", a.facts, a.version,
  a.interval_seconds AS "intervalSeconds", a.last_contact_at AS "lastContactAt",
  a.last_contact_address AS "lastContactAddress", a.greeted_at AS "greetedAt", a.last_refused_at AS "lastRefusedAt",
  a.last_refused_address AS "lastRefusedAddress", a.last_refusal AS "lastRefusal", a.problem_code AS "problemCode",
  a.problem_message AS "problemMessage", a.problem_remedy AS "problemRemedy", a.problem_at AS "problemAt",
  a.problem_count AS "problemCount", a.status_reason AS "statusReason"`;

/**
 * Programs at customers that call us. Whoever changes one and its sessions, or its instance, takes it first: in another order
 * two could wait for each other for ever.
 */
export class InstanceAgentRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, agent: NewInstanceAgent): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO instance_agents (instance_id, organization_id, username, password_hash, account_mark, facts,
               interval_seconds, sign_ins, problem_count, status_reason, setup_link_hash, setup_link_expires_at, created_at)
             VALUES ($1, $2, $3, $4, $5, '{}', $6, 0, 0, $7, $8, $9, $10)`,
      values: [
        agent.instanceId,
        agent.organizationId,
        agent.username,
        agent.passwordHash,
        agent.accountMark,
        agent.intervalSeconds,
        agent.statusReason,
        agent.setupLink.hash,
        agent.setupLink.expiresAt,
        agent.createdAt,
      ],
    });
  }

  /** Whoever's it is: an agent says no more than its name. Of an instance of that element that is not deleted. */
  async findByUsername(
    context: RequestContext,
    elementKey: string,
    username: string,
  ): Promise<InstanceAgentRow | null> {
    const [row] = await this.runner.query<InstanceAgentRow>(context, {
      name: 'instance-agent-by-username',
      text: `SELECT ${COLUMNS} FROM instance_agents a JOIN instances i ON i.id = a.instance_id
             WHERE a.username = $1 AND i.element_key = $2 AND i.deleted_at IS NULL`,
      values: [username, elementKey],
    });
    return row ?? null;
  }

  /** In the order of `instanceIds`; null where there is none. */
  async findByInstances(context: RequestContext, instanceIds: readonly string[]): Promise<(InstanceAgentRow | null)[]> {
    const rows = await this.runner.query<InstanceAgentRow>(context, {
      name: 'instance-agents-by-instances',
      text: `SELECT ${COLUMNS} FROM instance_agents a WHERE a.instance_id = ANY($1::uuid[])`,
      values: [instanceIds],
    });
    const byInstance = new Map(rows.map((row) => [row.instanceId, row]));
    return instanceIds.map((id) => byInstance.get(id) ?? null);
  }

  /** Nobody else who asks for it gets past this until the transaction has ended; null when there is none. */
  async lock(context: RequestContext, instanceId: string): Promise<InstanceAgentRow | null> {
    const [row] = await this.runner.query<InstanceAgentRow>(context, {
      text: `SELECT ${COLUMNS} FROM instance_agents a WHERE a.instance_id = $1 FOR UPDATE`,
      values: [instanceId],
    });
    return row ?? null;
  }

  /** It has signed in; how often it has within the time that is counted in. */
  async noteSignIn(context: RequestContext, instanceId: string, contact: AgentContact): Promise<number> {
    const [row] = await this.runner.query<{ signIns: number }>(context, {
      name: 'instance-agent-sign-in',
      text: `UPDATE instance_agents a SET last_contact_at = $2, last_contact_address = $3,
               version = coalesce($4, a.version), interval_seconds = $5,
               sign_ins = CASE WHEN a.sign_ins_since > $6 THEN a.sign_ins + 1 ELSE 1 END,
               sign_ins_since = CASE WHEN a.sign_ins_since > $6 THEN a.sign_ins_since ELSE $2 END
             WHERE a.instance_id = $1 RETURNING a.sign_ins AS "signIns"`,
      values: [
        instanceId,
        contact.at,
        contact.address,
        contact.version === null ? null : storableText(contact.version).slice(0, 100),
        contact.intervalSeconds,
        new Date(contact.at.getTime() - contact.countedSeconds * 1_000),
      ],
    });
    return row?.signIns ?? 0;
  }

  /** It goes on calling. */
  async noteCall(context: RequestContext, instanceId: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      name: 'instance-agent-call',
      text: 'UPDATE instance_agents SET last_contact_at = greatest(last_contact_at, $2) WHERE instance_id = $1',
      values: [instanceId, now],
    });
  }

  /** Somebody was turned away who said to be it. */
  async noteRefusal(
    context: RequestContext,
    instanceId: string,
    refusal: AgentRefusal,
    address: string,
    now: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE instance_agents SET last_refused_at = $2, last_refused_address = $3, last_refusal = $4
             WHERE instance_id = $1`,
      values: [instanceId, now, address, refusal],
    });
  }

  async addFacts(
    context: RequestContext,
    runner: StatementRunner,
    instanceId: string,
    facts: AgentFacts,
  ): Promise<void> {
    await runner.query(context, {
      text: 'UPDATE instance_agents SET facts = facts || $2::jsonb WHERE instance_id = $1',
      values: [instanceId, toStorableJson(facts)],
    });
  }

  /** A session has got past the begin: what was wrong before is over. */
  async noteGreeting(context: RequestContext, instanceId: string, now: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE instance_agents SET greeted_at = $2, last_contact_at = greatest(last_contact_at, $2),
               problem_code = NULL, problem_message = NULL, problem_remedy = NULL, problem_at = NULL, problem_count = 0,
               status_reason = NULL
             WHERE instance_id = $1`,
      values: [instanceId, now],
    });
  }

  /** How many sessions in a row had one now. */
  async noteProblem(context: RequestContext, instanceId: string, problem: AgentProblem, now: Date): Promise<number> {
    const [row] = await this.runner.query<{ count: number }>(context, {
      text: `UPDATE instance_agents SET problem_code = $2, problem_message = $3, problem_remedy = $4, problem_at = $5,
               problem_count = problem_count + 1
             WHERE instance_id = $1 RETURNING problem_count AS count`,
      values: [
        instanceId,
        problem.code === null ? null : storableText(problem.code),
        storableText(problem.message),
        problem.remedy,
        now,
      ],
    });
    return row?.count ?? 0;
  }

  /** What the instance was told as the reason of its status, so that it can be taken back. */
  async setStatusReason(context: RequestContext, instanceId: string, reason: string | null): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE instance_agents SET status_reason = $2 WHERE instance_id = $1',
      values: [instanceId, reason],
    });
  }

  /** The old password is good no longer. With another mark, nothing that is known of the product holds. */
  async replacePassword(
    context: RequestContext,
    instanceId: string,
    passwordHash: Buffer,
    accountMark: string | null,
    setupLink: SetupLink,
  ): Promise<InstanceAgentRow | null> {
    const [row] = await this.runner.query<InstanceAgentRow>(context, {
      text: `UPDATE instance_agents a SET password_hash = $2, account_mark = coalesce($3, a.account_mark),
               facts = CASE WHEN $3::uuid IS NULL THEN a.facts ELSE '{}' END,
               setup_link_hash = $4, setup_link_expires_at = $5, setup_link_used_at = NULL
             WHERE a.instance_id = $1 RETURNING ${COLUMNS}`,
      values: [instanceId, passwordHash, accountMark, setupLink.hash, setupLink.expiresAt],
    });
    return row ?? null;
  }

  /** The link before is good no longer. */
  async setSetupLink(context: RequestContext, instanceId: string, link: SetupLink): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE instance_agents SET setup_link_hash = $2, setup_link_expires_at = $3, setup_link_used_at = NULL
             WHERE instance_id = $1`,
      values: [instanceId, link.hash, link.expiresAt],
    });
  }

  /** True for the one who uses a link in its time, once. */
  async useSetupLink(context: RequestContext, instanceId: string, hash: Buffer, now: Date): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: `UPDATE instance_agents SET setup_link_used_at = $3
             WHERE instance_id = $1 AND setup_link_hash = $2 AND setup_link_expires_at > $3 AND setup_link_used_at IS NULL
             RETURNING instance_id`,
      values: [instanceId, hash, now],
    });
    return rows.length === 1;
  }

  /** Agents of instances that work, and that have missed two calls and `graceSeconds`: quiet for longest first. */
  async listQuiet(
    context: RequestContext,
    now: Date,
    graceSeconds: number,
    limit: number,
  ): Promise<InstanceAgentRow[]> {
    return this.runner.query<InstanceAgentRow>(context, {
      text: `SELECT ${COLUMNS} FROM instance_agents a JOIN instances i ON i.id = a.instance_id
             WHERE i.deleted_at IS NULL AND i.status = 'ACTIVE'
               AND a.last_contact_at < $1::timestamptz - make_interval(secs => 2 * a.interval_seconds + $2)
             ORDER BY a.last_contact_at LIMIT $3`,
      values: [now, graceSeconds, limit],
    });
  }
}
