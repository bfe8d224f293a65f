import { jobTask } from '../../jobs/job-queue';

/** Makes the files of an export, or goes on with it. */
export const EXPORT_TASK = jobTask<{ readonly exportId: string; readonly attempt: number }>('report-export');

/** Of the job of an export. `ReportExportRepository.listAbandoned` looks for it. */
export function exportJobKey(exportId: string): string {
  return `report-export:${exportId}`;
}

/** Somebody waits for it. */
export const EXPORT_JOB_PRIORITY = 0;
