import type { Clock } from '../../../../clock';

export interface ThrottledCall {
  readonly realmId: string;
  readonly clientId: string;
  readonly isBatch: boolean;
}

interface Limit {
  readonly requests: number;
  readonly milliseconds: number;
  readonly batchOnly: boolean;
  readonly perApp: boolean;
}

/** Sources: the vendor's page on limits, and its notice of 2025-08-13. Every window slides. */
const LIMITS: readonly Limit[] = [
  { requests: 500, milliseconds: 60_000, batchOnly: false, perApp: false },
  { requests: 10, milliseconds: 1000, batchOnly: false, perApp: true },
  { requests: 40, milliseconds: 60_000, batchOnly: true, perApp: true },
  { requests: 120, milliseconds: 60_000, batchOnly: true, perApp: false },
];

/** A log of accepted calls for each limit. Refused ones do not count: nothing says that they do. */
export class Throttle {
  private readonly accepted = new Map<string, number[]>();
  private readonly running = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Counts the call, or answers false when it is one too many. */
  tryTake(call: ThrottledCall): boolean {
    const now = this.clock.now().getTime();
    const logs = LIMITS.filter(({ batchOnly }) => call.isBatch || !batchOnly).map((limit) => {
      const key = [LIMITS.indexOf(limit), call.realmId, limit.perApp ? call.clientId : ''].join('|');
      const times = (this.accepted.get(key) ?? []).filter((time) => time > now - limit.milliseconds);
      this.accepted.set(key, times);
      return { times, isFull: times.length >= limit.requests };
    });
    if (logs.some(({ isFull }) => isFull)) return false;
    for (const { times } of logs) times.push(now);
    return true;
  }

  /** Counts a call as running. It is the `nth` one of its company; `leave` ends it. */
  enter(realmId: string): { readonly nth: number; leave(): void } {
    const nth = (this.running.get(realmId) ?? 0) + 1;
    this.running.set(realmId, nth);
    return { nth, leave: () => this.leave(realmId) };
  }

  private leave(realmId: string): void {
    const left = this.running.get(realmId)! - 1;
    if (left === 0) this.running.delete(realmId);
    else this.running.set(realmId, left);
  }
}
