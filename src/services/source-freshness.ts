import type { ErrorCode } from '../errors';

export const FRESHNESS_STATES = ['FRESH', 'STALE', 'LOADING', 'NEVER_LOADED'] as const;
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

/** How fresh our copy of one resource of one instance is, and why it is no fresher. */
export interface SourceFreshness {
  readonly instanceId: string;
  readonly state: FreshnessState;
  /** When it was last read whole; null when it never was. */
  readonly fetchedAt: Date | null;
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly retryable: boolean } | null;
}
