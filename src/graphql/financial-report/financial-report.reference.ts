import { requireCaller } from '../../services/caller-scope';
import { decodeFinancialReportId } from '../../services/financial-reports/financial-report-id';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { toFinancialReport } from './to-financial-report';

/** By `id`. */
export async function resolveFinancialReportReference(
  { id }: Representation,
  { request, loaders }: GraphqlContext,
): Promise<object | null> {
  requireCaller(request);
  const reference = typeof id === 'string' ? decodeFinancialReportId(id) : null;
  const read = reference && (await loaders.financialReports.load({ ...reference, maxAgeSeconds: null }));
  return read && toFinancialReport(read);
}
