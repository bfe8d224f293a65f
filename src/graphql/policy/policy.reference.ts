import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { recordOf } from '../vendor-record/record-reference';

/** By `id`, or by `instance { id }` and `remoteId`. */
export async function resolvePolicyReference(
  representation: Representation,
  context: GraphqlContext,
): Promise<object | null> {
  const key = await recordOf(representation, context, 'POLICIES', ['POLICY'], () => 'POLICY');
  return key && context.loaders.policies.load(key);
}
