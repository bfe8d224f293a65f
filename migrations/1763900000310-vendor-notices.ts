import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What vendors told of changes, until it was looked at; and whose an account at a vendor is. */
export class VendorNotices1763900000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vendor_notices (
        instance_id uuid NOT NULL CONSTRAINT vendor_notices_instance_fkey REFERENCES instances (id),
        event_id text NOT NULL,
        organization_id uuid NOT NULL,
        resource text,
        expense_kind text,
        remote_id text,
        received_at timestamptz NOT NULL,
        handled_at timestamptz,
        CONSTRAINT vendor_notices_pkey PRIMARY KEY (instance_id, event_id),
        CONSTRAINT vendor_notices_record CHECK ((resource IS NULL) = (remote_id IS NULL)),
        CONSTRAINT vendor_notices_expense_kind CHECK (expense_kind IS NULL OR resource IS NOT NULL AND resource = 'EXPENSES')
      );
      CREATE INDEX vendor_notices_waiting ON vendor_notices (received_at, instance_id) WHERE handled_at IS NULL;
      CREATE INDEX vendor_notices_of_instance ON vendor_notices (instance_id, received_at) WHERE handled_at IS NULL;
      CREATE INDEX vendor_notices_handled ON vendor_notices (handled_at) WHERE handled_at IS NOT NULL;
      CREATE INDEX instance_configuration_value ON instance_configuration (key, value)
        WHERE value IS NOT NULL AND length(value) <= 100;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX instance_configuration_value; DROP TABLE vendor_notices');
  }
}
