import { jobTask } from '../../../jobs/job-queue';

/** Looks for what a bulk job asks for, and keeps it. */
export const BULK_TASK = jobTask<{ readonly jobId: string; readonly look: number }>('bulk-job');

export function bulkJobKey(jobId: string): string {
  return `bulk-job:${jobId}`;
}
