import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installJobSchema } from '../src/persistence/job-schema';

/** The job queue, and which of its workers live. */
export class Jobs1763700000150 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await installJobSchema(runner);
    await runner.query(`
      CREATE TABLE job_workers (
        id text NOT NULL CONSTRAINT job_workers_pkey PRIMARY KEY,
        seen_at timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE job_workers;
      DROP SCHEMA graphile_worker CASCADE;
    `);
  }
}
