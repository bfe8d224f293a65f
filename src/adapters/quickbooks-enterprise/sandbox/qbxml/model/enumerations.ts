const TRANSACTION_TYPES =
  'ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly Charge Check CreditCardCharge ' +
  'CreditCardCredit CreditMemo Deposit Estimate InventoryAdjustment Invoice ItemReceipt JournalEntry ' +
  'LiabilityAdjustment Paycheck PayrollLiabilityCheck PurchaseOrder ReceivePayment SalesOrder SalesReceipt ' +
  'SalesTaxPaymentCheck Transfer VendorCredit YTDAdjustment';
const SUMMARIZED =
  'Account BalanceSheet Class Customer CustomerType Day Employee FourWeek HalfMonth IncomeStatement ItemDetail ' +
  'ItemType Month Payee PaymentMethod PayrollItemDetail PayrollYtdDetail Quarter SalesRep SalesTaxCode ShipMethod ' +
  'Terms TotalOnly TwoWeek Vendor VendorType Week Year';
const REPORT_MACROS =
  'All Today ThisWeek ThisWeekToDate ThisMonth ThisMonthToDate ThisQuarter ThisQuarterToDate ThisYear ' +
  'ThisYearToDate Yesterday LastWeek LastWeekToDate LastMonth LastMonthToDate LastQuarter LastQuarterToDate ' +
  'LastYear LastYearToDate NextWeek NextFourWeeks NextMonth NextQuarter NextYear';
const RETURNED = 'ActiveOnly NonZero All';

