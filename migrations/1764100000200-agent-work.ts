import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for agents: writes that they fetch, statements that they bring, and how far a vendor's own clock was told. */
export class AgentWork1764100000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE vendor_writes
        ADD COLUMN encrypted_request text,
        ADD COLUMN expires_at timestamptz,
        ADD COLUMN created_records jsonb NOT NULL DEFAULT '[]',
        DROP CONSTRAINT vendor_writes_status,
        DROP CONSTRAINT vendor_writes_sent_at,
        DROP CONSTRAINT vendor_writes_error,
        ADD CONSTRAINT vendor_writes_status CHECK (
          status IN ('QUEUED','SENT','SUCCEEDED','PARTIALLY_SUCCEEDED','REJECTED','NOT_SENT','UNKNOWN','EXPIRED')),
        ADD CONSTRAINT vendor_writes_sent_at CHECK ((sent_at IS NULL) = (status IN ('QUEUED','NOT_SENT','EXPIRED'))),
        ADD CONSTRAINT vendor_writes_error CHECK (
          (error_code IS NOT NULL) = (status IN ('REJECTED','NOT_SENT','UNKNOWN','EXPIRED'))
          AND (error_code IS NULL) = (error_message IS NULL)),
        ADD CONSTRAINT vendor_writes_queued CHECK (
          status <> 'QUEUED' OR (encrypted_request IS NOT NULL AND expires_at IS NOT NULL)),
        ADD CONSTRAINT vendor_writes_request CHECK (encrypted_request IS NULL OR status IN ('QUEUED','SENT'));
      CREATE INDEX vendor_writes_carried ON vendor_writes (instance_id, created_at) WHERE encrypted_request IS NOT NULL;

      ALTER TABLE financial_reports ADD COLUMN queued_at timestamptz;
      CREATE INDEX financial_reports_queued ON financial_reports (instance_id, queued_at) WHERE queued_at IS NOT NULL;

      ALTER TABLE resource_freshness ADD COLUMN watermark text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE resource_freshness DROP COLUMN watermark;
      DROP INDEX financial_reports_queued;
      ALTER TABLE financial_reports DROP COLUMN queued_at;

      DELETE FROM vendor_writes WHERE status IN ('QUEUED','EXPIRED');
      DROP INDEX vendor_writes_carried;
      ALTER TABLE vendor_writes
        DROP CONSTRAINT vendor_writes_request,
        DROP CONSTRAINT vendor_writes_queued,
        DROP CONSTRAINT vendor_writes_error,
        DROP CONSTRAINT vendor_writes_sent_at,
        DROP CONSTRAINT vendor_writes_status,
        DROP COLUMN created_records,
        DROP COLUMN expires_at,
        DROP COLUMN encrypted_request,
        ADD CONSTRAINT vendor_writes_status CHECK (
          status IN ('QUEUED','SENT','SUCCEEDED','PARTIALLY_SUCCEEDED','REJECTED','NOT_SENT','UNKNOWN')),
        ADD CONSTRAINT vendor_writes_sent_at CHECK ((sent_at IS NULL) = (status IN ('QUEUED','NOT_SENT'))),
        ADD CONSTRAINT vendor_writes_error CHECK (
          (error_code IS NOT NULL) = (status IN ('REJECTED','NOT_SENT','UNKNOWN'))
          AND (error_code IS NULL) = (error_message IS NULL));
    `);
  }
}
