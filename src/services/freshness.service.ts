import type { ElementResource, ListOperation } from '../adapters/adapter';
import type { RequestBudget } from '../adapters/http/request-budget';
import type { Clock } from '../clock';
import { ElementsError, UnsupportedOperationError } from '../errors';
import type { Metrics } from '../metrics';
import {
  isOutdated,
  type FreshnessRepository,
  type FreshnessRow,
} from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import { mayAskVendor, notAskable } from './instance-health.service';
import { rememberedError } from './load-failure';
import type { ResourceLoadService } from './resource-load.service';
import type { SourceFreshness } from './source-freshness';
import type { VendorConnectionService } from './vendor-connection.service';
import { timeToLiveOf } from './time-to-live';

/** How long a reader waits for a vendor. */
const PATIENCE_MS = 30_000;

/** One list of one instance that is about to be read. */
export interface ListRead {
  readonly instance: InstanceRow;
  readonly resource: ElementResource;
  /** Null: the instance's time-to-live. */
  readonly maxAgeSeconds: number | null;
  /** The newest records alone will not do, also the first time. */
  readonly whole?: boolean;
}

/** All lists of each instance. */
type RowsByInstance = ReadonlyMap<string, readonly FreshnessRow[]>;

/** What a list needs before it is served. */
type Need = 'NOTHING' | 'REFRESH_BEHIND' | 'WAIT_FOR_NEWEST' | 'WAIT_FOR_ALL';

