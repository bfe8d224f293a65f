import type { ElementResource } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import type { Database } from '../../persistence/database';
import type { FreshnessRepository, FreshnessRow } from '../../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { SyncRunRepository } from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { SyncExecutionService } from '../sync/sync-execution.service';
import { listsOf, type SyncRunStarter } from '../sync/sync-run-starter';
import { timeToLiveOf } from '../time-to-live';
import type { SessionLine } from './session-line';
import { MOST_TIMES_HANDED, type AgentWorkKind, type PendingWork } from './work-kind';

export interface SyncWorkDependencies {
  readonly catalog: CatalogService;
  readonly runs: SyncRunRepository;
  readonly execution: SyncExecutionService;
  readonly starter: SyncRunStarter;
  readonly freshness: FreshnessRepository;
  readonly database: Database;
  readonly clock: Clock;
}

/** Reading lists: runs, one after the other, the oldest first. */
export class SyncWork implements AgentWorkKind {
  readonly kind = 'SYNC';
  readonly isReadiedLate = false;

  constructor(private readonly deps: SyncWorkDependencies) {}

  countPending(context: RequestContext, instanceIds: readonly string[]): Promise<number[]> {
    return this.deps.runs.countUnderWay(context, instanceIds);
  }

  async findNext(context: RequestContext, { id }: InstanceRow, passed: readonly string[]): Promise<PendingWork | null> {
    const underWay = await this.deps.runs.listUnderWay(context, this.deps.database, id);
    const run = underWay.find((one) => !passed.includes(one.id));
    return run === undefined ? null : { workId: run.id, comesLast: false };
  }

  run(context: RequestContext, _instance: InstanceRow, workId: string, line: SessionLine): Promise<void> {
    return this.deps.execution.executeStep(context, workId, line);
  }

  /** Asking again for what is only read does no harm. One that never gets an answer ends; the next one tries again. */
  async hand(context: RequestContext, instance: InstanceRow, workId: string): Promise<boolean> {
    const times = await this.deps.runs.hand(context, workId);
    if (times === null) return false;
    if (times <= MOST_TIMES_HANDED) return true;
    await this.deps.execution.giveUp(context, instance, workId);
    return false;
  }

  requestIdOf(_context: RequestContext, workId: string): Promise<string> {
    return Promise.resolve(workId);
  }

  async progressOf(context: RequestContext, workId: string): Promise<number> {
    return (await this.deps.runs.find(context, workId))?.progress ?? 0;
  }

  /** An agent that calls may be long in coming again: what has passed its time-to-live is read while it is here. */
  async queueDue(context: RequestContext, instance: InstanceRow): Promise<void> {
    const { catalog, freshness, database, starter } = this.deps;
    const adapter = catalog.get(instance.elementKey);
    const rows = await freshness.findByInstances(context, [instance.id]);
    const listed = Object.keys(adapter.resources) as ElementResource[];
    const due = listsOf(adapter, listed).filter(({ covers }) =>
      covers.some((resource) => this.isDue(instance, rows.find((row) => row.resource === resource) ?? null)),
    );
    if (due.length === 0) return;
    const resources = due.flatMap(({ covers }) => covers);
    const run = { instance, resources, mode: 'INCREMENTAL', trigger: 'SCHEDULE' } as const;
    await database.transaction((transaction) => starter.join(context, transaction, run));
  }

  private isDue(instance: InstanceRow, row: FreshnessRow | null): boolean {
    const now = this.deps.clock.now().getTime();
    if (row?.retryAt != null && row.retryAt.getTime() > now) return false;
    return row?.fetchedAt == null || now - row.fetchedAt.getTime() > timeToLiveOf(instance) * 1_000;
  }
}
