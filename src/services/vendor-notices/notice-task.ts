import { jobTask } from '../../jobs/job-queue';

/** Reads what the vendor told an instance of. */
export const NOTICE_TASK = jobTask<{ readonly instanceId: string }>('vendor-notices');

/** Of the one job of an instance that waits. */
export function noticeJobKey(instanceId: string): string {
  return `vendor-notices:${instanceId}`;
}

/** What is told within this time is read together. */
export const GATHER_MS = 2_000;
/** People wait for other jobs. */
export const NOTICE_JOB_PRIORITY = 5;
