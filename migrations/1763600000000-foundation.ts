import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations, users, instances with their settings, and what we know of the freshness of our copies. */
export class Foundation1763600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organizations (
        id uuid NOT NULL CONSTRAINT organizations_pkey PRIMARY KEY,
        name text NOT NULL CONSTRAINT organizations_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX organizations_secret_hash ON organizations (secret_hash);

      CREATE TABLE users (
        id uuid NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
        organization_id uuid NOT NULL CONSTRAINT users_organization_fkey REFERENCES organizations (id),
        name text,
        email text,
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX users_secret_hash ON users (secret_hash);
      CREATE INDEX users_organization ON users (organization_id);

      CREATE TABLE instances (
        id uuid NOT NULL CONSTRAINT instances_pkey PRIMARY KEY,
        number bigserial NOT NULL,
        organization_id uuid NOT NULL CONSTRAINT instances_organization_fkey REFERENCES organizations (id),
        element_key text NOT NULL,
        name text NOT NULL CONSTRAINT instances_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
        tags text[] NOT NULL,
        status text NOT NULL CONSTRAINT instances_status
          CHECK (status IN ('PENDING','ACTIVE','DEGRADED','NEEDS_REAUTHENTICATION','DISABLED')),
        status_reason text,
        status_changed_at timestamptz NOT NULL,
        token_hash bytea NOT NULL,
        previous_token_hash bytea,
        previous_token_expires_at timestamptz,
        external_authentication text NOT NULL CONSTRAINT instances_external_authentication
          CHECK (external_authentication IN ('NONE','INITIAL')),
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        last_synced_at timestamptz,
        deleted_at timestamptz,
        CONSTRAINT instances_previous_token CHECK ((previous_token_hash IS NULL) = (previous_token_expires_at IS NULL))
      );
      CREATE UNIQUE INDEX instances_number ON instances (number);
      CREATE UNIQUE INDEX instances_token_hash ON instances (token_hash);
      CREATE INDEX instances_previous_token_hash ON instances (previous_token_hash) WHERE previous_token_hash IS NOT NULL;
      CREATE INDEX instances_deleted ON instances (deleted_at) WHERE deleted_at IS NOT NULL;
      CREATE INDEX instances_by_name ON instances (organization_id, lower(name) COLLATE "C", id) WHERE deleted_at IS NULL;

      CREATE TABLE instance_configuration (
        instance_id uuid NOT NULL CONSTRAINT instance_configuration_instance_fkey REFERENCES instances (id),
        key text NOT NULL,
        value text,
        encrypted_value text,
        encryption_key_id text,
        CONSTRAINT instance_configuration_pkey PRIMARY KEY (instance_id, key),
        CONSTRAINT instance_configuration_one_value CHECK ((value IS NULL) <> (encrypted_value IS NULL)),
        CONSTRAINT instance_configuration_key_id CHECK ((encrypted_value IS NULL) = (encryption_key_id IS NULL))
      );
      CREATE INDEX instance_configuration_encryption_key ON instance_configuration (encryption_key_id)
        WHERE encryption_key_id IS NOT NULL;

      CREATE TABLE idempotency_keys (
        organization_id uuid NOT NULL CONSTRAINT idempotency_keys_organization_fkey REFERENCES organizations (id),
        key text NOT NULL CONSTRAINT idempotency_keys_key_length CHECK (char_length(key) BETWEEN 1 AND 255),
        request_hash bytea NOT NULL,
        encrypted_answer text,
        expires_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organization_id, key)
      );
      CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

      CREATE TABLE resource_freshness (
        instance_id uuid NOT NULL CONSTRAINT resource_freshness_instance_fkey REFERENCES instances (id),
        resource text NOT NULL,
        fetched_at timestamptz,
        load_started_at timestamptz,
        checkpoint text,
        rejected_count int4 NOT NULL,
        error_code text,
        error_message text,
        error_at timestamptz,
        retry_at timestamptz,
        CONSTRAINT resource_freshness_pkey PRIMARY KEY (instance_id, resource),
        CONSTRAINT resource_freshness_error CHECK ((error_code IS NULL) = (error_at IS NULL))
      );

      CREATE TABLE absent_records (
        instance_id uuid NOT NULL CONSTRAINT absent_records_instance_fkey REFERENCES instances (id),
        resource text NOT NULL,
        remote_id text NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT absent_records_pkey PRIMARY KEY (instance_id, resource, remote_id)
      );
      CREATE INDEX absent_records_expiry ON absent_records (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE absent_records, resource_freshness, idempotency_keys, instance_configuration, instances, users, organizations;
    `);
  }
}
