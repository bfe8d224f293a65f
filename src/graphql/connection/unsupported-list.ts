import type { ElementResource } from '../../adapters/adapter';
import { UnsupportedOperationError } from '../../errors';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { CatalogService, Capability } from '../../services/catalog.service';

/** The element of an instance has no list of a resource; `supported` tells what it has. */
export class UnsupportedListError extends UnsupportedOperationError {
  constructor(
    elementKey: string,
    resource: ElementResource,
    message: string,
    readonly supported: readonly Pick<Capability, 'resource' | 'operations'>[],
  ) {
    super(elementKey, resource, 'LIST', message);
  }
}

/** Throws an `UnsupportedListError` when the element of an instance has no list of this kind. */
export function requireListOperation(
  { resource, plural }: { readonly resource: ElementResource; readonly plural: string },
  catalog: CatalogService,
  instance: InstanceRow,
): void {
  const adapter = catalog.get(instance.elementKey);
  if (adapter.resources[resource]?.list !== undefined) return;
  const { key, name } = adapter.catalog;
  const supported = catalog.capabilities(adapter).map(({ resource, operations }) => ({ resource, operations }));
  const listed = supported.filter(({ operations }) => operations.includes('LIST')).map(({ resource }) => resource);
  const message = `${name} has no list of ${plural}. Lists that it has: ${listed.join(', ') || 'none'}.`;
  throw new UnsupportedListError(key, resource, message, supported);
}
