import type { FinancialReportQuestion, FinancialReportTable } from '../../adapters/financial-reports';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';
import { toStorableJson } from '../storable-text';
import type { ChangeSource } from './change-event.repository';
import type { LoadFailure } from './freshness.repository';

/** Names one stored statement. */
export interface FinancialReportKey {
  readonly instanceId: string;
  /** Of the question. */
  readonly digest: Buffer;
}

export interface FinancialReportRow extends FinancialReportKey {
  readonly question: FinancialReportQuestion;
  /** Null until it was read for the first time. */
  readonly body: FinancialReportTable | null;
  /** Begin of the last read that went well. */
  readonly fetchedAt: Date | null;
  /** The vendor told of a change in the books then. */
  readonly outdatedAt: Date | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly errorAt: Date | null;
  readonly retryAt: Date | null;
  /** The latest change of a record that we found or made, and which of the two; null when there was none lately. */
  readonly changedAt: Date | null;
  readonly changeSource: ChangeSource | null;
}

/** A statement that waits for an agent. */
export interface QueuedReport extends FinancialReportKey {
  readonly question: FinancialReportQuestion;
  /** How often an agent was given it. */
  readonly timesHanded: number;
}

/** Statements that are kept of an instance: those that were asked of the vendor last. */
const KEPT_OF_INSTANCE = 200;

const COLUMNS = `r.instance_id AS "instanceId", r.question_digest AS digest, r.question, r.fetched_at AS "fetchedAt",
  r.outdated_at AS "outdatedAt", r.error_code AS "errorCode", r.error_message AS "errorMessage", r.error_at AS "errorAt",
  r.retry_at AS "retryAt", c.recorded_at AS "changedAt", c.source AS "changeSource"`;

/** What came of the vendor's messages is not counted again: statements were marked when these came. */
const LATEST_CHANGE = `LEFT JOIN LATERAL (
  SELECT e.recorded_at, e.source FROM (
    SELECT * FROM change_events WHERE instance_id = r.instance_id ORDER BY id DESC LIMIT 100) e
  WHERE e.resource IS NOT NULL AND e.source <> 'WEBHOOK' ORDER BY e.id DESC LIMIT 1) c ON true`;

