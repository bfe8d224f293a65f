import type { CatalogEntry, ElementResource } from '../../adapters/adapter';
import { parsePollerConfiguration, findPolledResource, POLLER_CONFIGURATION_KEY } from './poller-configuration';
import { sinceOfPoll } from './poll-url';

export const POLL_INTERVAL_KEY = 'event.poller.refresh_interval';
const DEFAULT_INTERVAL_MINUTES = 15;

/** One list that a poll reads. */
export interface PlannedResource {
  readonly resource: ElementResource;
  /** The field that the platform's events name records by. */
  readonly idField: string;
  /** From when on changes are asked for; null: all. */
  readonly since: Date | null;
}

/** What an instance's settings ask the background to do. */
export interface PollPlan {
  readonly intervalMinutes: number;
  /** None: the instance is not polled. */
  readonly resources: readonly PlannedResource[];
}

/**
 * What a poll at an instant means for a sync. `configuration` holds the instance's settings with the element's defaults
 * filled in. Macros are rendered with `at` less the entry's `pollDelay`: pass the time of the last poll that succeeded,
 * so that nothing falls between two polls, or now. An element without anything to poll has an empty plan.
 * @throws PollerConfigurationError for a stored configuration that the element no longer understands.
 */
export function pollPlanOf(entry: CatalogEntry, configuration: Readonly<Record<string, string>>, at: Date): PollPlan {
  const polled = parsePollerConfiguration(entry, configuration[POLLER_CONFIGURATION_KEY] ?? '{}');
  const resources = Object.entries(polled).flatMap(([name, own]): PlannedResource[] => {
    const known = findPolledResource(entry, name);
    if (known === null) return [];
    const { url, idField, pollDelay = 0 } = { ...known.defaults, ...own };
    const since = sinceOfPoll(known, url, new Date(at.getTime() - pollDelay * 1_000));
    return [{ resource: known.resource, idField, since }];
  });
  return { intervalMinutes: pollIntervalOf(configuration), resources };
}

/** In minutes. */
export function pollIntervalOf(configuration: Readonly<Record<string, string>>): number {
  return Number(configuration[POLL_INTERVAL_KEY] ?? DEFAULT_INTERVAL_MINUTES);
}
