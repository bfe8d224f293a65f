import type { ElementResource } from '../adapters/adapter';
import type { Clock } from '../clock';
import { ElementsError } from '../errors';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RecordKey } from '../persistence/repositories/list-condition';
import type { Aged } from '../persistence/repositories/record-lookup';
import type { RequestContext } from '../request-context';
import type { BackgroundTasks } from './background-tasks';
import { isWithinScope, requireCaller } from './caller-scope';
import type { CatalogService } from './catalog.service';
import type { FreshnessService } from './freshness.service';
import { mayAskVendor, notAskable } from './instance-health.service';
import type { InstanceReadService } from './instance-read.service';
import type { RecordFetchService } from './record-fetch.service';
import type { SourceFreshness } from './source-freshness';
import { timeToLiveOf } from './time-to-live';

/** A stored record, as far as this service looks at it. */
interface StoredRecord {
  readonly instanceId: string;
  readonly remoteId: string;
  readonly fetchedAt: Date;
}

/** How records of one resource are found in our tables. */
export interface Lookup<Key extends RecordKey, Row extends StoredRecord> {
  readonly resource: ElementResource;
  find(context: RequestContext, organizationId: string, keys: readonly Key[]): Promise<(Row | null)[]>;
}

/** The same of records that can be asked to be fresh. */
export interface AgedLookup<Key extends RecordKey, Row extends StoredRecord> extends Lookup<Key, Row> {
  /** With what their age is judged by, so that one statement is enough for those that are fresh. */
  findAged(context: RequestContext, organizationId: string, keys: readonly Key[]): Promise<(Aged<Row> | null)[]>;
}

/** How old a record may be: what was read before `since` is asked for again. */
interface WantedAge {
  readonly since: Date;
  readonly maxAgeSeconds: number | null;
}

const ANY_AGE: WantedAge = { since: new Date(0), maxAgeSeconds: null };

/** A row, nothing, or why it could not be had: one key's failure is not the others'. */
export type Found<Row> = Row | ElementsError | null;

/** Records by key: from our tables, and from their vendors where our tables have none. */
export class RecordLookupService {
  constructor(
    private readonly catalog: CatalogService,
    private readonly instances: InstanceReadService,
    private readonly freshness: FreshnessService,
    private readonly fetcher: RecordFetchService,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** In the order of the keys: one statement, and when some are missing one vendor call an instance. */
  find<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    keys: readonly Key[],
  ): Promise<Found<Row>[]> {
    return this.findOrFetch(context, lookup, keys, (...of) => lookup.find(...of));
  }

