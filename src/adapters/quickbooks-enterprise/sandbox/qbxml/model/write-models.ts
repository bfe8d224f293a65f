const LINES_ADD = 'ExpenseLineAdd*, ItemLineAdd*';
const LINES_MOD = 'ClearExpenseLines:BOOL?, ExpenseLineMod*, ClearItemLines:BOOL?, ItemLineMod*';
const CONTACT_POINTS = 'Phone:STR21?, AltPhone:STR21?, Fax:STR21?, Email:STR1023?';
const PERSON = 'Salutation:STR15?, FirstName:STR25?, MiddleName:STR5?, LastName:STR25?';

/** Elements of a list object that a write may carry, after Name, in the order of the schema. */
const LISTS: Readonly<Record<string, string>> = {
  Account:
    'Name:STR31, IsActive:BOOL?, ParentRef:REF159?, AccountType, AccountNumber:STR7?, BankNumber:STR25?, Desc:STR200?, ' +
    'OpenBalance:AMT?, OpenBalanceDate:DATE?',
  Class: 'Name:STR31, IsActive:BOOL?, ParentRef:REF159?',
  Customer:
    `Name:STR41, IsActive:BOOL?, ClassRef:REF159@12?, ParentRef:REF209?, CompanyName:STR41?, ${PERSON}, ` +
    `JobTitle:STR41@12?, BillAddress:Address?, ShipAddress:Address?, PrintAs:STR41?, ${CONTACT_POINTS}, Contact:STR41?, ` +
    'TermsRef:REF31?, AccountNumber:STR99?, JobStatus:STR20?, JobDesc:STR99?, Notes:STR4095?, ExternalGUID:GUID@8?',
  Employee:
    `IsActive:BOOL?, ${PERSON}, JobTitle:STR41@12?, SupervisorRef:REF209@13?, Department:STR31@13?, ` +
    'Description:STR64@13?, TargetBonus:AMT@13?, EmployeeAddress?, PrintAs:STR41?, Phone:STR21?, Mobile:STR21?, ' +
    'Pager:STR21?, PagerPIN:STR10?, AltPhone:STR21?, Fax:STR21?, SSN:STR11?, Email:STR1023?, AdditionalContactRef@12*, ' +
    'EmergencyContacts@13?, EmployeeType?, PartOrFullTime@13?, Exempt:STR9@13?, KeyEmployee:STR3@13?, Gender?, ' +
    'HiredDate:DATE?, OriginalHireDate:DATE@13?, AdjustedServiceDate:DATE@13?, ReleasedDate:DATE?, BirthDate:DATE@2?, ' +
    'AccountNumber:STR99?, Notes:STR4095?, AdditionalNotes@12*, ExternalGUID:GUID@8?',
  Vendor:
    `Name:STR41, IsActive:BOOL?, ClassRef:REF159@12?, CompanyName:STR41?, ${PERSON}, JobTitle:STR41@12?, ` +
    `VendorAddress:Address?, ShipAddress:Address@11?, ${CONTACT_POINTS}, Cc:STR1023@12?, Contact:STR41?, ` +
    'AltContact:STR41?, AdditionalContactRef@12*, NameOnCheck:STR41?, AccountNumber:STR99?, Notes:STR4095?, ' +
    'AdditionalNotes@12*, VendorTypeRef:REF159?, TermsRef:REF31?, CreditLimit:AMT?, VendorTaxIdent:STR15?, ' +
    'IsVendorEligibleFor1099:BOOL?, OpenBalance:AMT?, OpenBalanceDate:DATE?, BillingRateRef:REF31@6?, ' +
    'ExternalGUID:GUID@8?, PrefillAccountRef:REF159@8*, CurrencyRef:REF64@8?',
};

