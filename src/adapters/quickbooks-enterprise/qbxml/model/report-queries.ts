import {
  day,
  flag,
  group,
  many,
  oneOf,
  required,
  since,
  time,
  whole,
  word,
  type ElementModel,
  type ModelNode,
} from './element';
import {
  ACCOUNT_TYPE_FILTERS,
  AGING_REPORTS,
  BUDGET_REPORTS,
  DETAIL_REPORTS,
  INCLUDED_COLUMNS,
  ITEM_TYPE_FILTERS,
  REPORT_DATE_MACROS,
  SUMMARIZED_COLUMNS,
  SUMMARIZED_ROWS,
  SUMMARY_REPORTS,
  TXN_TYPE_FILTERS,
} from './report-words';
import { NAME_OF_ACCOUNT, NAME_OF_CUSTOMER, selection } from './shared';
import type { RequestModel } from './request-model';

const PERIOD = oneOf(
  [group('ReportPeriod', [day('FromReportDate'), day('ToReportDate')])],
  [word('ReportDateMacro', REPORT_DATE_MACROS)],
);
const CLASSES = selection('ReportClassFilter', NAME_OF_ACCOUNT);

/** A report that is displayed opens a window before whoever sits at the computer: never done. */
const FILTERS: readonly ModelNode[] = [
  PERIOD,
  selection('ReportAccountFilter', NAME_OF_ACCOUNT, [word('AccountTypeFilter', ACCOUNT_TYPE_FILTERS)]),
  selection('ReportEntityFilter', NAME_OF_CUSTOMER, [
    word('EntityTypeFilter', ['Customer', 'Employee', 'OtherName', 'Vendor']),
  ]),
  selection('ReportItemFilter', NAME_OF_ACCOUNT, [word('ItemTypeFilter', ITEM_TYPE_FILTERS)]),
  CLASSES,
  group('ReportTxnTypeFilter', [required(many(word('TxnTypeFilter', TXN_TYPE_FILTERS)))]),
  oneOf(
    [group('ReportModifiedDateRangeFilter', [time('FromReportModifiedDate'), time('ToReportModifiedDate')])],
    [word('ReportModifiedDateRangeMacro', REPORT_DATE_MACROS)],
  ),
  since(3, word('ReportDetailLevelFilter', ['All', 'AllExceptSummary', 'SummaryOnly'])),
  since(3, word('ReportPostingStatusFilter', ['Either', 'NonPosting', 'Posting'])),
];
const SHAPE: readonly ModelNode[] = [
  flag('IncludeSubcolumns'),
  word('ReportCalendar', ['CalendarYear', 'FiscalYear', 'TaxYear']),
  word('ReturnRows', ['ActiveOnly', 'NonZero', 'All']),
  word('ReturnColumns', ['ActiveOnly', 'NonZero', 'All']),
];
const BASIS = since(2.1, word('ReportBasis', ['Accrual', 'Cash', 'None']));
const COLUMNS_BY = word('SummarizeColumnsBy', SUMMARIZED_COLUMNS);
const ROWS_BY = word('SummarizeRowsBy', SUMMARIZED_ROWS);
const INCLUDED = many(word('IncludeColumn', INCLUDED_COLUMNS));
const ACCOUNTS = word('IncludeAccounts', ['All', 'InUse']);
const OPEN_AS_OF = word('ReportOpenBalanceAsOf', ['ReportEndDate', 'Today']);

function kind(of: string, words: readonly string[]): ElementModel {
  return required(word(of, words));
}

export const REPORT_QUERIES = {
  GeneralSummaryReportQuery: {
    content: [kind('GeneralSummaryReportType', SUMMARY_REPORTS), ...FILTERS, COLUMNS_BY, ...SHAPE, BASIS],
  },
  GeneralDetailReportQuery: {
    content: [
      kind('GeneralDetailReportType', DETAIL_REPORTS),
      ...FILTERS,
      ROWS_BY,
      INCLUDED,
      ACCOUNTS,
      OPEN_AS_OF,
      BASIS,
    ],
  },
  CustomDetailReportQuery: {
    content: [
      kind('CustomDetailReportType', ['CustomTxnDetail']),
      ...FILTERS,
      required(ROWS_BY),
      required(INCLUDED),
      ACCOUNTS,
      OPEN_AS_OF,
      BASIS,
    ],
  },
  CustomSummaryReportQuery: {
    content: [
      kind('CustomSummaryReportType', ['CustomSummary']),
      ...FILTERS,
      required(COLUMNS_BY),
      required(ROWS_BY),
      ...SHAPE,
      BASIS,
    ],
  },
  AgingReportQuery: {
    content: [
      kind('AgingReportType', AGING_REPORTS),
      ...FILTERS,
      INCLUDED,
      ACCOUNTS,
      word('ReportAgingAsOf', ['ReportEndDate', 'Today']),
    ],
  },
  BudgetSummaryReportQuery: {
    content: [
      kind('BudgetSummaryReportType', BUDGET_REPORTS),
      required(whole('FiscalYear')),
      word('BudgetCriterion', ['Accounts', 'AccountsAndClasses', 'AccountsAndCustomers']),
      PERIOD,
      CLASSES,
      word('SummarizeBudgetColumnsBy', ['Class', 'Customer', 'Date']),
      word('SummarizeBudgetRowsBy', ['Account', 'Class', 'Customer']),
    ],
  },
} as const satisfies Record<string, RequestModel>;
