import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often agents were given a request of a run since it last came further: one that never gets an answer ends. */
export class SyncRunTries1764300000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sync_runs
        ADD COLUMN times_handed integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT sync_runs_times_handed CHECK (times_handed >= 0);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sync_runs DROP COLUMN times_handed');
  }
}
