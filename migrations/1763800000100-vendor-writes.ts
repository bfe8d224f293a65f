import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked of vendors and what came of it, and which lists such a request has outdated. */
export class VendorWrites1763800000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vendor_writes (
        id uuid NOT NULL CONSTRAINT vendor_writes_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid NOT NULL CONSTRAINT vendor_writes_instance_fkey REFERENCES instances (id),
        name text NOT NULL CONSTRAINT vendor_writes_name CHECK (name ~ '^[a-z][A-Za-z]+$'),
        resource text NOT NULL CONSTRAINT vendor_writes_resource CHECK (resource ~ '^[A-Z_]+$'),
        operation text NOT NULL CONSTRAINT vendor_writes_operation CHECK (operation ~ '^[A-Z_]+$'),
        status text NOT NULL CONSTRAINT vendor_writes_status CHECK (status IN
          ('QUEUED','SENT','SUCCEEDED','PARTIALLY_SUCCEEDED','REJECTED','NOT_SENT','UNKNOWN')),
        idempotency_key text CONSTRAINT vendor_writes_key_length CHECK (char_length(idempotency_key) BETWEEN 1 AND 255),
        request_id text NOT NULL,
        done_count int CONSTRAINT vendor_writes_done CHECK (done_count >= 0),
        skipped_count int CONSTRAINT vendor_writes_skipped CHECK (skipped_count >= 0),
        failed_count int CONSTRAINT vendor_writes_failed CHECK (failed_count >= 0),
        error_code text,
        error_message text,
        error_requires text,
        vendor_code text,
        vendor_message text,
        vendor_request_id text,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        settled_at timestamptz,
        CONSTRAINT vendor_writes_sent_at CHECK ((sent_at IS NULL) = (status IN ('QUEUED','NOT_SENT'))),
        CONSTRAINT vendor_writes_settled_at CHECK ((settled_at IS NULL) = (status IN ('QUEUED','SENT'))),
        CONSTRAINT vendor_writes_error CHECK (
          (error_code IS NOT NULL) = (status IN ('REJECTED','NOT_SENT','UNKNOWN'))
          AND (error_code IS NULL) = (error_message IS NULL)),
        CONSTRAINT vendor_writes_error_words CHECK (error_code IS NOT NULL
          OR (error_requires IS NULL AND vendor_code IS NULL AND vendor_message IS NULL AND vendor_request_id IS NULL)),
        CONSTRAINT vendor_writes_counts CHECK ((done_count IS NULL) = (skipped_count IS NULL)
          AND (done_count IS NULL) = (failed_count IS NULL))
      );
      CREATE INDEX vendor_writes_of_instance ON vendor_writes (instance_id, created_at, id);
      CREATE INDEX vendor_writes_under_way ON vendor_writes (sent_at) WHERE status = 'SENT';
      CREATE INDEX vendor_writes_created_at ON vendor_writes (created_at);

      ALTER TABLE resource_freshness ADD COLUMN outdated_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE resource_freshness DROP COLUMN outdated_at;
      DROP TABLE vendor_writes;
    `);
  }
}
