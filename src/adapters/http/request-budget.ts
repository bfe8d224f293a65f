import { createHash } from 'node:crypto';
import type { Clock } from '../../clock';
import type { RequestContext } from '../../request-context';
import type { VendorRequestLimit } from '../adapter';
import { VendorRateLimitError } from '../vendor-error';
import {
  budgetWindows,
  limitUsage,
  nextOpening,
  type BudgetState,
  type BudgetWindow,
  type LimitUsage,
  type RequestPriority,
} from './budget-policy';

/** Longest that a timer is trusted to be early by. */
const SHORTEST_WAIT_MS = 10;

/** Where all replicas write down what they sent. Time is the caller's: one clock for what is written and compared. */
export interface BudgetStore {
  /**
   * Writes down one request at `now` if every window has room and no block is left; true when it did. Atomic: of many
   * at once, over all replicas, never more than the windows allow succeed.
   */
  tryTake(context: RequestContext, budgetKey: string, windows: readonly BudgetWindow[], now: Date): Promise<boolean>;
  /** Refuses everything until then; an earlier `until` does not shorten a block. */
  block(context: RequestContext, budgetKey: string, until: Date, now: Date): Promise<void>;
  /** States by key; a key that nothing was sent under is absent. */
  read(context: RequestContext, budgetKeys: readonly string[]): Promise<ReadonlyMap<string, BudgetState>>;
}

export interface BudgetRequest {
  readonly budgetKey: string;
  readonly limits: readonly VendorRequestLimit[];
  readonly priority: RequestPriority;
  /** Waits until then at the longest. */
  readonly deadline: Date;
  readonly signal?: AbortSignal;
}

/** The vendors' limits, kept before a request is sent, by all replicas together. */
export interface RequestBudget {
  /**
   * Resolves when a request may be sent. Throws a `VendorRateLimitError` (`NOT_SENT`) when there is no room before the
   * deadline, and the signal's reason when that is aborted. No connection is held while it waits.
   */
  acquire(context: RequestContext, request: BudgetRequest): Promise<void>;
  /** The vendor itself said "too many": nobody sends until then. */
  block(context: RequestContext, budgetKey: string, until: Date): Promise<void>;
  /**
   * For each key: whether requests of this process wait for room under it, or the vendor itself told us to keep away.
   * One statement for all.
   */
  isAwaited(context: RequestContext, budgetKeys: readonly string[]): Promise<readonly boolean[]>;
  /** What is left, for each of `asked` in its order; one statement for all. */
  usage(
    context: RequestContext,
    asked: readonly { readonly budgetKey: string; readonly limits: readonly VendorRequestLimit[] }[],
  ): Promise<readonly (readonly LimitUsage[])[]>;
}

const UNUSED: BudgetState = { sent: [], blockedUntil: null };

export function createRequestBudget(options: { readonly store: BudgetStore; readonly clock: Clock }): RequestBudget {
  const { store, clock } = options;
  const waiting = new Map<string, number>();
  const wait = async (budgetKey: string, ms: number, signal?: AbortSignal): Promise<void> => {
    waiting.set(budgetKey, (waiting.get(budgetKey) ?? 0) + 1);
    try {
      await clock.sleep(ms, signal);
    } finally {
      const others = (waiting.get(budgetKey) ?? 1) - 1;
      if (others === 0) waiting.delete(budgetKey);
      else waiting.set(budgetKey, others);
    }
  };
  return {
    async acquire(context, request) {
      const windows = budgetWindows(request.limits, request.priority);
      for (;;) {
        const now = clock.now();
        if (await store.tryTake(context, request.budgetKey, windows, now)) return;
        const states = await store.read(context, [request.budgetKey]);
        const opensAt = nextOpening(states.get(request.budgetKey) ?? UNUSED, windows, now);
        if (opensAt > request.deadline) throw noRoom(request.limits, opensAt, now);
        // Those who wait for the same instant wake in the order in which they came to wait, and try in that order; no
        // jitter, because that would let latecomers overtake them.
        const ms = Math.max(SHORTEST_WAIT_MS, opensAt.getTime() - clock.now().getTime());
        await wait(request.budgetKey, ms, request.signal);
      }
    },

    async block(context, budgetKey, until) {
      await store.block(context, budgetKey, until, clock.now());
    },

    async isAwaited(context, budgetKeys) {
      const now = clock.now();
      const states = await store.read(context, [...new Set(budgetKeys)]);
      return budgetKeys.map((key) => waiting.has(key) || (states.get(key)?.blockedUntil ?? now) > now);
    },

    async usage(context, asked) {
      const now = clock.now();
      const states = await store.read(context, [...new Set(asked.map(({ budgetKey }) => budgetKey))]);
      return asked.map(({ budgetKey, limits }) => limitUsage(states.get(budgetKey) ?? UNUSED, limits, now));
    },
  };
}

/** What a budget is kept under. `scope` may hold credentials (see `VendorAdapter.budgetScope`), so only a hash is kept. */
export function budgetKeyOf(elementKey: string, scope: string): string {
  return createHash('sha256')
    .update(JSON.stringify([elementKey, scope]))
    .digest('hex');
}

function noRoom(limits: readonly VendorRequestLimit[], opensAt: Date, now: Date): VendorRateLimitError {
  const seconds = Math.max(1, Math.ceil((opensAt.getTime() - now.getTime()) / 1000));
  const allowed = limits.map(({ requests, perSeconds }) => `${requests} requests in ${perSeconds} s`).join(', ');
  return new VendorRateLimitError(
    `The vendor's request limit${allowed === '' ? '' : ` (${allowed})`} is used up for now; there is room in ${seconds} s.`,
    seconds,
    { sent: false },
  );
}
