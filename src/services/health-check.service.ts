import { VendorAuthenticationError, VendorRateLimitError } from '../adapters/vendor-error';
import type { Clock } from '../clock';
import { ElementsError } from '../errors';
import { jobTask, type JobQueue } from '../jobs/job-queue';
import type { Database, Transaction } from '../persistence/database';
import { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import { InstanceRepository, type InstanceRow } from '../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../persistence/repositories/lease.repository';
import { createRequestContext, type RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import type { CatalogService } from './catalog.service';
import type { InstanceStatusService } from './instance-status.service';
import { loadLeaseKey, withLease } from './lease';
import { authenticationReason, rememberedError } from './load-failure';
import type { VendorConnectionService } from './vendor-connection.service';

const MINUTE_MS = 60_000;
/** Until the first check. After each, an instance is left alone for as long as it has been degraded, between these two. */
const SHORTEST_WAIT_MS = 15 * MINUTE_MS;
const LONGEST_WAIT_MS = 4 * 60 * MINUTE_MS;
/** A vendor that is down degrades all its instances together: they are checked one a second. */
const CHECKS_A_ROUND = 60;
const APART_MS = 1_000;
/** How long a check waits for room in the vendor's limit, which everything else may use before it. */
const PATIENCE_MS = MINUTE_MS;
/** Behind syncs, which find out as much. */
const JOB_PRIORITY = 20;

interface Checked {
  readonly organizationId: string;
  readonly instanceId: string;
}

const HEALTH_CHECK_TASK = jobTask<Checked>('check-instance');

export interface HealthCheckDependencies {
  readonly catalog: CatalogService;
  readonly connections: VendorConnectionService;
  readonly instances: InstanceRepository;
  readonly statuses: InstanceStatusService;
  readonly leases: LeaseRepository;
  readonly jobs: JobQueue;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

/**
 * Asks vendors that failed, with the cheapest call that there is, whether they work again. Polling would find that out
 * too, but later, and not for a list that nobody polls. Nobody asks with credentials that are known to be refused.
 */
export class HealthCheckService {
  constructor(private readonly deps: HealthCheckDependencies) {}

  /** Says what the jobs of checks do, and when those that are due are looked for. */
  registerJobs(context: RequestContext): void {
    const { jobs } = this.deps;
    jobs.register(HEALTH_CHECK_TASK, (checked) => this.check(context, checked));
    jobs.registerCron('check-instances', '* * * * *', () => this.tick(context));
  }

  /** Once a minute: gives each check that is due a second of its own. */
  async tick(context: RequestContext): Promise<void> {
    const { instances, jobs, clock } = this.deps;
    const now = clock.now();
    const since = new Date(now.getTime() - SHORTEST_WAIT_MS);
    const due = await instances.listToCheck(context, now, since, CHECKS_A_ROUND);
    for (const [place, checked] of due.entries()) {
      const runAt = new Date(now.getTime() + place * APART_MS);
      const key = checkKey(checked.instanceId);
      await jobs.add(HEALTH_CHECK_TASK, checked, { key, priority: JOB_PRIORITY, runAt });
    }
  }

  /** Once an interval, however many replicas want to. A change of the credentials meanwhile makes it void. */
  async check(processContext: RequestContext, { organizationId, instanceId }: Checked): Promise<void> {
    const { leases, clock, instances } = this.deps;
    const context = createRequestContext({ logger: processContext.logger });
    await withLease(context, leases, clock, loadLeaseKey(instanceId, 'check'), async (lease) => {
      const [instance] = await instances.findByIds(context, organizationId, [instanceId]);
      if (instance?.status !== 'DEGRADED' || !(await this.claim(context, instance))) return;
      await this.ask(context, instance, lease);
    });
  }

  /** Never released: what keeps the others away is also what says when the next check is due. */
  private async claim(context: RequestContext, { id, statusChangedAt }: InstanceRow): Promise<boolean> {
    const { leases, clock } = this.deps;
    const degradedMs = clock.now().getTime() - statusChangedAt.getTime();
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, degradedMs));
    return (await leases.acquire(context, checkKey(id), waitMs)) !== null;
  }

  private async ask(context: RequestContext, instance: InstanceRow, lease: Lease): Promise<void> {
    const { catalog, leases, database, tasks, clock } = this.deps;
    // Where nobody can be asked, whoever brings proof mends it.
    if (catalog.get(instance.elementKey).check === undefined) return;
    const askedAt = clock.now();
    const error = await this.failureOf(context, instance);
    // Cut by a shutdown, which says nothing about the vendor.
    if (tasks.signal.aborted) return;
    const settled = database.transaction(async (transaction) => {
      await leases.assertHeld(context, transaction, lease);
      await this.settle(context, transaction, instance, askedAt, error);
    });
    await settled.catch((failure: unknown) => {
      if (!(failure instanceof LostLeaseError)) throw failure;
    });
  }

  /** What the vendor, or the way there, has against the instance; null when it works. */
  private async failureOf(context: RequestContext, instance: InstanceRow): Promise<ElementsError | null> {
    const { catalog, connections, tasks, clock } = this.deps;
    const deadline = new Date(clock.now().getTime() + PATIENCE_MS);
    const urgency = { priority: 'background', deadline, signal: tasks.signal } as const;
    try {
      const connection = await connections.open(context, instance, urgency);
      await catalog.get(instance.elementKey).check?.(connection);
      return null;
    } catch (error) {
      if (error instanceof ElementsError) return error;
      throw error;
    }
  }

  /** Freshness before instances, as loads write them: in another order the two could wait for each other for ever. */
  private async settle(
    context: RequestContext,
    transaction: Transaction,
    { id, organizationId }: InstanceRow,
    askedAt: Date,
    error: ElementsError | null,
  ): Promise<void> {
    const { statuses } = this.deps;
    const freshness = new FreshnessRepository(transaction);
    if (error === null) await freshness.allowRetry(context, id, askedAt);
    const status = await new InstanceRepository(transaction).lockStatus(context, organizationId, id);
    // A load, or its owner, has moved it meanwhile, and knows better.
    if (status !== 'DEGRADED') return;
    if (error instanceof VendorAuthenticationError) {
      await statuses.move(context, transaction, id, 'NEEDS_REAUTHENTICATION', authenticationReason(error));
    } else if (error !== null) {
      // That a limit is used up says nothing about what failed.
      if (error instanceof VendorRateLimitError) return;
      await statuses.move(context, transaction, id, 'DEGRADED', error.message);
    } else if (await this.isDisproved(context, freshness, id, askedAt)) {
      await statuses.move(context, transaction, id, 'ACTIVE', null);
    }
  }

  /** Failures from before the success, of the kind that passes: a list that may not be read, say, still may not. */
  private async isDisproved(
    context: RequestContext,
    freshness: FreshnessRepository,
    id: string,
    askedAt: Date,
  ): Promise<boolean> {
    const failed = (await freshness.findByInstances(context, [id])).filter((row) => row.errorAt !== null);
    return failed.every((row) => row.errorAt! < askedAt && rememberedError(row)?.retryable === true);
  }
}

/** Of the job of a check, and of the lease that says who does it. `InstanceRepository.listToCheck` looks for that. */
function checkKey(instanceId: string): string {
  return `health-check:${instanceId}`;
}
