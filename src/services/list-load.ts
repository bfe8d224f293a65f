import type { ElementResource, KnownIds, ListOperation, ReadEvent, VendorConnection } from '../adapters/adapter';
import { AgentPause, type AgentLine } from '../adapters/agent';
import type { RecordBatch } from '../adapters/records';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';
import type { Database, Transaction } from '../persistence/database';
import type { FreshnessRepository, FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RecordStatisticsRepository } from '../persistence/repositories/record-statistics.repository';
import type { SyncRunEnd, SyncRunRepository } from '../persistence/repositories/sync-run.repository';
import type { VendorWriteRepository } from '../persistence/repositories/vendor-write.repository';
import type { RequestContext } from '../request-context';
import { lineOfPlan, type SessionLine } from './agents/session-line';
import type { BackgroundTasks } from './background-tasks';
import type { CatalogService } from './catalog.service';
import type { InstanceHealthService } from './instance-health.service';
import { loadFailureOf } from './load-failure';
import type { LoadPlan } from './load-plan';
import { windowStartOf } from './poller/window-start';
import { RepetitionGuard } from './repetition-guard';
import type { Announcement, RecordOwner, RecordStore } from './record-store';
import { RunCancelledError, type SyncRunLog } from './sync/sync-run-log';
import type { CallUrgency, VendorConnectionService } from './vendor-connection.service';
import { WriteBehind } from './write-behind';

export interface ListLoadDependencies {
  readonly catalog: CatalogService;
  readonly connections: VendorConnectionService;
  readonly freshness: FreshnessRepository;
  readonly leases: LeaseRepository;
  readonly health: InstanceHealthService;
  readonly store: RecordStore;
  readonly statistics: RecordStatisticsRepository;
  readonly runs: SyncRunRepository;
  readonly writes: VendorWriteRepository;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly tasks: BackgroundTasks;
  readonly clock: Clock;
}

/** One list of one instance that is to be read. */
export interface ListLoadOrder {
  readonly instance: InstanceRow;
  /** Of all lists of the instance, as they were when the lease was taken. */
  readonly before: readonly FreshnessRow[];
  readonly operation: ListOperation;
  readonly plan: LoadPlan;
  readonly lease: Lease;
  readonly run: SyncRunLog;
  /** The run is this load, and ends with it. */
  readonly endsRun: boolean;
  readonly priority: CallUrgency['priority'];
  readonly onUsable: () => void;
  /** Of an element with an agent: this part of the load is what its last answer allows. */
  readonly line?: SessionLine;
}

/** Each call of a load waits so long for room in the vendor's limit; nobody waits for all of it. */
const BUDGET_PATIENCE_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const HISTORY_DAYS_KEY = 'sync.history.days';
const DEFAULT_HISTORY_DAYS = 1_095;

/**
 * Reads one whole list, or what changed in it, from its vendor into our tables, under a lease. Everything is stored as it
 * comes and only while the lease is ours; the list counts as fresh when it has ended. A failure is written down, not
 * thrown: what was stored stays, and so does the checkpoint that the next try goes on from.
 */
export class ListLoad {
  private readonly instance: InstanceRow;
  private readonly operation: ListOperation;
  private readonly plan: LoadPlan;
  private readonly run: SyncRunLog;
  private readonly owner: RecordOwner;
  private readonly guard = new RepetitionGuard();
  private readonly storing = new WriteBehind();
  /** Someone may wait for the newest records; what follows is less urgent. */
  private readonly urgency: {
    priority: CallUrgency['priority'];
    readonly deadline: Date;
    readonly signal: AbortSignal;
    readonly agent?: AgentLine;
  };
  private rejected = 0;
  private watermark: string | null = null;
  /** What comes now was read after this: a checkpoint stands between what was asked for before it and after it. */
  private askedAt: Date;
  /** What the vendor did not show us all of: what was not told is not known to be gone. */
  private readonly incomplete = new Set<ElementResource>();

  constructor(
    private readonly deps: ListLoadDependencies,
    private readonly context: RequestContext,
    private readonly order: ListLoadOrder,
  ) {
    const { instance, operation, plan, run, priority } = order;
    this.instance = instance;
    this.operation = operation;
    this.plan = plan;
    this.run = run;
    this.owner = { organizationId: instance.organizationId, instanceId: instance.id };
    this.askedAt = order.line?.askedAt ?? deps.clock.now();
    this.urgency = {
      priority,
      // Of each call: a load of many calls may well take longer.
      get deadline() {
        return new Date(deps.clock.now().getTime() + BUDGET_PATIENCE_MS);
      },
      signal: deps.tasks.signal,
      agent: order.line && lineOfPlan(order.line, plan.since === null ? 'all' : 'changes', context),
    };
  }

