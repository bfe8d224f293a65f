import type { Clock } from '../../src/clock';

/**
 * A clock that stands still until told otherwise. With `autoAdvance`, a sleep moves the clock and returns at once, so
 * that code which waits for a limit can be watched without waiting. That is for what does one thing after the other:
 * where something sleeps beside it, as whoever holds a lease does, time flies as fast as that one comes round.
 */
export class TestClock implements Clock {
  private sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: number[] = [];

  constructor(
    private time: number = Date.UTC(2026, 7, 15, 12, 0, 0),
    readonly autoAdvance = false,
  ) {}

  now(): Date {
    return new Date(this.time);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    if (signal?.aborted) throw signal.reason;
    if (this.autoAdvance) {
      this.advance(ms);
      await new Promise(setImmediate);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { at: this.time + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  advance(ms: number): void {
    this.time += ms;
    const due = this.sleepers.filter((sleeper) => sleeper.at <= this.time);
    this.sleepers = this.sleepers.filter((sleeper) => sleeper.at > this.time);
    for (const sleeper of due) sleeper.wake();
  }
}
