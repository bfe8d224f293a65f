import type {
  AccountingBasis as Basis,
  FinancialReportCellType as CellType,
  FinancialReportGrouping as Grouping,
  FinancialReportKind as Kind,
  FinancialReportRecordKind as RecordKind,
  FinancialReportRowValue,
} from '../../adapters/financial-reports';
import { registerEnum } from '../register-enum';

export const FinancialReportKind = registerEnum<Kind>(
  'FinancialReportKind',
  'Statements that accounting products compute. Which of them an instance has: `Instance.financialReportKinds`.',
  {
    PROFIT_AND_LOSS: 'Income and costs of a period.',
    PROFIT_AND_LOSS_DETAIL: 'The same, by transaction.',
    BALANCE_SHEET: 'Assets, liabilities and equity on a day.',
    CASH_FLOW: 'Movements of cash in a period.',
    TRIAL_BALANCE: 'Balances of all accounts.',
    GENERAL_LEDGER: 'All postings of a period by account, with balances.',
    JOURNAL: 'All postings of a period by transaction.',
    LEDGER_ACCOUNT_LIST: 'The accounts themselves, as they are now.',
    EXPENSES_BY_SUPPLIER: 'Spending by supplier.',
    SUPPLIER_BALANCES: 'What is owed, by supplier.',
    SUPPLIER_BALANCES_DETAIL: 'What is owed, by supplier and document.',
    AGED_PAYABLES: 'What is owed, by age.',
    AGED_PAYABLES_DETAIL: 'What is owed, by age and document.',
    INCOME_BY_CUSTOMER: 'Income by customer.',
    CUSTOMER_BALANCES: 'What is due, by customer.',
    CUSTOMER_BALANCES_DETAIL: 'What is due, by customer and document.',
    AGED_RECEIVABLES: 'What is due, by age.',
    AGED_RECEIVABLES_DETAIL: 'What is due, by age and document.',
    TRANSACTION_LIST: 'Transactions of a period.',
    TRANSACTION_LIST_BY_SUPPLIER: 'Transactions of a period, by supplier.',
    TRANSACTION_LIST_BY_CUSTOMER: 'Transactions of a period, by customer.',
    TRANSACTION_LIST_WITH_SPLITS: 'Transactions of a period with every line.',
    TRANSACTION_DETAIL_BY_LEDGER_ACCOUNT: 'Postings of a period by account, without balances.',
    SALES_BY_CUSTOMER: 'Sales by customer.',
    SALES_BY_PRODUCT: 'Sales by product or service.',
    SALES_BY_DEPARTMENT: 'Sales by department or location.',
    SALES_BY_TRACKING_CLASS: 'Sales by class.',
    INVENTORY_VALUATION: 'Stock and its worth.',
    INVENTORY_VALUATION_DETAIL: 'Movements of stock and its worth.',
    TAX_SUMMARY: 'Taxes of a period.',
  },
);

export const AccountingBasis = registerEnum<Basis>('AccountingBasis', 'When income and costs count.', {
  CASH: 'When money moves.',
  ACCRUAL: 'When they arise.',
  UNSPECIFIED: 'Not stated, or not applicable.',
});

export const FinancialReportGrouping = registerEnum<Grouping>(
  'FinancialReportGrouping',
  'What the columns of a statement stand for.',
  {
    TOTAL: 'One column.',
    DAY: 'Days.',
    WEEK: 'Weeks.',
    MONTH: 'Months.',
    QUARTER: 'Quarters.',
    YEAR: 'Years.',
    DEPARTMENT: 'Departments or locations.',
    TRACKING_CLASS: 'Classes.',
    SUPPLIER: 'Suppliers.',
    CUSTOMER: 'Customers.',
    EMPLOYEE: 'Employees.',
  },
);

export const FinancialReportCellType = registerEnum<CellType>('FinancialReportCellType', 'What a cell holds.', {
  TEXT: 'Text.',
  MONEY: 'Money: read `money`.',
  DATE: 'A day: read `date`.',
  NUMBER: 'A number without a currency: read `number`.',
});

export const FinancialReportRowKind = registerEnum<FinancialReportRowValue['kind']>(
  'FinancialReportRowKind',
  'What sort of row it is.',
  {
    SECTION: 'Begins a section.',
    DATA: 'Figures.',
    SUMMARY: 'Sums a section, or the whole.',
  },
);

export const FinancialReportRecordKind = registerEnum<RecordKind>(
  'FinancialReportRecordKind',
  'What a cell can name.',
  {
    LEDGER_ACCOUNT: 'An account of the general ledger.',
    SUPPLIER: 'A supplier.',
    CUSTOMER: 'A customer.',
    EMPLOYEE: 'An employee.',
    DEPARTMENT: 'A department or location.',
    TRACKING_CLASS: 'A class.',
    PURCHASE: 'An expense that was paid at once.',
    BILL: 'An expense that was billed.',
    SUPPLIER_CREDIT: "A supplier's credit.",
  },
);