/** The cache rules: when our copy will do, when it is refreshed behind, and when a reader waits. */
export class FreshnessService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly freshness: FreshnessRepository,
    private readonly loads: ResourceLoadService,
    private readonly connections: VendorConnectionService,
    private readonly budgets: RequestBudget,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * Gets lists ready to be read, and says how fresh they are. In the result, an error stands for a list that has
   * nothing to show; a list that is merely old comes with the reason, unless nobody asked for a younger one. Ages are
   * counted from when the question was asked: what is read to answer it is fresh. One statement for those that are.
   */
  async prepare(context: RequestContext, reads: readonly ListRead[]): Promise<(SourceFreshness | ElementsError)[]> {
    const asked = this.clock.now();
    const before = await this.rowsOf(context, reads);
    for (const read of reads) this.count(read, rowOf(before, read), asked);
    const rows = await this.await(context, reads, before, asked);
    const prepared = reads.map((read) => this.settle(read, rowOf(rows, read), asked));
    return this.explain(context, reads, prepared);
  }

  /** Has read what is needed, while there is patience; what is known after that. */
  private async await(
    context: RequestContext,
    reads: readonly ListRead[],
    before: RowsByInstance,
    asked: Date,
  ): Promise<RowsByInstance> {
    const deadline = new Date(asked.getTime() + PATIENCE_MS);
    const waits = reads.flatMap((read) => this.begin(context, read, before, asked) ?? []);
    if (waits.length === 0) return before;
    const isInTime = await this.patience(waits, deadline);
    const rows = await this.rowsOf(context, reads);
    // A load that was joined, or that went on where one was cut, may have begun before the question was asked.
    const again = reads.filter((read) => {
      const row = rowOf(rows, read);
      return row?.fetchedAt != null && (read.maxAgeSeconds !== null || isOutdated(row));
    });
    const more = isInTime ? again.flatMap((read) => this.begin(context, read, rows, asked) ?? []) : [];
    if (more.length === 0) return rows;
    await this.patience(more, deadline);
    return this.rowsOf(context, reads);
  }

  /** How fresh our copies are, without asking anybody. */
  async describe(
    context: RequestContext,
    instances: readonly InstanceRow[],
    resource: ElementResource,
  ): Promise<SourceFreshness[]> {
    const reads = instances.map((instance) => ({ instance, resource, maxAgeSeconds: null }));
    const rows = await this.rowsOf(context, reads);
    const asked = this.clock.now();
    return reads.map((read) => this.describeOne(read, rowOf(rows, read), asked));
  }

  /** Begins what the list needs; resolves when the reader has waited for enough of it. Null: no need to wait. */
  private begin(context: RequestContext, read: ListRead, rows: RowsByInstance, asked: Date): Promise<void> | null {
    const operation = this.listOperation(read);
    const need = this.needOf(read, rowOf(rows, read), asked);
    if (need === 'NOTHING' || operation === null) return null;
    const load = this.loads.start(context, read.instance, operation, rows.get(read.instance.id) ?? []);
    if (need === 'REFRESH_BEHIND') return null;
    return need === 'WAIT_FOR_NEWEST' ? load.usable : load.done;
  }

  private needOf(read: ListRead, row: FreshnessRow | null, asked: Date): Need {
    const { instance, maxAgeSeconds, whole } = read;
    const mayAsk = mayAskVendor(instance) && !(row?.retryAt != null && row.retryAt > this.clock.now());
    if (!mayAsk || this.isWithin(row, maxAgeSeconds ?? timeToLiveOf(instance), asked)) return 'NOTHING';
    // What was changed through us shows at once, even where only a list can tell it.
    if (row !== null && isOutdated(row)) return 'WAIT_FOR_ALL';
    if (whole && row?.fetchedAt == null) return 'WAIT_FOR_ALL';
    if (!hasRecords(row)) return 'WAIT_FOR_NEWEST';
    return maxAgeSeconds === null ? 'REFRESH_BEHIND' : 'WAIT_FOR_ALL';
  }

  private isWithin(row: FreshnessRow | null, seconds: number, asked: Date): boolean {
    if (row?.fetchedAt == null || isOutdated(row)) return false;
    return asked.getTime() - row.fetchedAt.getTime() <= seconds * 1_000;
  }

  private settle(read: ListRead, row: FreshnessRow | null, asked: Date): SourceFreshness | ElementsError {
    if (!hasRecords(row)) return this.nothingToShow(read, row);
    return this.describeOne(read, row, asked);
  }

  /** Whoever asked for a younger copy than there is, and of which nothing is known to have failed, is told why. */
  private async explain(
    context: RequestContext,
    reads: readonly ListRead[],
    prepared: readonly (SourceFreshness | ElementsError)[],
  ): Promise<(SourceFreshness | ElementsError)[]> {
    const isUnexplained = ({ maxAgeSeconds }: ListRead, one: SourceFreshness | ElementsError | undefined): boolean =>
      maxAgeSeconds !== null && !(one instanceof ElementsError) && one?.state === 'STALE' && one.error === null;
    const instances = reads.filter((read, index) => isUnexplained(read, prepared[index])).map((read) => read.instance);
    const crowded = await this.waitingForRoom(context, instances.filter(mayAskVendor));
    return prepared.map((one, index) => {
      const read = reads[index];
      if (read === undefined || !isUnexplained(read, one)) return one;
      const error = this.isCarried(read) ? whyCarriedOlder(read) : whyOlder(read, crowded.has(read.instance.id));
      return { ...one, error };
    });
  }

  /** Ids of those whose requests wait for room in the vendor's limit. */
  private async waitingForRoom(
    context: RequestContext,
    instances: readonly InstanceRow[],
  ): Promise<ReadonlySet<string>> {
    if (instances.length === 0) return new Set();
    const keys = await this.connections.budgetKeysOf(context, instances);
    const awaited = await this.budgets.isAwaited(context, keys);
    return new Set(instances.filter((_, index) => awaited[index]).map((instance) => instance.id));
  }

  private describeOne(read: ListRead, row: FreshnessRow | null, asked: Date): SourceFreshness {
    return {
      instanceId: read.instance.id,
      state: this.stateOf(row, read.maxAgeSeconds ?? timeToLiveOf(read.instance), asked),
      fetchedAt: row?.fetchedAt ?? null,
      error: rememberedError(row),
    };
  }

  private stateOf(row: FreshnessRow | null, allowedSeconds: number, asked: Date): SourceFreshness['state'] {
    if (!hasRecords(row)) return 'NEVER_LOADED';
    if (row?.fetchedAt == null) return 'LOADING';
    return this.isWithin(row, allowedSeconds, asked) ? 'FRESH' : 'STALE';
  }

  /** Never an empty list instead of an error. */
  private nothingToShow(read: ListRead, row: FreshnessRow | null): ElementsError {
    const { instance, resource } = read;
    if (this.listOperation(read) === null) return this.unsupported(read);
    if (!mayAskVendor(instance)) return notAskable(instance);
    const error = rememberedError(row);
    if (error !== null) return new ElementsError(error.code, error.message, { retryable: error.retryable });
    if (this.isCarried(read)) {
      const message = `${resource} were not read yet: that is queued for the next call of the program at the customer's, which "Instance.agent" tells of.`;
      return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
    }
    return new ElementsError(
      'VENDOR_UNAVAILABLE',
      `The first load of ${resource} is under way and has not brought anything yet. Ask again in a moment.`,
      { retryable: true },
    );
  }

  private unsupported({ instance, resource }: ListRead): ElementsError {
    const { key, name } = this.catalog.get(instance.elementKey).catalog;
    return new UnsupportedOperationError(key, resource, 'LIST', `${name} has no list of ${resource}.`);
  }

  /** Whether an agent at the customer's brings it: then nobody can be asked now. */
  private isCarried({ instance }: ListRead): boolean {
    return this.catalog.get(instance.elementKey).agent !== undefined;
  }

  /** Null: the element has no such list. */
  private listOperation({ instance, resource }: ListRead): ListOperation | null {
    return this.catalog.get(instance.elementKey).resources[resource]?.list ?? null;
  }

  private async rowsOf(context: RequestContext, reads: readonly ListRead[]): Promise<RowsByInstance> {
    const ids = [...new Set(reads.map((read) => read.instance.id))];
    const byInstance = new Map<string, FreshnessRow[]>(ids.map((id) => [id, []]));
    const rows = ids.length === 0 ? [] : await this.freshness.findByInstances(context, ids);
    for (const row of rows) byInstance.get(row.instanceId)?.push(row);
    return byInstance;
  }

  /** Waits for all of them, but not for ever; whether they came in time. */
  private async patience(waits: readonly Promise<void>[], deadline: Date): Promise<boolean> {
    const enough = new AbortController();
    const leftMs = Math.max(0, deadline.getTime() - this.clock.now().getTime());
    const tooLong = this.clock.sleep(leftMs, enough.signal).then(
      () => false,
      () => false,
    );
    const isInTime = await Promise.race([Promise.all(waits).then(() => true), tooLong]);
    enough.abort(new Error('The wait is over.'));
    return isInTime;
  }

  private count(read: ListRead, row: FreshnessRow | null, asked: Date): void {
    const result = this.stateOf(row, read.maxAgeSeconds ?? timeToLiveOf(read.instance), asked).toLowerCase();
    this.metrics.cacheReads.inc({ element: read.instance.elementKey, resource: read.resource, result });
  }
}

