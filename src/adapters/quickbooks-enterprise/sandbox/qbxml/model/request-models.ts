import { LIST_KINDS, TRANSACTION_KINDS } from '../../company/records';
import { WRITE_MODELS } from './write-models';

/** One request of qbXML: what stands in it, and which attributes it takes beside `requestID`. */
export interface RequestModel {
  readonly content: string;
  readonly attributes: readonly string[];
}

const RETURNED = 'IncludeRetElement:STR50*';
const METADATA = ['metaData'];
const ITERATED = ['metaData', 'iterator', 'iteratorID'];

function listQuery(filters: string, attributes: readonly string[], withOwner = true): RequestModel {
  const range =
    'MaxReturned:INT?, ActiveStatus?, FromModifiedDate:DATETIME?, ToModifiedDate:DATETIME?, (NameFilter | NameRangeFilter)?';
  const choice = `(ListID:ID+ | FullName:STR209+ | (${range}, ${filters}))`;
  return { content: `${choice}, ${RETURNED}${withOwner ? ', OwnerID:GUID*' : ''}`, attributes };
}

interface TransactionFilters {
  readonly paid?: boolean;
  readonly linked?: boolean;
}

function transactionQuery({ paid, linked }: TransactionFilters = {}): RequestModel {
  const range =
    'MaxReturned:INT?, (ModifiedDateRangeFilter | TxnDateRangeFilter)?, EntityFilter:NamesFilter?, ' +
    'AccountFilter:NamesFilter?, (RefNumberFilter | RefNumberRangeFilter)?, CurrencyFilter@8?' +
    (paid ? ', PaidStatus?' : '');
  const choice = `(TxnID:ID+ | RefNumber:STR20+ | RefNumberCaseSensitive:STR20@4+ | (${range}))`;
  const details = `IncludeLineItems:BOOL?${linked ? ', IncludeLinkedTxns:BOOL?' : ''}`;
  return { content: `${choice}, ${details}, ${RETURNED}, OwnerID:GUID*`, attributes: ITERATED };
}

function deletedQuery(kind: 'List' | 'Txn'): RequestModel {
  return {
    content: `${kind}DelType+, DeletedDateRangeFilter:DeletedDateRange?, ${RETURNED}`,
    attributes: METADATA,
  };
}

const REPORT_FILTERS =
  'DisplayReport:BOOL@3?, (ReportPeriod | ReportDateMacro)?, ReportAccountFilter?, ReportEntityFilter?, ' +
  'ReportItemFilter?, ReportClassFilter:NamesFilter?, ReportTxnTypeFilter?, ' +
  '(ReportModifiedDateRangeFilter | ReportModifiedDateRangeMacro)?, ReportDetailLevelFilter@3?, ReportPostingStatusFilter@3?';
const DETAIL_COLUMNS = 'IncludeColumn*, IncludeAccounts?';

function report(content: string): RequestModel {
  return { content, attributes: [] };
}

const QUERIES: Readonly<Record<string, RequestModel>> = {
  AccountQuery: listQuery('AccountType*, CurrencyFilter@8?', METADATA),
  ClassQuery: listQuery('', METADATA, false),
  CustomerQuery: listQuery('TotalBalanceFilter?, CurrencyFilter@8?, ClassFilter@12?', ITERATED),
  EmployeeQuery: listQuery('', METADATA),
  VendorQuery: listQuery('TotalBalanceFilter?, CurrencyFilter@8?, ClassFilter@12?', ITERATED),
  BillQuery: transactionQuery({ paid: true, linked: true }),
  BillPaymentCheckQuery: transactionQuery({ linked: true }),
  CheckQuery: transactionQuery({ linked: true }),
  CreditCardChargeQuery: transactionQuery(),
  CreditCardCreditQuery: transactionQuery(),
  JournalEntryQuery: transactionQuery(),
  VendorCreditQuery: transactionQuery({ linked: true }),
  HostQuery: { content: `IncludeListMetaData?, ${RETURNED}`, attributes: [] },
  CompanyQuery: { content: `${RETURNED}, OwnerID:GUID*`, attributes: [] },
  PreferencesQuery: { content: RETURNED, attributes: [] },
  ListDeletedQuery: deletedQuery('List'),
  TxnDeletedQuery: deletedQuery('Txn'),
};

