import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { recordOf } from '../vendor-record/record-reference';

/** By `id`, or by `instance { id }` and `remoteId`. */
export async function resolveReportReference(
  representation: Representation,
  context: GraphqlContext,
): Promise<object | null> {
  const key = await recordOf(representation, context, 'REPORTS', ['REPORT'], () => 'REPORT');
  return key && context.loaders.reports.load(key);
}
