import type { OAuthKind } from '../../adapters/oauth/vendor-oauth';
import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

/**
 * `BEGUN`: the browser is at the consent page. `EXCHANGING`: our callback page asks for the tokens. `GRANTED`: it has
 * them. `COMPLETING`: the caller has come for them. The last two are for good.
 */
export type ConsentStatus = 'BEGUN' | 'EXCHANGING' | 'GRANTED' | 'COMPLETING' | 'COMPLETED' | 'FAILED';

/**
 * `DENIED`: no consent. `REFUSED`: the vendor did not take its own page's answer. `NOT_KEPT`: nothing became of the
 * grant. `UNCLAIMED`: nobody came for it.
 */
export type ConsentFailure = 'DENIED' | 'REFUSED' | 'NOT_KEPT' | 'UNCLAIMED';

export interface ConsentRow {
  readonly id: string;
  readonly stateHash: Buffer;
  readonly organizationId: string;
  readonly userId: string;
  readonly elementKey: string;
  readonly kind: OAuthKind;
  readonly instanceId: string | null;
  readonly completionHash: Buffer;
  readonly callbackUrl: string;
  readonly returnUrl: string | null;
  /** Null once the flow has ended. */
  readonly encryptedRequest: string | null;
  readonly encryptedGrant: string | null;
  readonly status: ConsentStatus;
  readonly failure: ConsentFailure | null;
  readonly vendorError: string | null;
  readonly vendorErrorDescription: string | null;
  readonly completedInstanceId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type NewConsent = Omit<
  ConsentRow,
  'encryptedGrant' | 'status' | 'failure' | 'vendorError' | 'vendorErrorDescription' | 'completedInstanceId'
>;

/** What is encrypted of a flow. */
export type SealedConsent = Pick<ConsentRow, 'id' | 'encryptedRequest' | 'encryptedGrant'>;

/** What else changes with a consent's status. */
export interface ConsentChange {
  readonly encryptedGrant?: string | null;
  readonly expiresAt?: Date;
  readonly failure?: ConsentFailure;
  readonly vendorError?: string | null;
  readonly vendorErrorDescription?: string | null;
  readonly completedInstanceId?: string;
}

const COLUMNS = `id, state_hash AS "stateHash", organization_id AS "organizationId", user_id AS "userId",
  element_key AS "elementKey", kind, instance_id AS "instanceId", completion_hash AS "completionHash",
  callback_url AS "callbackUrl", return_url AS "returnUrl", encrypted_request AS "encryptedRequest",
  encrypted_grant AS "encryptedGrant", status, failure, vendor_error AS "vendorError",
  vendor_error_description AS "vendorErrorDescription", completed_instance_id AS "completedInstanceId",
  created_at AS "createdAt", expires_at AS "expiresAt"`;

/** Consent flows on their way. */
export class OAuthConsentRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(context: RequestContext, consent: NewConsent): Promise<void> {
    await this.runner.query(context, {
      text: `INSERT INTO oauth_consents (id, state_hash, organization_id, user_id, element_key, kind, instance_id,
               completion_hash, callback_url, return_url, encrypted_request, status, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'BEGUN', $12, $13)`,
      values: [
        consent.id,
        consent.stateHash,
        consent.organizationId,
        consent.userId,
        consent.elementKey,
        consent.kind,
        consent.instanceId,
        consent.completionHash,
        consent.callbackUrl,
        consent.returnUrl,
        consent.encryptedRequest,
        consent.createdAt,
        consent.expiresAt,
      ],
    });
  }

  /** How many flows of an organization are on their way; counted up to `limit`. */
  async countOpen(context: RequestContext, organizationId: string, now: Date, limit: number): Promise<number> {
    const rows = await this.runner.query(context, {
      text: `SELECT FROM oauth_consents
             WHERE organization_id = $1 AND expires_at > $2 AND status NOT IN ('COMPLETED','FAILED') LIMIT $3`,
      values: [organizationId, now, limit],
    });
    return rows.length;
  }

