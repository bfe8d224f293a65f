import type { Clock } from '../../clock';
import { RecordConflictError } from '../../errors';
import type { LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import { withLease } from '../lease';
import { inTurn } from '../lease-turn';

/** How long a change waits for another of the same document. */
const PATIENCE_MS = 30_000;
const RETRY_LEASE_MS = 100;

/** Lets changes of one document happen one after the other, over all replicas, without a lock or a connection held. */
export class TaxDocumentTurns {
  constructor(
    private readonly leases: LeaseRepository,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /** Runs work when nobody else changes what has one of these keys. Throws a `RecordConflictError` after a while. */
  async take<T>(
    context: RequestContext,
    instanceId: string,
    keys: readonly string[],
    work: () => Promise<T>,
  ): Promise<T> {
    // Each in the same order, so that two never wait for each other.
    const [key, ...others] = [...new Set(keys)].sort();
    if (key === undefined) return work();
    const { signal } = this.tasks;
    const until = new Date(this.clock.now().getTime() + PATIENCE_MS);
    return inTurn(this.clock, { until, retryMs: RETRY_LEASE_MS, signal, busy: () => busy(null) }, () =>
      withLease(context, this.leases, this.clock, `tax:${instanceId}:${key}`, () =>
        this.take(context, instanceId, others, work),
      ),
    );
  }
}

/** `id` is the document's, where that is known. */
export function busy(id: string | null): RecordConflictError {
  const message = 'Another change of this document is under way. Try again in a minute.';
  return new RecordConflictError(message, id, { retryable: true });
}
