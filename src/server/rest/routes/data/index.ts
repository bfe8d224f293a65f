import type { RestCompatibility } from '../../rest-compatibility';
import type { RestRoute } from '../../rest-route';

/** Calls for records: with a hub in front and without. */
export function dataRoutes(_compatibility: RestCompatibility): RestRoute[] {
  return [];
}
