import type { ListOperation } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import { ERROR_CODES, type ErrorCode } from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { Metrics } from '../../metrics';
import type { Database } from '../../persistence/database';
import type { FreshnessRepository, FreshnessRow } from '../../persistence/repositories/freshness.repository';
import type { InstanceRepository, InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  SyncMode,
  SyncRunEnd,
  SyncRunRepository,
  SyncRunRow,
} from '../../persistence/repositories/sync-run.repository';
import type { SyncScheduleRepository } from '../../persistence/repositories/sync-schedule.repository';
import { createRequestContext, type RequestContext } from '../../request-context';
import type { SessionLine } from '../agents/session-line';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import { rememberedError } from '../load-failure';
import type { ResourceLoadService } from '../resource-load.service';
import { listsOf } from './sync-run-starter';
import { SYNC_JOB_PRIORITY, SYNC_TASK, syncJobKey } from './sync-task';

/** A run that was cut by a fault that may pass goes on so many times in all; then it has failed. */
const ATTEMPTS = 3;
/** A run that nobody is at work on is looked after by then. */
const ABANDONED_AFTER_MS = 60_000;
const ABANDONED_A_ROUND = 100;
const KEPT_MS = 30 * 24 * 60 * 60_000;

const NEVER_ANSWERED = {
  code: 'VENDOR_UNAVAILABLE',
  message:
    "The program at the customer's took the same request to the product again and again, and never brought an answer. Look " +
    'there whether the product breaks on it. What was read before stays.',
} as const;

/** Why one list of a run was not read. */
interface ListFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAt: Date | null;
}

export interface SyncExecutionDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceRepository;
  readonly freshness: FreshnessRepository;
  readonly loads: ResourceLoadService;
  readonly runs: SyncRunRepository;
  readonly schedules: SyncScheduleRepository;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** One try of a run. */
interface Attempt {
  readonly run: SyncRunRow;
  readonly instance: InstanceRow;
  /** From 1. */
  readonly number: number;
  /** Of an element with an agent. */
  readonly line: SessionLine | null;
}

/** Does runs: list after list, going on where a run was cut. */
export class SyncExecutionService {
  constructor(private readonly deps: SyncExecutionDependencies) {}

  /** Does what is left of a run. Throws when the service is stopping: then somebody else goes on with it. */
  execute(processContext: RequestContext, runId: string, attempt: number): Promise<void> {
    return this.advance(processContext, runId, attempt, null);
  }

  /**
   * Does of a run what the answer of an agent allows.
   * @throws {AgentPause} where the rest has to wait for the agent.
   */
  executeStep(processContext: RequestContext, runId: string, line: SessionLine): Promise<void> {
    // The next session reads again what failed in this one, in a run of its own.
    return this.advance(processContext, runId, ATTEMPTS, line);
  }

  /** Its agent was given the same again and again, and no answer came: whoever follows it learns that. */
  async giveUp(context: RequestContext, instance: InstanceRow, runId: string): Promise<void> {
    const run = await this.deps.runs.find(context, runId);
    if (run === null || run.finishedAt !== null) return;
    await this.finish(context, run, instance, { status: 'FAILED', error: NEVER_ANSWERED });
  }

  private async advance(
    processContext: RequestContext,
    runId: string,
    number: number,
    line: SessionLine | null,
  ): Promise<void> {
    const { runs, instances, database, clock } = this.deps;
    // The call log names the run as what caused its calls.
    const context = createRequestContext({ logger: processContext.logger, requestId: runId });
    const queued = await runs.find(context, runId);
    if (queued === null || queued.finishedAt !== null) return;
    const [instance] = await instances.findByIds(context, queued.organizationId, [queued.instanceId]);
    if (instance == null || !mayAskVendor(instance)) return this.refuse(context, queued, instance ?? null);
    // An agent goes on with it, when it calls.
    if (line === null && this.deps.catalog.get(instance.elementKey).agent !== undefined) return;
    if (!(await runs.begin(context, database, runId, null, clock.now()))) return;
    const run = { ...queued, startedAt: queued.startedAt ?? clock.now() };
    const attempt = { run, instance, number, line };
    await this.settle(context, attempt, await this.readLists(context, attempt));
  }

