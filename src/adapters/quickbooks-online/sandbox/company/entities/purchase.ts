import { moneyNumber } from '../decimal';
import type { EntityDefinition, Writing } from '../entity-definition';
import { faults } from '../fault';
import { address, any, choice, flag, money, readOnly, reference } from '../field';
import { objectAt, referenceAt, textAt, type JsonObject } from '../json';
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

const PAID_FROM: Readonly<Record<string, string>> = { Check: 'Bank', Cash: 'Bank', CreditCard: 'Credit Card' };

/** Money already spent: by cash, check or card. */
export const purchase: EntityDefinition = {
  name: 'Purchase',
  sequence: 'transactions',
  writes: 'full',
  removal: 'delete',
  requiredOnCreate: ['PaymentType', 'AccountRef', 'Line'],
  requiredAlways: ['PaymentType'],
  filterable: [...TRANSACTION_FILTERS, 'PaymentType'],
  hidden: ['EntityRef', ...HIDDEN_IN_QUERIES],
  captured: true,
  referenceWord: 'Transactions',
  fields: {
    AccountRef: reference('Account'),
    PaymentMethodRef: reference('PaymentMethod'),
    PaymentType: choice('Cash', 'Check', 'CreditCard'),
    EntityRef: reference('Vendor', 'Customer', 'Employee'),
    RemitToAddr: readOnly(address),
    Credit: flag,
    TotalAmt: readOnly(money),
    PrintStatus: choice('NotSet', 'NeedToPrint', 'PrintComplete'),
    PurchaseEx: readOnly(any),
    ...REGIONAL_FIELDS,
    ...TRANSACTION_FIELDS,
    Line: EXPENSE_LINES,
    TxnTaxDetail: TAX_DETAIL,
  },
  prepare: (record, writing) => {
    preparePayment(record, writing);
    prepareTransaction(record, writing);
    prepareExpenseLines(record, writing, false);
    record['CustomField'] ??= [];
    record['TotalAmt'] = moneyNumber(totalOf(record));
    refuseNegativeTotal(record);
    const type = record['PaymentType'];
    if (type !== 'Check' || warnsOf('WarnDuplicateCheckNumber', writing)) {
      refuseSameNumber(record, writing, 'Purchase', (other) => other['PaymentType'] === type);
    }
  },
};

function preparePayment(record: JsonObject, { store, existing }: Writing): void {
  const type = String(record['PaymentType']);
  const account = store.find('Account', referenceAt(record, 'AccountRef') ?? '');
  const wanted = PAID_FROM[type]!;
  if (account !== undefined && account['AccountType'] !== wanted) {
    throw faults.business(`When you pay by ${type}, choose an account of type ${wanted}.`, 'AccountRef');
  }
  if (type === 'Check') record['PrintStatus'] ??= 'NotSet';
  else delete record['PrintStatus'];
  if (type === 'CreditCard') record['Credit'] ??= false;
  else delete record['Credit'];
  const form = existing?.['PaymentType'] === type ? objectAt(existing, 'PurchaseEx') : undefined;
  record['PurchaseEx'] = form ?? purchaseForm(formCode(record));
}

/** Which of Intuit's forms made it: 1 card charge, 3 check, 11 card credit, 31 quick cash expense, 54 expense. */
function formCode(record: JsonObject): string {
  if (record['PaymentType'] === 'Check') return '3';
  if (record['Credit'] === true) return '11';
  if (textAt(record, 'DocNumber') !== undefined) return '54';
  return record['PaymentType'] === 'Cash' ? '31' : '1';
}

export function purchaseForm(code: string): JsonObject {
  const any = {
    name: '{http://schema.intuit.com/finance/v3}NameValue',
    declaredType: 'com.intuit.schema.finance.v3.NameValue',
    scope: 'javax.xml.bind.JAXBElement$GlobalScope',
    value: { Name: 'TxnType', Value: code },
    nil: false,
    globalScope: true,
    typeSubstituted: false,
  };
  return { any: [any] };
}