  /** Whoever's it is: a vendor's page sends the browser back without saying who asked. */
  async find(context: RequestContext, stateHash: Buffer): Promise<ConsentRow | null> {
    const [row] = await this.runner.query<ConsentRow>(context, {
      text: `SELECT ${COLUMNS} FROM oauth_consents WHERE state_hash = $1`,
      values: [stateHash],
    });
    return row ?? null;
  }

  /**
   * Goes on from one status to the next, as the only one who does: null when it has another status by now. What `change`
   * leaves out stays. The request is forgotten when the flow has ended; the grant when an instance has it.
   */
  async move(
    context: RequestContext,
    runner: StatementRunner,
    stateHash: Buffer,
    from: ConsentStatus,
    to: ConsentStatus,
    change: ConsentChange = {},
  ): Promise<ConsentRow | null> {
    const [row] = await runner.query<ConsentRow>(context, {
      text: `UPDATE oauth_consents SET status = $3,
               encrypted_request = CASE WHEN $3 NOT IN ('COMPLETED','FAILED') THEN encrypted_request END,
               encrypted_grant = CASE WHEN $3 IN ('GRANTED','COMPLETING','FAILED') THEN coalesce($4, encrypted_grant) END,
               expires_at = coalesce($5, expires_at), failure = $6, vendor_error = coalesce($7, vendor_error),
               vendor_error_description = coalesce($8, vendor_error_description),
               completed_instance_id = coalesce($9, completed_instance_id)
             WHERE state_hash = $1 AND status = $2 RETURNING ${COLUMNS}`,
      values: [
        stateHash,
        from,
        to,
        change.encryptedGrant ?? null,
        change.expiresAt ?? null,
        change.failure ?? null,
        change.vendorError ?? null,
        change.vendorErrorDescription ?? null,
        change.completedInstanceId ?? null,
      ],
    });
    return row ?? null;
  }

  /** Grants that are to be given back by now, because nobody came for them or nothing became of them, oldest first. */
  async listOwed(context: RequestContext, now: Date, limit: number): Promise<ConsentRow[]> {
    return this.runner.query(context, {
      text: `SELECT ${COLUMNS} FROM oauth_consents WHERE expires_at <= $1 AND encrypted_grant IS NOT NULL
             ORDER BY expires_at LIMIT $2`,
      values: [now, limit],
    });
  }

  /** The grant of a flow that failed is given back. */
  async forgetGrant(context: RequestContext, stateHash: Buffer): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE oauth_consents SET encrypted_grant = NULL WHERE state_hash = $1 AND status = 'FAILED'`,
      values: [stateHash],
    });
  }

  /** The grant of a flow that failed could not be given back: when to try again. */
  async postpone(context: RequestContext, stateHash: Buffer, until: Date): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE oauth_consents SET expires_at = $2 WHERE state_hash = $1 AND status = 'FAILED'`,
      values: [stateHash, until],
    });
  }

  /** Forgets flows that ended before then; not those whose grant is still to be given back. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, {
      text: 'DELETE FROM oauth_consents WHERE expires_at < $1 AND encrypted_grant IS NULL',
      values: [before],
    });
  }

  /** Flows that another key than `keyId` encrypted a part of: what a rotation has still to do. */
  async listNotEncryptedWith(context: RequestContext, keyId: string, limit: number): Promise<SealedConsent[]> {
    return this.runner.query(context, {
      text: `SELECT id, encrypted_request AS "encryptedRequest", encrypted_grant AS "encryptedGrant" FROM oauth_consents
             WHERE split_part(encrypted_request, '.', 2) <> $1 OR split_part(encrypted_grant, '.', 2) <> $1
             ORDER BY state_hash LIMIT $2`,
      values: [keyId, limit],
    });
  }

  /** Replaces what is encrypted of a flow only while it still reads `before`. */
  async replaceEncrypted(context: RequestContext, before: SealedConsent, after: SealedConsent): Promise<void> {
    await this.runner.query(context, {
      text: `UPDATE oauth_consents SET encrypted_request = $4, encrypted_grant = $5
             WHERE id = $1 AND encrypted_request IS NOT DISTINCT FROM $2 AND encrypted_grant IS NOT DISTINCT FROM $3`,
      values: [before.id, before.encryptedRequest, before.encryptedGrant, after.encryptedRequest, after.encryptedGrant],
    });
  }
}