/** Words that an element takes, by the type of the element, exactly as they are written. */
const WORDS: Readonly<Record<string, string>> = {
  AccountType:
    'AccountsPayable AccountsReceivable Bank CostOfGoodsSold CreditCard Equity Expense FixedAsset Income ' +
    'LongTermLiability NonPosting OtherAsset OtherCurrentAsset OtherCurrentLiability OtherExpense OtherIncome',
  AccountTypeFilter:
    'AccountsPayable AccountsReceivable AllowedFor1099 APAndSalesTax APOrCreditCard ARAndAP Asset BalanceSheet Bank ' +
    'BankAndARAndAPAndUF BankAndUF CostOfSales CreditCard CurrentAsset CurrentAssetAndExpense CurrentLiability ' +
    'Equity EquityAndIncomeAndExpense ExpenseAndOtherExpense FixedAsset IncomeAndExpense IncomeAndOtherIncome ' +
    'Liability LiabilityAndEquity LongTermLiability NonPosting OrdinaryExpense OrdinaryIncome ' +
    'OrdinaryIncomeAndCOGS OrdinaryIncomeAndExpense OtherAsset OtherCurrentAsset OtherCurrentLiability ' +
    'OtherExpense OtherIncome OtherIncomeOrExpense',
  ActiveStatus: 'ActiveOnly InactiveOnly All',
  AgingReportType: 'APAgingDetail APAgingSummary ARAgingDetail ARAgingSummary CollectionsReport',
  BillableStatus: 'Billable NotBillable HasBeenBilled',
  CustomDetailReportType: 'CustomTxnDetail',
  DateMacro:
    'All Today ThisWeek ThisWeekToDate ThisMonth ThisMonthToDate ThisCalendarQuarter ThisCalendarQuarterToDate ' +
    'ThisFiscalQuarter ThisFiscalQuarterToDate ThisCalendarYear ThisCalendarYearToDate ThisFiscalYear ' +
    'ThisFiscalYearToDate Yesterday LastWeek LastWeekToDate LastMonth LastMonthToDate LastCalendarQuarter ' +
    'LastCalendarQuarterToDate LastFiscalQuarter LastFiscalQuarterToDate LastCalendarYear LastCalendarYearToDate ' +
    'LastFiscalYear LastFiscalYearToDate NextWeek NextFourWeeks NextMonth NextCalendarQuarter NextCalendarYear ' +
    'NextFiscalQuarter NextFiscalYear',
  EmployeeType: 'Officer Owner Regular Statutory',
  EntityTypeFilter: 'Customer Employee OtherName Vendor',
  Gender: 'Male Female',
  GeneralDetailReportType:
    '1099Detail AuditTrail BalanceSheetDetail CheckDetail CustomerBalanceDetail DepositDetail EstimatesByJob ' +
    'ExpenseByVendorDetail GeneralLedger IncomeByCustomerDetail IncomeTaxDetail InventoryValuationDetail ' +
    'JobProgressInvoicesVsEstimates Journal MissingChecks OpenInvoices OpenPOs OpenPOsByJob OpenSalesOrderByCustomer ' +
    'OpenSalesOrderByItem PendingSales ProfitAndLossDetail PurchaseByItemDetail PurchaseByVendorDetail ' +
    'SalesByCustomerDetail SalesByItemDetail SalesByRepDetail TxnDetailByAccount TxnListByCustomer TxnListByDate ' +
    'TxnListByVendor UnpaidBillsDetail UnbilledCostsByJob VendorBalanceDetail',
  GeneralSummaryReportType:
    'BalanceSheetByClass BalanceSheetPrevYearComp BalanceSheetStandard BalanceSheetSummary CustomerBalanceSummary ' +
    'ExpenseByVendorSummary IncomeByCustomerSummary InventoryStockStatusByItem InventoryStockStatusByVendor ' +
    'IncomeTaxSummary InventoryValuationSummary InventoryValuationSummaryBySite LotNumberInStockBySite ' +
    'PhysicalInventoryWorksheet ProfitAndLossByClass ProfitAndLossByJob ProfitAndLossPrevYearComp ' +
    'ProfitAndLossStandard ProfitAndLossYTDComp PurchaseByItemSummary PurchaseByVendorSummary ' +
    'SalesByCustomerSummary SalesByItemSummary SalesByRepSummary SalesTaxLiability SalesTaxRevenueSummary ' +
    'SerialNumberInStockBySite TrialBalance VendorBalanceSummary',
  IncludeAccounts: 'All InUse',
  IncludeColumn:
    'Account Aging Amount AmountDifference AverageCost BilledDate BillingStatus CalculatedAmount Class ' +
    'ClearedStatus CostPrice Credit Currency Date Debit DeliveryDate DueDate EstimateActive ExchangeRate FOB ' +
    'IncomeSubjectToTax Invoiced Item ItemDesc LastModifiedBy LatestOrPriorState Memo ModifiedTime Name ' +
    'NameAccountNumber NameAddress NameCity NameContact NameEmail NameFax NamePhone NameState NameZip OpenBalance ' +
    'OriginalAmount PaidAmount PaidStatus PaidThroughDate PaymentMethod PayrollItem PONumber PrintStatus ' +
    'ProgressAmount ProgressPercent Quantity QuantityAvailable QuantityOnHand QuantityOnSalesOrder ReceivedQuantity ' +
    'RefNumber RunningBalance SalesRep SalesTaxCode SerialOrLotNumber ShipDate ShipMethod SourceName SplitAccount ' +
    'SSNOrTaxID TaxLine TaxTableVersion Terms TxnID TxnNumber TxnType UnitPrice UserEdit ValueOnHand WageBase ' +
    'WageBaseTips',
  ItemTypeFilter:
    'AllExceptFixedAsset Assembly Discount FixedAsset Inventory InventoryAndAssembly NonInventory OtherCharge Payment ' +
    'Sales SalesTax Service',
  ListDelType:
    'Account BillingRate Class Currency Customer CustomerMsg CustomerType DateDrivenTerms Employee InventorySite ' +
    'ItemDiscount ItemFixedAsset ItemGroup ItemInventory ItemInventoryAssembly ItemNonInventory ItemOtherCharge ' +
    'ItemPayment ItemSalesTax ItemSalesTaxGroup ItemService ItemSubtotal JobType OtherName PaymentMethod ' +
    'PayrollItemNonWage PayrollItemWage PriceLevel SalesRep SalesTaxCode ShipMethod StandardTerms ToDo ' +
    'UnitOfMeasureSet Vehicle Vendor VendorType WorkersCompCode',
  ListDataExtType: 'Account Customer Employee Item OtherName Vendor',
  MatchCriterion: 'StartsWith Contains EndsWith',
  Operator: 'LessThan LessThanEqual Equal GreaterThan GreaterThanEqual',
  OtherDataExtType: 'Company',
  PaidStatus: 'All PaidOnly NotPaidOnly',
  PartOrFullTime: 'PartTime FullTime',
  ReportAgingAsOf: 'ReportEndDate Today',
  ReportBasis: 'Accrual Cash None',
  ReportCalendar: 'CalendarYear FiscalYear TaxYear',
  ReportDateMacro: REPORT_MACROS,
  ReportDetailLevelFilter: 'All AllExceptSummary SummaryOnly',
  ReportModifiedDateRangeMacro: REPORT_MACROS,
  ReportOpenBalanceAsOf: 'ReportEndDate Today',
  ReportPostingStatusFilter: 'Either NonPosting Posting',
  ReturnColumns: RETURNED,
  ReturnRows: RETURNED,
  SpecialAccountType:
    'AccountsPayable AccountsReceivable CondenseItemAdjustmentExpenses CostOfGoodsSold DirectDepositLiabilities ' +
    'Estimates ExchangeGainLoss InventoryAssets ItemReceiptAccount OpeningBalanceEquity PayrollExpenses ' +
    'PayrollLiabilities PettyCash PurchaseOrders ReconciliationDifferences RetainedEarnings SalesOrders ' +
    'SalesTaxPayable UncategorizedExpenses UncategorizedIncome UndepositedFunds',
  SummarizeColumnsBy: SUMMARIZED,
  SummarizeRowsBy: `${SUMMARIZED} TaxLine`,
  TxnDataExtType:
    'ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly Charge Check CreditCardCharge ' +
    'CreditCardCredit CreditMemo Deposit Estimate InventoryAdjustment Invoice ItemReceipt JournalEntry PurchaseOrder ' +
    'ReceivePayment SalesOrder SalesReceipt SalesTaxPaymentCheck VendorCredit',
  TxnDelType:
    'ARRefundCreditCard Bill BillPaymentCheck BillPaymentCreditCard BuildAssembly Charge Check CreditCardCharge ' +
    'CreditCardCredit CreditMemo Deposit Estimate InventoryAdjustment Invoice ItemReceipt JournalEntry PurchaseOrder ' +
    'ReceivePayment SalesOrder SalesReceipt SalesTaxPaymentCheck TimeTracking TransferInventory VehicleMileage ' +
    'VendorCredit',
  TxnTypeFilter: `All ${TRANSACTION_TYPES}`,
};

export const ENUMERATIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(WORDS).map(([type, words]) => [type, new Set(words.split(' '))]),
);
