import type { Clock } from '../../src/clock';

/**
 * Time that passes by itself, faster than the real one: limits of ten seconds are waited for in a fraction of that,
 * in the right order, by everyone who shares the clock.
 */
export class FastClock implements Clock {
  private readonly begun = performance.now();

  constructor(
    private readonly speed = 40,
    private readonly start = Date.UTC(2026, 7, 15, 12),
  ) {}

  private offset = 0;

  now(): Date {
    return new Date(this.start + this.offset + (performance.now() - this.begun) * this.speed);
  }

  /** Moves on at once, for what is to be old. */
  advance(ms: number): void {
    this.offset += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms / this.speed);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
