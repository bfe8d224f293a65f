import type { ElementResource } from '../adapter';
import type { PlatformField, PlatformResource } from '../platform-resource';
import type { ExpenseKind } from '../records';
import { toPlatformRecord } from './platform-record';
import { newEmployee, newVendor } from './platform-people';
import { platformStatements } from './platform-statements';
import { newTransaction } from './platform-transactions';

const STAMPS = named(['TimeCreated', 'TimeModified', 'EditSequence']);
const OF_ALL = named(['ExternalGUID', 'DataExtRet']);
const ACTIVE: PlatformField = { name: 'IsActive', condition: 'ACTIVE' };

const OF_TRANSACTIONS: readonly PlatformField[] = [
  ...identified('TxnID'),
  { name: 'TxnDate', condition: 'DATE', sortedBy: 'DATE' },
  ...named(['TxnNumber', 'RefNumber', 'Memo', 'CurrencyRef', 'ExchangeRate', 'IsTaxIncluded', 'SalesTaxCodeRef']),
  ...named(['ExpenseLineRet', 'ItemLineRet', 'ItemGroupLineRet']),
  ...OF_ALL,
];
const ON_ACCOUNT = named(['VendorRef', 'APAccountRef', 'LinkedTxn', 'OpenAmount']);
const BILL = [
  ...ON_ACCOUNT,
  ...named(['VendorAddress', 'DueDate', 'AmountDue', 'AmountDueInHomeCurrency', 'TermsRef', 'IsPaid']),
];
const VENDOR_CREDIT = [...ON_ACCOUNT, ...named(['CreditAmount', 'CreditAmountInHomeCurrency'])];
const PAID = named(['AccountRef', 'PayeeEntityRef', 'Amount', 'AmountInHomeCurrency']);
const CHECK = [...PAID, ...named(['Address', 'AddressBlock', 'IsToBePrinted', 'LinkedTxn'])];

const LISTED: readonly PlatformField[] = [...identified('ListID'), ACTIVE, { name: 'Name' }, ...OF_ALL];
const IN_A_TREE = named(['FullName', 'ParentRef', 'Sublevel']);
const OF_PEOPLE = named([
  ...['Salutation', 'FirstName', 'MiddleName', 'LastName', 'JobTitle', 'Phone', 'AltPhone', 'Fax'],
  ...['Notes', 'AccountNumber', 'AdditionalContactRef', 'AdditionalNotesRet'],
]);
const EMAIL: PlatformField = { name: 'Email' };
const OF_FIRMS = named([
  ...['CompanyName', 'Suffix', 'ClassRef', 'Mobile', 'Pager', 'Cc', 'Contact', 'AltContact', 'ContactsRet'],
  ...['TermsRef', 'CreditLimit', 'Balance', 'CurrencyRef', 'SalesTaxCodeRef', 'ShipAddress'],
]);

/** What the platform showed of QuickBooks Enterprise, as far as we keep records of it. */
export const quickbooksEnterprisePlatformResources: readonly PlatformResource[] = [
  {
    ...transactions('bills', 'BILL', 'What is owed to vendors.', BILL),
    create: newTransaction('bills'),
  },
  {
    ...transactions('checks', 'PURCHASE', 'What was paid by check, or from a bank account without one.', CHECK),
    includes: ({ vendorKind }) => vendorKind === 'Check',
    create: newTransaction('checks'),
  },
  {
    ...transactions('creditcard-charges', 'PURCHASE', 'What was paid by card.', PAID),
    includes: ({ vendorKind }) => vendorKind === 'CreditCardCharge',
    create: newTransaction('creditcard-charges'),
  },
  {
    ...transactions('creditcard-credits', 'PURCHASE', 'What came back to cards.', PAID),
    includes: ({ vendorKind }) => vendorKind === 'CreditCardCredit',
    create: newTransaction('creditcard-credits'),
  },
  {
    ...transactions('vendor-credits', 'SUPPLIER_CREDIT', 'What vendors owe.', VENDOR_CREDIT),
    create: newTransaction('vendor-credits'),
  },
  {
    ...listed('vendors', 'SUPPLIERS', 'Whom the company pays.', [
      ...[EMAIL, ...OF_PEOPLE, ...OF_FIRMS],
      ...named(['VendorAddress', 'VendorAddressBlock', 'NameOnCheck', 'VendorTypeRef', 'IsVendorEligibleFor1099']),
      ...named(['PrefillAccountRef']),
    ]),
    create: newVendor,
  },
  {
    ...listed('employees', 'EMPLOYEES', 'Who works for the company, without pay and personal data.', [
      ...[EMAIL, ...OF_PEOPLE],
      ...named(['SupervisorRef', 'Department', 'EmployeeAddress', 'PrintAs', 'Mobile', 'EmployeeType']),
      ...named(['HiredDate', 'ReleasedDate']),
    ]),
    create: newEmployee,
  },
  listed('customers', 'CUSTOMERS', 'Who pays the company, and the jobs that are done for them.', [
    ...[EMAIL, ...IN_A_TREE, ...OF_PEOPLE, ...OF_FIRMS],
    ...named(['BillAddress', 'BillAddressBlock', 'ShipAddressBlock', 'ShipToAddress', 'PrintAs', 'CustomerTypeRef']),
    ...named(['SalesRepRef', 'TotalBalance', 'ItemSalesTaxRef', 'PreferredPaymentMethodRef', 'PriceLevelRef']),
    ...named(['JobStatus', 'JobStartDate', 'JobProjectedEndDate', 'JobEndDate', 'JobDesc', 'JobTypeRef']),
    ...named(['IsStatementWithParent']),
  ]),
  listed('ledger-accounts', 'LEDGER_ACCOUNTS', 'The chart of accounts.', [
    ...IN_A_TREE,
    ...named(['AccountType', 'SpecialAccountType', 'AccountNumber', 'Desc', 'Balance', 'TotalBalance']),
    ...named(['CashFlowClassification', 'TaxLineInfoRet', 'SalesTaxCodeRef', 'IsTaxAccount', 'CurrencyRef']),
  ]),
  listed('classes', 'TRACKING_CLASSES', 'Classes that transactions are tracked by.', IN_A_TREE),
  platformStatements,
];

function transactions(
  name: string,
  kind: ExpenseKind,
  description: string,
  fields: readonly PlatformField[],
): PlatformResource {
  const all = [...OF_TRANSACTIONS, ...fields];
  return { name, description, resource: 'EXPENSES', kind, fields: all, toRecord: toPlatformRecord };
}

function listed(
  name: string,
  resource: ElementResource,
  description: string,
  fields: readonly PlatformField[],
): PlatformResource {
  return { name, description, resource, fields: [...LISTED, ...fields], toRecord: toPlatformRecord };
}

/** The id that QuickBooks gives, and the platform's `id`, which is the same. */
function identified(name: 'ListID' | 'TxnID'): PlatformField[] {
  return [{ name: 'id', condition: 'ID' }, { name, condition: 'ID' }, ...STAMPS];
}

function named(names: readonly string[]): PlatformField[] {
  return names.map((name) => ({ name }));
}
