import type { Company } from '../../company/company';
import { answered, type RequestHandler } from '../request-context';
import { status, StatusError } from '../status';
import { textAt } from '../xml-element';
import { balanceSheet } from './balance-sheet';
import { detailReport } from './detail-report';
import { openBillsReport } from './open-bills-report';
import { profitAndLoss } from './profit-and-loss';
import { readReportRequest, type ReportRequest } from './report-request';
import type { ReportTable } from './report-table';
import { trialBalance } from './trial-balance';
import { vendorSummary } from './vendor-summaries';

type Report = (request: ReportRequest, company: Company) => ReportTable | null;

const REPORTS: readonly Report[] = [
  profitAndLoss,
  balanceSheet,
  trialBalance,
  vendorSummary,
  openBillsReport,
  detailReport,
];

/** Reports of features that these books do not use: 3250 rather than 1030. */
const SWITCHED_OFF = /Inventory|LotNumber|SerialNumber|SalesTax|Estimates|OpenPOs|SalesOrder/;

/** Any report that can be computed from the ledger. @throws {StatusError} 1030, 3030, 3250 */
export const reportQuery: RequestHandler = (request, { company, settings }) => {
  const asked = readReportRequest(request, company);
  const needsClasses = asked.type.endsWith('ByClass') || asked.columnsBy === 'Class' || asked.rowsBy === 'Class';
  if (needsClasses && !settings.classTracking) throw new StatusError(status.featureOff);
  if (textAt(request, 'DisplayReport') === 'true') throw new StatusError(status.unsupported);
  for (const report of REPORTS) {
    const table = report(asked, company);
    if (table !== null) return answered(table.write());
  }
  throw new StatusError(SWITCHED_OFF.test(asked.type) ? status.featureOff : status.unsupported);
};
