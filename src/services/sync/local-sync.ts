import { validate as isUuid } from 'uuid';
import type { ElementResource } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import { RecordNotFoundError } from '../../errors';
import type { JobQueue } from '../../jobs/job-queue';
import type { Database } from '../../persistence/database';
import type { InstanceRepository } from '../../persistence/repositories/instance.repository';
import type { SyncMode, SyncRunRepository, SyncRunRow } from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import type { CatalogService } from '../catalog.service';
import type { SyncExecutionService } from './sync-execution.service';
import { listsOf, type SyncRunStarter } from './sync-run-starter';
import { syncJobKey } from './sync-task';

const LOOK_EVERY_MS = 200;
/** The only try: whoever waits at a terminal is told at once why it failed. */
const LAST_ATTEMPT = Number.MAX_SAFE_INTEGER;

/** Runs that an administrator does in a process of their own, whether the service is up or not. */
export class LocalSync {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceRepository,
    private readonly starter: SyncRunStarter,
    private readonly execution: SyncExecutionService,
    private readonly runs: SyncRunRepository,
    private readonly jobs: JobQueue,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Syncs everything that the instance lists, telling how far it is; the run as it ended. */
  async run(
    context: RequestContext,
    instanceId: string,
    mode: SyncMode,
    onStep: (run: SyncRunRow) => void,
  ): Promise<SyncRunRow> {
    const id = await this.start(context, instanceId, mode);
    const ended = this.execution.execute(context, id, LAST_ATTEMPT);
    return this.follow(context, id, ended, onStep);
  }

  private async start(context: RequestContext, instanceId: string, mode: SyncMode): Promise<string> {
    const instance = isUuid(instanceId) ? await this.instances.findOfAnyone(context, instanceId) : null;
    if (instance === null) throw new RecordNotFoundError('Instance', instanceId);
    const adapter = this.catalog.get(instance.elementKey);
    const listed = Object.keys(adapter.resources) as ElementResource[];
    const resources = listsOf(adapter, listed).flatMap(({ covers }) => covers);
    return this.database.transaction(async (transaction) => {
      const id = await this.starter.join(context, transaction, { instance, resources, mode, trigger: 'REQUEST' });
      // It is done here; one that the service has begun goes on there, and is followed.
      await this.jobs.remove(syncJobKey(id), transaction);
      return id;
    });
  }

  private async follow(
    context: RequestContext,
    id: string,
    ended: Promise<void>,
    onStep: (run: SyncRunRow) => void,
  ): Promise<SyncRunRow> {
    let isOver = false;
    const over = ended.finally(() => (isOver = true));
    for (;;) {
      const run = await this.runs.find(context, id);
      if (run !== null) onStep(run);
      if (run !== null && (run.finishedAt !== null || isOver)) return over.then(() => run);
      await Promise.race([this.clock.sleep(LOOK_EVERY_MS), over]);
    }
  }
}
