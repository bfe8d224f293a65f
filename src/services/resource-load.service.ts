import type { ListOperation } from '../adapters/adapter';
import type { FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { RequestContext } from '../request-context';
import { ListLoad, type ListLoadDependencies } from './list-load';
import { withLease } from './load-lease';

/** A list that is being read. Neither promise rejects: what failed is in the freshness row. */
export interface Load {
  /** The newest records are here, or the load has ended. */
  readonly usable: Promise<void>;
  readonly done: Promise<void>;
}

/** How often a load of another replica is looked at. */
const FOLLOW_EVERY_MS = 250;

/** One load an instance and list at a time, over all replicas; it goes on after its request was answered. */
export class ResourceLoadService {
  private readonly running = new Map<string, Load>();

  constructor(private readonly deps: ListLoadDependencies) {}

  /** Begins a load, or joins the one that is under way. */
  start(context: RequestContext, instance: InstanceRow, operation: ListOperation): Load {
    const key = leaseKeyOf(instance, operation);
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
      this.run(context, instance, operation, usable.reach).finally(end),
    );
    // The service is stopping: nobody is to wait for what will not begin.
    if (!started) end();
    return load;
  }

  private async run(
    context: RequestContext,
    instance: InstanceRow,
    operation: ListOperation,
    onUsable: () => void,
  ): Promise<void> {
    const begun = this.deps.clock.now();
    const held = await withLease(context, this.deps.leases, leaseKeyOf(instance, operation), async (lease) => {
      const rows = await this.rowsOf(context, instance, operation);
      await new ListLoad(this.deps, context, instance, operation, lease, onUsable).run(rows);
    });
    if (held === null) await this.follow(context, instance, operation, begun, onUsable);
  }

  /** Another replica reads the same list: look at how far it is, until it ends. */
  private async follow(
    context: RequestContext,
    instance: InstanceRow,
    operation: ListOperation,
    begun: Date,
    onUsable: () => void,
  ): Promise<void> {
    const { leases, clock, tasks } = this.deps;
    while (await leases.isHeld(context, leaseKeyOf(instance, operation))) {
      await clock.sleep(FOLLOW_EVERY_MS, tasks.signal);
      const rows = await this.rowsOf(context, instance, operation);
      if (rows.some((row) => isUsableSince(row, begun))) onUsable();
    }
  }

  private async rowsOf(
    context: RequestContext,
    instance: InstanceRow,
    operation: ListOperation,
  ): Promise<FreshnessRow[]> {
    const rows = await this.deps.freshness.findByInstances(context, [instance.id]);
    return rows.filter((row) => operation.covers.some((resource) => resource === row.resource));
  }
}

function isUsableSince(row: FreshnessRow, begun: Date): boolean {
  return row.checkpoint !== null || (row.fetchedAt !== null && row.fetchedAt >= begun);
}

function leaseKeyOf(instance: InstanceRow, operation: ListOperation): string {
  return `list:${instance.id}:${operation.covers.join('+')}`;
}

/** Something that happens once and is waited for by many. */
class Signal {
  reach!: () => void;
  readonly reached = new Promise<void>((resolve) => {
    this.reach = resolve;
  });
}
