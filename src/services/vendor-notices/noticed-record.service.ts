import type { ElementResource, GetManyOperation, ReadEvent } from '../../adapters/adapter';
import type { ExpenseKind } from '../../adapters/records';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { AbsentRecordRepository } from '../../persistence/repositories/absent-record.repository';
import type { FreshnessRepository } from '../../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { Lease, LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import { loadLeaseKey, withLease } from '../lease';
import { inTurn } from '../lease-turn';
import type { Announcement, RecordOwner, RecordStore } from '../record-store';
import type { VendorConnectionService } from '../vendor-connection.service';

/** Records of one resource that the vendor told of. */
export interface NoticedRecords {
  readonly resource: ElementResource;
  readonly remoteIds: readonly string[];
  /** Of expenses: which kinds were told of, by id. */
  readonly expenseKinds: ReadonlyMap<string, ReadonlySet<ExpenseKind>>;
}

/** How long it waits for room in the vendor's limit, and for others who read the same resource. */
const PATIENCE_MS = 30_000;
const RETRY_LEASE_MS = 200;

interface Reading extends NoticedRecords {
  readonly context: RequestContext;
  readonly instance: InstanceRow;
  readonly operation: GetManyOperation;
  readonly lease: Lease;
  readonly announcement: Announcement | null;
}

/**
 * Reads again what a vendor told of, by id, and makes our copy the same: what was told to have been made, changed or
 * deleted is asked for alike, since messages come late and in any order. What the vendor does not have is gone.
 */
export class NoticedRecordService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly connections: VendorConnectionService,
    private readonly freshness: FreshnessRepository,
    private readonly absent: AbsentRecordRepository,
    private readonly store: RecordStore,
    private readonly leases: LeaseRepository,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** Rejects with the vendor's error; what was read before it stays. */
  async refresh(context: RequestContext, instance: InstanceRow, noticed: NoticedRecords): Promise<void> {
    const { resource } = noticed;
    const operation = this.catalog.get(instance.elementKey).resources[resource]?.getMany;
    if (operation === undefined) return this.outdate(context, instance, resource);
    const { isKnown, remoteIds } = await this.worthReading(context, instance, noticed);
    if (remoteIds.length > 0) {
      const announcement: Announcement | null = isKnown ? { source: 'WEBHOOK', recordedAt: this.clock.now() } : null;
      const reading = { ...noticed, remoteIds, context, instance, operation, announcement };
      await this.holding(context, instance, resource, (lease) => this.read({ ...reading, lease }));
    }
    // A list that is being read may have told their state before the change: whoever looks next reads it again.
    const changed = { resources: [], underWay: [resource] };
    await this.freshness.outdate(context, this.database, instance.id, changed, this.clock.now());
  }

  /** It cannot be had by id, or not now: the list is read again before it is shown. */
  async outdate(context: RequestContext, instance: InstanceRow, resource: ElementResource): Promise<void> {
    const { list } = this.catalog.get(instance.elementKey).resources[resource] ?? {};
    const changed = { resources: list?.covers ?? [resource], underWay: [] };
    await this.freshness.outdate(context, this.database, instance.id, changed, this.clock.now());
  }

  /** What was never read is read by whoever asks for it first: of that, only what we have is looked after. */
  private async worthReading(
    context: RequestContext,
    instance: InstanceRow,
    { resource, remoteIds }: NoticedRecords,
  ): Promise<{ readonly isKnown: boolean; readonly remoteIds: readonly string[] }> {
    const lists = await this.freshness.findByInstances(context, [instance.id]);
    const isKnown = lists.some((list) => list.resource === resource && list.fetchedAt !== null);
    if (isKnown) return { isKnown, remoteIds };
    const missing = await this.store.notFetchedSince(context, ownerOf(instance), resource, remoteIds, new Date(0));
    const unknown = new Set(missing);
    return { isKnown, remoteIds: remoteIds.filter((id) => !unknown.has(id)) };
  }

  /** The lease is the one that reads by id have. */
  private holding(
    context: RequestContext,
    instance: InstanceRow,
    resource: ElementResource,
    work: (lease: Lease) => Promise<void>,
  ): Promise<void> {
    const key = loadLeaseKey(instance.id, `get:${resource}`);
    const { signal } = this.tasks;
    const until = new Date(this.clock.now().getTime() + PATIENCE_MS);
    return inTurn(this.clock, { until, retryMs: RETRY_LEASE_MS, signal, busy: stillBusy }, () =>
      withLease(context, this.leases, this.clock, key, work),
    );
  }

  private async read(reading: Reading): Promise<void> {
    const { context, instance, operation, remoteIds } = reading;
    const connection = await this.connections.open(context, instance, {
      priority: 'background',
      deadline: new Date(this.clock.now().getTime() + PATIENCE_MS),
      signal: this.tasks.signal,
    });
    for (let start = 0; start < remoteIds.length; start += operation.maxIds) {
      const ids = remoteIds.slice(start, start + operation.maxIds);
      const startedAt = this.clock.now();
      const unreadable = new Set<string | null>();
      for await (const event of operation.getMany(connection, ids)) {
        if (event.kind === 'records') await this.keep(reading, event);
        if (event.kind === 'rejected') unreadable.add(event.remoteId);
      }
      // What is there and cannot be read as what it should be is not gone, whichever of them it is.
      const told = unreadable.has(null) ? [] : ids.filter((id) => !unreadable.has(id));
      await this.forget(reading, told, startedAt);
      // Whoever asked for it before it was made was told that it is not there.
      await this.absent.forget(context, instance.id, reading.resource, ids);
    }
  }

  private keep(
    { context, instance, lease, announcement }: Reading,
    { batch }: Extract<ReadEvent, { kind: 'records' }>,
  ): Promise<void> {
    return this.database.transaction(async (transaction) => {
      await this.leases.assertHeld(context, transaction, lease);
      await this.store.store(context, transaction, ownerOf(instance), batch, this.clock.now(), announcement);
    });
  }

  private async forget(reading: Reading, remoteIds: readonly string[], startedAt: Date): Promise<void> {
    const { context, instance, resource, lease, announcement } = reading;
    await this.database.transaction(async (transaction) => {
      await this.leases.assertHeld(context, transaction, lease);
      for (const [expenseKind, ids] of this.byKind(reading, remoteIds)) {
        const ofKind = expenseKind === null ? {} : { expenseKind };
        const gone = { kind: 'gone', resource, remoteIds: ids, ...ofKind } as const;
        await this.store.forget(context, transaction, ownerOf(instance), gone, startedAt, announcement);
      }
    });
  }

  private byKind(
    { resource, expenseKinds }: Reading,
    remoteIds: readonly string[],
  ): ReadonlyMap<ExpenseKind | null, readonly string[]> {
    const groups = new Map<ExpenseKind | null, string[]>();
    for (const id of remoteIds) {
      const kinds = resource === 'EXPENSES' ? [...(expenseKinds.get(id) ?? [])] : [null];
      for (const kind of kinds) groups.set(kind, [...(groups.get(kind) ?? []), id]);
    }
    return groups;
  }
}

function ownerOf({ organizationId, id }: InstanceRow): RecordOwner {
  return { organizationId, instanceId: id };
}

function stillBusy(): ElementsError {
  return new ElementsError('VENDOR_UNAVAILABLE', 'Other records are still being read.', { retryable: true });
}
