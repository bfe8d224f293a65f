import type { VendorAdapter } from '../../../../adapters/adapter';
import type { PlatformResource } from '../../../../adapters/platform-resource';
import type { RestCompatibility } from '../../rest-compatibility';

/** One of the platform's names, and what is under it at each element that has it. */
export interface NamedResource {
  readonly name: string;
  readonly owners: readonly { readonly adapter: VendorAdapter; readonly resource: PlatformResource }[];
  readonly compatibility: RestCompatibility;
}

/** What it is at each element. */
export function describe({ owners }: NamedResource): string {
  return owners.map(({ adapter, resource }) => `${adapter.catalog.name}: ${resource.description}`).join(' ');
}

/** What a change is at each element that has it. */
export function writeWords(
  { owners }: NamedResource,
  writeOf: (resource: PlatformResource) => { readonly description: string } | undefined,
): string {
  return owners
    .map(({ adapter, resource }) => `${adapter.catalog.name}: ${writeOf(resource)?.description ?? ''}`)
    .join(' ');
}

/** The members of records at each element. */
export function fieldsOf({ owners }: NamedResource): string {
  return owners
    .filter(({ resource }) => resource.fields.length > 0)
    .map(({ adapter, resource }) => {
      const since =
        resource.sinceField === undefined ? '' : ` Days from which on: \`${resource.sinceField} = 'yyyy-MM-dd'\`.`;
      return `Members at ${adapter.catalog.name}: ${resource.fields.map(({ name }) => `\`${name}\``).join(', ')}.${since}`;
    })
    .join(' ');
}
