import type { ListOperation } from '../adapters/adapter';
import type { FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import { mayAskVendor } from './instance-health.service';
import { ListLoad, type ListLoadDependencies } from './list-load';
import { loadLeaseKey, withLease } from './lease';

/** A list that is being read. Neither promise rejects: what failed is in the freshness row. */
export interface Load {
  /** The newest records are here, or the load has ended. */
  readonly usable: Promise<void>;
  readonly done: Promise<void>;
}

/** A load that was found to be needed. */
interface WantedLoad {
  readonly instance: InstanceRow;
  readonly operation: ListOperation;
  /** The instance's lists, when it was found. */
  readonly seen: readonly FreshnessRow[];
  readonly onUsable: () => void;
}

/** How often a load of another replica is looked at. */
const FOLLOW_EVERY_MS = 250;

/** One load an instance and list at a time, over all replicas; it goes on after its request was answered. */
export class ResourceLoadService {
  private readonly running = new Map<string, Load>();

  constructor(private readonly deps: ListLoadDependencies) {}

  /**
   * Begins a load, or joins the one that is under way. `seen` are the instance's lists as they were when it was found
   * that a load is needed: when one has ended since, there is none.
   */
  start(context: RequestContext, instance: InstanceRow, operation: ListOperation, seen: readonly FreshnessRow[]): Load {
    const key = `${instance.id} ${operation.covers.join('+')}`;
    const joined = this.running.get(key);
    if (joined !== undefined) return joined;
    const usable = new Signal();
    const done = new Signal();
    const load: Load = { usable: usable.reached, done: done.reached };
    this.running.set(key, load);
    const end = (): void => {
      this.running.delete(key);
      usable.reach();
      done.reach();
    };
    const started = this.deps.tasks.start(`load of ${operation.covers.join(' and ')}`, () =>
      this.run(context, { instance, operation, seen, onUsable: usable.reach }).finally(end),
    );
    // The service is stopping: nobody is to wait for what will not begin.
    if (!started) end();
    return load;
  }

  private async run(context: RequestContext, wanted: WantedLoad): Promise<void> {
    const { leases, clock, health } = this.deps;
    const { instance, operation, onUsable } = wanted;
    for (;;) {
      const held = await withLease(context, leases, clock, leaseKeyOf(wanted), async (lease) => {
        const before = await this.rowsOf(context, instance);
        if (hasEnded(wanted, before)) return 'ENDED';
        const current = await health.findCurrent(context, instance);
        if (current === null || !mayAskVendor(current)) return 'ENDED';
        return new ListLoad(this.deps, context, current, before, operation, lease, onUsable).run();
      });
      if (held?.result === 'ENDED') return;
      // Whoever holds the lease may die: then the list has not ended, and it is ours to go on with.
      await this.follow(context, wanted);
    }
  }

  /** Another replica reads the same list: look at how far it is, until it lets go. */
  private async follow(context: RequestContext, wanted: WantedLoad): Promise<void> {
    const { leases, clock, tasks } = this.deps;
    while (await leases.isHeld(context, leaseKeyOf(wanted))) {
      await clock.sleep(FOLLOW_EVERY_MS, tasks.signal);
      const rows = await this.rowsOf(context, wanted.instance);
      if (rows.some((row) => isCovered(wanted, row) && row.checkpoint !== null)) wanted.onUsable();
    }
  }

  private rowsOf(context: RequestContext, instance: InstanceRow): Promise<FreshnessRow[]> {
    return this.deps.freshness.findByInstances(context, [instance.id]);
  }
}

/** Whether the list was read, or failed, since it was seen to be needed. */
function hasEnded(wanted: WantedLoad, rows: readonly FreshnessRow[]): boolean {
  return rows.some((row) => {
    const seen = wanted.seen.find(({ resource }) => resource === row.resource);
    return isCovered(wanted, row) && (isLater(row.fetchedAt, seen?.fetchedAt) || isLater(row.errorAt, seen?.errorAt));
  });
}

function isLater(instant: Date | null, than: Date | null | undefined): boolean {
  return instant !== null && (than == null || instant > than);
}

function isCovered({ operation }: WantedLoad, row: FreshnessRow): boolean {
  return operation.covers.some((resource) => resource === row.resource);
}

function leaseKeyOf({ instance, operation }: WantedLoad): string {
  return loadLeaseKey(instance.id, `list:${operation.covers.join('+')}`);
}

/** Something that happens once and is waited for by many. */
class Signal {
  reach!: () => void;
  readonly reached = new Promise<void>((resolve) => {
    this.reach = resolve;
  });
}
