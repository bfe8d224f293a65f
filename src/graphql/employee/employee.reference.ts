import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { recordOf } from '../vendor-record/record-reference';

/** By `id`, or by `instance { id }` and `remoteId`. */
export async function resolveEmployeeReference(
  representation: Representation,
  context: GraphqlContext,
): Promise<object | null> {
  const key = await recordOf(representation, context, 'EMPLOYEES', ['EMPLOYEE'], () => 'EMPLOYEE');
  return key && context.loaders.employees.load(key);
}
