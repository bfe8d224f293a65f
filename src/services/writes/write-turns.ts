import type { ElementOperation, ElementResource } from '../../adapters/adapter';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { RequestContext } from '../../request-context';
import { withLease } from '../lease';
import { inTurn } from '../lease-turn';

/** How long a change waits for its turn. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 200;

/**
 * Changes of what is there already are made one at a time, over all replicas: some are read, added to, and sent whole, and
 * of two at once one would be lost.
 */
export class WriteTurns {
  constructor(
    private readonly leases: LeaseRepository,
    private readonly clock: Clock,
  ) {}

  /** Throws when others are at work for too long: then `work` has not begun. */
  async inTurn<T>(
    context: RequestContext,
    instanceId: string,
    { resource, operation }: { readonly resource: ElementResource; readonly operation: ElementOperation },
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    if (operation !== 'UPDATE') return work();
    const until = new Date(this.clock.now().getTime() + PATIENCE_MS);
    return inTurn(this.clock, { until, retryMs: RETRY_MS, signal, busy: stillBusy }, () =>
      this.tryOnce(context, `write:${instanceId}:${resource}`, work),
    );
  }

  /** What has been done counts, also where the lease could not be given back: it runs out. */
  private async tryOnce<T>(
    context: RequestContext,
    key: string,
    work: () => Promise<T>,
  ): Promise<{ readonly result: T } | null> {
    let done: { readonly result: T } | null = null;
    try {
      return await withLease(
        context,
        this.leases,
        this.clock,
        key,
        async () => (done = { result: await work() }).result,
      );
    } catch (error) {
      if (done === null) throw error;
      context.logger.warn({ err: error, lease: key }, 'a lease could not be released');
      return done;
    }
  }
}

function stillBusy(): ElementsError {
  const message = 'Other changes of this kind are still being made, and nothing was sent. Try again in a moment.';
  return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
}