/** Elements of a transaction before its lines, in the order of the schema. */
const HEADS: Readonly<Record<string, string>> = {
  Bill:
    'VendorRef:REF41, VendorAddress:Address@13?, APAccountRef:REF159?, TxnDate:DATE?, DueDate:DATE?, RefNumber:STR20?, ' +
    'TermsRef:REF31?, Memo:STR4095?, IsTaxIncluded:BOOL?, SalesTaxCodeRef:REF3?, ExchangeRate:FLOAT@8?, ExternalGUID:GUID@9?',
  Check:
    'AccountRef:REF159, PayeeEntityRef:REF209?, RefNumber:STR11?, TxnDate:DATE?, Memo:STR4095?, Address?, ' +
    'IsToBePrinted:BOOL?, IsTaxIncluded:BOOL?, SalesTaxCodeRef:REF3?, ExchangeRate:FLOAT@8?, ExternalGUID:GUID@9?',
  CreditCardCharge:
    'AccountRef:REF159, PayeeEntityRef:REF209?, TxnDate:DATE?, RefNumber:STR11?, Memo:STR4095?, IsTaxIncluded:BOOL?, ' +
    'SalesTaxCodeRef:REF3?, ExchangeRate:FLOAT@8?, ExternalGUID:GUID@9?',
  VendorCredit:
    'VendorRef:REF41, APAccountRef:REF159?, TxnDate:DATE?, RefNumber:STR20?, Memo:STR4095?, IsTaxIncluded:BOOL?, ' +
    'SalesTaxCodeRef:REF3?, ExchangeRate:FLOAT@8?, ExternalGUID:GUID@9?',
  JournalEntry:
    'TxnDate:DATE?, RefNumber:STR11?, Memo:STR4095?, IsAdjustment:BOOL?, ' +
    '(IsHomeCurrencyAdjustment:BOOL | (IsAmountsEnteredInHomeCurrency:BOOL?, CurrencyRef:REF64?, ExchangeRate:FLOAT?))?, ' +
    'ExternalGUID:GUID@9?',
  BillPaymentCheck:
    'PayeeEntityRef:REF209, APAccountRef:REF159?, TxnDate:DATE?, BankAccountRef:REF159, ' +
    '(IsToBePrinted:BOOL | RefNumber:STR11)?, Memo:STR4095?, ExchangeRate:FLOAT@8?, ExternalGUID:GUID@9?',
};
const TRANSACTIONS: Readonly<Record<string, string>> = { ...HEADS, CreditCardCredit: HEADS['CreditCardCharge']! };

/** Elements of the head that only an addition has. */
const ONLY_ADDED: Readonly<Record<string, string>> = {
  Bill: 'LinkToTxnID:ID*,',
  Check: 'ApplyCheckToTxnAdd:ApplyCheckToTxn*,',
};
const OWN_LINES: Readonly<Record<string, readonly [add: string, mod: string]>> = {
  JournalEntry: ['(JournalDebitLine:JournalLine | JournalCreditLine:JournalLine)+', ''],
  BillPaymentCheck: ['AppliedToTxnAdd:AppliedToTxn+', 'AppliedToTxnMod:AppliedToTxn*'],
};

/** What an aggregate named `<Kind>Add` or `<Kind>Mod` holds. */
export const WRITE_MODELS: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(LISTS).flatMap(([kind, model]) => [
    [`${kind}Add`, model],
    [`${kind}Mod`, `ListID:ID, EditSequence:STR16, ${optional(model)}`],
  ]),
  ...Object.entries(TRANSACTIONS).flatMap(([kind, head]) => [
    [`${kind}Add`, `${head}, ${ONLY_ADDED[kind] ?? ''} ${OWN_LINES[kind]?.[0] ?? LINES_ADD}`],
    [`${kind}Mod`, `TxnID:ID, EditSequence:STR16, ${optional(head)}, ${OWN_LINES[kind]?.[1] ?? LINES_MOD}`],
  ]),
]);

/** A change names only what it changes. */
function optional(model: string): string {
  return model.replaceAll(/([\w:@]*\w)(?=,|$)/g, '$1?');
}
