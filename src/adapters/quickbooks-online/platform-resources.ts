import type { ElementResource } from '../adapter';
import type { PlatformField, PlatformResource } from '../platform-resource';
import type { PostedKind } from '../writes';
import { REPORTS } from './report-catalogue';
import { toPlatformRecord } from './platform-record';
import { changedTransaction, newTransaction } from './platform-transactions';
import { changedEmployee, changedSupplier, newEmployee, newSupplier, removedExpense } from './platform-writes';

const ID: PlatformField = { name: 'id', condition: 'ID' };
const OF_ALL = ['syncToken', 'metaData', 'domain', 'sparse', 'status'];
const ACTIVE: PlatformField = { name: 'active', condition: 'ACTIVE' };
const OF_TRANSACTIONS: readonly PlatformField[] = [
  ID,
  { name: 'txnDate', condition: 'DATE', sortedBy: 'DATE' },
  ...named(['docNumber', 'privateNote', 'currencyRef', 'exchangeRate', 'totalAmt', 'homeTotalAmt', 'line']),
  ...named(['linkedTxn', 'txnTaxDetail', 'globalTaxCalculation', 'departmentRef', 'transactionLocationType']),
  ...named(['txnSource', 'recurDataRef', 'attachableRef', 'customField', ...OF_ALL]),
];
const OF_PEOPLE: readonly PlatformField[] = [
  ID,
  ACTIVE,
  ...named(['displayName', 'title', 'givenName', 'middleName', 'familyName', 'suffix', 'printOnCheckName']),
  ...named(['primaryPhone', 'alternatePhone', 'mobile', 'fax', 'primaryEmailAddr', 'webAddr', ...OF_ALL]),
];
const OF_FIRMS: readonly PlatformField[] = [
  ...OF_PEOPLE,
  ...named(['companyName', 'balance', 'currencyRef', 'billAddr', 'otherContactInfo', 'termRef', 'notes']),
];

const PURCHASE = named([
  'accountRef',
  'paymentType',
  'paymentMethodRef',
  'entityRef',
  'credit',
  'remitToAddr',
  'printStatus',
  'purchaseEx',
]);
const BILL = named([
  'vendorRef',
  'apAccountRef',
  'salesTermRef',
  'dueDate',
  'balance',
  'homeBalance',
  'remitToAddr',
  'vendorAddr',
]);
const CREDIT = named(['vendorRef', 'apAccountRef', 'balance']);

/** The resources of the platform that we keep records of. */
export const quickbooksPlatformResources: readonly PlatformResource[] = [
  transactions('purchases', 'PURCHASE', 'Money spent: cash, checks and cards.', PURCHASE),
  transactions('bills', 'BILL', 'What is owed to vendors.', BILL),
  transactions('vendor-credits', 'SUPPLIER_CREDIT', 'What vendors owe.', CREDIT),
  {
    ...records('vendors', 'SUPPLIERS', 'Whom the company pays.', [
      ...OF_FIRMS,
      ...named(['acctNum', 'vendor1099', 'taxReportingBasis', 'gstin', 'gstRegistrationType', 'billRate', 'costRate']),
      ...named(['vendorPaymentBankDetail', 'apAccountRef', 'hasTPAR', 't4AEligible', 't5018Eligible', 'v4IDPseudonym']),
    ]),
    aliases: ['vendor'],
    create: newSupplier,
    update: changedSupplier,
  },
  {
    ...records('employees', 'EMPLOYEES', 'Who works for the company.', [
      ...OF_PEOPLE,
      ...named(['employeeNumber', 'primaryAddr', 'hiredDate', 'releasedDate', 'birthDate', 'gender']),
      ...named(['billableTime', 'billRate', 'costRate', 'organization', 'v4IDPseudonym']),
    ]),
    create: newEmployee,
    update: changedEmployee,
  },
  records('customers', 'CUSTOMERS', 'Who pays the company, and what is done for them.', [
    ...OF_FIRMS,
    ...named(['fullyQualifiedName', 'parentRef', 'level', 'job', 'isProject', 'billWithParent', 'taxable']),
    ...named(['balanceWithJobs', 'shipAddr', 'salesTermRef', 'paymentMethodRef', 'preferredDeliveryMethod']),
    ...named(['defaultTaxCodeRef', 'arAccountRef', 'openBalanceDate', 'clientEntityId', 'v4IDPseudonym']),
  ]),
  records('ledger-accounts', 'LEDGER_ACCOUNTS', 'The chart of accounts.', [
    ID,
    ACTIVE,
    ...named(['name', 'fullyQualifiedName', 'description', 'acctNum', 'subAccount', 'parentRef', 'classification']),
    ...named(['accountType', 'accountSubType', 'currentBalance', 'currentBalanceWithSubAccounts', 'currencyRef']),
    ...named(['taxCodeRef', 'txnLocationType', 'accountAlias', ...OF_ALL]),
  ]),
  records('classes', 'TRACKING_CLASSES', 'Classes that transactions are tracked by.', nested()),
  records('departments', 'DEPARTMENTS', 'Departments: QuickBooks shows them as locations.', [
    ...nested(),
    ...named(['address']),
  ]),
  {
    ...records('company-info', 'COMPANY', 'The company itself.', [
      ID,
      ...named(['companyName', 'legalName', 'companyAddr', 'customerCommunicationAddr', 'legalAddr', 'primaryPhone']),
      ...named(['companyStartDate', 'fiscalYearStartMonth', 'country', 'email', 'webAddr', 'supportedLanguages']),
      ...named(['nameValue', 'defaultTimeZone', 'customerCommunicationEmailAddr', 'employerId', ...OF_ALL]),
    ]),
    isSingle: true,
  },
  {
    ...records('reports', 'FINANCIAL_REPORTS', 'Statements that QuickBooks computes from the books.', []),
    statements: REPORTS.map(({ kind, name }) => ({ id: name, kind })),
  },
];

function transactions(
  name: string,
  kind: PostedKind,
  description: string,
  fields: readonly PlatformField[],
): PlatformResource {
  return {
    name,
    description,
    resource: 'EXPENSES',
    kind,
    fields: [...OF_TRANSACTIONS, ...fields],
    toRecord: toPlatformRecord,
    create: newTransaction(kind),
    update: changedTransaction(kind),
    remove: removedExpense(kind),
  };
}

function records(
  name: string,
  resource: ElementResource,
  description: string,
  fields: readonly PlatformField[],
): PlatformResource {
  return { name, description, resource, fields, toRecord: toPlatformRecord };
}

function nested(): PlatformField[] {
  return [ID, ACTIVE, ...named(['name', 'fullyQualifiedName', 'subClass', 'subDepartment', 'parentRef', ...OF_ALL])];
}

function named(names: readonly string[]): PlatformField[] {
  return names.map((name) => ({ name }));
}
