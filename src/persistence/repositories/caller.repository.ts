import type { RequestContext } from '../../request-context';
import type { StatementRunner } from '../database';

export interface SecretHashes {
  readonly user: Buffer;
  readonly organization: Buffer | null;
  readonly token: Buffer | null;
}

export interface CallerRow {
  readonly userId: string;
  readonly userSecretHash: Buffer;
  readonly organizationId: string;
  readonly organizationSecretHash: Buffer;
  /** The instance of the token; null when no token was asked for, or none matched. */
  readonly instanceId: string | null;
  /** When the token ends that was given, because another has replaced it; null when that is not so. */
  readonly tokenExpiresAt: Date | null;
}

const FIND_BY_SECRETS = `
  SELECT u.id AS "userId", u.secret_hash AS "userSecretHash",
         o.id AS "organizationId", o.secret_hash AS "organizationSecretHash",
         i.id AS "instanceId",
         CASE WHEN i.token_hash <> $3 THEN i.previous_token_expires_at END AS "tokenExpiresAt"
  FROM users u
  JOIN organizations o ON o.id = u.organization_id
  LEFT JOIN instances i
    ON i.organization_id = o.id AND i.deleted_at IS NULL AND $3::bytea IS NOT NULL
   AND (i.token_hash = $3 OR (i.previous_token_hash = $3 AND i.previous_token_expires_at > $4))
  WHERE u.secret_hash = $1 AND ($2::bytea IS NULL OR o.secret_hash = $2)`;

/** Users with their organization, by the hashes of their secrets. */
export class CallerRepository {
  constructor(private readonly runner: StatementRunner) {}

  async findBySecrets(context: RequestContext, hashes: SecretHashes, now: Date): Promise<CallerRow | null> {
    const rows = await this.runner.query<CallerRow>(context, {
      name: 'caller-by-secrets',
      text: FIND_BY_SECRETS,
      values: [hashes.user, hashes.organization, hashes.token, now],
    });
    return rows[0] ?? null;
  }
}
