import type { Clock } from '../../clock';
import type { JobQueue } from '../../jobs/job-queue';
import type { ReportExportRepository } from '../../persistence/repositories/report-export.repository';
import type { RequestContext } from '../../request-context';
import { EXPORT_JOB_PRIORITY, EXPORT_TASK, exportJobKey } from './export-task';
import type { ReportExportExecutionService } from './report-export-execution.service';

const EVERY_MINUTE = '* * * * *';
/** One without a job is looked after by then. */
const ABANDONED_AFTER_MS = 2 * 60_000;
/** One that has not ended by then has failed. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;
const EXPORTS_A_ROUND = 100;

/** Says what the jobs of exports do, and when those that were left behind are looked for. */
export function registerExportJobs(
  jobs: JobQueue,
  parts: {
    readonly context: RequestContext;
    readonly execution: ReportExportExecutionService;
    readonly exports: ReportExportRepository;
    readonly clock: Clock;
  },
): void {
  const { context, execution, exports, clock } = parts;
  const before = (ms: number): Date => new Date(clock.now().getTime() - ms);
  jobs.register(EXPORT_TASK, ({ exportId, attempt }) => execution.execute(context, exportId, attempt));
  jobs.registerCron('resume-report-exports', EVERY_MINUTE, async () => {
    for (const id of await exports.listUnderWay(context, before(GIVEN_UP_AFTER_MS), EXPORTS_A_ROUND)) {
      await execution.giveUp(context, id);
    }
    for (const exportId of await exports.listAbandoned(context, before(ABANDONED_AFTER_MS), EXPORTS_A_ROUND)) {
      const options = { key: exportJobKey(exportId), priority: EXPORT_JOB_PRIORITY };
      await jobs.add(EXPORT_TASK, { exportId, attempt: 1 }, options);
    }
  });
}
