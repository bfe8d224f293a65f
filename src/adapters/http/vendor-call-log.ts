import type { RequestContext } from '../../request-context';
import type { VendorCallOutcome } from '../vendor-error';

/** One try of a request to a vendor. Never a body, a header or a secret. */
export interface VendorCall {
  readonly organizationId: string;
  /** Null for calls that are made before there is an instance. */
  readonly instanceId: string | null;
  readonly elementKey: string;
  readonly purpose: string;
  readonly method: string;
  /** Secrets masked. */
  readonly url: string;
  readonly startedAt: Date;
  /** From sending to the last byte; null when nothing was sent. */
  readonly durationMs: number | null;
  readonly outcome: VendorCallOutcome;
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  readonly vendorCode: string | null;
  readonly vendorMessage: string | null;
  readonly vendorRequestId: string | null;
  /** Our request that caused it. */
  readonly requestId: string;
  /** From 1. */
  readonly attempt: number;
  readonly requestBytes: number;
  /** As they came over the wire, compressed or not. */
  readonly responseBytes: number;
}

export interface VendorCallLog {
  /** Takes note; never throws and does not make a call wait. */
  record(call: VendorCall): void;
}

/** Where the log ends up. */
export interface VendorCallStore {
  insertMany(context: RequestContext, calls: readonly VendorCall[]): Promise<void>;
}

export interface BufferedVendorCallLogOptions {
  readonly store: VendorCallStore;
  /** Of the service itself: writes of many requests go out together. */
  readonly context: RequestContext;
  readonly flushAfterMs?: number;
  /** Most calls that wait; what comes on top is lost, and said to be. */
  readonly capacity?: number;
}

const BATCH_SIZE = 200;
const MAX_TRIES = 3;
const RETRY_AFTER_MS = 1_000;

/** Collects calls and writes them in batches, soon after. What cannot be written is told in the process' log. */
export class BufferedVendorCallLog implements VendorCallLog {
  private pending: VendorCall[] = [];
  private overflowed = 0;
  private failedTries = 0;
  private closing = false;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: BufferedVendorCallLogOptions) {}

  record(call: VendorCall): void {
    if (this.pending.length >= (this.options.capacity ?? 10_000)) {
      this.overflowed += 1;
      return;
    }
    this.pending.push(call);
    this.flushIn(this.options.flushAfterMs ?? 200);
  }

  /** Writes what was recorded so far. */
  async flush(): Promise<void> {
    this.stopTimer();
    // One writer at a time keeps the order and bounds the load on the database.
    this.writing = this.writing.then(() => this.writePending());
    await this.writing;
  }

  /** Writes the rest. Call it when nothing is recorded any more and before the database is closed. */
  async close(): Promise<void> {
    this.closing = true;
    await this.flush();
  }

  private async writePending(): Promise<void> {
    this.reportOverflow();
    while (this.pending.length > 0) {
      const batch = this.pending.splice(0, BATCH_SIZE);
      try {
        await this.options.store.insertMany(this.options.context, batch);
        this.failedTries = 0;
      } catch (error) {
        if (this.keepForLater(batch, error)) return;
      }
    }
  }

  /** After some tries a batch is given up, so that one that can never be written does not hold up the rest. */
  private keepForLater(batch: readonly VendorCall[], error: unknown): boolean {
    this.failedTries += 1;
    if (this.failedTries < MAX_TRIES && !this.closing) {
      this.pending.unshift(...batch);
      this.flushIn(RETRY_AFTER_MS);
      return true;
    }
    this.failedTries = 0;
    this.options.context.logger.warn({ lost: batch.length, err: error }, 'vendor calls could not be logged');
    return false;
  }

  private reportOverflow(): void {
    if (this.overflowed === 0) return;
    this.options.context.logger.warn({ lost: this.overflowed }, 'vendor calls came faster than they could be logged');
    this.overflowed = 0;
  }

  private flushIn(ms: number): void {
    // Not the injected clock: this delay is about load, nothing that a caller sees depends on it.
    this.timer ??= setTimeout(() => void this.flush(), ms).unref();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
