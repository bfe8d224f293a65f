import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consent flows on their way, and where browsers may be sent back to from them. */
export class OAuth1763900000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE oauth_consents (
        state_hash bytea NOT NULL CONSTRAINT oauth_consents_pkey PRIMARY KEY,
        id uuid NOT NULL,
        organization_id uuid NOT NULL CONSTRAINT oauth_consents_organization_fkey REFERENCES organizations (id),
        user_id uuid NOT NULL,
        element_key text NOT NULL,
        kind text NOT NULL CONSTRAINT oauth_consents_kind CHECK (kind IN ('OAUTH1','OAUTH2')),
        instance_id uuid,
        completion_hash bytea NOT NULL,
        callback_url text NOT NULL,
        return_url text,
        encrypted_request text,
        encrypted_grant text,
        status text NOT NULL CONSTRAINT oauth_consents_status
          CHECK (status IN ('BEGUN','EXCHANGING','GRANTED','COMPLETING','COMPLETED','FAILED')),
        failure text CONSTRAINT oauth_consents_failure
          CHECK (failure IN ('DENIED','REFUSED','NOT_KEPT','UNCLAIMED')),
        vendor_error text,
        vendor_error_description text,
        completed_instance_id uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT oauth_consents_grant CHECK (encrypted_grant IS NULL OR status IN ('GRANTED','COMPLETING','FAILED')),
        CONSTRAINT oauth_consents_failed CHECK ((status = 'FAILED') = (failure IS NOT NULL)),
        CONSTRAINT oauth_consents_completed CHECK ((status = 'COMPLETED') = (completed_instance_id IS NOT NULL))
      );
      CREATE INDEX oauth_consents_expiry ON oauth_consents (expires_at);
      CREATE INDEX oauth_consents_owed ON oauth_consents (expires_at) WHERE encrypted_grant IS NOT NULL;
      CREATE INDEX oauth_consents_organization ON oauth_consents (organization_id, expires_at);

      CREATE TABLE organization_return_urls (
        organization_id uuid NOT NULL CONSTRAINT organization_return_urls_organization_fkey REFERENCES organizations (id),
        url text NOT NULL CONSTRAINT organization_return_urls_length CHECK (char_length(url) BETWEEN 1 AND 2000),
        created_at timestamptz NOT NULL,
        CONSTRAINT organization_return_urls_pkey PRIMARY KEY (organization_id, url)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE organization_return_urls;
      DROP TABLE oauth_consents;
    `);
  }
}
