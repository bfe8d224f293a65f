import { decimalAt, moneyNumber, parseDecimal, roundMoney, sum } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { faults } from '../fault';
import { any, choice, flag, listOf, money, reference, structure, text } from '../field';
import { objectAt, objectsAt, referenceAt, textAt, type JsonObject } from '../json';
import { payableAccount } from './bill';
import { LINKED_TRANSACTIONS } from './lines';
import { HIDDEN_IN_QUERIES, prepareTransaction, TRANSACTION_FIELDS, TRANSACTION_FILTERS } from './transactions';

/** Pays bills, from a bank account or a card, and uses up vendor credits. */
export const billPayment: EntityDefinition = {
  name: 'BillPayment',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['VendorRef', 'PayType', 'TotalAmt', 'Line'],
  requiredAlways: ['VendorRef'],
  filterable: [...TRANSACTION_FILTERS, 'VendorRef', 'PayType'],
  hidden: HIDDEN_IN_QUERIES,
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    VendorRef: reference('Vendor'),
    APAccountRef: reference('Account'),
    PayType: choice('Check', 'CreditCard'),
    CheckPayment: structure({
      BankAccountRef: reference('Account'),
      PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
    }),
    CreditCardPayment: structure({ CCAccountRef: reference('Account') }),
    TotalAmt: money,
    ProcessBillPayment: flag,
    ...TRANSACTION_FIELDS,
    Line: listOf(structure({ Amount: money, LinkedTxn: LINKED_TRANSACTIONS, LineEx: any, Id: text() })),
  },
  prepare: (record, writing) => {
    preparePayment(record, writing);
    prepareTransaction(record, writing);
    record['APAccountRef'] ??= { value: payableAccount(writing) };
    record['TotalAmt'] = moneyNumber(decimalAt(record, 'TotalAmt'));
    for (const line of objectsAt(record, 'Line')) checkLine(line, record, writing);
    refuseOverspending(record);
  },
};

function preparePayment(record: JsonObject, { store }: Writing): void {
  const check = record['PayType'] === 'Check';
  const field = check ? 'CheckPayment' : 'CreditCardPayment';
  const accountField = check ? 'BankAccountRef' : 'CCAccountRef';
  const payment = objectAt(record, field);
  const account = store.find('Account', referenceAt(payment, accountField) ?? '');
  if (payment === undefined || account === undefined) throw faults.missing(`${field}.${accountField}`);
  const wanted = check ? 'Bank' : 'Credit Card';
  if (account['AccountType'] !== wanted) {
    throw faults.business(`A bill payment of type ${String(record['PayType'])} needs an account of type ${wanted}.`);
  }
  if (check) payment['PrintStatus'] ??= 'NotSet';
  delete record[check ? 'CreditCardPayment' : 'CheckPayment'];
}

function checkLine(line: JsonObject, record: JsonObject, { store }: Writing): void {
  if (parseDecimal(line['Amount']) === null) throw faults.missing('Line.Amount');
  for (const link of objectsAt(line, 'LinkedTxn')) {
    const type = textAt(link, 'TxnType') ?? '';
    if (!['Bill', 'VendorCredit'].includes(type)) continue;
    const target = store.find(type, textAt(link, 'TxnId') ?? '');
    if (target === undefined) throw faults.notFound();
    if (referenceAt(target, 'VendorRef') !== referenceAt(record, 'VendorRef')) {
      throw faults.business(`The ${type} ${String(target['Id'])} is of another vendor.`);
    }
  }
}

function refuseOverspending(record: JsonObject): void {
  const lines = objectsAt(record, 'Line');
  const signed = lines.map((line) => {
    const credit = objectsAt(line, 'LinkedTxn').some((link) => link['TxnType'] === 'VendorCredit');
    return credit ? decimalAt(line, 'Amount').negated() : decimalAt(line, 'Amount');
  });
  if (roundMoney(sum(signed)).isGreaterThan(decimalAt(record, 'TotalAmt'))) {
    throw faults.business('The lines of the payment come to more than its total.', 'TotalAmt');
  }
}
