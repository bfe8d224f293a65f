import type { Clock } from '../../clock';
import type { StatementRunner } from '../../persistence/database';
import type { SyncRunEnd, SyncRunRepository, SyncRunStep } from '../../persistence/repositories/sync-run.repository';
import type { StoreCounts } from '../../persistence/repositories/record-upsert';
import type { RequestContext } from '../../request-context';

/** The run that a load is part of. */
export interface RunTicket {
  readonly id: string;
  /** Which of its lists this is, from 0, and how many it has. */
  readonly part: number;
  readonly parts: number;
}

/** The run was ended while its load was at work. */
export class RunCancelledError extends Error {
  constructor() {
    super('The sync run was cancelled.');
    this.name = new.target.name;
  }
}

const NOTHING: SyncRunStep = {
  read: 0,
  created: 0,
  changed: 0,
  deleted: 0,
  rejected: 0,
  vendorCalls: 0,
  checkpoint: null,
  progress: null,
};

/** Notes what a load does in its run: each step in the transaction that does it, so that the two never disagree. */
export class SyncRunLog {
  private pending: SyncRunStep = NOTHING;
  private callsTold = 0;

  constructor(
    private readonly runs: SyncRunRepository,
    private readonly clock: Clock,
    /** Of this load alone: its vendor calls are those of the run. */
    private readonly context: RequestContext,
    private readonly ticket: RunTicket,
  ) {}

  stored({ created, changed, unchanged, deleted }: StoreCounts): void {
    this.add({ read: created + changed + unchanged, created, changed, deleted });
  }

  deleted(count: number): void {
    this.add({ deleted: count });
  }

  rejected(): void {
    this.add({ rejected: 1 });
  }

  /** `progress` of this list, from 0 to 1. */
  reached(checkpoint: string, progress: number | null): void {
    const { part, parts } = this.ticket;
    this.pending = {
      ...this.pending,
      checkpoint,
      progress: progress === null ? null : (part + Math.min(Math.max(progress, 0), 1)) / parts,
    };
  }

  /**
   * Writes what has happened since the last time.
   * @throws {RunCancelledError} when the run has ended: then nothing of the transaction is to stay.
   */
  async write(transaction: StatementRunner): Promise<void> {
    const vendorCalls = this.context.stats.vendorCalls - this.callsTold;
    const step = { ...this.pending, vendorCalls };
    if (!(await this.runs.step(this.context, transaction, this.ticket.id, step))) throw new RunCancelledError();
    this.callsTold += vendorCalls;
    this.pending = NOTHING;
  }

  async finish(transaction: StatementRunner, end: SyncRunEnd): Promise<void> {
    await this.runs.finish(this.context, transaction, this.ticket.id, end, this.clock.now());
  }

  private add(more: Partial<Record<'read' | 'created' | 'changed' | 'deleted' | 'rejected', number>>): void {
    const { read = 0, created = 0, changed = 0, deleted = 0, rejected = 0 } = more;
    const { pending } = this;
    this.pending = {
      ...pending,
      read: pending.read + read,
      created: pending.created + created,
      changed: pending.changed + changed,
      deleted: pending.deleted + deleted,
      rejected: pending.rejected + rejected,
    };
  }
}

/** The same context with vendor calls counted from 0; the request's own count goes on. */
export function countingCalls(context: RequestContext): RequestContext {
  const { stats } = context;
  let vendorCalls = 0;
  return {
    ...context,
    stats: {
      get sqlStatements() {
        return stats.sqlStatements;
      },
      set sqlStatements(count) {
        stats.sqlStatements = count;
      },
      get vendorCalls() {
        return vendorCalls;
      },
      set vendorCalls(count) {
        stats.vendorCalls += count - vendorCalls;
        vendorCalls = count;
      },
    },
  };
}
