import type { ChangeEvent } from './change-event';

/** Events kept for a consumer that is not ready for them. */
const CAPACITY = 500;

export interface ChangeSubscriptionOptions {
  readonly matches: (event: ChangeEvent) => boolean;
  /** Begin behind this event; null = with what comes from now on. */
  readonly afterId: string | null;
  /** Pushes what follows `position`, and makes it live once that is all there is. */
  readonly catchUp: (subscription: ChangeSubscription) => Promise<void>;
  readonly onEnd: (subscription: ChangeSubscription) => void;
  readonly capacity?: number;
}

/**
 * The changes that one consumer gets, in their order. What it has no time for is kept up to a bound; beyond that nothing
 * is kept, and it reads from the table again from where it is: a slow consumer costs no memory and misses nothing.
 * One call of `next` at a time. `return` ends it at once, also while `next` waits.
 */
export class ChangeSubscription implements AsyncIterableIterator<ChangeEvent> {
  private queue: ChangeEvent[] = [];
  private ended = false;
  private wake: (() => void) | null = null;
  private readonly capacity: number;
  /** The last event that was taken in, whether it matched or not. */
  position: string | null;
  /** Whether new events are pushed, or it must read on first. */
  isLive = false;

  constructor(private readonly options: ChangeSubscriptionOptions) {
    this.position = options.afterId;
    this.capacity = options.capacity ?? CAPACITY;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  /** Takes an event in; false when there is no room for it, and it has to be read again later. */
  push(event: ChangeEvent): boolean {
    if (this.queue.length >= this.capacity) return false;
    this.position = event.id;
    if (!this.options.matches(event)) return true;
    this.queue.push(event);
    this.wakeUp();
    return true;
  }

  async next(): Promise<IteratorResult<ChangeEvent, undefined>> {
    while (!this.ended) {
      const event = this.queue.shift();
      if (event !== undefined) return { done: false, value: event };
      if (this.isLive) await this.nextPush();
      else await this.options.catchUp(this).catch((error: unknown) => this.end(error));
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ChangeEvent, undefined>> {
    if (!this.ended) {
      this.ended = true;
      this.queue = [];
      this.options.onEnd(this);
      this.wakeUp();
    }
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async end(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  private nextPush(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private wakeUp(): void {
    this.wake?.();
    this.wake = null;
  }
}
