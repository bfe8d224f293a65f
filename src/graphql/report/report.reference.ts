import type { GraphQLResolveInfo } from 'graphql';
import { recordNeeds } from '../connection/page-needs';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { recordOf } from '../vendor-record/record-reference';
import { REPORT_ROW_FIELDS } from './report.list';

/** By `id`, or by `instance { id }` and `remoteId`; only what is selected of it is read. */
export async function resolveReportReference(
  representation: Representation,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  const key = await recordOf(representation, context, 'REPORTS', ['REPORT'], () => 'REPORT');
  return key && context.loaders.partialReports.load({ ...key, fields: recordNeeds(info, REPORT_ROW_FIELDS) });
}
