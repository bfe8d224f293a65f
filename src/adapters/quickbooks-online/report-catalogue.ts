import type {
  FinancialReportFilter,
  FinancialReportGrouping,
  FinancialReportKind,
  FinancialReportOffer,
  FinancialReportRecordKind,
} from '../financial-reports';

/** How QuickBooks calls a statement, and what it takes. */
export interface ReportDefinition {
  readonly kind: FinancialReportKind;
  /** Below `reports/`. */
  readonly name: string;
  /** What the statement is over, and in which parameters that is said. */
  readonly dates: 'PERIOD' | 'PERIOD_AS_OF' | 'REPORT_DATE' | 'NONE';
  readonly takesBasis?: boolean;
  readonly isSummed?: boolean;
  readonly filters?: readonly FinancialReportFilter[];
  /** What the first cell of a section names. */
  readonly sections?: FinancialReportRecordKind;
}

/** Parameters that narrow a report, by what their ids are of. */
export const FILTER_PARAMETERS: Readonly<Record<FinancialReportFilter, string>> = {
  department: 'department',
  trackingClass: 'class',
  supplier: 'vendor',
  customer: 'customer',
  employee: 'employee',
  ledgerAccount: 'account',
};

/** Values of `summarize_column_by`. */
export const GROUPING_VALUES: Readonly<Record<FinancialReportGrouping, string>> = {
  TOTAL: 'Total',
  DAY: 'Days',
  WEEK: 'Week',
  MONTH: 'Month',
  QUARTER: 'Quarter',
  YEAR: 'Year',
  DEPARTMENT: 'Departments',
  TRACKING_CLASS: 'Classes',
  SUPPLIER: 'Vendors',
  CUSTOMER: 'Customers',
  EMPLOYEE: 'Employees',
};

const ALL_GROUPINGS = Object.keys(GROUPING_VALUES) as FinancialReportGrouping[];
const STATEMENT: readonly FinancialReportFilter[] = ['department', 'trackingClass', 'supplier', 'customer'];
const POSTINGS: readonly FinancialReportFilter[] = [...STATEMENT, 'ledgerAccount'];

