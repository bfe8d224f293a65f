import type { VendorRequestLimit } from '../adapter';

/** Who waits for a request: a change that someone makes, a person who looks at something, or nobody. */
export type RequestPriority = 'write' | 'interactive' | 'background';

/**
 * Kept free of each limit for whoever ranks higher: syncs leave room for people, people for one write. `share` is a
 * part of the limit, `requests` a number on top.
 */
const RESERVES: Readonly<Record<RequestPriority, { readonly share: number; readonly requests: number }>> = {
  write: { share: 0, requests: 0 },
  interactive: { share: 0, requests: 1 },
  background: { share: 0.4, requests: 0 },
};

/**
 * Added to every window. The vendor counts when a request arrives, we when it is granted: between the two lie opening a
 * connection (slow for the first request, nothing for the next), the network, and the difference of two replicas'
 * clocks. Without it, a slow request followed by a fast one arrive closer together than they were granted.
 */
export const SAFETY_MARGIN_MS = 500;

/** `allowed` requests in any `windowMs`. */
export interface BudgetWindow {
  readonly allowed: number;
  readonly windowMs: number;
}

/** What was sent and must still be counted, oldest first, and until when the vendor told us to keep away. */
export interface BudgetState {
  readonly sent: readonly Date[];
  readonly blockedUntil: Date | null;
}

export interface LimitUsage {
  readonly limit: VendorRequestLimit;
  /** Requests that could be sent now. */
  readonly remaining: number;
  /** When there is room again; null while there is. */
  readonly resetsAt: Date | null;
}

/** The limits as they apply to one priority. At least one request is always allowed, or a small limit would starve it. */
export function budgetWindows(
  limits: readonly VendorRequestLimit[],
  priority: RequestPriority,
): readonly BudgetWindow[] {
  const { share, requests } = RESERVES[priority];
  return limits.map((limit) => ({
    allowed: Math.max(1, limit.requests - Math.ceil(limit.requests * share) - requests),
    windowMs: limit.perSeconds * 1000 + SAFETY_MARGIN_MS,
  }));
}

/** The first instant, not before `now`, at which every window has room and no block is left. */
export function nextOpening(state: BudgetState, windows: readonly BudgetWindow[], now: Date): Date {
  const openings = windows.map((window) => windowOpening(state.sent, window, now));
  return new Date(Math.max(now.getTime(), state.blockedUntil?.getTime() ?? 0, ...openings));
}

/** How much is left of each limit for the most urgent kind of request. */
export function limitUsage(
  state: BudgetState,
  limits: readonly VendorRequestLimit[],
  now: Date,
): readonly LimitUsage[] {
  const isBlocked = state.blockedUntil !== null && state.blockedUntil > now;
  return limits.map((limit) => {
    const [window] = budgetWindows([limit], 'write') as [BudgetWindow];
    const free = Math.max(0, window.allowed - inWindow(state.sent, window, now).length);
    const remaining = isBlocked ? 0 : free;
    return { limit, remaining, resetsAt: remaining > 0 ? null : nextOpening(state, [window], now) };
  });
}

function windowOpening(sent: readonly Date[], window: BudgetWindow, now: Date): number {
  const counted = inWindow(sent, window, now);
  // There is room once so many have left the window that fewer than `allowed` remain.
  const lastToLeave = counted[counted.length - window.allowed];
  return lastToLeave === undefined ? now.getTime() : lastToLeave.getTime() + window.windowMs;
}

/** Instants after `now` count as well: another replica's clock may be ahead of ours. */
function inWindow(sent: readonly Date[], window: BudgetWindow, now: Date): readonly Date[] {
  return sent.filter((instant) => instant.getTime() > now.getTime() - window.windowMs);
}
