import { ElementsErrors, InvalidValueError } from '../../../errors';
import type { FinancialReportFilter, FinancialReportQuestion } from '../../financial-reports';
import type { RequestKind } from '../qbxml/requests';
import type { QbxmlRequest } from '../qbxml/write-message-set';
import type { QbxmlBody } from '../qbxml/write-request';
import { GROUPING_WORDS, type ReportDefinition } from './financial-report-catalogue';

const REQUESTS = {
  SUMMARY: { kind: 'GeneralSummaryReportQuery', type: 'GeneralSummaryReportType' },
  DETAIL: { kind: 'GeneralDetailReportQuery', type: 'GeneralDetailReportType' },
  AGING: { kind: 'AgingReportQuery', type: 'AgingReportType' },
} as const satisfies Record<ReportDefinition['family'], { kind: RequestKind; type: string }>;

const BASIS_WORDS = { CASH: 'Cash', ACCRUAL: 'Accrual' } as const;
/** Whom a transaction names is one kind of thing to QuickBooks, whatever the list that it is in. */
const ENTITIES = ['supplier', 'customer', 'employee'] as const satisfies readonly FinancialReportFilter[];
const SPANS = new Set(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']);

/** The request that computes a statement. @throws {InvalidValueError} for filters that QuickBooks cannot have at once. */
export function reportRequest(report: ReportDefinition, question: FinancialReportQuestion): QbxmlRequest {
  const { kind, type } = REQUESTS[report.family];
  return {
    kind,
    body: {
      [type]: report.type,
      ...periodOf(report, question),
      ...filtersOf(question),
      ...shapeOf(report, question),
      ...(report.takesBasis && question.basis !== null && { ReportBasis: BASIS_WORDS[question.basis] }),
    },
  };
}

function periodOf({ covers }: ReportDefinition, { from, to }: FinancialReportQuestion): QbxmlBody {
  if (from !== null || to !== null) return { ReportPeriod: { FromReportDate: from, ToReportDate: to } };
  return { ReportDateMacro: covers === 'DAY' ? 'Today' : 'ThisYearToDate' };
}

function filtersOf({ filters }: FinancialReportQuestion): QbxmlBody {
  const entities = ENTITIES.filter((name) => filters[name] !== undefined);
  if (entities.length > 1) throw exclusiveFilters(entities);
  const [entity] = entities;
  return {
    ...selected('ReportAccountFilter', filters.ledgerAccount),
    ...selected('ReportEntityFilter', entity === undefined ? undefined : filters[entity]),
    ...selected('ReportClassFilter', filters.trackingClass),
  };
}

function selected(name: string, ids: readonly string[] | undefined): QbxmlBody {
  return ids === undefined ? {} : { [name]: { ListID: ids } };
}

function exclusiveFilters(names: readonly FinancialReportFilter[]): Error {
  const errors = names.map((name) => {
    const message = `QuickBooks narrows a report by one of ${names.join(', ')}, not by several of them.`;
    return new InvalidValueError('INVALID_INPUT', message, { path: ['filters', name], expected: 'One of them.' });
  });
  return new ElementsErrors(errors);
}

function shapeOf(report: ReportDefinition, { columnsBy, from, to }: FinancialReportQuestion): QbxmlBody {
  switch (report.family) {
    case 'SUMMARY':
      return {
        ...(report.isSummed && { SummarizeColumnsBy: GROUPING_WORDS[columnsBy] }),
        // Without days, the year is that of the company's books.
        ReportCalendar: from === null && to === null ? 'FiscalYear' : 'CalendarYear',
        // Every span has its column then, also one in which nothing happened.
        ...(SPANS.has(columnsBy) && { ReturnColumns: 'All' }),
      };
    case 'DETAIL':
      return { IncludeColumn: report.columns };
    case 'AGING':
      return { IncludeColumn: report.columns, ReportAgingAsOf: 'ReportEndDate' };
  }
}
