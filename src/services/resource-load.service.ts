import { v7 as uuidv7 } from 'uuid';
import type { ListOperation } from '../adapters/adapter';
import { AgentPause } from '../adapters/agent';
import type { FreshnessRow } from '../persistence/repositories/freshness.repository';
import type { InstanceRow } from '../persistence/repositories/instance.repository';
import type { Lease } from '../persistence/repositories/lease.repository';
import type { SyncMode } from '../persistence/repositories/sync-run.repository';
import type { RequestContext } from '../request-context';
import type { SessionLine } from './agents/session-line';
import { mayAskVendor } from './instance-health.service';
import { ListLoad, type ListLoadDependencies } from './list-load';
import { planLoad } from './load-plan';
import { loadLeaseKey, withLease, withTakenLease } from './lease';
import { SyncRunLog, countingCalls, type RunTicket } from './sync/sync-run-log';
import type { SyncRunStarter } from './sync/sync-run-starter';
import type { CallUrgency } from './vendor-connection.service';

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
  readonly mode: SyncMode;
  /** Null: the load is a run of its own. */
  readonly ticket: RunTicket | null;
  readonly priority: CallUrgency['priority'];
  readonly line?: SessionLine;
}

/** What a step of a load is part of. */
export interface LoadStep {
  readonly mode: SyncMode;
  readonly ticket: RunTicket;
  readonly line: SessionLine;
}

export interface ResourceLoadDependencies extends ListLoadDependencies {
  readonly starter: SyncRunStarter;
}

export interface LoadOptions {
  /** What changed where that will do, unless FULL. */
  readonly mode?: SyncMode;
  /** The run that it is part of; without one, it is a run of its own, set off by a read. */
  readonly ticket?: RunTicket;
  /** Of its first calls; what follows is background. Interactive unless given. */
  readonly priority?: CallUrgency['priority'];
}

/** Another session goes on with the load, or the instance is not what it was: its run is no business of this one any more. */
export class OvertakenLoadError extends AgentPause {
  constructor() {
    super('The answer came when the load was not waited for any more.');
  }
}

/** How often a load of another replica is looked at. */
const FOLLOW_EVERY_MS = 250;

/** One load an instance and list at a time, over all replicas; it goes on after its request was answered. */
export class ResourceLoadService {
  private readonly running = new Map<string, Load>();

  constructor(private readonly deps: ResourceLoadDependencies) {}

  /**
   * Begins a load, or joins the one that is under way. `seen` are the instance's lists as they were when it was found
   * that a load is needed: when one has ended since, there is none. Where an agent has to bring the answers, the load is
   * queued for it, and nobody waits.
   */
  start(
    context: RequestContext,
    instance: InstanceRow,
    operation: ListOperation,
    seen: readonly FreshnessRow[],
    { mode = 'INCREMENTAL', ticket, priority = 'interactive' }: LoadOptions = {},
  ): Load {
    const key = `${instance.id} ${operation.covers.join('+')} ${mode}`;
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
    const wanted = { instance, operation, seen, onUsable: usable.reach, mode, ticket: ticket ?? null, priority };
    const isCarried = this.deps.catalog.get(instance.elementKey).agent !== undefined;
    const started = this.deps.tasks.start(`load of ${operation.covers.join(' and ')}`, () =>
      (isCarried ? this.queue(context, wanted) : this.run(context, wanted)).finally(end),
    );
    // The service is stopping: nobody is to wait for what will not begin.
    if (!started) end();
    return load;
  }

  /**
   * One step of a load that an agent carries: as far as its last answer allows.
   * @throws {AgentPause} where it stops for now.
   */
  async step(
    context: RequestContext,
    instance: InstanceRow,
    operation: ListOperation,
    { mode, ticket, line }: LoadStep,
  ): Promise<void> {
    const { leases, clock } = this.deps;
    const wanted: WantedLoad = {
      instance,
      operation,
      seen: [],
      onUsable: () => undefined,
      mode,
      ticket,
      priority: 'interactive',
      line,
    };
    // An agent has one session at a time, and a session one call: whoever held the lease is not at work any more.
    const end = await withTakenLease(context, leases, clock, leaseKeyOf(wanted), async (lease) =>
      this.load(context, wanted, await this.rowsOf(context, instance), lease),
    );
    if (end === 'LOST') throw new OvertakenLoadError();
  }

  private async queue(context: RequestContext, { instance, operation, mode }: WantedLoad): Promise<void> {
    const run = { instance, resources: operation.covers, mode, trigger: 'READ' } as const;
    await this.deps.database.transaction((transaction) => this.deps.starter.join(context, transaction, run));
  }

  private async run(context: RequestContext, wanted: WantedLoad): Promise<void> {
    const { leases, clock, health } = this.deps;
    const { instance } = wanted;
    for (;;) {
      const held = await withLease(context, leases, clock, leaseKeyOf(wanted), async (lease) => {
        const before = await this.rowsOf(context, instance);
        if (hasEnded(wanted, before)) return 'ENDED';
        const current = await health.findCurrent(context, instance);
        if (current === null || !mayAskVendor(current)) return 'ENDED';
        return this.load(context, { ...wanted, instance: current }, before, lease);
      });
      if (held?.result === 'ENDED') return;
      // Whoever holds the lease may die: then the list has not ended, and it is ours to go on with.
      await this.follow(context, wanted);
    }
  }

  private async load(
    context: RequestContext,
    wanted: WantedLoad,
    before: readonly FreshnessRow[],
    lease: Lease,
  ): Promise<'ENDED' | 'LOST'> {
    const { clock, runs } = this.deps;
    const { instance, operation, mode, priority, onUsable, line } = wanted;
    const plan = planLoad(before, operation, mode, clock.now());
    const ticket = wanted.ticket ?? (await this.openRun(context, wanted, plan.mode));
    // Where less is offered, and would not do: then everything is what the run reads.
    const isReadWhole = plan.mode === 'FULL' && operation.listChanges !== undefined;
    if (!(await runs.begin(context, this.deps.database, ticket.id, isReadWhole ? 'FULL' : null, clock.now())))
      return 'ENDED';
    const counting = countingCalls(context);
    const run = new SyncRunLog(runs, clock, counting, ticket);
    const endsRun = wanted.ticket === null;
    const order = { instance, before, operation, plan, lease, run, endsRun, priority, onUsable, line };
    return new ListLoad(this.deps, counting, order).read();
  }

  /** The run of a read. The lease being ours, one that seems to be at work already was cut: it goes on. */
  private async openRun(
    context: RequestContext,
    { instance, operation }: WantedLoad,
    mode: SyncMode,
  ): Promise<RunTicket> {
    const { runs, database, clock } = this.deps;
    const ofReads = (await runs.listUnderWay(context, database, instance.id)).filter(
      ({ trigger }) => trigger === 'READ',
    );
    const cut = ofReads.find(({ resources }) => resources.join() === operation.covers.join());
    const id = cut?.id ?? uuidv7();
    const run = { id, organizationId: instance.organizationId, instanceId: instance.id, resources: operation.covers };
    if (cut === undefined) {
      await runs.insert(context, database, { ...run, mode, trigger: 'READ', createdAt: clock.now() });
    }
    return { id, part: 0, parts: 1 };
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
    const end = wanted.mode === 'FULL' ? 'fullAt' : 'fetchedAt';
    return isCovered(wanted, row) && (isLater(row[end], seen?.[end]) || isLater(row.errorAt, seen?.errorAt));
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
