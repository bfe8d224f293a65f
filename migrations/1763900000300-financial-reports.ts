import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statements that vendors computed, by what was asked. */
export class FinancialReports1763900000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE financial_reports (
        instance_id uuid NOT NULL CONSTRAINT financial_reports_instance_fkey REFERENCES instances (id),
        question_digest bytea NOT NULL,
        organization_id uuid NOT NULL,
        question jsonb NOT NULL,
        body jsonb,
        asked_at timestamptz NOT NULL,
        fetched_at timestamptz,
        outdated_at timestamptz,
        error_code text,
        error_message text,
        error_at timestamptz,
        retry_at timestamptz,
        CONSTRAINT financial_reports_pkey PRIMARY KEY (instance_id, question_digest),
        CONSTRAINT financial_reports_body CHECK ((body IS NULL) = (fetched_at IS NULL)),
        CONSTRAINT financial_reports_error
          CHECK ((error_code IS NULL) = (error_at IS NULL) AND (error_code IS NULL) = (error_message IS NULL))
      );
      CREATE INDEX financial_reports_asked ON financial_reports (asked_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE financial_reports');
  }
}
