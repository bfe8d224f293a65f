import type { VendorAdapter } from '../../../../adapters/adapter';
import type { PlatformResource } from '../../../../adapters/platform-resource';
import type { InstanceRow } from '../../../../persistence/repositories/instance.repository';
import type { CatalogService } from '../../../../services/catalog.service';
import type { RestCompatibility } from '../../rest-compatibility';
import { RestError } from '../../rest-error';

/** What can be done with a resource, and the words for it. */
export const VERBS = {
  list: ['GET', 'be listed'],
  get: ['GET', 'be read one by one'],
  create: ['POST', 'be created'],
  update: ['PATCH', 'be changed'],
  remove: ['DELETE', 'be deleted'],
} as const;
export type Verb = keyof typeof VERBS;

export function canDo(resource: PlatformResource, verb: Verb): boolean {
  switch (verb) {
    case 'list':
      return resource.statements === undefined || resource.statementList !== undefined;
    case 'get':
      return resource.isSingle !== true;
    case 'create':
      return resource.create !== undefined || resource.tax !== undefined;
    case 'update':
      return resource.update !== undefined;
    case 'remove':
      return resource.remove !== undefined || resource.tax !== undefined;
  }
}

/** What an element shows, as far as it keeps records of it. */
export function resourcesOf({ platformResources = [], resources }: VendorAdapter): PlatformResource[] {
  return platformResources.filter(({ resource }) => resources[resource] !== undefined);
}

export function findResource(adapter: VendorAdapter, name: string): PlatformResource | null {
  return resourcesOf(adapter).find((one) => one.name === name || one.aliases?.includes(name) === true) ?? null;
}

/** Throws a `RestError` that says what there is, where the element of the instance has no such resource or verb. */
export function requireResource(
  catalog: CatalogService,
  instance: InstanceRow,
  name: string,
  can: (resource: PlatformResource) => boolean,
): PlatformResource {
  const adapter = catalog.get(instance.elementKey);
  const resource = findResource(adapter, name);
  if (resource === null) {
    const known = resourcesOf(adapter).map((one) => one.name);
    const there = known.length === 0 ? 'It has none yet.' : `There are: ${known.join(', ')}.`;
    throw new RestError(404, `${adapter.catalog.name} has no resource \`${name.slice(0, 100)}\`. ${there}`);
  }
  if (can(resource)) return resource;
  throw new RestError(405, `${adapter.catalog.name}: ${abilitiesOf(resource)}`);
}

/** Throws where another hub than the element's stands in the path, unless hubs are ignored as the platform did. */
export function requireHub(
  catalog: CatalogService,
  { ignoreHubSegment }: RestCompatibility,
  instance: InstanceRow,
  hub: string | undefined,
): void {
  if (ignoreHubSegment || hub === undefined) return;
  const { name, hub: own } = catalog.get(instance.elementKey).catalog;
  if (hub !== own) throw new RestError(404, `${name} is in the hub \`${own}\`, not in \`${hub.slice(0, 100)}\`.`);
}

function abilitiesOf(resource: PlatformResource): string {
  const verbs = (Object.keys(VERBS) as Verb[]).filter((verb) => canDo(resource, verb)).map((verb) => VERBS[verb][1]);
  const actions = Object.keys(resource.actions ?? {}).map((action) => `PATCH …/{id}/${action}`);
  return `\`${resource.name}\` can ${[...verbs, ...actions].join(', ')}.`;
}
