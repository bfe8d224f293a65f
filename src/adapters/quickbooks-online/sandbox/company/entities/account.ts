import { moneyNumber, ZERO } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { faults } from '../fault';
import { choice, COMMON_FIELDS, flag, money, readOnly, reference, text, type Field } from '../field';
import { referenceAt, textAt, type JsonObject } from '../json';
import { prepareTree } from './tree';

export type Classification = 'Asset' | 'Equity' | 'Expense' | 'Liability' | 'Revenue';

interface AccountType {
  readonly classification: Classification;
  readonly defaultSubType: string;
}

/** Every type with what follows from it; the default sub-types of Bank, Credit Card and Expense are Intuit's own. */
export const ACCOUNT_TYPES: Readonly<Record<string, AccountType>> = {
  Bank: { classification: 'Asset', defaultSubType: 'CashOnHand' },
  'Accounts Receivable': { classification: 'Asset', defaultSubType: 'AccountsReceivable' },
  'Other Current Asset': { classification: 'Asset', defaultSubType: 'OtherCurrentAssets' },
  'Fixed Asset': { classification: 'Asset', defaultSubType: 'OtherFixedAssets' },
  'Other Asset': { classification: 'Asset', defaultSubType: 'OtherLongTermAssets' },
  'Accounts Payable': { classification: 'Liability', defaultSubType: 'AccountsPayable' },
  'Credit Card': { classification: 'Liability', defaultSubType: 'CreditCard' },
  'Other Current Liability': { classification: 'Liability', defaultSubType: 'OtherCurrentLiabilities' },
  'Long Term Liability': { classification: 'Liability', defaultSubType: 'OtherLongTermLiabilities' },
  Equity: { classification: 'Equity', defaultSubType: 'OwnersEquity' },
  Income: { classification: 'Revenue', defaultSubType: 'OtherPrimaryIncome' },
  'Cost of Goods Sold': { classification: 'Expense', defaultSubType: 'SuppliesMaterialsCogs' },
  Expense: { classification: 'Expense', defaultSubType: 'Travel' },
  'Other Income': { classification: 'Revenue', defaultSubType: 'OtherMiscellaneousIncome' },
  'Other Expense': { classification: 'Expense', defaultSubType: 'OtherMiscellaneousExpense' },
  'Non-Posting': { classification: 'Asset', defaultSubType: 'NonPosting' },
};

/** Sub-types that let a client leave the type out. */
const TYPE_OF_SUB_TYPE: Readonly<Record<string, string>> = {
  Checking: 'Bank',
  Savings: 'Bank',
  CashOnHand: 'Bank',
  MoneyMarket: 'Bank',
  CreditCard: 'Credit Card',
  AccountsPayable: 'Accounts Payable',
  AccountsReceivable: 'Accounts Receivable',
  Travel: 'Expense',
  TravelMeals: 'Expense',
  EntertainmentMeals: 'Expense',
  OfficeGeneralAdministrativeExpenses: 'Expense',
  SuppliesMaterials: 'Expense',
  SuppliesMaterialsCogs: 'Cost of Goods Sold',
  UndepositedFunds: 'Other Current Asset',
  PrepaidExpenses: 'Other Current Asset',
  ServiceFeeIncome: 'Income',
  SalesOfProductIncome: 'Income',
};

const accountName: Field = { kind: 'text', max: 100, forbidden: /[":]/ };

export const account: EntityDefinition = {
  name: 'Account',
  sequence: 'accounts',
  writes: 'full',
  removal: 'deactivate',
  requiredOnCreate: ['Name'],
  requiredAlways: ['Name'],
  filterable: [
    'Name',
    'FullyQualifiedName',
    'AccountType',
    'AccountSubType',
    'Classification',
    'Active',
    'SubAccount',
    'ParentRef',
    'AcctNum',
    'CurrentBalance',
  ],
  orderedBy: 'Name',
  captured: true,
  referenceWord: 'Accounts',
  fields: {
    Name: accountName,
    SubAccount: flag,
    ParentRef: { kind: 'reference', to: ['Account'], unnamed: true },
    Description: text(100),
    FullyQualifiedName: readOnly(text()),
    AccountAlias: text(),
    TxnLocationType: text(),
    Active: flag,
    Classification: readOnly(text()),
    AccountType: choice(...Object.keys(ACCOUNT_TYPES)),
    AccountSubType: text(),
    AcctNum: text(7),
    CurrentBalance: readOnly(money),
    CurrentBalanceWithSubAccounts: readOnly(money),
    CurrencyRef: reference('Currency'),
    TaxCodeRef: reference('TaxCode'),
    ...COMMON_FIELDS,
  },
  displayName: (record) => textAt(record, 'FullyQualifiedName'),
  prepare: (record, writing) => {
    prepareType(record, writing);
    prepareTree(record, writing, { entity: 'Account', flag: 'SubAccount' });
    refuseOtherType(record, writing);
    record['CurrencyRef'] ??= { value: 'USD' };
  },
  present: (record, { ledger }) => {
    const balance = ledger.accountBalance(String(record['Id']));
    record['CurrentBalance'] = moneyNumber(isProfitOrLoss(record) ? ZERO : balance.own);
    record['CurrentBalanceWithSubAccounts'] = moneyNumber(isProfitOrLoss(record) ? ZERO : balance.withChildren);
  },
};

export function isProfitOrLoss(record: JsonObject): boolean {
  return ['Revenue', 'Expense'].includes(String(record['Classification']));
}

function refuseOtherType(record: JsonObject, { store }: Writing): void {
  const parent = store.find('Account', referenceAt(record, 'ParentRef') ?? '');
  if (parent !== undefined && parent['AccountType'] !== record['AccountType']) {
    throw faults.business('A sub-account has the type of its parent account.', 'AccountType');
  }
}

function prepareType(record: JsonObject, { existing }: Writing): void {
  const subType = textAt(record, 'AccountSubType');
  const type =
    textAt(record, 'AccountType') ?? textAt(existing ?? undefined, 'AccountType') ?? TYPE_OF_SUB_TYPE[subType ?? ''];
  if (type === undefined) throw faults.missing('AccountType');
  const { classification, defaultSubType } = ACCOUNT_TYPES[type]!;
  record['AccountType'] = type;
  record['AccountSubType'] = subType ?? defaultSubType;
  record['Classification'] = classification;
}
