import { performance } from 'node:perf_hooks';
import type { Clock } from '../../src/clock';
import { QuietWatch } from './quiet-watch';

/** How often it looks whether anything is going on. */
const LOOK_EVERY_MS = 2;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * Time that passes by itself: limits of ten seconds are waited for in a fraction of that, in the right order, by everyone
 * who shares the clock.
 *
 * It passes faster than the real one only while everybody waits for it, that is, while this process has nothing to do and no
 * statement is under way. What takes long because the machine is slow takes as long by this clock as by any other, so that
 * nobody's patience ends before the work that it waits for could be done.
 */
export class FastClock implements Clock {
  private readonly begun = performance.now();
  /** By how much it is ahead of the real time since then. */
  private lead = 0;
  private offset = 0;
  private sleepers: Sleeper[] = [];
  private looking: NodeJS.Timeout | null = null;
  private readonly quiet = new QuietWatch();

  constructor(
    private readonly speed = 40,
    private readonly start = Date.UTC(2026, 7, 15, 12),
  ) {}

  now(): Date {
    return new Date(this.start + this.offset + this.elapsed());
  }

  /** Moves on at once, for what is to be old. Who sleeps, sleeps on. */
  advance(ms: number): void {
    this.offset += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        this.remove(sleeper);
        reject(signal?.reason);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { at: this.elapsed() + ms, wake };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.add(sleeper);
    });
  }

  private elapsed(): number {
    return performance.now() - this.begun + this.lead;
  }

  private add(sleeper: Sleeper): void {
    this.sleepers.push(sleeper);
    this.sleepers.sort((one, other) => one.at - other.at);
    if (this.looking !== null) return;
    this.quiet.restart();
    this.lookLater();
  }

  private remove(sleeper: Sleeper): void {
    this.sleepers = this.sleepers.filter((other) => other !== sleeper);
    if (this.sleepers.length > 0 || this.looking === null) return;
    clearTimeout(this.looking);
    this.looking = null;
  }

  private lookLater(): void {
    this.looking = setTimeout(() => {
      this.looking = null;
      this.gain();
      this.wakeDue();
      if (this.sleepers.length > 0 && this.looking === null) this.lookLater();
    }, LOOK_EVERY_MS);
  }

  /** Goes ahead by what nobody has used, but not beyond the first who sleeps: what that one does comes first. */
  private gain(): void {
    const gained = this.quiet.look() * (this.speed - 1);
    const untilFirst = Math.max(0, (this.sleepers[0]?.at ?? 0) - this.elapsed());
    this.lead += Math.min(gained, untilFirst);
  }

  private wakeDue(): void {
    const now = this.elapsed();
    const due = this.sleepers.filter(({ at }) => at <= now);
    this.sleepers = this.sleepers.filter(({ at }) => at > now);
    for (const { wake } of due) wake();
  }
}
