import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { FreshnessState, SourceFreshness } from '../../services/source-freshness';
import { toUserError } from '../user-error/to-user-error';
import type { ListFreshness } from './list-freshness.type';

const LEAST_FRESH_FIRST: readonly FreshnessState[] = ['NEVER_LOADED', 'LOADING', 'STALE', 'FRESH'];

/** One instance's share of a list. */
export interface ListSource {
  readonly instance: InstanceRow;
  readonly freshness: SourceFreshness;
}

/** A list is as fresh as the least fresh of its sources; one without any source lacks nothing. */
export function toListFreshness(sources: readonly ListSource[]): ListFreshness {
  const shown = sources.map(({ instance, freshness: { state, fetchedAt, error } }) => ({
    instance,
    state,
    fetchedAt,
    error: error === null ? null : toUserError(error),
  }));
  const byFreshness = [...shown].sort((a, b) => rankOf(a.state) - rankOf(b.state));
  return {
    state: byFreshness[0]?.state ?? 'FRESH',
    fetchedAt: oldest(shown.map(({ fetchedAt }) => fetchedAt)),
    error: byFreshness.find(({ error }) => error !== null)?.error ?? null,
    sources: shown,
  };
}

function rankOf(state: FreshnessState): number {
  return LEAST_FRESH_FIRST.indexOf(state);
}

/** Null when one of them is. */
function oldest(instants: readonly (Date | null)[]): Date | null {
  const times = instants.map((instant) => instant?.getTime() ?? null);
  const known = times.filter((time) => time !== null);
  return known.length === times.length && known.length > 0 ? new Date(Math.min(...known)) : null;
}
