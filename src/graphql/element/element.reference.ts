import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { toElement, type Element } from './element.type';

/** An element that another subgraph names by its key. */
export async function resolveElementReference(
  reference: Representation,
  context: GraphqlContext,
): Promise<Element | null> {
  const adapter = typeof reference.key === 'string' ? context.services.catalog.find(reference.key) : null;
  return adapter === null ? null : toElement(adapter);
}
