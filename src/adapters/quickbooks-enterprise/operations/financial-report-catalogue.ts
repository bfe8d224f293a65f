import type {
  FinancialReportFilter,
  FinancialReportGrouping,
  FinancialReportKind,
  FinancialReportOffer,
} from '../../financial-reports';

/** How QuickBooks calls a statement, and what it takes. */
export interface ReportDefinition {
  readonly kind: FinancialReportKind;
  readonly family: 'SUMMARY' | 'DETAIL' | 'AGING';
  /** Word of the family's type. */
  readonly type: string;
  /** Days from `from` to `to`, or as of `to`. */
  readonly covers: 'PERIOD' | 'DAY';
  readonly takesBasis: boolean;
  /** Of a summary: amounts are summed in columns of choice. */
  readonly isSummed: boolean;
  readonly filters: readonly FinancialReportFilter[];
  /** Of a list of transactions: what is asked for of each. Without them QuickBooks tells no ids. */
  readonly columns: readonly string[];
}

/** What can stand for a column of a summary; departments are what QuickBooks Enterprise does not know. */
export const GROUPING_WORDS: Readonly<Partial<Record<FinancialReportGrouping, string>>> = {
  TOTAL: 'TotalOnly',
  DAY: 'Day',
  WEEK: 'Week',
  MONTH: 'Month',
  QUARTER: 'Quarter',
  YEAR: 'Year',
  TRACKING_CLASS: 'Class',
  SUPPLIER: 'Vendor',
  CUSTOMER: 'Customer',
  EMPLOYEE: 'Employee',
};

const TRANSACTION = ['TxnID', 'TxnType', 'Date', 'RefNumber', 'Name', 'Memo'];
const POSTING = [...TRANSACTION, 'Account', 'Class', 'SplitAccount'];
const OPEN_DOCUMENT = ['TxnID', 'TxnType', 'Date', 'RefNumber', 'Name', 'DueDate', 'Aging', 'OpenBalance'];

const WHO: readonly FinancialReportFilter[] = ['supplier', 'customer', 'employee'];
const POSTINGS: readonly FinancialReportFilter[] = ['ledgerAccount', 'trackingClass', ...WHO];

function summary(
  kind: FinancialReportKind,
  type: string,
  more: Partial<Pick<ReportDefinition, 'covers' | 'filters' | 'isSummed' | 'takesBasis'>> = {},
): ReportDefinition {
  return {
    kind,
    type,
    family: 'SUMMARY',
    covers: 'PERIOD',
    takesBasis: true,
    isSummed: true,
    filters: [],
    columns: [],
    ...more,
  };
}

function detail(
  kind: FinancialReportKind,
  type: string,
  columns: readonly string[],
  more: Partial<Pick<ReportDefinition, 'covers' | 'filters' | 'takesBasis'>> = {},
): ReportDefinition {
  return {
    kind,
    type,
    family: 'DETAIL',
    covers: 'PERIOD',
    takesBasis: true,
    isSummed: false,
    filters: [],
    columns,
    ...more,
  };
}

function aging(
  kind: FinancialReportKind,
  type: string,
  filter: FinancialReportFilter,
  columns: readonly string[] = [],
): ReportDefinition {
  return {
    kind,
    type,
    family: 'AGING',
    covers: 'DAY',
    takesBasis: false,
    isSummed: false,
    filters: [filter],
    columns,
  };
}

