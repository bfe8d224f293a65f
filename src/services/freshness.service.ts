import type { ElementResource, ListOperation } from '../adapters/adapter';
import type { Clock } from '../clock';
import { ElementsError, UnsupportedOperationError } from '../errors';
import type { Metrics } from '../metrics';
import type { FreshnessRepository, FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import type { CatalogService } from './catalog.service';
import { mayAskVendor, notAskable } from './instance-health.service';
import { rememberedError } from './load-failure';
import type { ResourceLoadService } from './resource-load.service';
import type { SourceFreshness } from './source-freshness';
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
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * Gets lists ready to be read, and says how fresh they are. In the result, an error stands for a list that has
   * nothing to show; a list that is merely old comes with the reason. One statement for those that are fresh.
   */
  async prepare(context: RequestContext, reads: readonly ListRead[]): Promise<(SourceFreshness | ElementsError)[]> {
    const before = await this.rowsOf(context, reads);
    const waits = reads.flatMap((read) => this.begin(context, read, before) ?? []);
    await this.patience(waits);
    const rows = waits.length > 0 ? await this.rowsOf(context, reads) : before;
    return reads.map((read) => this.settle(read, rowOf(rows, read)));
  }

  /** How fresh our copies are, without asking anybody. */
  async describe(
    context: RequestContext,
    instances: readonly InstanceRow[],
    resource: ElementResource,
  ): Promise<SourceFreshness[]> {
    const reads = instances.map((instance) => ({ instance, resource, maxAgeSeconds: null }));
    const rows = await this.rowsOf(context, reads);
    return reads.map((read) => this.describeOne(read, rowOf(rows, read)));
  }

  /** Begins what the list needs; resolves when the reader has waited for enough of it. Null: no need to wait. */
  private begin(context: RequestContext, read: ListRead, rows: RowsByInstance): Promise<void> | null {
    const row = rowOf(rows, read);
    const operation = this.listOperation(read);
    const need = this.needOf(read, row);
    this.count(read, row);
    if (need === 'NOTHING' || operation === null) return null;
    const load = this.loads.start(context, read.instance, operation, rows.get(read.instance.id) ?? []);
    if (need === 'REFRESH_BEHIND') return null;
    return need === 'WAIT_FOR_NEWEST' ? load.usable : load.done;
  }

  private needOf(read: ListRead, row: FreshnessRow | null): Need {
    const { instance, maxAgeSeconds, whole } = read;
    const mayAsk = mayAskVendor(instance) && !(row?.retryAt != null && row.retryAt > this.clock.now());
    if (!mayAsk || this.isWithin(row, maxAgeSeconds ?? timeToLiveOf(instance))) return 'NOTHING';
    if (whole && row?.fetchedAt == null) return 'WAIT_FOR_ALL';
    if (!hasRecords(row)) return 'WAIT_FOR_NEWEST';
    return maxAgeSeconds === null ? 'REFRESH_BEHIND' : 'WAIT_FOR_ALL';
  }

  private isWithin(row: FreshnessRow | null, seconds: number): boolean {
    return row?.fetchedAt != null && this.clock.now().getTime() - row.fetchedAt.getTime() <= seconds * 1_000;
  }

  private settle(read: ListRead, row: FreshnessRow | null): SourceFreshness | ElementsError {
    if (!hasRecords(row)) return this.nothingToShow(read, row);
    return this.describeOne(read, row);
  }

  private describeOne(read: ListRead, row: FreshnessRow | null): SourceFreshness {
    return {
      instanceId: read.instance.id,
      state: this.stateOf(row, read.maxAgeSeconds ?? timeToLiveOf(read.instance)),
      fetchedAt: row?.fetchedAt ?? null,
      error: rememberedError(row),
    };
  }

  private stateOf(row: FreshnessRow | null, allowedSeconds: number): SourceFreshness['state'] {
    if (!hasRecords(row)) return 'NEVER_LOADED';
    if (row?.fetchedAt == null) return 'LOADING';
    return this.isWithin(row, allowedSeconds) ? 'FRESH' : 'STALE';
  }

  /** Never an empty list instead of an error. */
  private nothingToShow(read: ListRead, row: FreshnessRow | null): ElementsError {
    const { instance, resource } = read;
    if (this.listOperation(read) === null) return this.unsupported(read);
    if (!mayAskVendor(instance)) return notAskable(instance);
    const error = rememberedError(row);
    if (error !== null) return new ElementsError(error.code, error.message, { retryable: error.retryable });
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

  /** Waits for all of them, but not for ever. */
  private async patience(waits: readonly Promise<void>[]): Promise<void> {
    if (waits.length === 0) return;
    const enough = new AbortController();
    const tooLong = this.clock.sleep(PATIENCE_MS, enough.signal).catch(() => undefined);
    await Promise.race([Promise.all(waits), tooLong]);
    enough.abort(new Error('The wait is over.'));
  }

  private count(read: ListRead, row: FreshnessRow | null): void {
    const result = this.stateOf(row, read.maxAgeSeconds ?? timeToLiveOf(read.instance)).toLowerCase();
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
