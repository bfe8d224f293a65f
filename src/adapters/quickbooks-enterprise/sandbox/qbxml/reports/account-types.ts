const CURRENT_ASSETS = ['Bank', 'AccountsReceivable', 'OtherCurrentAsset'];
const ASSETS = [...CURRENT_ASSETS, 'FixedAsset', 'OtherAsset'];
const CURRENT_LIABILITIES = ['AccountsPayable', 'CreditCard', 'OtherCurrentLiability'];
const LIABILITIES = [...CURRENT_LIABILITIES, 'LongTermLiability'];
const ORDINARY = ['Income', 'CostOfGoodsSold', 'Expense'];

export const INCOME_AND_EXPENSE: readonly string[] = [...ORDINARY, 'OtherIncome', 'OtherExpense'];

/** Types of account that a word of `AccountTypeFilter` stands for; the others stand for themselves. */
export const ACCOUNT_TYPE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  APAndSalesTax: ['AccountsPayable'],
  APOrCreditCard: ['AccountsPayable', 'CreditCard'],
  ARAndAP: ['AccountsReceivable', 'AccountsPayable'],
  Asset: ASSETS,
  BalanceSheet: [...ASSETS, ...LIABILITIES, 'Equity'],
  BankAndARAndAPAndUF: ['Bank', 'AccountsReceivable', 'AccountsPayable'],
  BankAndUF: ['Bank'],
  CostOfSales: ['CostOfGoodsSold'],
  CurrentAsset: CURRENT_ASSETS,
  CurrentAssetAndExpense: [...CURRENT_ASSETS, 'Expense', 'OtherExpense'],
  CurrentLiability: CURRENT_LIABILITIES,
  EquityAndIncomeAndExpense: ['Equity', ...INCOME_AND_EXPENSE],
  ExpenseAndOtherExpense: ['Expense', 'OtherExpense'],
  IncomeAndExpense: INCOME_AND_EXPENSE,
  IncomeAndOtherIncome: ['Income', 'OtherIncome'],
  Liability: LIABILITIES,
  LiabilityAndEquity: [...LIABILITIES, 'Equity'],
  OrdinaryExpense: ['Expense'],
  OrdinaryIncome: ['Income'],
  OrdinaryIncomeAndCOGS: ['Income', 'CostOfGoodsSold'],
  OrdinaryIncomeAndExpense: ORDINARY,
  OtherIncomeOrExpense: ['OtherIncome', 'OtherExpense'],
};
