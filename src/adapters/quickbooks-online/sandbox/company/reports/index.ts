import type { Company } from '../company';
import { faults } from '../fault';
import type { JsonObject } from '../json';
import { generalLedger, journalReport, profitAndLossDetail, transactionDetailByAccount } from './account-detail';
import { accountList } from './account-list';
import { balanceSheet } from './balance-sheet';
import { cashFlow } from './cash-flow';
import { agingDetail, agingSummary, balanceDetail, balanceSummary } from './open-balances';
import { profitAndLoss } from './profit-and-loss';
import { ReportRequest } from './report-request';
import { report } from './report-table';
import { transactionList } from './transaction-list';
import { trialBalance } from './trial-balance';
import { vendorExpenses } from './vendor-expenses';

type ReportMaker = (request: ReportRequest) => JsonObject;

const REPORTS: Readonly<Record<string, ReportMaker>> = {
  AccountList: accountList,
  AgedPayableDetail: (request) => agingDetail(request, 'Vendor'),
  AgedPayables: (request) => agingSummary(request, 'Vendor'),
  AgedReceivableDetail: (request) => agingDetail(request, 'Customer'),
  AgedReceivables: (request) => agingSummary(request, 'Customer'),
  BalanceSheet: balanceSheet,
  CashFlow: cashFlow,
  CustomerBalance: (request) => balanceSummary(request, 'Customer'),
  CustomerBalanceDetail: (request) => balanceDetail(request, 'Customer'),
  GeneralLedger: generalLedger,
  GeneralLedgerFR: generalLedger,
  JournalReport: journalReport,
  ProfitAndLoss: profitAndLoss,
  ProfitAndLossDetail: profitAndLossDetail,
  TransactionDetailByAccount: transactionDetailByAccount,
  TransactionList: (request) => transactionList(request),
  TransactionListByCustomer: (request) => transactionList(request, 'Customer'),
  TransactionListByVendor: (request) => transactionList(request, 'Vendor'),
  TransactionListWithSplits: journalReport,
  TrialBalance: trialBalance,
  TrialBalanceFR: trialBalance,
  VendorBalance: (request) => balanceSummary(request, 'Vendor'),
  VendorBalanceDetail: (request) => balanceDetail(request, 'Vendor'),
  VendorExpenses: vendorExpenses,
};

/** Reports of sales, stock and taxes: no company here has any of these, so they have no rows. */
const EMPTY_REPORTS = new Set([
  'ClassSales',
  'CustomerIncome',
  'CustomerSales',
  'DepartmentSales',
  'FECReport',
  'InventoryValuationDetail',
  'InventoryValuationSummary',
  'ItemSales',
  'TaxSummary',
]);

/** A report by its name, whose case counts. Throws a `CompanyFault` for one that there is not. */
export function runReport(company: Company, name: string, query: URLSearchParams): JsonObject {
  const make = Object.hasOwn(REPORTS, name) ? REPORTS[name] : EMPTY_REPORTS.has(name) ? emptyReport : undefined;
  if (make === undefined) throw faults.unsupported(`Operation reports/${name}`);
  return make(new ReportRequest(company, name, query));
}

function emptyReport(request: ReportRequest): JsonObject {
  const { start, end } = request.period('this fiscal year-to-date');
  return report(request, {
    columns: [
      { title: '', type: 'String', key: 'name' },
      { title: 'Total', type: 'Money', key: 'total' },
    ],
    rows: [],
    header: { ReportBasis: request.basis, StartPeriod: start, EndPeriod: end },
    isEmpty: true,
  });
}
