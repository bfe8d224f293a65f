import { systemClock, type Clock } from '../../src/clock';

/** Real time, moved: several processes agree on it without telling each other. */
export class OffsetClock implements Clock {
  constructor(private offsetMs: number) {}

  get offset(): number {
    return this.offsetMs;
  }

  now(): Date {
    return new Date(systemClock.now().getTime() + this.offsetMs);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
