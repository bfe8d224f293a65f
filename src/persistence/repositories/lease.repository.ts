import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock';
import type { RequestContext } from '../../request-context';
import type { StatementRunner, Transaction } from '../database';

/** The right to do something, until it expires or is released. */
export interface Lease {
  readonly key: string;
  /** The process that holds it. */
  readonly owner: string;
  /** Higher than that of every earlier holder: tells a late holder from the present one. */
  readonly fencing: string;
}

/** The lease ran out and somebody else has taken it: what its late holder did is theirs to do anew. */
export class LostLeaseError extends Error {
  constructor(readonly lease: Lease) {
    super(`The lease ${lease.key} is held by somebody else by now.`);
    this.name = new.target.name;
  }
}

/**
 * Leases: how one process of many does something without holding a lock or a connection meanwhile. A holder that is
 * late (stopped for longer than its lease, say) learns so when it wants to store: `holds` is false.
 */
export class LeaseRepository {
  constructor(
    private readonly runner: StatementRunner,
    private readonly clock: Clock,
    private readonly owner: string = uuidv7(),
  ) {}

  /** Null while somebody holds it, ourselves included. */
  async acquire(context: RequestContext, key: string, ttlMs: number): Promise<Lease | null> {
    const now = this.clock.now();
    // ON CONFLICT judges the newest version of the row, so that of several at once one gets it.
    const [row] = await this.runner.query<{ fencing: string }>(context, {
      name: 'lease-acquire',
      text: `INSERT INTO leases AS lease (key, owner, fencing, expires_at)
             VALUES ($1, $2, nextval('lease_fencing'), $4)
             ON CONFLICT (key) DO UPDATE
               SET owner = excluded.owner, fencing = nextval('lease_fencing'), expires_at = excluded.expires_at
               WHERE lease.expires_at <= $3
             RETURNING fencing`,
      values: [key, this.owner, now, expiry(now, ttlMs)],
    });
    return row === undefined ? null : { key, owner: this.owner, fencing: row.fencing };
  }

  /** Holds on for `ttlMs` from now; false when it is lost. One that ran out but was taken by nobody is still ours. */
  async renew(context: RequestContext, lease: Lease, ttlMs: number): Promise<boolean> {
    const rows = await this.runner.query(context, {
      name: 'lease-renew',
      text: 'UPDATE leases SET expires_at = $3 WHERE key = $1 AND fencing = $2 RETURNING key',
      values: [lease.key, lease.fencing, expiry(this.clock.now(), ttlMs)],
    });
    return rows.length > 0;
  }

  /** Lets go of it; without effect when it is lost already. */
  async release(context: RequestContext, lease: Lease): Promise<void> {
    await this.runner.query(context, {
      name: 'lease-release',
      text: 'UPDATE leases SET expires_at = $3 WHERE key = $1 AND fencing = $2 AND expires_at > $3',
      values: [lease.key, lease.fencing, this.clock.now()],
    });
  }

  async isHeld(context: RequestContext, key: string): Promise<boolean> {
    const rows = await this.runner.query(context, {
      name: 'lease-is-held',
      text: 'SELECT FROM leases WHERE key = $1 AND expires_at > $2',
      values: [key, this.clock.now()],
    });
    return rows.length > 0;
  }

  /**
   * Whether the lease is still this holder's. When true, nobody can take it before the transaction has ended: what is
   * stored in it is stored by the holder. Call it before the first write.
   */
  async holds(context: RequestContext, transaction: Transaction, lease: Lease): Promise<boolean> {
    const rows = await transaction.query(context, {
      name: 'lease-holds',
      text: 'SELECT FROM leases WHERE key = $1 AND fencing = $2 FOR SHARE',
      values: [lease.key, lease.fencing],
    });
    return rows.length > 0;
  }

  /** As `holds`; throws a `LostLeaseError` when not. */
  async assertHeld(context: RequestContext, transaction: Transaction, lease: Lease): Promise<void> {
    if (!(await this.holds(context, transaction, lease))) throw new LostLeaseError(lease);
  }

  /** Takes the leases whose keys begin so from whoever holds them: what their holders would still store is refused. */
  async revoke(context: RequestContext, runner: StatementRunner, keyPrefix: string): Promise<void> {
    await runner.query(context, {
      name: 'lease-revoke',
      text: `UPDATE leases SET fencing = nextval('lease_fencing'), expires_at = least(expires_at, $2)
             WHERE starts_with(key, $1)`,
      values: [keyPrefix, this.clock.now()],
    });
  }

  /** Takes the lease from whoever holds it, so that it can be had. */
  end(context: RequestContext, key: string): Promise<void> {
    return this.revoke(context, this.runner, key);
  }

  /** Forgets leases that ran out before then. */
  async prune(context: RequestContext, before: Date): Promise<void> {
    await this.runner.query(context, { text: 'DELETE FROM leases WHERE expires_at < $1', values: [before] });
  }
}

function expiry(now: Date, ttlMs: number): Date {
  return new Date(now.getTime() + ttlMs);
}
