import type { ResourceOperations, VendorConnection } from '../../adapter';
import type { FinancialReportFilter, FinancialReportQuestion, FinancialReports } from '../../financial-reports';
import { callCompany } from '../client';
import {
  FILTER_PARAMETERS,
  GROUPING_VALUES,
  reportOf,
  REPORTS,
  toOffer,
  type ReportDefinition,
} from '../report-catalogue';
import { toReportTable } from '../report-mapping';

const BASIS_VALUES = { CASH: 'Cash', ACCRUAL: 'Accrual' } as const;
/** What Intuit takes for a report that nothing is said of differs from report to report. */
const DEFAULT_PERIOD = 'This Fiscal Year-to-date';

/** What the catalogue says of reports: they are computed when they are asked for. */
export const REPORT_OPERATIONS: ResourceOperations = {
  operations: ['LIST', 'GET'],
  details: [
    { operation: 'LIST', delivery: 'IMMEDIATE', note: '`financialReportKinds` of an instance.' },
    {
      operation: 'GET',
      delivery: 'IMMEDIATE',
      note: 'One call for each question. QuickBooks cuts reports off at 400,000 cells: `isTruncated` tells.',
    },
  ],
};

/** Reports are computed when they are asked for: each is one call. */
export const financialReports: FinancialReports = {
  offers: REPORTS.map(toOffer),
  async run(connection: VendorConnection, question: FinancialReportQuestion) {
    const report = reportOf(question.kind);
    const answer = await callCompany(connection, {
      purpose: 'financialReports.get',
      method: 'GET',
      path: `reports/${report.name}`,
      query: parametersOf(report, question),
      repeatable: true,
    });
    return toReportTable(report, answer);
  },
};

function parametersOf(report: ReportDefinition, question: FinancialReportQuestion): Record<string, string> {
  const { basis, columnsBy, filters } = question;
  const narrowed = Object.entries(filters) as [FinancialReportFilter, readonly string[]][];
  return {
    ...datesOf(report, question),
    ...(basis !== null && { accounting_method: BASIS_VALUES[basis] }),
    ...(report.isSummed && { summarize_column_by: GROUPING_VALUES[columnsBy] }),
    ...Object.fromEntries(narrowed.map(([filter, ids]) => [FILTER_PARAMETERS[filter], ids.join(',')])),
  };
}

/** An end without a start is ignored without a word, so both are sent, or none. */
function datesOf({ dates }: ReportDefinition, { from, to }: FinancialReportQuestion): Record<string, string> {
  switch (dates) {
    case 'PERIOD':
      return from === null || to === null ? { date_macro: DEFAULT_PERIOD } : { start_date: from, end_date: to };
    case 'PERIOD_AS_OF':
      return to === null ? { date_macro: DEFAULT_PERIOD } : { start_date: from ?? to, end_date: to };
    case 'REPORT_DATE':
      return to === null ? {} : { report_date: to };
    case 'NONE':
      return {};
  }
}