/** Statements that vendors computed. */
export class FinancialReportRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** In the order of the keys, null for what was never asked; `withBody` false leaves the tables in the database. */
  async findByKeys(
    context: RequestContext,
    keys: readonly FinancialReportKey[],
    { withBody }: { readonly withBody: boolean },
  ): Promise<(FinancialReportRow | null)[]> {
    if (keys.length === 0) return [];
    const rows = await this.runner.query<FinancialReportRow>(context, {
      name: `financial-reports-by-keys-${withBody}`,
      text: `SELECT ${COLUMNS}, ${withBody ? 'r.body' : 'NULL AS body'} FROM financial_reports r
             JOIN unnest($1::uuid[], $2::bytea[]) AS k (instance_id, digest)
               ON r.instance_id = k.instance_id AND r.question_digest = k.digest
             ${LATEST_CHANGE}`,
      values: [keys.map(({ instanceId }) => instanceId), keys.map(({ digest }) => digest)],
    });
    const byKey = new Map(rows.map((row) => [textOf(row), row]));
    return keys.map((key) => byKey.get(textOf(key)) ?? null);
  }

  /** Notes that the vendor is being asked: a change that it tells of from now on is newer than the answer. */
  async begin(
    context: RequestContext,
    owner: { readonly organizationId: string },
    key: FinancialReportKey,
    question: FinancialReportQuestion,
    now: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO financial_reports (instance_id, question_digest, organization_id, question, asked_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (instance_id, question_digest) DO UPDATE SET asked_at = excluded.asked_at`,
      values: [key.instanceId, key.digest, owner.organizationId, JSON.stringify(question), now],
    });
  }

  /** An agent is to bring it; one that waits already keeps its place. */
  async queue(
    context: RequestContext,
    owner: { readonly organizationId: string },
    key: FinancialReportKey,
    question: FinancialReportQuestion,
    now: Date,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO financial_reports AS r (instance_id, question_digest, organization_id, question, asked_at, queued_at)
             VALUES ($1, $2, $3, $4, $5, $5)
             ON CONFLICT (instance_id, question_digest) DO UPDATE SET queued_at = coalesce(r.queued_at, excluded.queued_at)`,
      values: [key.instanceId, key.digest, owner.organizationId, JSON.stringify(question), now],
    });
  }

  /**
   * What an agent is to bring next, none of `except`; those that it was given as often as `lastFrom` come last. Null when
   * nothing waits.
   */
  async findQueued(
    context: RequestContext,
    instanceId: string,
    { except, lastFrom }: { readonly except: readonly Buffer[]; readonly lastFrom: number },
  ): Promise<QueuedReport | null> {
    const [row] = await this.runner.query<QueuedReport>(context, {
      name: 'financial-report-queued',
      text: `SELECT instance_id AS "instanceId", question_digest AS digest, question, times_handed AS "timesHanded"
             FROM financial_reports
             WHERE instance_id = $1 AND queued_at IS NOT NULL AND NOT question_digest = ANY($2::bytea[])
             ORDER BY times_handed >= $3, queued_at, question_digest LIMIT 1`,
      values: [instanceId, except, lastFrom],
    });
    return row ?? null;
  }

  /** An agent is given it; how often that was before. Null when nothing waits for it any more. */
  async hand(context: RequestContext, key: FinancialReportKey): Promise<number | null> {
    const [row] = await this.runner.query<{ before: number }>(context, {
      text: `UPDATE financial_reports SET times_handed = times_handed + 1
             WHERE instance_id = $1 AND question_digest = $2 AND queued_at IS NOT NULL
             RETURNING times_handed - 1 AS before`,
      values: [key.instanceId, key.digest],
    });
    return row?.before ?? null;
  }

  /** Nothing waits for it any more, whatever came of it. */
  async unqueue(context: RequestContext, key: FinancialReportKey): Promise<void> {
    await this.runner.query(context, {
      text: 'UPDATE financial_reports SET queued_at = NULL, times_handed = 0 WHERE instance_id = $1 AND question_digest = $2',
      values: [key.instanceId, key.digest],
    });
  }

  /** How many wait for the agent of each instance, in their order. */
  async countQueued(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    const rows = await this.runner.query<{ instanceId: string; count: number }>(context, {
      name: 'financial-reports-count-queued',
      text: `SELECT instance_id AS "instanceId", count(*)::int AS count FROM financial_reports
             WHERE instance_id = ANY($1::uuid[]) AND queued_at IS NOT NULL GROUP BY instance_id`,
      values: [instanceIds],
    });
    const counts = new Map(rows.map(({ instanceId, count }) => [instanceId, count]));
    return instanceIds.map((id) => counts.get(id) ?? 0);
  }

  /** `fetchedAt` is when the read began. */
  async store(
    context: RequestContext,
    runner: StatementRunner,
    key: FinancialReportKey,
    body: FinancialReportTable,
    fetchedAt: Date,
  ): Promise<void> {
    await runner.query(context, {
      text: `UPDATE financial_reports SET body = $3, fetched_at = $4, queued_at = NULL, error_code = NULL, error_message = NULL,
               error_at = NULL, retry_at = NULL
             WHERE instance_id = $1 AND question_digest = $2`,
      values: [key.instanceId, key.digest, toStorableJson(body), fetchedAt],
    });
  }

  /** What was read before stays. */
  async fail(
    context: RequestContext,
    runner: StatementRunner,
    key: FinancialReportKey,
    failure: LoadFailure,
    now: Date,
  ): Promise<void> {
    await runner.query(context, {
      text: `UPDATE financial_reports SET queued_at = NULL, error_code = $3, error_message = $4, error_at = $5, retry_at = $6
             WHERE instance_id = $1 AND question_digest = $2`,
      values: [key.instanceId, key.digest, failure.code, failure.message, now, failure.retryAt],
    });
  }

  /** The books have changed: none of these instances' statements is what the vendor would compute now. */
  async outdate(context: RequestContext, runner: StatementRunner, instanceId: string, at: Date): Promise<void> {
    await runner.query(context, {
      name: 'financial-reports-outdate',
      text: 'UPDATE financial_reports SET outdated_at = $2 WHERE instance_id = $1',
      values: [instanceId, at],
    });
  }

  /** Keeps of an instance what was asked for last. */
  async trim(context: RequestContext, instanceId: string): Promise<void> {
    await this.runner.query(context, {
      text: `DELETE FROM financial_reports WHERE instance_id = $1 AND question_digest IN (
               SELECT question_digest FROM financial_reports WHERE instance_id = $1
               ORDER BY asked_at DESC, question_digest OFFSET ${KEPT_OF_INSTANCE})`,
      values: [instanceId],
    });
  }

  /** Forgets what the vendor was last asked before then. */
  async prune(context: RequestContext, askedBefore: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'DELETE FROM financial_reports WHERE asked_at < $1',
      values: [askedBefore],
    });
  }
}

function textOf({ instanceId, digest }: FinancialReportKey): string {
  return `${instanceId} ${digest.toString('hex')}`;
}
