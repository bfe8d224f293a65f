import { amount, flag, group, many, required, text, time, word } from './element';
import {
  CURRENCY_FILTER,
  listFilters,
  NAME_OF_ACCOUNT,
  NAME_OF_CUSTOMER,
  NAME_OF_VENDOR,
  OWNERS,
  RETURNED,
  selection,
} from './shared';
import type { RequestModel } from './request-model';

export const ACCOUNT_TYPES = [
  'AccountsPayable',
  'AccountsReceivable',
  'Bank',
  'CostOfGoodsSold',
  'CreditCard',
  'Equity',
  'Expense',
  'FixedAsset',
  'Income',
  'LongTermLiability',
  'NonPosting',
  'OtherAsset',
  'OtherCurrentAsset',
  'OtherCurrentLiability',
  'OtherExpense',
  'OtherIncome',
] as const;

const BALANCES = group('TotalBalanceFilter', [
  required(word('Operator', ['LessThan', 'LessThanEqual', 'Equal', 'GreaterThan', 'GreaterThanEqual'])),
  required(amount('Amount')),
]);
const OF_CLASS = selection('ClassFilter', NAME_OF_ACCOUNT);

/** Intuit wants nothing between the tags of a company's query, so a further line in it is left to nobody. */
export const LIST_QUERIES = {
  HostQuery: { content: [group('IncludeListMetaData', [required(flag('IncludeMaxCapacity'))]), RETURNED] },
  CompanyQuery: { content: [RETURNED, OWNERS] },
  PreferencesQuery: { content: [RETURNED] },
  EmployeeQuery: { content: [...listFilters(NAME_OF_VENDOR), OWNERS] },
  AccountQuery: {
    content: [...listFilters(NAME_OF_ACCOUNT, many(word('AccountType', ACCOUNT_TYPES)), CURRENCY_FILTER), OWNERS],
  },
  ClassQuery: { content: listFilters(NAME_OF_ACCOUNT) },
  VendorQuery: {
    iterates: true,
    content: [...listFilters(NAME_OF_VENDOR, BALANCES, CURRENCY_FILTER, OF_CLASS), OWNERS],
  },
  CustomerQuery: {
    iterates: true,
    content: [...listFilters(NAME_OF_CUSTOMER, BALANCES, CURRENCY_FILTER, OF_CLASS), OWNERS],
  },
  ListDeletedQuery: {
    content: [
      required(many(word('ListDelType', ['Account', 'Class', 'Customer', 'Employee', 'Vendor']))),
      group('DeletedDateRangeFilter', [time('FromDeletedDate'), time('ToDeletedDate')]),
      many(text('IncludeRetElement', 50)),
    ],
  },
} as const satisfies Record<string, RequestModel>;
