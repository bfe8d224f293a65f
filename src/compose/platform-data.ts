import { BulkJobRepository } from '../persistence/repositories/bulk-job.repository';
import { BulkExecutionService } from '../services/data/bulk/bulk-execution.service';
import { BulkJobService } from '../services/data/bulk/bulk-job.service';
import { DataReadService } from '../services/data/data-read.service';
import { DataWriteService } from '../services/data/data-write.service';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { TaxParts } from './taxes';
import type { WriteParts } from './writes';

/** Records under the platform's names. */
export interface PlatformDataParts {
  readonly reads: DataReadService;
  readonly writes: DataWriteService;
  readonly bulkRows: BulkJobRepository;
  readonly bulkJobs: BulkJobService;
}

export function composePlatformData(
  foundation: Foundation,
  { instanceReads, records }: RecordParts,
  writes: WriteParts,
  { documents, documentReads }: TaxParts,
): PlatformDataParts {
  const { context, catalog, jobs, leases, database, tasks, clock } = foundation;
  const data = new DataReadService(catalog, records, documentReads);
  const rows = new BulkJobRepository(database);
  const bulk = { catalog, instances: instanceReads, data, rows, leases, jobs, database, tasks, clock };
  new BulkExecutionService(bulk).registerJobs(context);
  return {
    reads: data,
    writes: new DataWriteService(data, writes.service, documents, documentReads),
    bulkRows: rows,
    bulkJobs: new BulkJobService(jobs, rows, database, clock),
  };
}