  private async findOrFetch<Key extends RecordKey, Row extends StoredRecord, Stored>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    keys: readonly Key[],
    find: (context: RequestContext, organizationId: string, keys: readonly Key[]) => Promise<(Stored | null)[]>,
  ): Promise<Found<Stored>[]> {
    const caller = requireCaller(context);
    const visible = keys.filter((key) => isWithinScope(caller, key.instanceId));
    const rows = await find(context, caller.organizationId, visible);
    const missing = visible.filter((_, index) => rows[index] === null);
    const failures =
      missing.length === 0 ? new Map<string, ElementsError>() : await this.fetch(context, lookup, missing);
    const fetched = missing.length === 0 ? [] : await find(context, caller.organizationId, missing);
    const byKey = new Map<Key, Found<Stored>>(visible.map((key, index) => [key, rows[index] ?? null]));
    missing.forEach((key, index) => byKey.set(key, fetched[index] ?? failures.get(key.instanceId) ?? null));
    return keys.map((key) => byKey.get(key) ?? null);
  }

  /** Has missing records read from their vendors; what failed, by instance. */
  private async fetch<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    missing: readonly Key[],
    age: WantedAge = ANY_AGE,
  ): Promise<Map<string, ElementsError>> {
    const ids = [...new Set(missing.map((key) => key.instanceId))];
    const instances = await this.instances.findByIds(context, ids);
    const failures = new Map<string, ElementsError>();
    await Promise.all(
      instances.map(async (instance) => {
        if (instance === null) return;
        const keys = missing.filter((key) => key.instanceId === instance.id);
        try {
          await this.fetchOfInstance(context, lookup, instance, keys, age);
        } catch (error) {
          if (!(error instanceof ElementsError)) throw error;
          failures.set(instance.id, error);
        }
      }),
    );
    return failures;
  }

  private async fetchOfInstance<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    instance: InstanceRow,
    keys: readonly Key[],
    age: WantedAge,
  ): Promise<void> {
    const { resource } = lookup;
    const operations = this.catalog.get(instance.elementKey).resources[resource];
    if (operations?.getMany === undefined) {
      // Not to be had one by one: the list brings them, where it was never read or is too old.
      if (operations?.list === undefined) return;
      const { maxAgeSeconds } = age;
      const [prepared] = await this.freshness.prepare(context, [{ instance, resource, maxAgeSeconds, whole: true }]);
      if (prepared instanceof ElementsError) throw prepared;
      // What a list has not told yet may still come: only a whole list says that there is no such record.
      if (prepared?.fetchedAt === null) throw notReadYet(instance, prepared.error);
      return;
    }
    if (!mayAskVendor(instance)) throw notAskable(instance);
    // A list that tells every record costs no more than some by id, and others wait for the same: it goes first.
    if (age === ANY_AGE && operations.list?.exhaustive.includes(resource)) {
      const [prepared] = await this.freshness.prepare(context, [
        { instance, resource, maxAgeSeconds: null, whole: true },
      ]);
      if (prepared instanceof ElementsError) throw prepared;
    }
    const wanted = new Set(keys.map((key) => key.remoteId));
    await this.fetcher.fetch(context, {
      instance,
      resource,
      operation: operations.getMany,
      remoteIds: [...wanted],
      stillWanted: async (remoteIds) => {
        // Of several keys with one remote id, as of expenses of two kinds, every one is looked for.
        const still = new Set(remoteIds);
        const asked = keys.filter((key) => still.has(key.remoteId));
        const rows = await lookup.find(context, instance.organizationId, asked);
        const missing = asked.filter((_, index) => !isSince(rows[index] ?? null, age.since));
        return [...new Set(missing.map((key) => key.remoteId))];
      },
    });
  }

  /**
   * Records at most so old if their vendors can be asked; null `maxAgeSeconds` is their instance's time-to-live. In the
   * order of the keys, and one statement for those that are fresh.
   */
  async findFresh<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: AgedLookup<Key, Row>,
    keys: readonly Key[],
    maxAgeSeconds: number | null,
  ): Promise<Found<Row>[]> {
    // From when the question was asked: what is read to answer it is fresh enough.
    const asked = this.clock.now().getTime();
    const stored = await this.findOrFetch(context, lookup, keys, (...of) => lookup.findAged(...of));
    return Promise.all(
      stored.map(async (found, index) => {
        if (found === null || found instanceof ElementsError) return found;
        return this.freshened(context, lookup, keys[index]!, found, asked, maxAgeSeconds);
      }),
    );
  }

  private async freshened<Key extends RecordKey, Row extends StoredRecord>(
    context: RequestContext,
    lookup: Lookup<Key, Row>,
    key: Key,
    stored: Aged<Row>,
    asked: number,
    maxAgeSeconds: number | null,
  ): Promise<Row> {
    const { row, outdatedAt } = stored;
    const within = new Date(asked - (maxAgeSeconds ?? timeToLiveOf(stored)) * 1_000);
    const changedAt = outdatedAt !== null && row.fetchedAt < outdatedAt ? outdatedAt : null;
    if (changedAt === null && isSince(row, within)) return row;
    const since = changedAt !== null && changedAt > within ? changedAt : within;
    if (maxAgeSeconds === null && changedAt === null) {
      this.tasks.start(`refresh of one of ${lookup.resource}`, async () => {
        await this.fetch(context, lookup, [key], { since, maxAgeSeconds });
      });
      return row;
    }
    // Old beats nothing: when the vendor cannot be asked, `fetchedAt` tells the age of what is served.
    await this.fetch(context, lookup, [key], { since, maxAgeSeconds });
    const [fresh] = await lookup.find(context, requireCaller(context).organizationId, [key]);
    return fresh ?? row;
  }
}

function isSince(row: StoredRecord | null, since: Date): boolean {
  return row !== null && row.fetchedAt >= since;
}

function notReadYet(instance: InstanceRow, error: SourceFreshness['error']): ElementsError {
  if (error !== null) return new ElementsError(error.code, error.message, { retryable: error.retryable });
  if (!mayAskVendor(instance)) return notAskable(instance);
  const message = 'The first load is under way and has not reached this record yet. Ask again in a moment.';
  return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
}
