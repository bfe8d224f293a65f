import type { EncryptionKey } from '../config';
import { ReportExportFileRepository } from '../persistence/repositories/report-export-file.repository';
import { ReportExportRepository } from '../persistence/repositories/report-export.repository';
import { LinkSigner } from '../security/link-signature';
import { ExportDownloadService } from '../services/exports/export-download.service';
import { ExportFileStore } from '../services/exports/export-file-store';
import { registerExportJobs } from '../services/exports/export-jobs';
import { ExportRetention } from '../services/exports/export-retention';
import { ReportExportExecutionService } from '../services/exports/report-export-execution.service';
import { ReportExportService } from '../services/exports/report-export.service';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { VendorParts } from './vendors';
import type { WriteParts } from './writes';

/** Reports as files that the vendor makes. */
export interface ExportParts {
  readonly rows: ReportExportRepository;
  readonly service: ReportExportService;
  readonly execution: ReportExportExecutionService;
  readonly downloads: ExportDownloadService;
  readonly retention: ExportRetention;
}

export function composeExports(
  foundation: Foundation,
  { connections, health }: VendorParts,
  { instanceReads }: RecordParts,
  { idempotency }: WriteParts,
  encryptionKeys: readonly EncryptionKey[],
): ExportParts {
  const { context, catalog, encryption, jobs, leases, publicUrl, database, tasks, clock } = foundation;
  const rows = new ReportExportRepository(database);
  const files = new ReportExportFileRepository(database);
  const execution = new ReportExportExecutionService({
    catalog,
    instances: foundation.rows.instances,
    connections,
    health,
    exports: rows,
    files,
    store: new ExportFileStore(database, rows, files, leases),
    leases,
    encryption,
    jobs,
    tasks,
    clock,
  });
  registerExportJobs(jobs, { context, execution, exports: rows, clock });
  const service = new ReportExportService({
    catalog,
    instances: instanceReads,
    exports: rows,
    idempotency,
    encryption,
    jobs,
    database,
    clock,
  });
  return {
    rows,
    service,
    execution,
    downloads: new ExportDownloadService(files, new LinkSigner(encryptionKeys, 'exports'), publicUrl, clock),
    retention: new ExportRetention(rows, files, clock),
  };
}
