import type { Aggregate } from '../records';

/** An account: full name, type, number, and what else is known of it. Parents stand before their children. */
export const ACCOUNTS: readonly (readonly [string, string, string, Aggregate?])[] = [
  ['Checking', 'Bank', '10100', { BankNumber: '0114-77', Desc: 'Daily account' }],
  ['Savings', 'Bank', '10200'],
  ['Office Equipment', 'FixedAsset', '15000'],
  ['Accounts Payable', 'AccountsPayable', '20000', { SpecialAccountType: 'AccountsPayable' }],
  ['Harbor Credit Card', 'CreditCard', '20500', { Desc: 'Card of the field crew' }],
  ['Opening Balance Equity', 'Equity', '30000', { SpecialAccountType: 'OpeningBalanceEquity' }],
  ['Retained Earnings', 'Equity', '32000', { SpecialAccountType: 'RetainedEarnings' }],
  ['Consulting Income', 'Income', '40100'],
  ['Cost of Goods Sold', 'CostOfGoodsSold', '50100', { SpecialAccountType: 'CostOfGoodsSold' }],
  ['Travel', 'Expense', '60100'],
  ['Travel:Meals', 'Expense', '60110'],
  ['Travel:Airfare', 'Expense', '60120'],
  ['Travel:Lodging', 'Expense', '60130'],
  ['Office Supplies', 'Expense', '60200'],
  ['Utilities', 'Expense', '60300'],
  ['Utilities:Telephone', 'Expense', '60310'],
  ['Utilities:Gas and Electric', 'Expense', '60320'],
  ['Job Expenses', 'Expense', '60400'],
  ['Job Expenses:Job Materials', 'Expense', '60410'],
  ['Professional Fees', 'Expense', '60500'],
  ['Fax Line', 'Expense', '60600', { IsActive: 'false' }],
  ['Interest Expense', 'OtherExpense', '80100'],
];

/** Expense accounts that purchases are for, the often used ones more than once. */
export const PURCHASE_ACCOUNTS: readonly string[] = [
  'Travel:Meals',
  'Travel:Airfare',
  'Travel:Lodging',
  'Travel',
  'Office Supplies',
  'Office Supplies',
  'Utilities:Telephone',
  'Utilities:Gas and Electric',
  'Job Expenses:Job Materials',
  'Job Expenses:Job Materials',
  'Professional Fees',
  'Cost of Goods Sold',
];

export const VENDORS: readonly (readonly [string, Aggregate])[] = [
  [
    'Bayshore Office Supply',
    { CompanyName: 'Bayshore Office Supply Inc.', Phone: '415-555-0116', AccountNumber: 'LO-2291' },
  ],
  ['Cal Coast Airlines', { CompanyName: 'Cal Coast Airlines', Email: 'groups@calcoast.example' }],
  ['Hoffmann & Söhne', { CompanyName: 'Hoffmann & Söhne', Notes: 'Bills in <EUR> are refused' }],
  ['Metro Telephone', { CompanyName: 'Metro Telephone', NameOnCheck: 'Metro Telephone Co.' }],
  ['Pacific Power', { CompanyName: 'Pacific Power & Light', AccountNumber: '77-1200-3' }],
  [
    'Rivera Hardware',
    { FirstName: 'Inés', LastName: 'Rivera', IsVendorEligibleFor1099: 'true', VendorTaxIdent: '94-1234567' },
  ],
];

export const VENDOR_ADDRESS: Aggregate = {
  Addr1: '100 Market Street',
  City: 'San Francisco',
  State: 'CA',
  PostalCode: '94105',
};

/** One has left, and one has a middle name and letters beyond ASCII. */
export const EMPLOYEES: readonly Aggregate[] = [
  {
    FirstName: 'Anna',
    LastName: 'Lindqvist',
    JobTitle: 'Office manager',
    Email: 'anna@larkspur.example',
    SSN: '987-65-4320',
  },
  {
    FirstName: 'José',
    MiddleName: 'R',
    LastName: 'Álvarez',
    JobTitle: 'Guide',
    Email: 'jose@larkspur.example',
    SSN: '987-65-4321',
  },
  {
    FirstName: 'Marcus',
    LastName: 'Webb',
    JobTitle: 'Bookkeeper',
    Email: 'marcus@larkspur.example',
    SSN: '987-65-4322',
  },
  {
    FirstName: 'Priya',
    LastName: 'Nair',
    JobTitle: 'Buyer',
    Email: 'priya@larkspur.example',
    Department: 'Purchasing',
  },
  { FirstName: 'Tom', LastName: 'Keller', ReleasedDate: '2025-03-31', IsActive: 'false' },
];

export const CLASSES: readonly string[] = ['Field', 'Office'];

/** Customers and their jobs, as full names. */
export const CUSTOMERS: readonly string[] = [
  'Abbott Lodge',
  'Abbott Lodge:Boathouse',
  'Cole Family',
  'Cole Family:Kitchen',
  'Cole Family:Porch',
  'Vista Resorts',
];

export const TERMS: readonly string[] = ['Due on receipt', 'Net 15', 'Net 30'];

export const MEMOS: readonly string[] = [
  'Team lunch',
  'Flight to the trade fair',
  'Hotel, two nights',
  'Paper and toner',
  'Monthly plan',
  'Screws, nails and glue',
  'Advice on the new lease',
  'Taxi',
];
