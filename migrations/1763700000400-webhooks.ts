import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notifications to callback addresses: how far each instance's have come, and every delivery. */
export class Webhooks1763700000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_channels (
        instance_id uuid NOT NULL CONSTRAINT webhook_channels_pkey PRIMARY KEY
          CONSTRAINT webhook_channels_instance_fkey REFERENCES instances (id),
        organization_id uuid NOT NULL,
        status text NOT NULL CONSTRAINT webhook_channels_status CHECK (status IN ('ACTIVE','DISABLED')),
        status_reason text,
        status_changed_at timestamptz NOT NULL,
        cursor bigint,
        failing_since timestamptz,
        waits_until timestamptz NOT NULL,
        claim bigint NOT NULL,
        claimed_until timestamptz,
        CONSTRAINT webhook_channels_reason CHECK ((status = 'DISABLED') = (status_reason IS NOT NULL))
      );
      CREATE INDEX webhook_channels_waiting ON webhook_channels (waits_until) WHERE status = 'ACTIVE';

      CREATE TABLE webhook_deliveries (
        instance_id uuid NOT NULL CONSTRAINT webhook_deliveries_instance_fkey REFERENCES instances (id),
        id uuid NOT NULL,
        organization_id uuid NOT NULL,
        sequence bigserial NOT NULL,
        kind text NOT NULL CONSTRAINT webhook_deliveries_kind CHECK (kind IN ('CHANGES','PING')),
        resource text,
        event_ids text[] NOT NULL,
        oldest_event_at timestamptz,
        body text NOT NULL,
        status text NOT NULL CONSTRAINT webhook_deliveries_status
          CHECK (status IN ('PENDING','DELIVERED','FAILED','CANCELLED')),
        attempts integer NOT NULL CONSTRAINT webhook_deliveries_attempts CHECK (attempts >= 0),
        created_at timestamptz NOT NULL,
        next_attempt_at timestamptz,
        last_attempt_at timestamptz,
        duration_ms integer CONSTRAINT webhook_deliveries_duration CHECK (duration_ms >= 0),
        http_status integer CONSTRAINT webhook_deliveries_http_status CHECK (http_status BETWEEN 100 AND 999),
        error text,
        response_excerpt text,
        finished_at timestamptz,
        CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (instance_id, id)
      );
      CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (instance_id, sequence) WHERE status = 'PENDING';
      CREATE INDEX webhook_deliveries_of_instance ON webhook_deliveries (instance_id, created_at, id);
      CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE webhook_deliveries;
      DROP TABLE webhook_channels;
    `);
  }
}
