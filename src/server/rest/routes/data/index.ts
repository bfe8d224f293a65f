import type { VendorAdapter } from '../../../../adapters/adapter';
import { adapters as registered } from '../../../../adapters/registry';
import type { RestCompatibility } from '../../rest-compatibility';
import type { RestRoute } from '../../rest-route';
import { bulkRoutes } from './bulk-routes';
import type { NamedResource } from './named-resource';
import { objectRoutes } from './object-routes';
import { inHub, resourceRoutes } from './resource-routes';
import { resourcesOf } from './data-resources';
import { statementTypeRoutes } from './statement-list';

/** Calls for records: with a hub in front and without. */
export function dataRoutes(
  compatibility: RestCompatibility,
  adapters: readonly VendorAdapter[] = registered,
): RestRoute[] {
  const named = namedResources(compatibility, adapters).flatMap(resourceRoutes);
  const routes = [...named, ...statementTypeRoutes(adapters), ...bulkRoutes];
  return [...routes.flatMap((route) => [inHub(route, compatibility), route]), ...objectRoutes(compatibility)];
}

function namedResources(compatibility: RestCompatibility, adapters: readonly VendorAdapter[]): NamedResource[] {
  const owned = adapters.flatMap((adapter) =>
    resourcesOf(adapter).flatMap((resource) =>
      [resource.name, ...(resource.aliases ?? [])].map((name) => ({ name, adapter, resource })),
    ),
  );
  return [...new Set(owned.map(({ name }) => name))].map((name) => ({
    name,
    compatibility,
    owners: owned.filter((one) => one.name === name),
  }));
}
