import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What all replicas share about requests to vendors: budgets, leases, and the log of calls. */
export class VendorCalls1763600000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vendor_budgets (
        budget_key text NOT NULL CONSTRAINT vendor_budgets_pkey PRIMARY KEY
          CONSTRAINT vendor_budgets_key_is_hash CHECK (budget_key ~ '^[0-9a-f]{64}$'),
        sent timestamptz[] NOT NULL,
        blocked_until timestamptz,
        updated_at timestamptz NOT NULL
      );
      CREATE INDEX vendor_budgets_updated ON vendor_budgets (updated_at);

      -- One sequence for all leases: a fencing number rises even when a lease's row was removed and made anew.
      CREATE SEQUENCE lease_fencing AS bigint;
      CREATE TABLE leases (
        key text NOT NULL CONSTRAINT leases_pkey PRIMARY KEY,
        owner uuid NOT NULL,
        fencing bigint NOT NULL CONSTRAINT leases_fencing_positive CHECK (fencing > 0),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX leases_expiry ON leases (expires_at);

      -- No foreign key to the instance: the first calls are made before it exists.
      CREATE TABLE vendor_calls (
        id uuid NOT NULL CONSTRAINT vendor_calls_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid,
        element_key text NOT NULL,
        purpose text NOT NULL,
        method text NOT NULL CONSTRAINT vendor_calls_method CHECK (method IN ('GET','POST','PUT','PATCH','DELETE')),
        url text NOT NULL,
        started_at timestamptz NOT NULL,
        duration_ms integer CONSTRAINT vendor_calls_duration CHECK (duration_ms >= 0),
        outcome text NOT NULL CONSTRAINT vendor_calls_outcome CHECK (outcome IN ('SUCCEEDED','REJECTED','RATE_LIMITED',
          'UNAUTHORIZED','VENDOR_FAULT','TIMED_OUT','NETWORK_FAULT','UNREADABLE','NOT_SENT')),
        http_status integer CONSTRAINT vendor_calls_http_status CHECK (http_status BETWEEN 100 AND 999),
        vendor_code text,
        vendor_message text,
        vendor_request_id text,
        request_id text NOT NULL,
        attempt integer NOT NULL CONSTRAINT vendor_calls_attempt CHECK (attempt >= 1),
        request_bytes bigint NOT NULL CONSTRAINT vendor_calls_request_bytes CHECK (request_bytes >= 0),
        response_bytes bigint NOT NULL CONSTRAINT vendor_calls_response_bytes CHECK (response_bytes >= 0)
      );
      CREATE INDEX vendor_calls_of_instance ON vendor_calls (instance_id, started_at, id);
      CREATE INDEX vendor_calls_started ON vendor_calls (started_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE vendor_calls;
      DROP TABLE leases;
      DROP SEQUENCE lease_fencing;
      DROP TABLE vendor_budgets;
    `);
  }
}
