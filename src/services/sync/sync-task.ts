import { jobTask } from '../../jobs/job-queue';

/** Does a run, or goes on with it. */
export const SYNC_TASK = jobTask<{ readonly runId: string; readonly attempt: number }>('sync');

/** Of the job of a run. `SyncRunRepository.listAbandoned` looks for it. */
export function syncJobKey(runId: string): string {
  return `sync:${runId}`;
}

/** Somebody waits for a run that was asked for; the others can wait. Lower comes first. */
export const SYNC_JOB_PRIORITY = { REQUEST: 0, READ: 5, PROVISIONING: 5, SCHEDULE: 10 } as const;
