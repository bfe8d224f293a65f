import BigNumber from 'bignumber.js';
import { decimalAt, moneyNumber } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { address, date, money, readOnly, reference, unnamedReference, type Fields } from '../field';
import { isNumber, objectAt, objectsAt, referenceAt, type JsonObject, type JsonValue } from '../json';
import { EXPENSE_LINES, prepareExpenseLines, TAX_DETAIL, totalOf } from './lines';
import {
  HIDDEN_IN_QUERIES,
  prepareTransaction,
  REGIONAL_FIELDS,
  refuseNegativeTotal,
  refuseSameNumber,
  TRANSACTION_FIELDS,
  TRANSACTION_FILTERS,
  warnsOf,
} from './transactions';

const BY_VENDOR: Fields = {
  Line: EXPENSE_LINES,
  TxnTaxDetail: TAX_DETAIL,
  VendorRef: reference('Vendor'),
  APAccountRef: reference('Account'),
  TotalAmt: readOnly(money),
};
const FILTERS = [...TRANSACTION_FILTERS, 'VendorRef', 'APAccountRef', 'Balance'];

/** What is owed to a vendor. */
export const bill: EntityDefinition = {
  name: 'Bill',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['VendorRef', 'Line'],
  requiredAlways: ['VendorRef'],
  filterable: [...FILTERS, 'SalesTermRef', 'DueDate'],
  hidden: HIDDEN_IN_QUERIES,
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    SalesTermRef: unnamedReference('Term'),
    DueDate: date,
    RemitToAddr: readOnly(address),
    VendorAddr: readOnly(address),
    Balance: readOnly(money),
    HomeBalance: readOnly(money),
    ...REGIONAL_FIELDS,
    ...TRANSACTION_FIELDS,
    ...BY_VENDOR,
  },
  prepare: (record, writing) => {
    dropPayments(record);
    prepareByVendor(record, writing);
    record['DueDate'] ??= dueDate(record, writing);
    if (warnsOf('WarnDuplicateBillNumber', writing)) {
      const vendorId = referenceAt(record, 'VendorRef');
      refuseSameNumber(record, writing, 'Bill', (other) => referenceAt(other, 'VendorRef') === vendorId);
    }
  },
  present: (record, { ledger, store }) => {
    const settlement = ledger.settlementOf(String(record['Id']));
    record['Balance'] = moneyNumber(decimalAt(record, 'TotalAmt').minus(settlement.paid));
    const others = Array.isArray(record['LinkedTxn']) ? record['LinkedTxn'] : [];
    const payments = settlement.paymentIds.map((id): JsonValue => ({ TxnId: id, TxnType: 'BillPaymentCheck' }));
    record['LinkedTxn'] = [...payments, ...others];
    const vendor = store.find('Vendor', referenceAt(record, 'VendorRef') ?? '');
    const vendorAddress = objectAt(vendor, 'BillAddr');
    if (vendorAddress !== undefined) record['VendorAddr'] = vendorAddress;
  },
};

/** What a vendor owes us: a bill turned round, without a date to pay by. */
export const vendorCredit: EntityDefinition = {
  name: 'VendorCredit',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['VendorRef', 'Line'],
  requiredAlways: ['VendorRef'],
  filterable: FILTERS,
  hidden: HIDDEN_IN_QUERIES,
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    VendorAddr: readOnly(address),
    Balance: readOnly(money),
    ...REGIONAL_FIELDS,
    ...TRANSACTION_FIELDS,
    ...BY_VENDOR,
  },
  prepare: prepareByVendor,
  present: (record, { ledger }) => {
    const { paid } = ledger.settlementOf(String(record['Id']));
    record['Balance'] = moneyNumber(decimalAt(record, 'TotalAmt').minus(paid));
  },
};

/** Payments know their bills; what a client sends back of them is not stored a second time. */
function dropPayments(record: JsonObject): void {
  const kept = objectsAt(record, 'LinkedTxn').filter((link) => link['TxnType'] !== 'BillPaymentCheck');
  if (kept.length > 0) record['LinkedTxn'] = kept;
  else delete record['LinkedTxn'];
}

function prepareByVendor(record: JsonObject, writing: Writing): void {
  record['APAccountRef'] ??= { value: payableAccount(writing) };
  prepareTransaction(record, writing);
  prepareExpenseLines(record, writing, true);
  record['TotalAmt'] = moneyNumber(totalOf(record));
  refuseNegativeTotal(record);
}

export function payableAccount({ store }: Pick<Writing, 'store'>): string {
  for (const account of store.all('Account')) {
    if (account['AccountType'] === 'Accounts Payable' && account['Active'] !== false) return String(account['Id']);
  }
  return '33';
}

function dueDate(record: JsonObject, { store }: Writing): string {
  const issued = String(record['TxnDate']);
  const term = store.find('Term', referenceAt(record, 'SalesTermRef') ?? '');
  const days = isNumber(term?.['DueDays']) ? new BigNumber(term['DueDays'].value).toNumber() : 0;
  const due = new Date(`${issued}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + days);
  return due.toISOString().slice(0, 10);
}