const REPORTS: Readonly<Record<string, RequestModel>> = {
  GeneralSummaryReportQuery: report(
    `GeneralSummaryReportType, ${REPORT_FILTERS}, SummarizeColumnsBy?, IncludeSubcolumns:BOOL?, ReportCalendar?, ` +
      'ReturnRows?, ReturnColumns?, ReportBasis?',
  ),
  GeneralDetailReportQuery: report(
    `GeneralDetailReportType, ${REPORT_FILTERS}, SummarizeRowsBy?, ${DETAIL_COLUMNS}, ReportOpenBalanceAsOf?, ReportBasis?`,
  ),
  CustomDetailReportQuery: report(
    `CustomDetailReportType, ${REPORT_FILTERS}, SummarizeRowsBy, IncludeColumn+, IncludeAccounts?, ` +
      'ReportOpenBalanceAsOf?, ReportBasis?',
  ),
  AgingReportQuery: report(`AgingReportType, ${REPORT_FILTERS}, ${DETAIL_COLUMNS}, ReportAgingAsOf?`),
};

const LIST_WRITES = LIST_KINDS.filter((kind) => `${kind}Add` in WRITE_MODELS);

function write(name: string, after = `, ${RETURNED}`): [string, RequestModel] {
  return [name, { content: `${name}${after}`, attributes: [] }];
}

const WRITES: Readonly<Record<string, RequestModel>> = Object.fromEntries([
  ...[...LIST_WRITES, ...TRANSACTION_KINDS].flatMap((kind) => [write(`${kind}Add`), write(`${kind}Mod`)]),
  write('DataExtAdd', ''),
  ['DataExtMod', { content: 'DataExtMod:DataExtAdd', attributes: [] }],
  write('DataExtDel', ''),
  ['TxnDel', { content: 'TxnDelType, TxnID:ID', attributes: [] }],
  ['ListDel', { content: 'ListDelType, ListID:ID', attributes: [] }],
]);

/** By the name of the request without its `Rq`. */
export const REQUEST_MODELS: ReadonlyMap<string, RequestModel> = new Map(
  Object.entries({ ...QUERIES, ...REPORTS, ...WRITES }),
);

/** Whether the request changes the books. */
export function isWrite(request: string): boolean {
  return Object.hasOwn(WRITES, request);
}

/** Requests that are in the schema and that these books do not answer; there are more. */
export const UNSUPPORTED_REQUESTS: ReadonlySet<string> = new Set(
  (
    'ARRefundCreditCardAdd ARRefundCreditCardQuery BarCodeQuery BillingRateQuery BillPaymentCreditCardAdd ' +
    'BillPaymentCreditCardQuery BillToPayQuery BudgetSummaryReportQuery BuildAssemblyQuery ChargeQuery ' +
    'CompanyActivityQuery CreditMemoQuery CurrencyQuery CustomSummaryReportQuery CustomerMsgQuery CustomerTypeQuery ' +
    'DataExtDefAdd DataExtDefQuery DateDrivenTermsQuery DepositAdd DepositQuery EntityQuery EstimateQuery ' +
    'InventoryAdjustmentQuery InventorySiteQuery InvoiceAdd InvoiceQuery ItemInventoryQuery ItemNonInventoryQuery ' +
    'ItemOtherChargeQuery ItemQuery ItemReceiptAdd ItemReceiptQuery ItemServiceQuery JobReportQuery JobTypeQuery ' +
    'LeadQuery OtherNameQuery PaymentMethodQuery PayrollDetailReportQuery PayrollItemWageQuery ' +
    'PayrollSummaryReportQuery PriceLevelQuery PurchaseOrderQuery ReceivePaymentQuery SalesOrderQuery ' +
    'SalesReceiptQuery SalesRepQuery SalesTaxCodeQuery StandardTermsQuery TemplateQuery TermsQuery TimeReportQuery ' +
    'TimeTrackingAdd TimeTrackingQuery ToDoQuery TransactionQuery TransferQuery TxnVoid VehicleMileageQuery ' +
    'VehicleQuery VendorTypeQuery'
  ).split(' '),
);