  /**
   * Throws an `AgentPause` where the rest has to wait for an agent. `LOST`: overtaken, or the instance is not what it was; what
   * this load found out counts no more, failures included.
   */
  async read(): Promise<'ENDED' | 'LOST'> {
    try {
      await this.readList().catch((error: unknown) => this.fail(error));
      return 'ENDED';
    } catch (error) {
      if (error instanceof LostLeaseError) return 'LOST';
      // What was read stays, with the checkpoint that the next load goes on from.
      if (error instanceof RunCancelledError) return 'ENDED';
      throw error;
    }
  }

  private async readList(): Promise<void> {
    const { freshness, connections } = this.deps;
    const { mode, startedAt, checkpoint } = this.plan;
    await this.underLease((transaction) =>
      freshness.beginLoad(this.context, transaction, this.instance.id, this.operation.covers, {
        mode,
        startedAt,
        resumes: checkpoint !== null,
      }),
    );
    const connection = await connections.open(this.context, this.instance, this.urgency);
    const historyFrom = this.historyFrom(connection);
    await this.takeAll(this.events(connection, historyFrom));
    await this.complete(historyFrom);
  }

  /** Records are stored while the next ones are read; nothing else is done before they are. */
  private async takeAll(events: AsyncIterable<ReadEvent>): Promise<void> {
    try {
      for await (const event of events) await this.take(event);
    } finally {
      await this.storing.ended();
    }
  }

  private historyFrom({ configuration }: VendorConnection): string {
    const days = Number(configuration[HISTORY_DAYS_KEY] ?? DEFAULT_HISTORY_DAYS);
    return new Date(this.deps.clock.now().getTime() - days * DAY_MS).toISOString().slice(0, 10);
  }

  private events(connection: VendorConnection, historyFrom: string): AsyncIterable<ReadEvent> {
    const { catalog, store } = this.deps;
    const { startedAt, checkpoint, since: lastRead } = this.plan;
    const [resource] = this.operation.covers;
    const request = {
      historyFrom,
      checkpoint: checkpoint ?? undefined,
      unseenIds: (span: { readonly startDate: string; readonly endDate: string }) =>
        this.onceStored(store.unseenIds(this.context, this.owner, resource!, span, startedAt)),
    };
    if (lastRead === null || this.operation.listChanges === undefined) return this.operation.list(connection, request);
    const { catalog: entry } = catalog.get(this.instance.elementKey);
    const followUp = { resource: resource!, lastRead, historyFrom };
    const since = windowStartOf(entry, connection.configuration, followUp);
    const unfinishedIds = this.onceStored(store.unfinishedIds(this.context, this.owner, resource!, startedAt));
    const watermark = this.order.before.find((row) => row.resource === resource)?.watermark ?? undefined;
    return this.operation.listChanges(connection, { ...request, since, watermark, unfinishedIds });
  }

  /** What was told does not count as unseen while it is being stored. */
  private onceStored(ids: KnownIds): KnownIds {
    return async (afterId, limit) => {
      await this.storing.ended();
      return ids(afterId, limit);
    };
  }

  private async take(event: ReadEvent): Promise<void> {
    if (event.kind === 'records') {
      this.guard.told(event.batch);
      return this.storing.begin(() => this.underLease((transaction) => this.keep(transaction, event.batch)));
    }
    await this.storing.ended();
    switch (event.kind) {
      case 'gone':
        return this.underLease((transaction) => this.forget(transaction, event));
      case 'checkpoint':
        this.guard.passed(event.checkpoint);
        await this.underLease((transaction) => this.saveCheckpoint(transaction, event));
        this.urgency.priority = 'background';
        this.askedAt = this.deps.clock.now();
        return this.order.onUsable();
      case 'rejected':
        this.rejected += 1;
        this.run.rejected();
        return this.context.logger.warn({ ...event, instanceId: this.instance.id }, 'a record was set aside');
      case 'watermark':
        this.watermark = event.watermark;
        return;
      case 'incomplete':
        this.incomplete.add(event.resource);
        return this.context.logger.warn({ ...event, instanceId: this.instance.id }, 'some records may not be read');
    }
  }

  /**
   * What was asked for before somebody changed something through us may be from before the change. It replaces nothing
   * that was stored since, and is itself outdated where the change concerns it.
   */
  private async keep(transaction: Transaction, batch: RecordBatch): Promise<void> {
    const { store, writes, freshness, clock } = this.deps;
    const { context, owner, askedAt } = this;
    await store.takeTurn(context, transaction, owner.instanceId);
    const now = clock.now();
    const isOvertaken = await writes.hasSettledSince(context, transaction, owner.instanceId, askedAt);
    const kept = isOvertaken ? await store.withoutStoredSince(context, transaction, owner, batch, askedAt) : batch;
    this.run.stored(await store.store(context, transaction, owner, kept, now, this.announcement()));
    if (!isOvertaken) return;
    const after = new Date(now.getTime() + 1);
    await freshness.stayOutdated(context, transaction, owner.instanceId, this.operation.covers, after);
  }

