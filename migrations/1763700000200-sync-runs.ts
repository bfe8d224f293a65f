import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every reading of a list as a run; what was read whole, and what only followed up; when an instance is polled next. */
export class SyncRuns1763700000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sync_runs (
        id uuid NOT NULL CONSTRAINT sync_runs_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid NOT NULL CONSTRAINT sync_runs_instance_fkey REFERENCES instances (id),
        resources text[] NOT NULL CONSTRAINT sync_runs_resources CHECK (cardinality(resources) > 0),
        mode text NOT NULL CONSTRAINT sync_runs_mode CHECK (mode IN ('FULL','INCREMENTAL')),
        trigger text NOT NULL CONSTRAINT sync_runs_trigger
          CHECK (trigger IN ('SCHEDULE','REQUEST','READ','PROVISIONING')),
        status text NOT NULL CONSTRAINT sync_runs_status
          CHECK (status IN ('QUEUED','RUNNING','SUCCEEDED','PARTIALLY_SUCCEEDED','FAILED','CANCELLED')),
        records_read bigint NOT NULL,
        records_created bigint NOT NULL,
        records_changed bigint NOT NULL,
        records_deleted bigint NOT NULL,
        rejected_count bigint NOT NULL,
        vendor_calls int NOT NULL,
        checkpoint text,
        progress float8 NOT NULL CONSTRAINT sync_runs_progress CHECK (progress BETWEEN 0 AND 1),
        error_code text,
        error_message text,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        CONSTRAINT sync_runs_finished CHECK ((finished_at IS NULL) = (status IN ('QUEUED','RUNNING'))),
        CONSTRAINT sync_runs_error CHECK ((error_code IS NULL) = (error_message IS NULL))
      );
      CREATE INDEX sync_runs_of_instance ON sync_runs (instance_id, created_at, id);
      CREATE INDEX sync_runs_under_way ON sync_runs (instance_id) WHERE finished_at IS NULL;
      CREATE INDEX sync_runs_finished_at ON sync_runs (finished_at);

      ALTER TABLE resource_freshness ADD COLUMN load_mode text
        CONSTRAINT resource_freshness_load_mode CHECK (load_mode IN ('FULL','INCREMENTAL'));
      ALTER TABLE resource_freshness ADD COLUMN full_at timestamptz;
      -- What was fresh so far was read whole; what was cut was being read whole.
      UPDATE resource_freshness SET full_at = fetched_at,
        load_mode = CASE WHEN load_started_at IS NOT NULL THEN 'FULL' END;

      CREATE TABLE sync_schedules (
        instance_id uuid NOT NULL CONSTRAINT sync_schedules_instance_fkey REFERENCES instances (id),
        due_at timestamptz NOT NULL,
        idle_runs int NOT NULL CONSTRAINT sync_schedules_idle_runs CHECK (idle_runs >= 0),
        CONSTRAINT sync_schedules_pkey PRIMARY KEY (instance_id)
      );
      CREATE INDEX sync_schedules_due ON sync_schedules (due_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE sync_schedules, sync_runs;
      ALTER TABLE resource_freshness DROP COLUMN full_at, DROP COLUMN load_mode;
    `);
  }
}
