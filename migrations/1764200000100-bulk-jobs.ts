import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Queries that are answered in files, held for three days in pieces that any replica can serve. */
export class BulkJobs1764200000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bulk_jobs (
        id uuid NOT NULL CONSTRAINT bulk_jobs_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid NOT NULL CONSTRAINT bulk_jobs_instance_fkey REFERENCES instances (id),
        user_id uuid NOT NULL,
        resource text NOT NULL,
        where_text text,
        fields_text text,
        status text NOT NULL CONSTRAINT bulk_jobs_status
          CHECK (status IN ('CREATED','RUNNING','COMPLETED','FAILED','CANCELLED')),
        records_count int NOT NULL,
        columns text[] NOT NULL,
        error_code text,
        error_message text,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        expires_at timestamptz,
        CONSTRAINT bulk_jobs_finished CHECK ((finished_at IS NULL) = (status IN ('CREATED','RUNNING'))),
        CONSTRAINT bulk_jobs_error CHECK ((error_code IS NULL) = (error_message IS NULL))
      );
      CREATE INDEX bulk_jobs_of_instance ON bulk_jobs (instance_id, created_at, id);
      CREATE INDEX bulk_jobs_under_way ON bulk_jobs (created_at) WHERE finished_at IS NULL;
      CREATE INDEX bulk_jobs_expires_at ON bulk_jobs (expires_at) WHERE expires_at IS NOT NULL;

      CREATE TABLE bulk_job_chunks (
        instance_id uuid NOT NULL,
        job_id uuid NOT NULL,
        number int NOT NULL,
        organization_id uuid NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT bulk_job_chunks_pkey PRIMARY KEY (instance_id, job_id, number)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bulk_job_chunks, bulk_jobs');
  }
}