  private async forget(transaction: Transaction, gone: Extract<ReadEvent, { kind: 'gone' }>): Promise<void> {
    const { store } = this.deps;
    const since = this.plan.startedAt;
    const announcement = this.announcement();
    this.run.deleted(await store.forget(this.context, transaction, this.owner, gone, since, announcement));
  }

  private async saveCheckpoint(
    transaction: Transaction,
    { checkpoint, progress }: Extract<ReadEvent, { kind: 'checkpoint' }>,
  ): Promise<void> {
    const { covers } = this.operation;
    const { id } = this.instance;
    await this.deps.freshness.saveCheckpoint(this.context, transaction, id, covers, checkpoint, this.rejected);
    this.run.reached(checkpoint, progress ?? null);
    this.rejected = 0;
  }

  private async complete(historyFrom: string): Promise<void> {
    const { freshness, health } = this.deps;
    await this.underLease(
      async (transaction) => {
        await this.forgetUnseen(transaction, historyFrom);
        const end = { ...this.plan, watermark: this.watermark };
        await freshness.completeLoad(this.context, transaction, this.instance.id, this.operation.covers, end);
        const others = this.order.before.filter((row) => !this.isCovered(row));
        await health.readSucceeded(this.context, transaction, this.instance, others);
      },
      { status: 'SUCCEEDED', error: null },
    );
    // A first load multiplies the rows of an instance; without this, lists are read by a poor plan for some minutes.
    if (!this.wasLoadedBefore()) await this.refreshStatistics();
  }

  /** The load has ended well by then, whatever comes of this. */
  private async refreshStatistics(): Promise<void> {
    await this.deps.statistics.refresh(this.context).catch((error: unknown) => {
      const { id: instanceId } = this.instance;
      this.context.logger.warn({ err: error, instanceId }, 'the statistics of a first load were not refreshed');
    });
  }

  private async forgetUnseen(transaction: Transaction, historyFrom: string): Promise<void> {
    const { mode, checkpoint, startedAt } = this.plan;
    // A list that was cut may have told before the cut what was incomplete: then nothing is taken to be gone.
    if (mode !== 'FULL' || (checkpoint !== null && !this.operation.repeatsIncomplete)) return;
    for (const resource of this.operation.exhaustive.filter((one) => !this.incomplete.has(one))) {
      const { store } = this.deps;
      const announcement = this.announcement();
      const unseen = { since: startedAt, historyFrom };
      this.run.deleted(await store.forgetUnseen(this.context, transaction, this.owner, resource, unseen, announcement));
    }
  }

  private async fail(error: unknown): Promise<void> {
    const { freshness, health, clock, tasks } = this.deps;
    if (error instanceof LostLeaseError || error instanceof RunCancelledError || error instanceof AgentPause)
      throw error;
    // Cut by a shutdown, which is no failure: another replica, or the next start, goes on from the checkpoint.
    if (tasks.signal.aborted) return;
    const now = clock.now();
    this.context.logger.warn(
      { err: error, instanceId: this.instance.id, resources: this.operation.covers },
      'a load failed',
    );
    const failure = loadFailureOf(error, now);
    await this.underLease(
      async (transaction) => {
        const { id } = this.instance;
        await freshness.failLoad(this.context, transaction, id, this.operation.covers, failure, now);
        const before = this.order.before.filter((row) => this.isCovered(row));
        await health.readFailed(this.context, transaction, id, error, before);
      },
      { status: 'FAILED', error: failure },
    );
  }

  /** What is new to us is new at the vendor only when we have had the list before. */
  private announcement(): Announcement | null {
    return this.wasLoadedBefore() ? { source: 'SYNC', recordedAt: this.deps.clock.now() } : null;
  }

  private wasLoadedBefore(): boolean {
    return this.order.before.some((row) => this.isCovered(row) && row.fetchedAt !== null);
  }

  private isCovered(row: FreshnessRow): boolean {
    return this.operation.covers.some((resource) => resource === row.resource);
  }

  /** With `end`, it is the last that the load does. */
  private async underLease(work: (transaction: Transaction) => Promise<void>, end?: SyncRunEnd): Promise<void> {
    await this.deps.database.transaction(async (transaction) => {
      await this.deps.leases.assertHeld(this.context, transaction, this.order.lease);
      await work(transaction);
      await this.run.write(transaction);
      if (end !== undefined && this.order.endsRun) await this.run.finish(transaction, end);
    });
    if (end !== undefined && this.order.endsRun)
      this.deps.metrics.syncRunEnded(this.instance.elementKey, 'READ', end.status);
  }
}
