import type { ElementResource, ListOperation, ReadEvent } from '../adapters/adapter';
import type { Clock } from '../clock';
import type { Database, Transaction } from '../persistence/database';
import type { FreshnessRepository, FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RecordStatisticsRepository } from '../persistence/repositories/record-statistics.repository';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import type { InstanceHealthService } from './instance-health.service';
import { loadFailureOf } from './load-failure';
import type { RecordOwner, RecordStore } from './record-store';
import type { CallUrgency, VendorConnectionService } from './vendor-connection.service';

export interface ListLoadDependencies {
  readonly connections: VendorConnectionService;
  readonly freshness: FreshnessRepository;
  readonly leases: LeaseRepository;
  readonly health: InstanceHealthService;
  readonly store: RecordStore;
  readonly statistics: RecordStatisticsRepository;
  readonly database: Database;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

/** A list that was cut goes on from its checkpoint for so long; after that it starts over. */
const RESUME_WITHIN_MS = 24 * 60 * 60_000;
/** A load waits for room in the vendor's limit; nobody waits for all of it. */
const BUDGET_PATIENCE_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const HISTORY_DAYS_KEY = 'sync.history.days';
const DEFAULT_HISTORY_DAYS = 1_095;

/**
 * Reads one whole list from its vendor into our tables, under a lease. Everything is stored as it comes and only while
 * the lease is ours; the list counts as fresh when it has ended. A failure is written down, not thrown: what was stored
 * stays, and so does the checkpoint that the next try goes on from.
 */
export class ListLoad {
  private readonly owner: RecordOwner;
  /** Someone waits for the newest records; what follows is less urgent. */
  private readonly urgency: {
    priority: CallUrgency['priority'];
    readonly deadline: Date;
    readonly signal: AbortSignal;
  };
  private rejected = 0;
  /** What the vendor did not show us all of: what was not told is not known to be gone. */
  private readonly incomplete = new Set<ElementResource>();

  constructor(
    private readonly deps: ListLoadDependencies,
    private readonly context: RequestContext,
    private readonly instance: InstanceRow,
    /** Of all lists of the instance, as they were when the lease was taken. */
    private readonly before: readonly FreshnessRow[],
    private readonly operation: ListOperation,
    private readonly lease: Lease,
    private readonly onUsable: () => void,
  ) {
    this.owner = { organizationId: instance.organizationId, instanceId: instance.id };
    this.urgency = {
      priority: 'interactive',
      deadline: new Date(deps.clock.now().getTime() + BUDGET_PATIENCE_MS),
      signal: deps.tasks.signal,
    };
  }

  /** `LOST`: overtaken, or the instance is not what it was; what this load found out counts no more, failures included. */
  async run(): Promise<'ENDED' | 'LOST'> {
    try {
      await this.read().catch((error: unknown) => this.fail(error));
      return 'ENDED';
    } catch (error) {
      if (error instanceof LostLeaseError) return 'LOST';
      throw error;
    }
  }

  private async read(): Promise<void> {
    const { clock, freshness, connections } = this.deps;
    const { covers } = this.operation;
    const resumed = resumable(this.before, covers, clock.now());
    const startedAt = resumed?.startedAt ?? clock.now();
    await this.underLease((transaction) =>
      freshness.beginLoad(this.context, transaction, this.instance.id, covers, startedAt, resumed !== null),
    );
    const connection = await connections.open(this.context, this.instance, this.urgency);
    const historyDays = Number(connection.configuration[HISTORY_DAYS_KEY] ?? DEFAULT_HISTORY_DAYS);
    const historyFrom = new Date(clock.now().getTime() - historyDays * DAY_MS).toISOString().slice(0, 10);
    for await (const event of this.operation.list(connection, { historyFrom, checkpoint: resumed?.checkpoint })) {
      await this.take(event);
    }
    // A list that was cut may have told before the cut what was incomplete: then nothing is taken to be gone.
    await this.complete(startedAt, resumed === null);
  }

  private async take(event: ReadEvent): Promise<void> {
    switch (event.kind) {
      case 'records':
        return this.underLease((transaction) =>
          this.deps.store.store(this.context, transaction, this.owner, event.batch, this.deps.clock.now()),
        );
      case 'checkpoint':
        await this.underLease((transaction) => this.saveCheckpoint(transaction, event.checkpoint));
        this.urgency.priority = 'background';
        return this.onUsable();
      case 'rejected':
        this.rejected += 1;
        return this.context.logger.warn({ ...event, instanceId: this.instance.id }, 'a record was set aside');
      case 'incomplete':
        this.incomplete.add(event.resource);
        return this.context.logger.warn({ ...event, instanceId: this.instance.id }, 'some records may not be read');
    }
  }

  private async saveCheckpoint(transaction: Transaction, checkpoint: string): Promise<void> {
    const { covers } = this.operation;
    await this.deps.freshness.saveCheckpoint(
      this.context,
      transaction,
      this.instance.id,
      covers,
      checkpoint,
      this.rejected,
    );
    this.rejected = 0;
  }

  private async complete(startedAt: Date, mayForget: boolean): Promise<void> {
    const { freshness, store, health } = this.deps;
    const { covers, exhaustive } = this.operation;
    await this.underLease(async (transaction) => {
      for (const resource of mayForget ? exhaustive.filter((one) => !this.incomplete.has(one)) : []) {
        await store.forgetUnseen(this.context, transaction, this.owner, resource, startedAt);
      }
      await freshness.completeLoad(this.context, transaction, this.instance.id, covers, startedAt);
      const others = this.before.filter((row) => !this.isCovered(row));
      await health.readSucceeded(this.context, transaction, this.instance, others);
    });
    // A first load multiplies the rows of an instance; without this, lists are read by a poor plan for some minutes.
    if (!this.wasLoadedBefore()) await this.deps.statistics.refresh(this.context);
  }

  private async fail(error: unknown): Promise<void> {
    const { freshness, health, clock, tasks } = this.deps;
    if (error instanceof LostLeaseError) throw error;
    // Cut by a shutdown, which is no failure: another replica, or the next start, goes on from the checkpoint.
    if (tasks.signal.aborted) return;
    const now = clock.now();
    this.context.logger.warn(
      { err: error, instanceId: this.instance.id, resources: this.operation.covers },
      'a load failed',
    );
    const failure = loadFailureOf(error, now);
    await this.underLease(async (transaction) => {
      const { id } = this.instance;
      await freshness.failLoad(this.context, transaction, id, this.operation.covers, failure, now);
      const before = this.before.filter((row) => this.isCovered(row));
      await health.readFailed(this.context, transaction, id, error, before);
    });
  }

  private wasLoadedBefore(): boolean {
    return this.before.some((row) => this.isCovered(row) && row.fetchedAt !== null);
  }

  private isCovered(row: FreshnessRow): boolean {
    return this.operation.covers.some((resource) => resource === row.resource);
  }

  private async underLease(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    await this.deps.database.transaction(async (transaction) => {
      await this.deps.leases.assertHeld(this.context, transaction, this.lease);
      await work(transaction);
    });
  }
}

/** Where a list that was cut not long ago goes on; null when there is none. */
function resumable(
  rows: readonly FreshnessRow[],
  covers: readonly string[],
  now: Date,
): { readonly startedAt: Date; readonly checkpoint: string } | null {
  const row = rows.find((candidate) => candidate.resource === covers[0]);
  if (row?.checkpoint == null || row.loadStartedAt === null) return null;
  if (now.getTime() - row.loadStartedAt.getTime() > RESUME_WITHIN_MS) return null;
  return { startedAt: row.loadStartedAt, checkpoint: row.checkpoint };
}
