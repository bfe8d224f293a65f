import type { ExportedFile } from '../../adapters/exports';
import type { RequestContext } from '../../request-context';
import type { StatementRunner, Transaction } from '../database';

/** What an export's files belong to. */
export interface ExportKey {
  readonly organizationId: string;
  readonly instanceId: string;
  readonly exportId: string;
}

/** A file as the vendor named it, and whether it is here. */
export interface ExportFileRow {
  /** From 1. */
  readonly number: number;
  readonly vendorName: string;
  readonly vendorPlace: string;
  /** What whoever downloads it calls it. */
  readonly name: string;
  /** Null until all of it is here. */
  readonly byteSize: number | null;
}

/** A file that can be downloaded. */
export interface DownloadableFile {
  readonly instanceId: string;
  readonly exportId: string;
  readonly number: number;
  readonly name: string;
  readonly byteSize: number;
}

/** Files of exports, their bytes in pieces: none is ever whole in memory. */
export class ReportExportFileRepository {
  constructor(private readonly runner: StatementRunner) {}

  async insert(
    context: RequestContext,
    transaction: Transaction,
    { organizationId, instanceId, exportId }: ExportKey,
    files: readonly (ExportedFile & { readonly ourName: string })[],
  ): Promise<void> {
    await transaction.query(context, {
      name: 'report-export-files-insert',
      text: `INSERT INTO report_export_files (instance_id, export_id, number, organization_id, vendor_name, vendor_place, name)
             SELECT $1, $2, f.number, $3, f.vendor_name, f.vendor_place, f.name
             FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS f (vendor_name, vendor_place, name, number)`,
      values: [
        instanceId,
        exportId,
        organizationId,
        files.map(({ name }) => name),
        files.map(({ place }) => place),
        files.map(({ ourName }) => ourName),
      ],
    });
  }

  /** By number. */
  async list(context: RequestContext, { instanceId, exportId }: ExportKey): Promise<ExportFileRow[]> {
    return this.runner.query<ExportFileRow>(context, {
      name: 'report-export-files',
      text: `SELECT number, vendor_name AS "vendorName", vendor_place AS "vendorPlace", name, byte_size AS "byteSize"
             FROM report_export_files WHERE instance_id = $1 AND export_id = $2 ORDER BY number`,
      values: [instanceId, exportId],
    });
  }

  /** Forgets what was held of a file that is not whole. */
  async clear(context: RequestContext, transaction: Transaction, key: ExportKey, number: number): Promise<void> {
    await transaction.query(context, {
      name: 'report-export-chunks-clear',
      text: 'DELETE FROM report_export_chunks WHERE instance_id = $1 AND export_id = $2 AND file_number = $3',
      values: [key.instanceId, key.exportId, number],
    });
  }

  async addChunk(
    context: RequestContext,
    transaction: Transaction,
    { organizationId, instanceId, exportId }: ExportKey,
    chunk: { readonly number: number; readonly firstByte: number; readonly bytes: Buffer },
  ): Promise<void> {
    await transaction.query(context, {
      name: 'report-export-chunk-insert',
      text: `INSERT INTO report_export_chunks (instance_id, export_id, file_number, first_byte, organization_id, bytes)
             VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [instanceId, exportId, chunk.number, chunk.firstByte, organizationId, chunk.bytes],
    });
  }

  /** The file is whole. */
  async complete(
    context: RequestContext,
    transaction: Transaction,
    key: ExportKey,
    file: { readonly number: number; readonly byteSize: number },
  ): Promise<void> {
    await transaction.query(context, {
      name: 'report-export-file-complete',
      text: 'UPDATE report_export_files SET byte_size = $4 WHERE instance_id = $1 AND export_id = $2 AND number = $3',
      values: [key.instanceId, key.exportId, file.number, file.byteSize],
    });
  }

  /** A whole file, of an export that has ended, of an instance that is still there; null otherwise. */
  async findDownloadable(
    context: RequestContext,
    exportId: string,
    number: number,
  ): Promise<{ readonly file: DownloadableFile | null; readonly expiresAt: Date | null } | null> {
    const [row] = await this.runner.query<DownloadableFile & { readonly expiresAt: Date | null }>(context, {
      name: 'report-export-downloadable',
      text: `SELECT e.instance_id AS "instanceId", e.id AS "exportId", f.number, f.name, f.byte_size AS "byteSize",
               e.expires_at AS "expiresAt"
             FROM report_exports e
             JOIN instances i ON i.id = e.instance_id AND i.deleted_at IS NULL
             LEFT JOIN report_export_files f ON f.instance_id = e.instance_id AND f.export_id = e.id AND f.number = $2
               AND f.byte_size IS NOT NULL
             WHERE e.id = $1 AND e.finished_at IS NOT NULL`,
      values: [exportId, number],
    });
    if (row === undefined) return null;
    const { expiresAt, ...file } = row;
    return { expiresAt, file: file.number === null ? null : file };
  }

  /** The piece that holds the byte at `offset`; null when it is gone. */
  async readChunk(
    context: RequestContext,
    { instanceId, exportId, number }: DownloadableFile,
    offset: number,
  ): Promise<{ readonly firstByte: number; readonly bytes: Buffer } | null> {
    const [row] = await this.runner.query<{ firstByte: number; bytes: Buffer }>(context, {
      name: 'report-export-chunk',
      text: `SELECT first_byte AS "firstByte", bytes FROM report_export_chunks
             WHERE instance_id = $1 AND export_id = $2 AND file_number = $3 AND first_byte <= $4
             ORDER BY first_byte DESC LIMIT 1`,
      values: [instanceId, exportId, number, offset],
    });
    return row ?? null;
  }

  /** Removes the files of an export, bytes included. */
  async remove(
    context: RequestContext,
    { id, instanceId }: { readonly id: string; readonly instanceId: string },
  ): Promise<void> {
    const values = [instanceId, id];
    const ofExport = 'WHERE instance_id = $1 AND export_id = $2';
    await this.runner.query(context, { text: `DELETE FROM report_export_chunks ${ofExport}`, values });
    await this.runner.query(context, { text: `DELETE FROM report_export_files ${ofExport}`, values });
  }
}
