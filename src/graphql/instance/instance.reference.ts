import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';

/** An instance that another subgraph names by its id; null when it is not the caller's. */
export async function resolveInstanceReference(
  reference: Representation,
  context: GraphqlContext,
): Promise<InstanceRow | null> {
  return typeof reference.id === 'string' ? context.loaders.instances.load(reference.id) : null;
}
