import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sales tax: what was calculated at vendors that cannot be asked for it, every change of it, and taxability codes. */
export class TaxDocuments1764000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tax_documents (
        instance_id uuid NOT NULL CONSTRAINT tax_documents_instance_fkey REFERENCES instances (id),
        id uuid NOT NULL,
        organization_id uuid NOT NULL,
        document_key text COLLATE "C" NOT NULL,
        state text NOT NULL CONSTRAINT tax_documents_state CHECK (state IN ('DRAFT','COMMITTED','CANCELLED')),
        tax_date date NOT NULL,
        currency character(3) NOT NULL,
        total_tax_amount numeric(19,5),
        destination jsonb,
        origin jsonb,
        effective_address jsonb,
        effective_address_kind text
          CONSTRAINT tax_documents_effective_address_kind CHECK (effective_address_kind IN ('DESTINATION','ORIGIN')),
        lines jsonb NOT NULL,
        jurisdictions jsonb NOT NULL,
        customer_tax_code text,
        advisories jsonb NOT NULL,
        vendor_fields jsonb,
        request jsonb NOT NULL,
        request_digest bytea NOT NULL,
        pending_change text CONSTRAINT tax_documents_pending_change
          CHECK (pending_change IN ('CALCULATE','CALCULATE_AND_COMMIT','COMMIT','CANCEL')),
        pending_key text COLLATE "C",
        pending_digest bytea,
        version integer NOT NULL CONSTRAINT tax_documents_version CHECK (version >= 1),
        created_at timestamptz NOT NULL,
        committed_at timestamptz,
        cancelled_at timestamptz,
        changed_at timestamptz NOT NULL,
        fetched_at timestamptz NOT NULL,
        CONSTRAINT tax_documents_pkey PRIMARY KEY (instance_id, id),
        CONSTRAINT tax_documents_pending CHECK (
          (pending_change IS NULL) = (pending_key IS NULL) AND (pending_change IS NULL) = (pending_digest IS NULL)),
        CONSTRAINT tax_documents_answered CHECK (
          total_tax_amount IS NOT NULL OR state = 'CANCELLED' OR (state = 'DRAFT' AND pending_change IS NOT NULL)),
        CONSTRAINT tax_documents_committed CHECK (
          CASE state WHEN 'COMMITTED' THEN committed_at IS NOT NULL WHEN 'DRAFT' THEN committed_at IS NULL ELSE true END),
        CONSTRAINT tax_documents_cancelled CHECK ((state = 'CANCELLED') = (cancelled_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX tax_documents_key ON tax_documents (instance_id, document_key);
      CREATE INDEX tax_documents_unsettled ON tax_documents (instance_id, pending_key) WHERE pending_change IS NOT NULL;
      CREATE INDEX tax_documents_by_created ON tax_documents (instance_id, created_at, id);
      CREATE INDEX tax_documents_of_organization_by_created
        ON tax_documents (organization_id, created_at, instance_id, id);

      CREATE TABLE tax_document_changes (
        instance_id uuid NOT NULL CONSTRAINT tax_document_changes_instance_fkey REFERENCES instances (id),
        id uuid NOT NULL,
        organization_id uuid NOT NULL,
        document_id uuid NOT NULL,
        change text NOT NULL CONSTRAINT tax_document_changes_change
          CHECK (change IN ('CALCULATE','CALCULATE_AND_COMMIT','COMMIT','CANCEL')),
        outcome text NOT NULL CONSTRAINT tax_document_changes_outcome
          CHECK (outcome IN ('PENDING','SUCCEEDED','FAILED','UNKNOWN')),
        state text CONSTRAINT tax_document_changes_state CHECK (state IN ('DRAFT','COMMITTED','CANCELLED')),
        document_key text COLLATE "C" NOT NULL,
        total_tax_amount numeric(19,5),
        total_tax_currency character(3),
        error_code text,
        error_message text,
        request_id text NOT NULL,
        user_id uuid NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        CONSTRAINT tax_document_changes_pkey PRIMARY KEY (instance_id, id),
        CONSTRAINT tax_document_changes_finished CHECK ((outcome = 'PENDING') = (finished_at IS NULL)),
        CONSTRAINT tax_document_changes_error CHECK ((error_code IS NULL) = (error_message IS NULL)),
        CONSTRAINT tax_document_changes_total CHECK ((total_tax_amount IS NULL) = (total_tax_currency IS NULL))
      );
      CREATE INDEX tax_document_changes_of_document ON tax_document_changes (instance_id, document_id, started_at, id);

      CREATE TABLE tax_code_lists (
        instance_id uuid NOT NULL CONSTRAINT tax_code_lists_instance_fkey REFERENCES instances (id),
        kind text NOT NULL CONSTRAINT tax_code_lists_kind CHECK (kind IN ('ITEM','CUSTOMER')),
        organization_id uuid NOT NULL,
        codes text[] NOT NULL,
        fetched_at timestamptz NOT NULL,
        CONSTRAINT tax_code_lists_pkey PRIMARY KEY (instance_id, kind)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE tax_code_lists;
      DROP TABLE tax_document_changes;
      DROP TABLE tax_documents;
    `);
  }
}
