import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often agents were given what waits for them: what never gets an answer comes after everything else. */
export class AgentWorkTries1764100000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE vendor_writes
        ADD COLUMN times_handed integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT vendor_writes_times_handed CHECK (times_handed >= 0);
      ALTER TABLE financial_reports
        ADD COLUMN times_handed integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT financial_reports_times_handed CHECK (times_handed >= 0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE financial_reports DROP COLUMN times_handed;
      ALTER TABLE vendor_writes DROP COLUMN times_handed;
    `);
  }
}
