import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that vendors made of reports and cards, held for a day in pieces that any replica can serve. */
export class ReportExports1763800000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_exports (
        id uuid NOT NULL CONSTRAINT report_exports_pkey PRIMARY KEY,
        organization_id uuid NOT NULL,
        instance_id uuid NOT NULL CONSTRAINT report_exports_instance_fkey REFERENCES instances (id),
        kind text NOT NULL CONSTRAINT report_exports_kind CHECK (kind IN ('REPORTS','CARDS')),
        format text NOT NULL CONSTRAINT report_exports_format
          CHECK (format IN ('CSV','XLS','XLSX','TXT','PDF','JSON','XML')),
        template text,
        is_dry_run boolean NOT NULL,
        actions text[] NOT NULL,
        wanted_label text,
        encrypted_request text,
        status text NOT NULL CONSTRAINT report_exports_status
          CHECK (status IN ('QUEUED','RUNNING','READY','FAILED','EXPIRED')),
        report_remote_ids text[],
        report_count int,
        submit_started_at timestamptz,
        submitted_at timestamptz,
        mark_started_at timestamptz,
        marked_at timestamptz,
        error_code text,
        error_message text,
        error_requires text,
        vendor_code text,
        vendor_message text,
        vendor_request_id text,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        finished_at timestamptz,
        expires_at timestamptz,
        CONSTRAINT report_exports_finished CHECK ((finished_at IS NULL) = (status IN ('QUEUED','RUNNING'))),
        CONSTRAINT report_exports_request CHECK ((finished_at IS NULL) = (encrypted_request IS NOT NULL)),
        CONSTRAINT report_exports_error CHECK ((error_code IS NULL) = (error_message IS NULL))
      );
      CREATE INDEX report_exports_of_instance ON report_exports (instance_id, created_at, id);
      CREATE INDEX report_exports_under_way ON report_exports (created_at) WHERE finished_at IS NULL;
      CREATE INDEX report_exports_expires_at ON report_exports (expires_at) WHERE expires_at IS NOT NULL;
      CREATE INDEX report_exports_finished_at ON report_exports (finished_at);

      CREATE TABLE report_export_files (
        instance_id uuid NOT NULL,
        export_id uuid NOT NULL,
        number int NOT NULL,
        organization_id uuid NOT NULL,
        vendor_name text NOT NULL,
        vendor_place text NOT NULL,
        name text NOT NULL,
        byte_size int,
        CONSTRAINT report_export_files_pkey PRIMARY KEY (instance_id, export_id, number)
      );

      CREATE TABLE report_export_chunks (
        instance_id uuid NOT NULL,
        export_id uuid NOT NULL,
        file_number int NOT NULL,
        first_byte int NOT NULL,
        organization_id uuid NOT NULL,
        bytes bytea NOT NULL CONSTRAINT report_export_chunks_bytes CHECK (length(bytes) BETWEEN 1 AND 1048576),
        CONSTRAINT report_export_chunks_pkey PRIMARY KEY (instance_id, export_id, file_number, first_byte)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_export_chunks, report_export_files, report_exports');
  }
}
