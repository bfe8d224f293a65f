import type { PlatformRecord } from '../../../adapters/platform-resource';
import type { Clock } from '../../../clock';
import { ElementsError, ElementsErrors, InvalidValueError } from '../../../errors';
import type { JobQueue } from '../../../jobs/job-queue';
import type { Database } from '../../../persistence/database';
import type { BulkJobRepository, BulkJobRow } from '../../../persistence/repositories/bulk-job.repository';
import type { InstanceRow } from '../../../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../../../persistence/repositories/lease.repository';
import { createRequestContext, type RequestContext } from '../../../request-context';
import type { BackgroundTasks } from '../../background-tasks';
import type { CatalogService } from '../../catalog.service';
import type { InstanceReadService } from '../../instance-read.service';
import { LEASE_TTL_MS, withLease } from '../../lease';
import { flatRecord } from '../csv';
import type { DataReadService } from '../data-read.service';
import { BULK_TASK, bulkJobKey } from './bulk-task';

export interface BulkExecutionDependencies {
  readonly catalog: CatalogService;
  readonly instances: InstanceReadService;
  readonly data: DataReadService;
  readonly rows: BulkJobRepository;
  readonly leases: LeaseRepository;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

const CHUNK_BYTES = 256 * 1024;
const MOST_BYTES = 512 * 1024 * 1024;
const KEPT_MS = 3 * 24 * 60 * 60_000;
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;
const ABANDONED_AFTER_MS = 2 * 60_000;
/** A list that is still being read for the first time is looked at again after so long, and no more than so often. */
const LOOK_AGAIN_MS = 15_000;
const MOST_LOOKS = 40;
const JOBS_A_ROUND = 100;
const EVERY_MINUTE = '* * * * *';

/** The job was cancelled, or its instance is gone: nothing more is stored. */
class BulkEndedError extends Error {}

/** Answers bulk queries: each by one process at a time, whichever replica it is. */
export class BulkExecutionService {
  constructor(private readonly deps: BulkExecutionDependencies) {}

  registerJobs(context: RequestContext): void {
    const { jobs, rows, clock } = this.deps;
    const before = (ms: number): Date => new Date(clock.now().getTime() - ms);
    jobs.register(BULK_TASK, ({ jobId, look }) => this.execute(context, jobId, look));
    jobs.registerCron('resume-bulk-jobs', EVERY_MINUTE, async () => {
      for (const id of await rows.listUnderWay(context, before(GIVEN_UP_AFTER_MS), JOBS_A_ROUND)) {
        await this.giveUp(context, id);
      }
      for (const jobId of await rows.listUnderWay(context, before(ABANDONED_AFTER_MS), JOBS_A_ROUND)) {
        // One that waits keeps its time.
        await jobs.add(BULK_TASK, { jobId, look: 1 }, { key: bulkJobKey(jobId), keepsTime: true });
      }
    });
  }

  /** Throws when the service is stopping: then somebody else begins anew. */
  async execute(processContext: RequestContext, jobId: string, look: number): Promise<void> {
    const { rows, leases, clock } = this.deps;
    const job = await rows.find(processContext, jobId);
    if (job === null || job.finishedAt !== null) return;
    const { organizationId, userId, instanceId } = job;
    const caller = { organizationId, userId, instanceId };
    const context = createRequestContext({ logger: processContext.logger, requestId: jobId, caller });
    const held = await withLease(context, leases, clock, bulkJobKey(jobId), (lease) =>
      this.run(context, job, lease, look),
    );
    // Whoever holds it is at work, or was killed: then it goes on once the lease has run out.
    if (held === null) await this.lookAgain(job, look, LEASE_TTL_MS);
  }

  private async run(context: RequestContext, job: BulkJobRow, lease: Lease, look: number): Promise<void> {
    try {
      const isDone = await this.find(context, job, lease, look);
      if (!isDone) await this.lookAgain(job, look + 1, LOOK_AGAIN_MS);
    } catch (error) {
      if (error instanceof LostLeaseError || error instanceof BulkEndedError) return;
      if (this.deps.tasks.signal.aborted) throw error;
      // A vendor that is busy or away may be back.
      const mayPass = error instanceof ElementsError && error.retryable;
      if (mayPass && look < MOST_LOOKS) return await this.lookAgain(job, look + 1, LOOK_AGAIN_MS);
      const told = toldOf(error);
      if (told === null) context.logger.error({ err: error }, 'a bulk job failed');
      await this.finish(context, job, lease, [], told ?? OUR_FAULT);
    }
  }

