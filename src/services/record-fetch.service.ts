import type { ElementResource, GetManyOperation } from '../adapters/adapter';
import type { Clock } from '../clock';
import { VendorAuthenticationError } from '../adapters/vendor-error';
import { ElementsError, InstanceStateError } from '../errors';
import type { Database } from '../persistence/database';
import type { AbsentRecordRepository } from '../persistence/repositories/absent-record.repository';
import type { ChangeSource } from '../persistence/repositories/change-event.repository';
import type { FreshnessRepository } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import { LostLeaseError, type Lease, type LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import { mayAskVendor, notAskable, type InstanceHealthService } from './instance-health.service';
import { authenticationReason } from './load-failure';
import { loadLeaseKey, withLease } from './lease';
import type { Announcement, RecordStore } from './record-store';
import type { VendorConnectionService } from './vendor-connection.service';

/** Records of one instance that are to be read by id. */
export interface FetchRequest {
  readonly instance: InstanceRow;
  readonly resource: ElementResource;
  readonly operation: GetManyOperation;
  readonly remoteIds: readonly string[];
  /** Which of these are still to be asked for: someone else may have read them meanwhile. */
  readonly stillWanted: (remoteIds: readonly string[]) => Promise<readonly string[]>;
  /** How what changes was learned of. Default: `SYNC`. */
  readonly source?: ChangeSource;
}

/** How long "the vendor has no such record" is believed. */
export const ABSENT_TTL_MS = 60_000;
/** How long a reader waits for records by id. */
const PATIENCE_MS = 30_000;
const RETRY_LEASE_MS = 200;

/** Reads single records from vendors: all that one request needs of one instance are one vendor call. */
export class RecordFetchService {
  /** Requests for the same ids at the same time share one read. */
  private readonly inFlight = new Map<string, Promise<void>>();

  constructor(
    private readonly connections: VendorConnectionService,
    private readonly leases: LeaseRepository,
    private readonly absent: AbsentRecordRepository,
    private readonly freshness: FreshnessRepository,
    private readonly store: RecordStore,
    private readonly health: InstanceHealthService,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** Resolves when our tables know all that the vendor has; rejects with the vendor's error. */
  async fetch(context: RequestContext, request: FetchRequest): Promise<void> {
    const keyOf = (remoteId: string): string => `${request.instance.id}:${request.resource}:${remoteId}`;
    const shared = request.remoteIds.flatMap((remoteId) => this.inFlight.get(keyOf(remoteId)) ?? []);
    const own = request.remoteIds.filter((remoteId) => !this.inFlight.has(keyOf(remoteId)));
    if (own.length === 0) {
      await Promise.all(shared);
      return;
    }
    const read = this.read(context, { ...request, remoteIds: own });
    for (const remoteId of own) this.inFlight.set(keyOf(remoteId), read);
    try {
      await Promise.all([read, ...shared]);
    } finally {
      for (const remoteId of own) this.inFlight.delete(keyOf(remoteId));
    }
  }

  /** The lease is one for all ids of a resource: overlapping requests of several replicas never ask twice. */
  private async read(context: RequestContext, request: FetchRequest): Promise<void> {
    const key = loadLeaseKey(request.instance.id, `get:${request.resource}`);
    const deadline = new Date(this.clock.now().getTime() + PATIENCE_MS);
    for (;;) {
      const held = await withLease(context, this.leases, this.clock, key, (lease) =>
        this.readUnderLease(context, request, lease, deadline).catch((error: unknown) =>
          this.fail(context, request, lease, error),
        ),
      );
      if (held !== null) return;
      if (this.clock.now() >= deadline) throw stillBusy();
      await this.clock.sleep(RETRY_LEASE_MS, this.tasks.signal);
    }
  }

  private async readUnderLease(
    context: RequestContext,
    request: FetchRequest,
    lease: Lease,
    deadline: Date,
  ): Promise<void> {
    const { resource, operation } = request;
    const wanted = await this.askable(context, request);
    if (wanted.length === 0) return;
    const instance = await this.health.findCurrent(context, request.instance);
    if (instance === null) return;
    if (!mayAskVendor(instance)) throw notAskable(instance);
    const announcement = await this.announcementOf(context, request);
    const connection = await this.connections.open(context, instance, {
      priority: 'interactive',
      deadline,
      signal: this.tasks.signal,
    });
    for (let start = 0; start < wanted.length; start += operation.maxIds) {
      const ids = wanted.slice(start, start + operation.maxIds);
      for await (const event of operation.getMany(connection, ids)) {
        if (event.kind !== 'records') continue;
        await this.database.transaction(async (transaction) => {
          await this.leases.assertHeld(context, transaction, lease);
          const owner = { organizationId: instance.organizationId, instanceId: instance.id };
          await this.store.store(context, transaction, owner, event.batch, this.clock.now(), announcement);
        });
      }
    }
    const missing = await request.stillWanted(wanted);
    const expiresAt = new Date(this.clock.now().getTime() + ABSENT_TTL_MS);
    if (missing.length > 0) await this.absent.remember(context, instance.id, resource, missing, expiresAt);
  }

  /** Where the list of these records was never read whole, what is new to us says nothing of the vendor. */
  private async announcementOf(
    context: RequestContext,
    { instance, resource, source = 'SYNC' }: FetchRequest,
  ): Promise<Announcement | null> {
    const lists = await this.freshness.findByInstances(context, [instance.id]);
    const isKnown = lists.some((list) => list.resource === resource && list.fetchedAt !== null);
    return isKnown ? { source, recordedAt: this.clock.now() } : null;
  }

  /** What the caller is told. Refused credentials are those of the instance, not of this read alone. */
  private async fail(context: RequestContext, request: FetchRequest, lease: Lease, error: unknown): Promise<never> {
    if (error instanceof LostLeaseError) throw stillBusy();
    if (!(error instanceof VendorAuthenticationError)) throw error;
    const { instance } = request;
    await this.database.transaction(async (transaction) => {
      if (!(await this.leases.holds(context, transaction, lease))) throw stillBusy();
      await this.health.readFailed(context, transaction, instance.id, error, []);
    });
    throw new InstanceStateError('NEEDS_REAUTHENTICATION', instance.id, authenticationReason(error), { cause: error });
  }

  private async askable(context: RequestContext, request: FetchRequest): Promise<string[]> {
    const wanted = await request.stillWanted(request.remoteIds);
    if (wanted.length === 0) return [];
    const { instance, resource } = request;
    const absent = await this.absent.find(context, instance.id, resource, wanted, this.clock.now());
    return wanted.filter((remoteId) => !absent.has(remoteId));
  }
}

function stillBusy(): ElementsError {
  return new ElementsError('VENDOR_UNAVAILABLE', 'Other records of this instance are still being read. Try again.', {
    retryable: true,
  });
}
