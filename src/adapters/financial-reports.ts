import type { VendorConnection } from './adapter';

export const FINANCIAL_REPORT_KINDS = [
  'PROFIT_AND_LOSS',
  'PROFIT_AND_LOSS_DETAIL',
  'BALANCE_SHEET',
  'CASH_FLOW',
  'TRIAL_BALANCE',
  'GENERAL_LEDGER',
  'JOURNAL',
  'LEDGER_ACCOUNT_LIST',
  'EXPENSES_BY_SUPPLIER',
  'SUPPLIER_BALANCES',
  'SUPPLIER_BALANCES_DETAIL',
  'AGED_PAYABLES',
  'AGED_PAYABLES_DETAIL',
  'INCOME_BY_CUSTOMER',
  'CUSTOMER_BALANCES',
  'CUSTOMER_BALANCES_DETAIL',
  'AGED_RECEIVABLES',
  'AGED_RECEIVABLES_DETAIL',
  'TRANSACTION_LIST',
  'TRANSACTION_LIST_BY_SUPPLIER',
  'TRANSACTION_LIST_BY_CUSTOMER',
  'TRANSACTION_LIST_WITH_SPLITS',
  'TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT',
  'SALES_BY_CUSTOMER',
  'SALES_BY_PRODUCT',
  'SALES_BY_DEPARTMENT',
  'SALES_BY_TRACKING_CLASS',
  'INVENTORY_VALUATION',
  'INVENTORY_VALUATION_DETAIL',
  'TAX_SUMMARY',
] as const;
/** Statements that accounting products compute, in our words. */
export type FinancialReportKind = (typeof FINANCIAL_REPORT_KINDS)[number];

export const FINANCIAL_REPORT_GROUPINGS = [
  'TOTAL',
  'DAY',
  'WEEK',
  'MONTH',
  'QUARTER',
  'YEAR',
  'DEPARTMENT',
  'TRACKING_CLASS',
  'SUPPLIER',
  'CUSTOMER',
  'EMPLOYEE',
] as const;
/** What the columns of a statement stand for. */
export type FinancialReportGrouping = (typeof FINANCIAL_REPORT_GROUPINGS)[number];

export const FINANCIAL_REPORT_FILTERS = [
  'department',
  'trackingClass',
  'supplier',
  'customer',
  'employee',
  'ledgerAccount',
] as const;
/** By what a statement can be narrowed. */
export type FinancialReportFilter = (typeof FINANCIAL_REPORT_FILTERS)[number];

export type AccountingBasis = 'CASH' | 'ACCRUAL' | 'UNSPECIFIED';

/** A question to an accounting product. */
export interface FinancialReportQuestion {
  readonly kind: FinancialReportKind;
  /** Days, `yyyy-MM-dd`. Both null: the fiscal year to date, or as of today. */
  readonly from: string | null;
  readonly to: string | null;
  /** Null: the company's own. */
  readonly basis: 'CASH' | 'ACCRUAL' | null;
  readonly columnsBy: FinancialReportGrouping;
  /** Vendor ids, any of them, by what they are ids of; no list is empty. */
  readonly filters: Readonly<Partial<Record<FinancialReportFilter, readonly string[]>>>;
}

/** A kind of statement that a vendor computes, and what may be asked of it. */
export interface FinancialReportOffer {
  readonly kind: FinancialReportKind;
  /** PERIOD: from a day to a day. DAY: as of `to`; `from` counts where columns stand for spans of time. NOW: no days. */
  readonly covers: 'PERIOD' | 'DAY' | 'NOW';
  readonly takesBasis: boolean;
  /** TOTAL among them. */
  readonly groupings: readonly FinancialReportGrouping[];
  readonly filters: readonly FinancialReportFilter[];
}

export type FinancialReportCellType = 'TEXT' | 'MONEY' | 'DATE' | 'NUMBER';

/** What a cell can name. */
export type FinancialReportRecordKind =
  | 'LEDGER_ACCOUNT'
  | 'SUPPLIER'
  | 'CUSTOMER'
  | 'EMPLOYEE'
  | 'DEPARTMENT'
  | 'TRACKING_CLASS'
  | 'PURCHASE'
  | 'BILL'
  | 'SUPPLIER_CREDIT';

export interface FinancialReportColumnValue {
  /** Unique in the table, and the same in every language. */
  readonly key: string;
  readonly title: string;
  readonly type: FinancialReportCellType;
  /** First and last day of what the column sums, where it stands for a span of time. */
  readonly from?: string;
  readonly to?: string;
}

/** Absent members: the cell says nothing of the kind. A blank cell is `{}`. */
export interface FinancialReportCellValue {
  /** As the vendor prints it. */
  readonly text?: string;
  /** Of a MONEY or NUMBER column: the exact decimal. */
  readonly decimal?: string;
  /** Of a DATE column: `yyyy-MM-dd`. */
  readonly date?: string;
  /** The vendor's id of what the cell names, and what that is, where the vendor says. */
  readonly remoteId?: string;
  readonly recordKind?: FinancialReportRecordKind;
}

export interface FinancialReportRowValue {
  readonly kind: 'SECTION' | 'DATA' | 'SUMMARY';
  /** From 0: one more than that of the row named by `parent`. */
  readonly depth: number;
  /** Place of the section that the row is in; null at the top. */
  readonly parent: number | null;
  /** Of a SUMMARY: place of the section that it sums; null where that has no row, and for other rows. */
  readonly sums: number | null;
  /** The vendor's name of a well-known section, the same in every language. */
  readonly key: string | null;
  /** One for each column. */
  readonly cells: readonly FinancialReportCellValue[];
}

/** A statement as it was computed. Plain JSON. */
export interface FinancialReportTable {
  readonly title: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly basis: AccountingBasis;
  /** Of money cells. */
  readonly currency: string | null;
  readonly isEmpty: boolean;
  /** The vendor left out the end because there was too much. */
  readonly isTruncated: boolean;
  /** RFC 3339. */
  readonly generatedAt: string | null;
  readonly columns: readonly FinancialReportColumnValue[];
  /** Top to bottom; a section before what is in it. */
  readonly rows: readonly FinancialReportRowValue[];
}

/** Statements that a vendor computes. */
export interface FinancialReports {
  readonly offers: readonly FinancialReportOffer[];
  /** Computes one, in one vendor call. The question is one that the offer of its kind allows. */
  run(connection: VendorConnection, question: FinancialReportQuestion): Promise<FinancialReportTable>;
}