function rowOf(rows: RowsByInstance, { instance, resource }: ListRead): FreshnessRow | null {
  return rows.get(instance.id)?.find((row) => row.resource === resource) ?? null;
}

/** Whether anything was ever read: with an empty account that may be no record at all. */
function hasRecords(row: FreshnessRow | null): boolean {
  return row !== null && (row.fetchedAt !== null || row.checkpoint !== null);
}

function whyCarriedOlder({ instance, resource }: ListRead): SourceFreshness['error'] {
  if (!mayAskVendor(instance)) return whyOlder({ instance, resource, maxAgeSeconds: null }, false);
  const message = `${resource} are read anew at the next call of the program at the customer's; what is shown is what was stored before.`;
  return { code: 'VENDOR_UNAVAILABLE', message, retryable: true };
}

/** Why our copy is older than it was asked to be, where no failure is remembered. */
function whyOlder({ instance, resource }: ListRead, isCrowded: boolean): SourceFreshness['error'] {
  if (!mayAskVendor(instance)) {
    const message = 'The instance is switched off, so nothing is read anew.';
    return { code: 'INSTANCE_NOT_ACTIVE', message, retryable: false };
  }
  if (isCrowded) {
    const message = `The vendor's request limit is used up for now; ${resource} are read anew once there is room.`;
    return { code: 'RATE_LIMITED', message, retryable: true };
  }
  const message = `${resource} are still being read anew; what is shown is what was stored before. Ask again in a moment.`;
  return { code: 'VENDOR_UNAVAILABLE', message, retryable: true };
}
