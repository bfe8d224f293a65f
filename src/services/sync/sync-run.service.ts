import type { ElementResource } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import { InvalidValueError, RecordNotFoundError, UnsupportedOperationError } from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { Metrics } from '../../metrics';
import type { Database } from '../../persistence/database';
import type { KeysetPosition, PageOf } from '../../persistence/keyset/keyset-page';
import type { InstanceScope } from '../../persistence/keyset/list-scope';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { SyncMode, SyncRunRepository, SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import { toVisibleScopes } from '../caller-scope';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { mayAskVendor, notAskable } from '../instance-health.service';
import type { InstanceReadService } from '../instance-read.service';
import { visibleByIds } from '../visible-rows';
import { listsOf, type SyncRunStarter } from './sync-run-starter';
import { syncJobKey } from './sync-task';

export interface SyncRequest {
  readonly instanceId: string;
  /** Null: all that the element lists. */
  readonly resources: readonly ElementResource[] | null;
  readonly mode: SyncMode;
  /** Answers when the run has ended, or after so long. */
  readonly waitSeconds: number;
}

const LONGEST_WAIT_SECONDS = 60;
const LOOK_EVERY_MS = 250;

/** Runs as callers see them: their organization's. */
export class SyncRunService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceReadService,
    private readonly runs: SyncRunRepository,
    private readonly starter: SyncRunStarter,
    private readonly jobs: JobQueue,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** Starts a run, or joins one that does the same. */
  async start(context: RequestContext, request: SyncRequest): Promise<SyncRunRow> {
    assertWait(request.waitSeconds);
    const instance = await this.findInstance(context, request.instanceId);
    const { mode } = request;
    const resources = this.resourcesOf(instance, request.resources);
    if (!mayAskVendor(instance)) throw notAskable(instance);
    const id = await this.database.transaction((transaction) =>
      this.starter.join(context, transaction, { instance, resources, mode, trigger: 'REQUEST' }),
    );
    return this.waitFor(context, id, request.waitSeconds);
  }

  /** Ends a run that has not ended; what it has read stays. One that has ended is answered as it is. */
  async cancel(context: RequestContext, id: string): Promise<SyncRunRow> {
    const [run] = await this.findByIds(context, [id]);
    if (run == null) throw new RecordNotFoundError('SyncRun', id, { path: ['input', 'id'] });
    const isCancelled = await this.database.transaction(async (transaction) => {
      const end = { status: 'CANCELLED', error: null } as const;
      if (!(await this.runs.finish(context, transaction, id, end, this.clock.now()))) return false;
      await this.jobs.remove(syncJobKey(id), transaction);
      return true;
    });
    if (isCancelled) await this.noteCancelled(context, run);
    return (await this.runs.find(context, id)) ?? run;
  }

  private async noteCancelled(context: RequestContext, { instanceId, trigger }: SyncRunRow): Promise<void> {
    const [instance] = await this.instances.findByIds(context, [instanceId]);
    this.metrics.syncRunEnded(instance?.elementKey ?? null, trigger, 'CANCELLED');
  }

  /** In the order of the ids; null for what the caller does not see. */
  findByIds(context: RequestContext, ids: readonly string[]): Promise<(SyncRunRow | null)[]> {
    return visibleByIds(context, this.instances, ids, (all) => this.runs.findByIds(context, all));
  }

  /** Latest first; one page a scope, in one statement. */
  page(
    context: RequestContext,
    scopes: readonly InstanceScope[],
    query: { readonly first: number; readonly after: KeysetPosition | null },
  ): Promise<PageOf<SyncRunRow>[]> {
    return this.runs.listForInstances(context, toVisibleScopes(context, scopes), query);
  }

  count(context: RequestContext, scopes: readonly InstanceScope[]): Promise<number[]> {
    return this.runs.countForInstances(context, toVisibleScopes(context, scopes));
  }

  private async waitFor(context: RequestContext, id: string, seconds: number): Promise<SyncRunRow> {
    const { signal } = this.tasks;
    const until = this.clock.now().getTime() + seconds * 1_000;
    for (;;) {
      const run = await this.runs.find(context, id);
      if (run === null) throw new RecordNotFoundError('SyncRun', id);
      if (run.finishedAt !== null || signal.aborted || this.clock.now().getTime() >= until) return run;
      // A shutdown ends the wait: the run is answered as it is.
      await this.clock.sleep(LOOK_EVERY_MS, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  private async findInstance(context: RequestContext, id: string): Promise<InstanceRow> {
    const [instance] = await this.instances.findByIds(context, [id]);
    if (instance == null) throw new RecordNotFoundError('Instance', id, { path: ['input', 'id'] });
    return instance;
  }

  /** Everything that the lists bring: reports are never read without their expenses. */
  private resourcesOf(
    { elementKey }: InstanceRow,
    wanted: readonly ElementResource[] | null,
  ): readonly ElementResource[] {
    const adapter = this.catalog.get(elementKey);
    const listed = Object.keys(adapter.resources) as ElementResource[];
    const unlisted = wanted?.find((resource) => adapter.resources[resource]?.list === undefined);
    if (unlisted !== undefined) {
      const message = `${adapter.catalog.name} has no list of ${unlisted}.`;
      throw new UnsupportedOperationError(elementKey, unlisted, 'LIST', message, { path: ['input', 'resources'] });
    }
    const resources = listsOf(adapter, wanted ?? listed).flatMap(({ covers }) => covers);
    if (resources.length > 0) return resources;
    if (wanted === null) {
      const message = `${adapter.catalog.name} has nothing that is read by a sync.`;
      throw new UnsupportedOperationError(elementKey, null, 'LIST', message);
    }
    throw new InvalidValueError('INVALID_INPUT', 'Name at least one resource, or leave them out for all.', {
      path: ['input', 'resources'],
    });
  }
}

function assertWait(seconds: number): void {
  if (seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS) return;
  throw new InvalidValueError('INVALID_INPUT', `"waitSeconds" is ${seconds}.`, {
    path: ['input', 'waitSeconds'],
    expected: `0 to ${LONGEST_WAIT_SECONDS}`,
  });
}
