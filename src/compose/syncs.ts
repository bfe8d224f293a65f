import { SyncScheduleRepository } from '../persistence/repositories/sync-schedule.repository';
import { LocalSync } from '../services/sync/local-sync';
import { PollingService } from '../services/sync/polling.service';
import { SyncExecutionService } from '../services/sync/sync-execution.service';
import { registerSyncJobs } from '../services/sync/sync-jobs';
import { SyncRunService } from '../services/sync/sync-run.service';
import { SYNC_TASK } from '../services/sync/sync-task';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';

/** Syncs: when they are due, what does them, and what is told of them. */
export interface SyncParts {
  readonly polling: PollingService;
  readonly execution: SyncExecutionService;
  readonly runs: SyncRunService;
  readonly localSync: LocalSync;
  /** How late the sync that is longest due is: not put into the queue, or put there and not begun. */
  readonly lagSeconds: () => Promise<number>;
}

export function composeSyncs(foundation: Foundation, { instanceReads, loads, syncStarter }: RecordParts): SyncParts {
  const { context, catalog, jobs, metrics, database, tasks, clock, rows } = foundation;
  const { instances, syncRuns } = rows;
  const schedules = new SyncScheduleRepository(database);
  const polling = new PollingService(catalog, schedules, syncStarter, database, clock);
  const execution = new SyncExecutionService({
    catalog,
    instances,
    freshness: rows.freshness,
    loads,
    runs: syncRuns,
    schedules,
    jobs,
    database,
    tasks,
    metrics,
    clock,
  });
  registerSyncJobs(jobs, { context, execution, polling });
  return {
    polling,
    execution,
    runs: new SyncRunService(catalog, instanceReads, syncRuns, syncStarter, jobs, database, tasks, metrics, clock),
    localSync: new LocalSync(catalog, instances, syncStarter, execution, syncRuns, jobs, database, clock),
    lagSeconds: async () => {
      const lags = [schedules.lagSeconds(context, clock.now()), jobs.lagSeconds(SYNC_TASK)];
      return Math.max(...(await Promise.all(lags)));
    },
  };
}
