import type { Clock } from '../clock';

/** How work waits for a lease that somebody else holds. */
export interface TurnWait {
  /** From then on it is not waited any longer; it is tried once more. */
  readonly until: Date;
  readonly retryMs: number;
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal;
  /** What is thrown when the others took too long: then the work has not begun. */
  readonly busy: () => Error;
}

/**
 * Waits for its turn at work that one process does at a time: `attempt` does it under a lease, and answers null while
 * somebody else holds that. No lock and no connection is held meanwhile.
 */
export async function inTurn<T>(
  clock: Clock,
  { until, retryMs, signal, busy }: TurnWait,
  attempt: () => Promise<{ readonly result: T } | null>,
): Promise<T> {
  for (;;) {
    const done = await attempt();
    if (done !== null) return done.result;
    if (clock.now() >= until) throw busy();
    await clock.sleep(retryMs, signal);
  }
}
