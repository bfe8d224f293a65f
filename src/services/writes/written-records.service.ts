import type { ElementResource } from '../../adapters/adapter';
import { RESOURCE_OF_BOOK_ENTRY } from '../../adapters/book-entry-resource';
import type { WriteAnswer } from '../../adapters/writes';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { Database, StatementRunner, Transaction } from '../../persistence/database';
import { isOutdated, type FreshnessRepository } from '../../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import type { CatalogService } from '../catalog.service';
import type { FreshnessService } from '../freshness.service';
import type { RecordFetchService } from '../record-fetch.service';
import type { RecordStore } from '../record-store';

/** What an answer says of records. */
type Told = Pick<WriteAnswer<unknown>, 'batch' | 'reportStatuses' | 'changed' | 'deletedExpenses'>;
type Changed = NonNullable<WriteAnswer<unknown>['changed']>[number];

/** Lists that a write has outdated, until what it changed is read again. */
export interface OutdatedLists {
  readonly at: Date;
  /** Those that nothing else had outdated before. */
  readonly byItAlone: readonly ElementResource[];
}

/** How long the answer to a write waits for records to be read again; they are read on behind it. */
const PATIENCE_MS = 10_000;

/** Brings what was written into our tables, so that it shows in the next read. */
export class WrittenRecordsService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly store: RecordStore,
    private readonly freshness: FreshnessRepository,
    private readonly lists: FreshnessService,
    private readonly fetcher: RecordFetchService,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** What the vendor's answer tells, in the transaction that settles the write. */
  async keep(
    context: RequestContext,
    transaction: Transaction,
    instance: InstanceRow,
    answer: Told,
  ): Promise<OutdatedLists> {
    const owner = { organizationId: instance.organizationId, instanceId: instance.id };
    const now = this.clock.now();
    const announcement = { source: 'WRITE', recordedAt: now } as const;
    const { batch = {}, reportStatuses = [], changed = [], deletedExpenses = [] } = answer;
    await this.store.store(context, transaction, owner, batch, now, announcement);
    await this.store.patchReportStatuses(context, transaction, owner, reportStatuses, announcement);
    for (const { kind, remoteId } of deletedExpenses) {
      const gone = { kind: 'gone', resource: 'EXPENSES', remoteIds: [remoteId], expenseKind: kind } as const;
      // Also what somebody has read since: it is no more.
      await this.store.forget(context, transaction, owner, gone, new Date(now.getTime() + 1), announcement);
    }
    // What is read again is outdated until then; what was being read meanwhile may bring the state before.
    const resources = changed.map(({ resource }) => resource);
    const underWay = told(answer);
    if (resources.length + underWay.length === 0) return { at: now, byItAlone: [] };
    const lists = await this.freshness.findByInstances(context, [instance.id], transaction);
    const before = new Set<string>(lists.filter(isOutdated).map(({ resource }) => resource));
    await this.freshness.outdate(context, transaction, instance.id, { resources, underWay }, now);
    return { at: now, byItAlone: resources.filter((resource) => !before.has(resource)) };
  }

  /** None of it could be kept: the lists are read again before they are shown. */
  async giveUp(
    context: RequestContext,
    transaction: Transaction,
    instance: InstanceRow,
    answer: Told,
  ): Promise<OutdatedLists> {
    const resources = [...told(answer), ...(answer.changed ?? []).map(({ resource }) => resource)];
    const at = this.clock.now();
    await this.freshness.outdate(context, transaction, instance.id, { resources, underWay: [] }, at);
    return { at, byItAlone: [] };
  }

  /** Nobody knows what became of a write: whoever looks next sees what is there. */
  outdate(
    context: RequestContext,
    runner: StatementRunner,
    instance: InstanceRow,
    resource: ElementResource,
  ): Promise<void> {
    const { list } = this.catalog.get(instance.elementKey).resources[resource] ?? {};
    const changed = { resources: list?.covers ?? [resource], underWay: [] };
    return this.freshness.outdate(context, runner, instance.id, changed, this.clock.now());
  }

  /**
   * Reads again what the answer did not tell, if that can be had soon. Never fails: a list whose records could not be read
   * is read before it is shown.
   */
  async readAgain(
    context: RequestContext,
    instance: InstanceRow,
    changed: readonly Changed[],
    outdated: OutdatedLists,
  ): Promise<void> {
    if (changed.length === 0) return;
    const reading = new Promise<void>((resolve) => {
      const started = this.tasks.start('reading again what was written', async () => {
        await Promise.all(changed.map((one) => this.readOne(context, instance, one, outdated))).finally(resolve);
      });
      if (!started) resolve();
    });
    const enough = new AbortController();
    await Promise.race([reading, this.clock.sleep(PATIENCE_MS, enough.signal).catch(() => undefined)]);
    enough.abort();
  }

  private async readOne(
    context: RequestContext,
    instance: InstanceRow,
    changed: Changed,
    outdated: OutdatedLists,
  ): Promise<void> {
    try {
      if (this.isReadById(instance, changed)) await this.fetch(context, instance, changed, outdated);
      else await this.refreshList(context, instance, changed.resource);
    } catch (error) {
      // It stays outdated: whoever reads it next waits for it.
      context.logger.warn({ err: error, resource: changed.resource }, 'what was written could not be read again');
    }
  }

  private async fetch(
    context: RequestContext,
    instance: InstanceRow,
    changed: Changed,
    outdated: OutdatedLists,
  ): Promise<void> {
    const { resource, remoteIds } = changed;
    const operation = this.catalog.get(instance.elementKey).resources[resource]?.getMany;
    if (operation === undefined) return;
    const owner = { organizationId: instance.organizationId, instanceId: instance.id };
    const unread = (ids: readonly string[]) => this.store.notFetchedSince(context, owner, resource, ids, outdated.at);
    const asked = new Set<string>();
    // Also what the vendor's answer told of them: it did not tell all.
    const stillWanted = async (ids: readonly string[]): Promise<readonly string[]> => {
      const now = ids.filter((id) => !asked.has(id));
      for (const id of now) asked.add(id);
      return now.length > 0 ? now : unread(ids);
    };
    const request = { instance, resource, operation, remoteIds, stillWanted, source: 'WRITE' } as const;
    await this.fetcher.fetch(context, request);
    // Some were being read for somebody else, perhaps since before the write.
    if (remoteIds.some((id) => !asked.has(id))) await this.fetcher.fetch(context, request);
    if ((await unread(remoteIds)).length > 0 || !outdated.byItAlone.includes(resource)) return;
    await this.freshness.renew(context, instance.id, resource, outdated.at);
  }

  private async refreshList(context: RequestContext, instance: InstanceRow, resource: ElementResource): Promise<void> {
    if (this.catalog.get(instance.elementKey).resources[resource]?.list === undefined) return;
    const known = await this.freshness.findByInstances(context, [instance.id]);
    // What was never read is read by whoever asks for it first.
    if (!known.some((row) => row.resource === resource && row.fetchedAt !== null)) return;
    const [prepared] = await this.lists.prepare(context, [{ instance, resource, maxAgeSeconds: null }]);
    if (prepared instanceof ElementsError) throw prepared;
  }

  private isReadById({ elementKey }: InstanceRow, { resource, remoteIds }: Changed): boolean {
    return remoteIds.length > 0 && this.catalog.get(elementKey).resources[resource]?.getMany !== undefined;
  }
}

/** Resources of which the answer itself tells something. */
function told({ batch = {}, reportStatuses = [], deletedExpenses = [] }: Told): ElementResource[] {
  const resources: ElementResource[] = [];
  if (batch.reports?.length || reportStatuses.length > 0) resources.push('REPORTS');
  if (batch.expenses?.length || deletedExpenses.length > 0) resources.push('EXPENSES');
  if (batch.policies?.length) resources.push('POLICIES');
  if (batch.employees?.length) resources.push('EMPLOYEES');
  if (batch.receipts?.length) resources.push('RECEIPTS');
  const ofBooks = (batch.bookEntries ?? []).map(({ kind }) => RESOURCE_OF_BOOK_ENTRY[kind]);
  return [...resources, ...new Set(ofBooks)];
}
