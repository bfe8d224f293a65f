import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../../clock';
import type { PendingEvent } from '../sandbox-state';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After a failed delivery; the last one for ever. */
const RETRY_DELAYS_MS = [
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  20 * MINUTE,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
] as const;
const EVENTS_PER_DELIVERY = 100;

export interface DeliveryQueueParts {
  readonly clock: Clock;
  /** What is still to be told, oldest first; kept by the owner, changed here. */
  readonly pending: PendingEvent[];
  /** True when it was accepted. Never rejects. */
  deliver(events: readonly PendingEvent[]): Promise<boolean>;
  /** After events were accepted. */
  onDelivered(): Promise<void>;
  readonly signal: AbortSignal;
}

/** Delivers events in their order: while a delivery is not accepted, the others wait. */
export class DeliveryQueue {
  private running: Promise<void> | null = null;
  private attempt: Promise<unknown> | null = null;

  constructor(private readonly parts: DeliveryQueueParts) {}

  push(event: PendingEvent): void {
    this.parts.pending.push(event);
    this.start();
  }

  /** Begins with what is pending, if it has not. */
  start(): void {
    const { pending, signal } = this.parts;
    if (this.running !== null || pending.length === 0 || signal.aborted) return;
    this.attempt = setImmediate();
    this.running = this.run()
      // Only closing ends a wait; what is pending is kept.
      .catch(() => undefined)
      .finally(() => {
        this.running = null;
        this.attempt = null;
        this.start();
      });
  }

  /** Until nothing is under way: everything is delivered, or waits for its next try. */
  async settle(): Promise<void> {
    while (this.attempt !== null) {
      await this.attempt;
      await setImmediate();
    }
  }

  /** Until the queue has ended, once its signal is aborted. */
  async ended(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock, pending, signal } = this.parts;
    await setImmediate();
    for (let failures = 0; pending.length > 0 && !signal.aborted;) {
      const events = pending.slice(0, EVENTS_PER_DELIVERY);
      const delivered = this.parts.deliver(events);
      this.attempt = delivered;
      if (await delivered) {
        failures = 0;
        pending.splice(0, events.length);
        await this.parts.onDelivered();
        continue;
      }
      this.attempt = null;
      await clock.sleep(RETRY_DELAYS_MS[Math.min(failures++, RETRY_DELAYS_MS.length - 1)]!, signal);
    }
  }
}
