/** What a line is for and its amount: an account's id, or `item#` and an item's id. */
export type SeedLine = readonly [target: string, amount: string];

export interface SeedPurchase {
  readonly id: string;
  readonly date: string;
  readonly type: 'Cash' | 'Check' | 'CreditCard';
  /** Money that came back. */
  readonly credit?: true;
  /** Code of the form that it was entered on. */
  readonly form: string;
  readonly account: string;
  readonly vendor?: string;
  readonly number?: string;
  readonly lines: readonly SeedLine[];
  readonly note?: string;
}

export interface SeedBill {
  readonly id: string;
  readonly date: string;
  readonly due: string;
  readonly vendor: string;
  readonly term?: string;
  readonly lines: readonly SeedLine[];
}

export interface SeedBillPayment {
  readonly id: string;
  readonly bill: string;
  /** The card or bank account that paid. */
  readonly account: string;
  readonly number?: string;
}

/** The last written first. */
export const PURCHASES: readonly SeedPurchase[] = [
  { id: '144', date: '2026-05-03', type: 'CreditCard', form: '1', account: '41', lines: [['55', '34']] },
  {
    id: '143',
    date: '2026-04-14',
    type: 'CreditCard',
    form: '1',
    account: '41',
    vendor: '41',
    lines: [['64', '42.4']],
  },
  {
    id: '142',
    date: '2026-04-20',
    type: 'CreditCard',
    form: '1',
    account: '41',
    vendor: '57',
    lines: [['55', '19.99']],
  },
  {
    id: '141',
    date: '2026-04-13',
    type: 'CreditCard',
    form: '1',
    account: '41',
    vendor: '57',
    lines: [['55', '19.99']],
  },
  {
    id: '140',
    date: '2026-04-13',
    type: 'CreditCard',
    form: '1',
    account: '41',
    vendor: '56',
    lines: [['13', '18.97']],
    note: 'Bought lunch for crew 102',
  },
  {
    id: '139',
    date: '2026-04-22',
    type: 'CreditCard',
    credit: true,
    form: '11',
    account: '41',
    lines: [['35', '900']],
    note: 'Monthly Payment',
  },
  {
    id: '138',
    date: '2026-04-06',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '57',
    number: 'Debit',
    lines: [['55', '19.99']],
  },
  { id: '137', date: '2026-04-04', type: 'Cash', form: '31', account: '35', vendor: '56', lines: [['13', '3.86']] },
  { id: '136', date: '2026-03-30', type: 'Cash', form: '31', account: '35', vendor: '57', lines: [['55', '19.99']] },
  { id: '135', date: '2026-03-30', type: 'Cash', form: '31', account: '35', vendor: '56', lines: [['13', '5.66']] },
  { id: '134', date: '2026-04-11', type: 'Cash', form: '31', account: '35', vendor: '50', lines: [['66', '23.5']] },
  {
    id: '133',
    date: '2026-03-31',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '33',
    number: '70',
    lines: [['72', '185']],
  },
  { id: '132', date: '2026-03-31', type: 'Cash', form: '31', account: '35', vendor: '33', lines: [['56', '52.14']] },
  { id: '131', date: '2026-04-07', type: 'Cash', form: '31', account: '35', vendor: '33', lines: [['56', '63.15']] },
  {
    id: '127',
    date: '2026-04-08',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '47',
    number: '76',
    lines: [['12', '75']],
  },
  {
    id: '122',
    date: '2026-04-08',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '33',
    number: '1',
    lines: [['56', '52.56']],
  },
  {
    id: '115',
    date: '2026-04-08',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '41',
    number: '75',
    lines: [
      ['item#5', '125'],
      ['item#16', '11.25'],
      ['item#17', '62.5'],
      ['item#11', '30'],
    ],
  },
  {
    id: '109',
    date: '2026-02-26',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '30',
    number: '12',
    lines: [['70', '55']],
  },
  {
    id: '107',
    date: '2026-01-26',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '49',
    number: '12',
    lines: [['69', '250']],
  },
  {
    id: '88',
    date: '2026-03-29',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '50',
    number: '22',
    lines: [['49', '54.92']],
  },
  {
    id: '87',
    date: '2026-03-05',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '50',
    number: '15',
    lines: [['58', '108.09']],
  },
  {
    id: '89',
    date: '2026-04-07',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '50',
    number: '108',
    lines: [['58', '46.98']],
  },
  {
    id: '86',
    date: '2026-02-26',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '50',
    number: '9',
    lines: [['66', '89.09']],
  },
  {
    id: '85',
    date: '2026-02-02',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '50',
    number: '3',
    lines: [['66', '158.08']],
  },
  {
    id: '56',
    date: '2026-04-02',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '50',
    number: '50',
    lines: [['66', '82.45']],
  },
  { id: '84', date: '2026-03-30', type: 'Check', form: '3', account: '35', vendor: '52', lines: [['71', '100']] },
  {
    id: '83',
    date: '2026-04-02',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '41',
    number: '13',
    lines: [['67', '215.66']],
  },
  {
    id: '81',
    date: '2026-03-27',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '41',
    number: '1',
    lines: [['64', '88.09']],
  },
  {
    id: '80',
    date: '2026-03-21',
    type: 'Cash',
    form: '54',
    account: '35',
    vendor: '41',
    number: '8',
    lines: [['49', '24.36']],
  },
  {
    id: '59',
    date: '2026-03-24',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '33',
    number: '1',
    lines: [['56', '65']],
  },
  {
    id: '58',
    date: '2026-03-04',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '33',
    number: '5',
    lines: [['56', '62.01']],
  },
  {
    id: '57',
    date: '2026-02-17',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '33',
    number: '4',
    lines: [['56', '54.55']],
  },
  {
    id: '55',
    date: '2026-04-06',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '42',
    lines: [['7', '74.86']],
  },
  {
    id: '51',
    date: '2026-04-06',
    type: 'CreditCard',
    form: '54',
    account: '41',
    vendor: '38',
    number: '1',
    lines: [['29', '112']],
  },
  {
    id: '36',
    date: '2026-04-02',
    type: 'Check',
    form: '3',
    account: '35',
    vendor: '43',
    number: '2',
    lines: [['15', '18.08']],
  },
];