  /** False where the list is not whole yet. */
  private async find(context: RequestContext, job: BulkJobRow, lease: Lease, look: number): Promise<boolean> {
    const { rows, data, database, leases } = this.deps;
    const [instance] = await this.deps.instances.findByIds(context, [job.instanceId]);
    if (instance == null) throw new BulkEndedError();
    const resource = this.resourceOf(instance, job);
    const begun = await database.transaction(async (transaction) => {
      await leases.assertHeld(context, transaction, lease);
      return rows.begin(context, transaction, job);
    });
    if (!begun) throw new BulkEndedError();
    const { isLoading } = await data.prepare(context, instance, resource, null);
    if (isLoading && look < MOST_LOOKS) return false;
    const { where, fields } = job;
    const columns = await this.store(context, job, lease, data.all(context, instance, resource, { where, fields }));
    await this.finish(context, job, lease, columns, null);
    return true;
  }

  private resourceOf({ elementKey }: InstanceRow, job: BulkJobRow) {
    const { platformResources = [], catalog } = this.deps.catalog.get(elementKey);
    const resource = platformResources.find(({ name }) => name === job.resource);
    if (resource !== undefined) return resource;
    throw new ElementsError('UNSUPPORTED_OPERATION', `${catalog.name} has no \`${job.resource}\` any more.`);
  }

  /** The columns of the table. */
  private async store(
    context: RequestContext,
    job: BulkJobRow,
    lease: Lease,
    batches: AsyncIterable<readonly PlatformRecord[]>,
  ): Promise<string[]> {
    const columns = new Set<string>();
    let pending = '';
    let recordsCount = 0;
    let size = 0;
    let number = 0;
    const flush = async (): Promise<void> => {
      const bytes = Buffer.from(pending);
      if ((size += bytes.length) > MOST_BYTES) throw tooLarge();
      await this.addChunk(context, job, lease, { number: number++, bytes, recordsCount });
      pending = '';
    };
    for await (const records of batches) {
      this.deps.tasks.signal.throwIfAborted();
      for (const record of records) {
        for (const column of flatRecord(record).keys()) columns.add(column);
        pending += `${JSON.stringify(record)}\n`;
        recordsCount += 1;
        if (pending.length >= CHUNK_BYTES) await flush();
      }
    }
    if (pending !== '') await flush();
    return [...columns];
  }

  private async addChunk(
    context: RequestContext,
    job: BulkJobRow,
    lease: Lease,
    chunk: { readonly number: number; readonly bytes: Buffer; readonly recordsCount: number },
  ): Promise<void> {
    const { rows, database, leases } = this.deps;
    const stored = await database.transaction(async (transaction) => {
      await leases.assertHeld(context, transaction, lease);
      return rows.addChunk(context, transaction, job, chunk);
    });
    if (!stored) throw new BulkEndedError();
  }

  private async finish(
    context: RequestContext,
    job: BulkJobRow,
    lease: Lease,
    columns: readonly string[],
    error: { readonly code: string; readonly message: string } | null,
  ): Promise<void> {
    const { rows, database, leases, clock } = this.deps;
    const now = clock.now();
    const expiresAt = new Date(now.getTime() + (error === null ? KEPT_MS : 0));
    const status = error === null ? 'COMPLETED' : 'FAILED';
    await database.transaction(async (transaction) => {
      await leases.assertHeld(context, transaction, lease);
      await rows.finish(context, transaction, job.id, { status, columns, error, now, expiresAt });
    });
  }

  private async giveUp(context: RequestContext, id: string): Promise<void> {
    const { rows, leases, clock } = this.deps;
    await withLease(context, leases, clock, bulkJobKey(id), async (lease) => {
      const job = await rows.find(context, id);
      if (job === null || job.finishedAt !== null) return;
      const message = 'The records could not be read for a whole day.';
      await this.finish(context, job, lease, [], { code: 'VENDOR_UNAVAILABLE', message });
    });
  }

  private async lookAgain({ id }: BulkJobRow, look: number, delayMs: number): Promise<void> {
    const runAt = new Date(this.deps.clock.now().getTime() + delayMs);
    await this.deps.jobs.add(BULK_TASK, { jobId: id, look }, { key: bulkJobKey(id), runAt });
  }
}

const OUR_FAULT = { code: 'INTERNAL_SERVER_ERROR', message: 'The job failed because of a fault on our side.' };

function toldOf(error: unknown): { readonly code: string; readonly message: string } | null {
  if (error instanceof ElementsErrors)
    return { code: error.errors[0]?.code ?? 'INVALID_INPUT', message: error.message };
  return error instanceof ElementsError ? { code: error.code, message: error.message } : null;
}

function tooLarge(): InvalidValueError {
  const most = `${MOST_BYTES / (1024 * 1024)} MiB`;
  return new InvalidValueError('LIMIT_EXCEEDED', `A bulk job may find ${most} in all: narrow its \`where\`.`);
}
