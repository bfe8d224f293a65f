const NAMES = '(ListID:ID+ | FullName:STR209+ | ListIDWithChildren:ID | FullNameWithChildren:STR209)';
const CONTACT = 'ContactName:STR40, ContactValue:STR255';
const LINE =
  'AccountRef:REF159?, Amount:AMT?, TaxAmount:AMT?, Memo:STR4095?, CustomerRef:REF209?, ClassRef:REF159?, ' +
  'SalesTaxCodeRef:REF3?, BillableStatus?, SalesRepRef:REF5@13?';
const ITEM_LINE =
  'ItemRef:REF159?, InventorySiteRef:REF31?, InventorySiteLocationRef:REF31?, (SerialNumber:STR4095 | LotNumber:STR40)?, ' +
  'Desc:STR4095?, Quantity:QUAN?, UnitOfMeasure:STR31?, Cost:PRICE?, Amount:AMT?, TaxAmount:AMT?, ' +
  'CustomerRef:REF209?, ClassRef:REF159?, SalesTaxCodeRef:REF3?, BillableStatus?, OverrideItemAccountRef:REF159?';
const JOURNAL_LINE =
  'TxnLineID:ID?, AccountRef:REF159?, Amount:AMT?, Memo:STR4095?, EntityRef:REF209?, ClassRef:REF159?, ' +
  'ItemSalesTaxRef:REF31?, BillableStatus?';
const DATA_EXT_OBJECT =
  '(ListDataExtType, ListObjRef:REF209 | TxnDataExtType, TxnID:ID, TxnLineID:ID? | OtherDataExtType)';

/** What stands in the aggregates that requests share; types not listed here are lexical or enumerations. */
export const AGGREGATES: Readonly<Record<string, string>> = {
  AdditionalContactRef: CONTACT,
  AdditionalNotes: 'Note:STR4095',
  Address:
    'Addr1:STR41?, Addr2:STR41?, Addr3:STR41?, Addr4:STR41?, Addr5:STR41?, City:STR31?, State:STR21?, ' +
    'PostalCode:STR13?, Country:STR31?, Note:STR41?',
  AppliedToTxn: 'TxnID:ID, PaymentAmount:AMT?',
  ApplyCheckToTxn: 'TxnID:ID, Amount:AMT?',
  ClassFilter: NAMES,
  CurrencyFilter: 'ListID:ID+ | FullName:STR64+',
  DataExtAdd: `OwnerID:GUID, DataExtName:STR31, ${DATA_EXT_OBJECT}, DataExtValue:TEXT`,
  DataExtDel: `OwnerID:GUID, DataExtName:STR31, ${DATA_EXT_OBJECT}`,
  DeletedDateRange: 'FromDeletedDate:DATETIME?, ToDeletedDate:DATETIME?',
  EmergencyContact: `${CONTACT}, Relation:STR20?`,
  EmergencyContacts: 'PrimaryContact:EmergencyContact?, SecondaryContact:EmergencyContact?',
  EmployeeAddress:
    'Addr1:STR41?, Addr2:STR41?, Addr3:STR41?, Addr4:STR41?, City:STR31?, State:STR21?, PostalCode:STR13?, Country:STR31?',
  ExpenseLineAdd: LINE,
  ExpenseLineMod: `TxnLineID:ID, ${LINE}`,
  IncludeListMetaData: 'IncludeMaxCapacity:BOOL',
  ItemLineAdd: ITEM_LINE,
  ItemLineMod: `TxnLineID:ID, ${ITEM_LINE}`,
  JournalLine: JOURNAL_LINE,
  ModifiedDateRangeFilter: 'FromModifiedDate:DATETIME?, ToModifiedDate:DATETIME?',
  NameFilter: 'MatchCriterion, Name:STR209',
  NameRangeFilter: 'FromName:STR209?, ToName:STR209?',
  NamesFilter: NAMES,
  RefNumberFilter: 'MatchCriterion, RefNumber:STR20',
  RefNumberRangeFilter: 'FromRefNumber:STR20?, ToRefNumber:STR20?',
  ReportAccountFilter: `AccountTypeFilter | ${NAMES}`,
  ReportEntityFilter: `EntityTypeFilter | ${NAMES}`,
  ReportItemFilter: `ItemTypeFilter | ${NAMES}`,
  ReportModifiedDateRangeFilter: 'FromReportModifiedDate:DATETIME?, ToReportModifiedDate:DATETIME?',
  ReportPeriod: 'FromReportDate:DATE?, ToReportDate:DATE?',
  ReportTxnTypeFilter: 'TxnTypeFilter+',
  TotalBalanceFilter: 'Operator, Amount:AMT',
  TxnDateRangeFilter: '(FromTxnDate:DATE?, ToTxnDate:DATE?) | DateMacro',
};