/** The last written first. */
export const BILLS: readonly SeedBill[] = [
  {
    id: '126',
    date: '2026-04-08',
    due: '2026-04-08',
    vendor: '46',
    lines: [
      ['item#11', '80'],
      ['item#5', '125'],
    ],
  },
  { id: '25', date: '2026-04-05', due: '2026-05-05', vendor: '46', term: '3', lines: [['64', '103.55']] },
  { id: '105', date: '2026-02-21', due: '2026-02-21', vendor: '32', term: '1', lines: [['77', '56.5']] },
  { id: '108', date: '2026-04-08', due: '2026-04-08', vendor: '49', lines: [['69', '315']] },
  { id: '24', date: '2026-03-23', due: '2026-04-22', vendor: '40', term: '3', lines: [['17', '900']] },
  { id: '90', date: '2025-12-05', due: '2026-01-04', vendor: '49', term: '3', lines: [['71', '300']] },
  { id: '3', date: '2026-03-24', due: '2026-03-24', vendor: '51', lines: [['14', '666']] },
  { id: '2', date: '2026-03-02', due: '2026-03-02', vendor: '41', lines: [['14', '250']] },
  { id: '78', date: '2026-02-22', due: '2026-03-24', vendor: '48', term: '3', lines: [['76', '86.44']] },
  { id: '35', date: '2026-03-23', due: '2026-04-22', vendor: '48', term: '3', lines: [['76', '114.09']] },
  { id: '21', date: '2026-03-23', due: '2026-04-22', vendor: '32', term: '3', lines: [['77', '74.36']] },
  { id: '44', date: '2026-04-06', due: '2026-05-06', vendor: '36', term: '3', lines: [['75', '755']] },
  { id: '18', date: '2026-03-25', due: '2026-04-09', vendor: '30', term: '2', lines: [['69', '75']] },
  { id: '1', date: '2026-04-01', due: '2026-04-01', vendor: '31', lines: [['14', '2000']] },
  { id: '19', date: '2026-04-01', due: '2026-04-11', vendor: '31', term: '5', lines: [['11', '241.23']] },
];

/** Each pays one bill in full. */
export const BILL_PAYMENTS: readonly SeedBillPayment[] = [
  { id: '118', bill: '25', account: '41' },
  { id: '117', bill: '105', account: '41' },
  { id: '50', bill: '21', account: '41' },
  { id: '104', bill: '24', account: '35', number: '11' },
  { id: '91', bill: '90', account: '35', number: '10' },
  { id: '82', bill: '3', account: '35', number: '45' },
  { id: '79', bill: '2', account: '35', number: '7' },
  { id: '77', bill: '35', account: '35', number: '6' },
  { id: '37', bill: '18', account: '35', number: '3' },
  { id: '22', bill: '1', account: '35', number: '1' },
];
