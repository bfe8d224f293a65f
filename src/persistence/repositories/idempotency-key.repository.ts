import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

export interface IdempotencyRow {
  readonly requestHash: Buffer;
  /** Null while the first request is still at work. */
  readonly encryptedAnswer: string | null;
}

/** The right of one request to answer under a key. */
export interface IdempotencyClaim {
  readonly organizationId: string;
  readonly key: string;
  /** When the key is free again unless something is kept; tells its claim from a later one as well. */
  readonly until: Date;
}

/** Whatever is kept under a claim moves its expiry on, and so does another request that takes the key. */
const IS_CLAIMED = 'organization_id = $1 AND key = $2 AND expires_at = $3';

/** Callers' keys for requests, and the answers that repeats get. */
export class IdempotencyKeyRepository {
  constructor(private readonly runner: StatementRunner) {}

  /** Takes the key for a new request; false when it is in use. An expired one is free again. */
  async claim(context: RequestContext, claim: IdempotencyClaim, requestHash: Buffer, now: Date): Promise<boolean> {
    const rows = await this.runner.query(context, {
      text: `INSERT INTO idempotency_keys AS k (organization_id, key, request_hash, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (organization_id, key) DO UPDATE
               SET request_hash = excluded.request_hash, expires_at = excluded.expires_at, encrypted_answer = NULL
               WHERE k.expires_at <= $5
             RETURNING key`,
      values: [claim.organizationId, claim.key, requestHash, claim.until, now],
    });
    return rows.length === 1;
  }

  async find(context: RequestContext, organizationId: string, key: string): Promise<IdempotencyRow | null> {
    const rows = await this.runner.query<IdempotencyRow>(context, {
      text: `SELECT request_hash AS "requestHash", encrypted_answer AS "encryptedAnswer"
             FROM idempotency_keys WHERE organization_id = $1 AND key = $2`,
      values: [organizationId, key],
    });
    return rows[0] ?? null;
  }

  /** Keeps the answer in place of an earlier one; false when the claim ran out and somebody else has the key. */
  async settle(
    context: RequestContext,
    runner: StatementRunner,
    claim: IdempotencyClaim,
    encryptedAnswer: string,
    expiresAt: Date,
  ): Promise<boolean> {
    const rows = await runner.query(context, {
      text: `UPDATE idempotency_keys SET encrypted_answer = $4, expires_at = $5 WHERE ${IS_CLAIMED} RETURNING key`,
      values: [claim.organizationId, claim.key, claim.until, encryptedAnswer, expiresAt],
    });
    return rows.length === 1;
  }

  /** Gives the key back: nothing was done under it. */
  async release(
    context: RequestContext,
    claim: IdempotencyClaim,
    runner: StatementRunner = this.runner,
  ): Promise<void> {
    await runner.query(context, {
      text: `DELETE FROM idempotency_keys WHERE ${IS_CLAIMED}`,
      values: [claim.organizationId, claim.key, claim.until],
    });
  }

  /** Answers that another key than `keyId` encrypted: what a rotation has still to do. */
  async listNotEncryptedWith(
    context: RequestContext,
    keyId: string,
    limit: number,
  ): Promise<{ organizationId: string; key: string; encryptedAnswer: string }[]> {
    return this.runner.query(context, {
      text: `SELECT organization_id AS "organizationId", key, encrypted_answer AS "encryptedAnswer" FROM idempotency_keys
             WHERE split_part(encrypted_answer, '.', 2) <> $1 ORDER BY organization_id, key LIMIT $2`,
      values: [keyId, limit],
    });
  }

  /** Replaces an answer only while it still reads `before`. */
  async replaceEncrypted(
    context: RequestContext,
    organizationId: string,
    key: string,
    before: string,
    after: string,
  ): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE idempotency_keys SET encrypted_answer = $4
             WHERE organization_id = $1 AND key = $2 AND encrypted_answer = $3`,
      values: [organizationId, key, before, after],
    });
  }

  async prune(context: RequestContext, now: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM idempotency_keys WHERE expires_at < $1', values: [now] });
  }
}
