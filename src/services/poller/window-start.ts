import type { CatalogEntry, ElementResource } from '../../adapters/adapter';
import { PollerConfigurationError } from './poller-configuration';
import { pollPlanOf } from './poll-plan';

/** What is known of a list of an instance whose changes are to be read. */
export interface FollowUp {
  readonly resource: ElementResource;
  /** The begin of the last list that ended whole. */
  readonly lastRead: Date;
  /** First day of interest, `yyyy-MM-dd`. */
  readonly historyFrom: string;
}

/**
 * Since when the changes of a list are asked for: what the instance's poller configuration says, with its macros
 * rendered for the last time it was read, but never later than that, so that nothing falls between two polls, and not
 * before the days of interest. A configuration that the element no longer understands says nothing.
 */
export function windowStartOf(
  entry: CatalogEntry,
  configuration: Readonly<Record<string, string>>,
  { resource, lastRead, historyFrom }: FollowUp,
): Date {
  const configured = configuredStart(entry, configuration, resource, lastRead);
  if (configured === null || configured >= lastRead) return lastRead;
  const earliest = new Date(historyFrom);
  if (earliest >= lastRead) return lastRead;
  return configured < earliest ? earliest : configured;
}

function configuredStart(
  entry: CatalogEntry,
  configuration: Readonly<Record<string, string>>,
  resource: ElementResource,
  at: Date,
): Date | null {
  try {
    const { resources } = pollPlanOf(entry, configuration, at);
    return resources.find((planned) => planned.resource === resource)?.since ?? null;
  } catch (error) {
    if (error instanceof PollerConfigurationError) return null;
    throw error;
  }
}