/** Intuit documents the parameters of each report on a page of its own. */
export const REPORTS: readonly ReportDefinition[] = [
  {
    kind: 'PROFIT_AND_LOSS',
    name: 'ProfitAndLoss',
    dates: 'PERIOD',
    takesBasis: true,
    isSummed: true,
    filters: STATEMENT,
  },
  {
    kind: 'PROFIT_AND_LOSS_DETAIL',
    name: 'ProfitAndLossDetail',
    dates: 'PERIOD',
    takesBasis: true,
    filters: [...POSTINGS, 'employee'],
    sections: 'LEDGER_ACCOUNT',
  },
  {
    kind: 'BALANCE_SHEET',
    name: 'BalanceSheet',
    dates: 'PERIOD_AS_OF',
    takesBasis: true,
    isSummed: true,
    filters: STATEMENT,
  },
  { kind: 'CASH_FLOW', name: 'CashFlow', dates: 'PERIOD', isSummed: true, filters: STATEMENT },
  { kind: 'TRIAL_BALANCE', name: 'TrialBalance', dates: 'PERIOD', takesBasis: true, isSummed: true },
  {
    kind: 'GENERAL_LEDGER',
    name: 'GeneralLedger',
    dates: 'PERIOD',
    takesBasis: true,
    filters: POSTINGS,
    sections: 'LEDGER_ACCOUNT',
  },
  { kind: 'JOURNAL', name: 'JournalReport', dates: 'PERIOD' },
  { kind: 'LEDGER_ACCOUNT_LIST', name: 'AccountList', dates: 'NONE' },
  {
    kind: 'EXPENSES_BY_SUPPLIER',
    name: 'VendorExpenses',
    dates: 'PERIOD',
    takesBasis: true,
    isSummed: true,
    filters: STATEMENT,
  },
  {
    kind: 'SUPPLIER_BALANCES',
    name: 'VendorBalance',
    dates: 'REPORT_DATE',
    takesBasis: true,
    isSummed: true,
    filters: ['department', 'supplier'],
  },
  {
    kind: 'SUPPLIER_BALANCES_DETAIL',
    name: 'VendorBalanceDetail',
    dates: 'REPORT_DATE',
    takesBasis: true,
    filters: ['department', 'supplier'],
    sections: 'SUPPLIER',
  },
  { kind: 'AGED_PAYABLES', name: 'AgedPayables', dates: 'REPORT_DATE', filters: ['department', 'supplier'] },
  { kind: 'AGED_PAYABLES_DETAIL', name: 'AgedPayableDetail', dates: 'REPORT_DATE', filters: ['supplier'] },
  { kind: 'INCOME_BY_CUSTOMER', name: 'CustomerIncome', dates: 'PERIOD' },
  { kind: 'CUSTOMER_BALANCES', name: 'CustomerBalance', dates: 'REPORT_DATE', filters: ['customer'] },
  {
    kind: 'CUSTOMER_BALANCES_DETAIL',
    name: 'CustomerBalanceDetail',
    dates: 'REPORT_DATE',
    filters: ['customer'],
    sections: 'CUSTOMER',
  },
  { kind: 'AGED_RECEIVABLES', name: 'AgedReceivables', dates: 'REPORT_DATE', filters: ['customer'] },
  { kind: 'AGED_RECEIVABLES_DETAIL', name: 'AgedReceivableDetail', dates: 'REPORT_DATE', filters: ['customer'] },
  {
    kind: 'TRANSACTION_LIST',
    name: 'TransactionList',
    dates: 'PERIOD',
    filters: ['department', 'supplier', 'customer'],
  },
  {
    kind: 'TRANSACTION_LIST_BY_SUPPLIER',
    name: 'TransactionListByVendor',
    dates: 'PERIOD',
    filters: ['department', 'supplier'],
    sections: 'SUPPLIER',
  },
  {
    kind: 'TRANSACTION_LIST_BY_CUSTOMER',
    name: 'TransactionListByCustomer',
    dates: 'PERIOD',
    filters: ['department', 'customer'],
    sections: 'CUSTOMER',
  },
  { kind: 'TRANSACTION_LIST_WITH_SPLITS', name: 'TransactionListWithSplits', dates: 'PERIOD' },
  {
    kind: 'TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT',
    name: 'TransactionDetailByAccount',
    dates: 'PERIOD',
    takesBasis: true,
    filters: ['ledgerAccount', 'supplier', 'customer'],
    sections: 'LEDGER_ACCOUNT',
  },
  { kind: 'SALES_BY_CUSTOMER', name: 'CustomerSales', dates: 'PERIOD' },
  { kind: 'SALES_BY_PRODUCT', name: 'ItemSales', dates: 'PERIOD' },
  { kind: 'SALES_BY_DEPARTMENT', name: 'DepartmentSales', dates: 'PERIOD' },
  { kind: 'SALES_BY_TRACKING_CLASS', name: 'ClassSales', dates: 'PERIOD' },
  { kind: 'INVENTORY_VALUATION', name: 'InventoryValuationSummary', dates: 'REPORT_DATE' },
  { kind: 'INVENTORY_VALUATION_DETAIL', name: 'InventoryValuationDetail', dates: 'PERIOD' },
  { kind: 'TAX_SUMMARY', name: 'TaxSummary', dates: 'PERIOD' },
];

const BY_KIND = new Map(REPORTS.map((report) => [report.kind, report]));

/** Throws for a kind that is not offered. */
export function reportOf(kind: FinancialReportKind): ReportDefinition {
  const report = BY_KIND.get(kind);
  if (report === undefined) throw new Error(`QuickBooks has no report ${kind}.`);
  return report;
}

const COVERS = { PERIOD: 'PERIOD', PERIOD_AS_OF: 'DAY', REPORT_DATE: 'DAY', NONE: 'NOW' } as const;

/** What may be asked of a report, in our words. */
export function toOffer({
  kind,
  dates,
  takesBasis = false,
  isSummed = false,
  filters = [],
}: ReportDefinition): FinancialReportOffer {
  return { kind, covers: COVERS[dates], takesBasis, groupings: isSummed ? ALL_GROUPINGS : ['TOTAL'], filters };
}
