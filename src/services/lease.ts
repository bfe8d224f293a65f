import type { Clock } from '../clock';
import type { StatementRunner } from '../persistence/database';
import type { Lease, LeaseRepository } from '../persistence/repositories/lease.repository';
import type { RequestContext } from '../request-context';

/** A holder that is not heard of for so long is taken to have died. */
export const LEASE_TTL_MS = 60_000;
const HEARTBEAT_MS = 15_000;

/** Names what is read of an instance: one process at a time reads the same thing. */
export function loadLeaseKey(instanceId: string, what: string): string {
  return `load:${instanceId}:${what}`;
}

/** Ends the right of every load of an instance, in this and other processes, to store what it reads. */
export function revokeLoads(
  context: RequestContext,
  runner: StatementRunner,
  leases: LeaseRepository,
  instanceId: string,
): Promise<void> {
  return leases.revoke(context, runner, loadLeaseKey(instanceId, ''));
}

/**
 * Runs work that only one process at a time may do, without a lock or a connection being held: the lease is a row with
 * a fencing number, renewed while the work goes on. Null when somebody else holds it.
 */
export async function withLease<T>(
  context: RequestContext,
  leases: LeaseRepository,
  clock: Clock,
  key: string,
  work: (lease: Lease) => Promise<T>,
): Promise<{ readonly result: T } | null> {
  const lease = await leases.acquire(context, key, LEASE_TTL_MS);
  if (lease === null) return null;
  const ended = new AbortController();
  const heartbeat = keepRenewing(context, leases, clock, lease, ended.signal);
  try {
    return { result: await work(lease) };
  } finally {
    ended.abort();
    await heartbeat;
    await leases.release(context, lease);
  }
}

/** As `withLease`, whoever holds it: for work of which it is known otherwise that nobody else does it. */
export async function withTakenLease<T>(
  context: RequestContext,
  leases: LeaseRepository,
  clock: Clock,
  key: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  for (;;) {
    const held = await withLease(context, leases, clock, key, work);
    if (held !== null) return held.result;
    await leases.end(context, key);
  }
}

async function keepRenewing(
  context: RequestContext,
  leases: LeaseRepository,
  clock: Clock,
  lease: Lease,
  ended: AbortSignal,
): Promise<void> {
  const sleep = (): Promise<void> => clock.sleep(HEARTBEAT_MS, ended).catch(() => undefined);
  for (await sleep(); !ended.aborted; await sleep()) {
    // A renewal that fails is made up for by the next; a lease that was lost shows when something is to be stored.
    await leases.renew(context, lease, LEASE_TTL_MS).catch((error: unknown) => {
      context.logger.warn({ err: error, lease: lease.key }, 'lease could not be renewed');
    });
  }
}
