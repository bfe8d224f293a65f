import type { JobQueue } from '../../jobs/job-queue';
import type { RequestContext } from '../../request-context';
import type { PollingService } from './polling.service';
import type { SyncExecutionService } from './sync-execution.service';
import { SYNC_TASK } from './sync-task';

const EVERY_MINUTE = '* * * * *';
const EVERY_HOUR = '17 * * * *';

/** Says what the jobs of syncs do, and when polls are looked for. */
export function registerSyncJobs(
  jobs: JobQueue,
  parts: {
    readonly context: RequestContext;
    readonly execution: SyncExecutionService;
    readonly polling: PollingService;
  },
): void {
  const { context, execution, polling } = parts;
  jobs.register(SYNC_TASK, ({ runId, attempt }) => execution.execute(context, runId, attempt));
  jobs.registerCron('poll-instances', EVERY_MINUTE, () => polling.tick(context));
  jobs.registerCron('forget-sync-runs', EVERY_HOUR, () => execution.forgetOld(context));
  jobs.registerCron('resume-sync-runs', EVERY_MINUTE, () => execution.resumeAbandoned(context));
}
