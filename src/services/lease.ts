import type { Lease, LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RequestContext } from '../request-context';

/** A holder that is not heard of for so long is taken to have died. */
const LEASE_TTL_MS = 60_000;
const HEARTBEAT_MS = 15_000;

/**
 * Runs work that only one process at a time may do, without a lock or a connection being held: the lease is a row with
 * a fencing number, renewed while the work goes on. Null when somebody else holds it.
 */
export async function withLease<T>(
  context: RequestContext,
  leases: LeaseRepository,
  key: string,
  work: (lease: Lease) => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const lease = await leases.acquire(context, key, LEASE_TTL_MS);
  if (lease === null) return null;
  const renew = (): void => {
    // A renewal that fails is made up for by the next; a lease that was lost shows when something is to be stored.
    leases.renew(context, lease, LEASE_TTL_MS).catch((error: unknown) => {
      context.logger.warn({ err: error, lease: key }, 'lease could not be renewed');
    });
  };
  const heartbeat = setInterval(renew, HEARTBEAT_MS).unref();
  try {
    return { result: await work(lease) };
  } finally {
    clearInterval(heartbeat);
    await leases.release(context, lease);
  }
}