/** The reports of QuickBooks that mean what one of ours means. */
export const REPORTS: readonly ReportDefinition[] = [
  summary('PROFIT_AND_LOSS', 'ProfitAndLossStandard', { filters: POSTINGS }),
  detail('PROFIT_AND_LOSS_DETAIL', 'ProfitAndLossDetail', [...POSTING, 'Amount', 'RunningBalance'], {
    filters: POSTINGS,
  }),
  summary('BALANCE_SHEET', 'BalanceSheetStandard', { covers: 'DAY' }),
  summary('TRIAL_BALANCE', 'TrialBalance', { isSummed: false }),
  detail('GENERAL_LEDGER', 'GeneralLedger', [...POSTING, 'Amount', 'RunningBalance'], { filters: POSTINGS }),
  detail('JOURNAL', 'Journal', [...TRANSACTION, 'Account', 'Class', 'Debit', 'Credit'], { takesBasis: false }),
  summary('EXPENSES_BY_SUPPLIER', 'ExpenseByVendorSummary', {
    filters: ['supplier', 'trackingClass', 'ledgerAccount'],
  }),
  summary('SUPPLIER_BALANCES', 'VendorBalanceSummary', {
    covers: 'DAY',
    filters: ['supplier'],
    takesBasis: false,
    isSummed: false,
  }),
  detail('SUPPLIER_BALANCES_DETAIL', 'VendorBalanceDetail', [...TRANSACTION, 'Account', 'Amount', 'RunningBalance'], {
    covers: 'DAY',
    filters: ['supplier'],
    takesBasis: false,
  }),
  aging('AGED_PAYABLES', 'APAgingSummary', 'supplier'),
  aging('AGED_PAYABLES_DETAIL', 'APAgingDetail', 'supplier', OPEN_DOCUMENT),
  summary('INCOME_BY_CUSTOMER', 'IncomeByCustomerSummary', { filters: ['customer', 'trackingClass', 'ledgerAccount'] }),
  summary('CUSTOMER_BALANCES', 'CustomerBalanceSummary', {
    covers: 'DAY',
    filters: ['customer'],
    takesBasis: false,
    isSummed: false,
  }),
  detail('CUSTOMER_BALANCES_DETAIL', 'CustomerBalanceDetail', [...TRANSACTION, 'Account', 'Amount', 'RunningBalance'], {
    covers: 'DAY',
    filters: ['customer'],
    takesBasis: false,
  }),
  aging('AGED_RECEIVABLES', 'ARAgingSummary', 'customer'),
  aging('AGED_RECEIVABLES_DETAIL', 'ARAgingDetail', 'customer', OPEN_DOCUMENT),
  detail('TRANSACTION_LIST', 'TxnListByDate', [...TRANSACTION, 'Account', 'SplitAccount', 'Amount'], {
    filters: POSTINGS,
    takesBasis: false,
  }),
  detail('TRANSACTION_LIST_BY_SUPPLIER', 'TxnListByVendor', [...TRANSACTION, 'Account', 'SplitAccount', 'Amount'], {
    filters: ['supplier'],
    takesBasis: false,
  }),
  detail('TRANSACTION_LIST_BY_CUSTOMER', 'TxnListByCustomer', [...TRANSACTION, 'Account', 'SplitAccount', 'Amount'], {
    filters: ['customer'],
    takesBasis: false,
  }),
  detail('TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT', 'TxnDetailByAccount', [...POSTING, 'Amount', 'RunningBalance'], {
    filters: POSTINGS,
  }),
  summary('SALES_BY_CUSTOMER', 'SalesByCustomerSummary', { filters: ['customer', 'trackingClass'] }),
  summary('SALES_BY_PRODUCT', 'SalesByItemSummary', { filters: ['customer', 'trackingClass'] }),
  summary('INVENTORY_VALUATION', 'InventoryValuationSummary', { covers: 'DAY', takesBasis: false, isSummed: false }),
  detail('INVENTORY_VALUATION_DETAIL', 'InventoryValuationDetail', [], { takesBasis: false }),
];

const BY_KIND = new Map(REPORTS.map((report) => [report.kind, report]));
const GROUPINGS = Object.keys(GROUPING_WORDS) as FinancialReportGrouping[];

/** Throws for a kind that is not offered. */
export function reportOf(kind: FinancialReportKind): ReportDefinition {
  const report = BY_KIND.get(kind);
  if (report === undefined) throw new Error(`QuickBooks Enterprise has no report ${kind}.`);
  return report;
}

/** What may be asked of a report, in our words. */
export function toOffer({ kind, covers, takesBasis, isSummed, filters }: ReportDefinition): FinancialReportOffer {
  return { kind, covers, takesBasis, groupings: isSummed ? GROUPINGS : ['TOTAL'], filters };
}