  /**
   * Goes on with runs that were cut with whoever did them. What agents carry waits for their next session, unless there will
   * be none: the run of an instance that was switched off meanwhile ends with that. One whose agent has to be set up anew goes
   * on in the session that shows that it was.
   */
  async resumeAbandoned(context: RequestContext): Promise<void> {
    const { runs, jobs, clock, catalog } = this.deps;
    const now = clock.now();
    const idleSince = new Date(now.getTime() - ABANDONED_AFTER_MS);
    const carried = catalog.list(null).flatMap(({ agent, catalog: { key } }) => (agent === undefined ? [] : [key]));
    for (const runId of await runs.listAbandoned(context, now, { idleSince, except: carried }, ABANDONED_A_ROUND)) {
      const options = { key: syncJobKey(runId), priority: SYNC_JOB_PRIORITY.READ };
      await jobs.add(SYNC_TASK, { runId, attempt: 1 }, options);
    }
  }

  /** Runs are kept for a month. */
  async forgetOld(context: RequestContext): Promise<void> {
    const { runs, clock } = this.deps;
    await runs.prune(context, new Date(clock.now().getTime() - KEPT_MS));
  }

  /** Why each list failed; null for one that was read. */
  private async readLists(context: RequestContext, attempt: Attempt): Promise<(ListFailure | null)[]> {
    const lists = listsOf(this.deps.catalog.get(attempt.instance.elementKey), attempt.run.resources);
    const failures: (ListFailure | null)[] = [];
    for (const [part, list] of lists.entries()) {
      failures.push(await this.readList(context, attempt, list, { part, parts: lists.length }));
      if (this.deps.tasks.signal.aborted) throw new Error('The service is stopping: another goes on with the run.');
    }
    return failures;
  }

  private async readList(
    context: RequestContext,
    attempt: Attempt,
    list: ListOperation,
    place: { readonly part: number; readonly parts: number },
  ): Promise<ListFailure | null> {
    const { run, instance } = attempt;
    const seen = await this.rowOf(context, instance, list);
    if (isSince(endOf(seen, run), run.startedAt)) return null;
    const isFollowed = isFollowUpOf(seen, run);
    const row = isFollowed ? seen : await this.load(context, attempt, list, place, run.mode);
    if (!isFollowed && !isNewer(endOf(row, run), endOf(seen, run))) return toFailure(row);
    // It went on with a load that was cut before the run began: what has changed since that began may be missing.
    if (isSince(row?.fetchedAt ?? null, run.startedAt)) return null;
    const followed = await this.load(context, attempt, list, place, 'INCREMENTAL');
    return isNewer(followed?.fetchedAt ?? null, row?.fetchedAt ?? null) ? null : toFailure(followed);
  }

  private async load(
    context: RequestContext,
    { run, instance, line }: Attempt,
    list: ListOperation,
    place: { readonly part: number; readonly parts: number },
    mode: SyncMode,
  ): Promise<FreshnessRow | null> {
    const { loads, freshness } = this.deps;
    const ticket = { id: run.id, ...place };
    if (line !== null) {
      await loads.step(context, instance, list, { mode, ticket, line });
      return this.rowOf(context, instance, list);
    }
    const rows = await freshness.findByInstances(context, [instance.id]);
    const priority = run.trigger === 'SCHEDULE' ? 'background' : 'interactive';
    await loads.start(context, instance, list, rows, { mode, ticket, priority }).done;
    return this.rowOf(context, instance, list);
  }

