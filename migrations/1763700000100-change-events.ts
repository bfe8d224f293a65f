import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What changed, in the order in which it was committed within each organization. */
export class ChangeEvents1763700000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE change_events (
        id bigserial NOT NULL CONSTRAINT change_events_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid NOT NULL CONSTRAINT change_events_instance_fkey REFERENCES instances (id),
        kind text NOT NULL
          CONSTRAINT change_events_kind CHECK (kind IN ('CREATED','UPDATED','DELETED','INSTANCE_STATUS_CHANGED')),
        resource text,
        record_kind text,
        remote_id text COLLATE "C",
        changed_fields text[] NOT NULL,
        before jsonb,
        after jsonb,
        source text NOT NULL CONSTRAINT change_events_source CHECK (source IN ('SYNC','WRITE','WEBHOOK')),
        occurred_at timestamptz,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT change_events_record CHECK (
          (kind = 'INSTANCE_STATUS_CHANGED') = (resource IS NULL)
          AND (resource IS NULL) = (record_kind IS NULL) AND (resource IS NULL) = (remote_id IS NULL))
      );
      CREATE INDEX change_events_of_organization ON change_events (organization_id, id);
      CREATE INDEX change_events_of_instance ON change_events (instance_id, id);
      CREATE INDEX change_events_of_record ON change_events (instance_id, remote_id, id);
      CREATE INDEX change_events_recorded ON change_events (recorded_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE change_events');
  }
}
