import type { TaxCodeKind } from '../../adapters/tax';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { Database } from '../../persistence/database';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { type Lease, LostLeaseError, type LeaseRepository } from '../../persistence/repositories/lease.repository';
import type { TaxCodeList, TaxCodeRepository } from '../../persistence/repositories/tax-code.repository';
import type { RequestContext } from '../../request-context';
import type { BackgroundTasks } from '../background-tasks';
import { mapWithLimit } from '../concurrency-limit';
import { loadLeaseKey, withLease } from '../lease';
import { inTurn } from '../lease-turn';
import { timeToLiveOf } from '../time-to-live';
import type { TaxAccess } from './tax-access';

/** The codes of one instance. */
export interface TaxCodeRead {
  readonly instance: InstanceRow;
  readonly kind: TaxCodeKind;
  /** Null: the instance's time-to-live. */
  readonly maxAgeSeconds: number | null;
}

/** So many vendors are asked at a time for one request. */
export const CODE_READS_AT_ONCE = 8;
const PATIENCE_MS = 30_000;
const RETRY_LEASE_MS = 100;

/** Taxability codes: from our copy while it is fresh enough, else from the vendor in one call. */
export class TaxCodeService {
  /** Requests for the same codes at the same time share one read. */
  private readonly inFlight = new Map<string, Promise<TaxCodeList>>();

  constructor(
    private readonly access: TaxAccess,
    private readonly codes: TaxCodeRepository,
    private readonly leases: LeaseRepository,
    private readonly database: Database,
    private readonly tasks: BackgroundTasks,
    private readonly clock: Clock,
  ) {}

  /**
   * In the order of the reads, which are all of one kind: one statement for what is stored, one vendor call for each
   * instance of which it is too old. Old beats nothing: an error stands only for what was never read.
   */
  async list(
    context: RequestContext,
    reads: readonly TaxCodeRead[],
    kind: TaxCodeKind,
  ): Promise<(TaxCodeList | ElementsError)[]> {
    const ids = reads.map(({ instance }) => instance.id);
    const stored = await this.codes.findByInstances(context, ids, kind);
    const asked = reads.map((read, index) => ({ read, stored: stored[index] ?? null }));
    return mapWithLimit(asked, CODE_READS_AT_ONCE, (each) => this.listOne(context, each.read, each.stored));
  }

  private async listOne(
    context: RequestContext,
    read: TaxCodeRead,
    stored: TaxCodeList | null,
  ): Promise<TaxCodeList | ElementsError> {
    try {
      this.access.requireVendor(read.instance, 'TAX_CODES', 'LIST');
      const maxAge = read.maxAgeSeconds ?? timeToLiveOf(read.instance);
      const since = new Date(this.clock.now().getTime() - maxAge * 1_000);
      if (stored !== null && stored.fetchedAt >= since) return stored;
      return await this.shareRead(context, read, since);
    } catch (error) {
      if (!(error instanceof ElementsError)) throw error;
      return stored ?? error;
    }
  }

  private async shareRead(context: RequestContext, read: TaxCodeRead, since: Date): Promise<TaxCodeList> {
    const key = `${read.instance.id} ${read.kind}`;
    const joined = this.inFlight.get(key);
    if (joined !== undefined) return joined;
    const own = this.readInTurn(context, read, since).finally(() => this.inFlight.delete(key));
    this.inFlight.set(key, own);
    return own;
  }

  /** Another replica may read the same: then its list will do. */
  private readInTurn(context: RequestContext, read: TaxCodeRead, since: Date): Promise<TaxCodeList> {
    const key = loadLeaseKey(read.instance.id, `tax-codes:${read.kind}`);
    const { signal } = this.tasks;
    const until = new Date(this.clock.now().getTime() + PATIENCE_MS);
    return inTurn(this.clock, { until, retryMs: RETRY_LEASE_MS, signal, busy: stillBusy }, () =>
      withLease(context, this.leases, this.clock, key, (lease) =>
        this.readUnderLease(context, read, lease, since, until),
      ).catch((error: unknown) => {
        throw error instanceof LostLeaseError ? stillBusy() : error;
      }),
    );
  }

  private async readUnderLease(
    context: RequestContext,
    read: TaxCodeRead,
    lease: Lease,
    since: Date,
    deadline: Date,
  ): Promise<TaxCodeList> {
    const { instance, kind } = read;
    const [stored] = await this.codes.findByInstances(context, [instance.id], kind);
    if (stored && stored.fetchedAt >= since) return stored;
    const codes = await this.ask(context, read, deadline);
    return this.database.transaction(async (transaction) => {
      await this.leases.assertHeld(context, transaction, lease);
      const fetchedAt = this.clock.now();
      await this.codes.store(context, transaction, instance, kind, codes, fetchedAt);
      return { instanceId: instance.id, codes, fetchedAt };
    });
  }

  private async ask(context: RequestContext, { instance, kind }: TaxCodeRead, deadline: Date): Promise<string[]> {
    const urgency = { priority: 'interactive', deadline, signal: this.tasks.signal } as const;
    const opened = await this.access.open(context, instance, 'TAX_CODES', 'LIST', urgency);
    try {
      const codes = await opened.vendor.listCodes(opened.connection, kind);
      return codes.map(({ code }) => code);
    } catch (error) {
      throw await this.access.toCallersError(context, opened, [], error);
    }
  }
}

function stillBusy(): ElementsError {
  const message = 'The codes of this instance are still being read. Try again.';
  return new ElementsError('VENDOR_UNAVAILABLE', message, { retryable: true });
}