  private async rowOf(context: RequestContext, { id }: InstanceRow, list: ListOperation): Promise<FreshnessRow | null> {
    const rows = await this.deps.freshness.findByInstances(context, [id]);
    return rows.find(({ resource }) => resource === list.covers[0]) ?? null;
  }

  private async settle(
    context: RequestContext,
    { run, instance, number }: Attempt,
    failures: readonly (ListFailure | null)[],
  ): Promise<void> {
    const failed = failures.filter((failure) => failure !== null);
    if (failed.length > 0 && number < ATTEMPTS && failed.every(({ retryable }) => retryable)) {
      return this.tryLater(run, failed, number);
    }
    const [error = null] = failed;
    const status = error === null ? 'SUCCEEDED' : failed.length < failures.length ? 'PARTIALLY_SUCCEEDED' : 'FAILED';
    await this.finish(context, run, instance, { status, error });
  }

  private async tryLater(run: SyncRunRow, failed: readonly ListFailure[], attempt: number): Promise<void> {
    const latest = Math.max(...failed.map(({ retryAt }) => retryAt?.getTime() ?? 0));
    await this.deps.jobs.add(
      SYNC_TASK,
      { runId: run.id, attempt: attempt + 1 },
      { key: syncJobKey(run.id), priority: SYNC_JOB_PRIORITY[run.trigger], runAt: new Date(latest) },
    );
  }

  private async refuse(context: RequestContext, run: SyncRunRow, instance: InstanceRow | null): Promise<void> {
    const { code, message } =
      instance === null ? ({ code: 'NOT_FOUND', message: 'The instance was deleted.' } as const) : notAskable(instance);
    await this.finish(context, run, instance, { status: 'FAILED', error: { code, message } });
  }

  private async finish(
    context: RequestContext,
    run: SyncRunRow,
    instance: InstanceRow | null,
    end: SyncRunEnd,
  ): Promise<void> {
    const { runs, schedules, database, metrics, clock } = this.deps;
    if (!(await runs.finish(context, database, run.id, end, clock.now()))) return;
    metrics.syncRunEnded(instance?.elementKey ?? null, run.trigger, end.status);
    const now = await runs.find(context, run.id);
    if (now === null || end.status === 'FAILED') return;
    // Its lists had just been read by another run: that says nothing about how much changes.
    if (now.recordsRead === 0 && now.vendorCalls === 0) return;
    const isIdle = now.recordsCreated + now.recordsChanged + now.recordsDeleted === 0;
    await schedules.noteRun(context, run.instanceId, isIdle);
  }
}

/** When a list as the run wants it last ended whole: its begin. */
function endOf(row: FreshnessRow | null, run: SyncRunRow): Date | null {
  return (run.mode === 'FULL' ? row?.fullAt : row?.fetchedAt) ?? null;
}

/**
 * Whether a full run is at its last part already: a run that an agent carries comes here with every answer, and what it had
 * gone on with has ended long before.
 */
function isFollowUpOf(row: FreshnessRow | null, run: SyncRunRow): boolean {
  return run.mode === 'FULL' && row?.loadMode === 'INCREMENTAL' && isSince(row.loadStartedAt, run.startedAt);
}

function isSince(instant: Date | null, begin: Date | null): boolean {
  return instant !== null && begin !== null && instant >= begin;
}

function isNewer(instant: Date | null, than: Date | null): boolean {
  return instant !== null && (than === null || instant > than);
}

function toFailure(row: FreshnessRow | null): ListFailure {
  const error = rememberedError(row);
  if (error !== null) {
    const code = ERROR_CODES.find((known) => known === error.code) ?? 'INTERNAL_SERVER_ERROR';
    return { code, message: error.message, retryable: error.retryable, retryAt: row?.retryAt ?? null };
  }
  return {
    code: 'INSTANCE_NOT_ACTIVE',
    message: 'The instance was changed meanwhile.',
    retryable: true,
    retryAt: null,
  };
}
