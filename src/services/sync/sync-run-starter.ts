import { v7 as uuidv7 } from 'uuid';
import type { ElementResource, ListOperation, VendorAdapter } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import type { JobQueue } from '../../jobs/job-queue';
import type { Transaction } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  SyncMode,
  SyncRunRepository,
  SyncRunRow,
  SyncTrigger,
} from '../../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../../request-context';
import { SYNC_JOB_PRIORITY, SYNC_TASK, syncJobKey } from './sync-task';

/** A run that is wanted. */
export interface WantedRun {
  readonly instance: Pick<InstanceRow, 'id' | 'organizationId'>;
  readonly resources: readonly ElementResource[];
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  /** At once when absent. */
  readonly runAt?: Date;
}

/** Begins runs: one for the same thing at a time. */
export class SyncRunStarter {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * The id of a run that does what is wanted: one that is under way, or a new one, there once the transaction is. One that
   * has not begun becomes as urgent as what is wanted.
   */
  async join(context: RequestContext, transaction: Transaction, wanted: WantedRun): Promise<string> {
    const { instance, resources, mode, trigger, runAt } = wanted;
    // Of several who want the same at once, one begins it.
    await this.runs.lockInstance(context, transaction, instance.id);
    const underWay = await this.runs.listUnderWay(context, transaction, instance.id);
    const joined = underWay.find((run) => doesAsMuch(run, wanted));
    if (joined !== undefined) {
      if (isMoreUrgent(trigger, joined)) await this.hasten(context, transaction, joined.id, trigger);
      return joined.id;
    }
    const id = uuidv7();
    const { organizationId } = instance;
    const createdAt = this.clock.now();
    const run = { id, organizationId, instanceId: instance.id, resources, mode, trigger, createdAt };
    await this.runs.insert(context, transaction, run);
    const options = { key: syncJobKey(id), priority: SYNC_JOB_PRIORITY[trigger], runAt, transaction };
    await this.jobs.add(SYNC_TASK, { runId: id, attempt: 1 }, options);
    return id;
  }

  private async hasten(
    context: RequestContext,
    transaction: Transaction,
    id: string,
    trigger: SyncTrigger,
  ): Promise<void> {
    if (!(await this.runs.hasten(context, transaction, id, trigger))) return;
    await this.jobs.hasten(syncJobKey(id), SYNC_JOB_PRIORITY[trigger], transaction);
  }
}

function isMoreUrgent(trigger: SyncTrigger, run: SyncRunRow): boolean {
  return run.status === 'QUEUED' && SYNC_JOB_PRIORITY[trigger] < SYNC_JOB_PRIORITY[run.trigger];
}

function doesAsMuch(run: SyncRunRow, { resources, mode }: WantedRun): boolean {
  return (mode === 'INCREMENTAL' || run.mode === 'FULL') && resources.every((one) => run.resources.includes(one));
}

/** The lists that bring the resources, each once, in the order of the resources. */
export function listsOf({ resources }: VendorAdapter, wanted: readonly ElementResource[]): ListOperation[] {
  return [...new Set(wanted.flatMap((resource) => resources[resource]?.list ?? []))];
}
