import { categoryOfAll, isAnyBillable, saidByAll } from '../../expense-lines';
import type { ExpenseKind, ExpensePayeeValue, ExpenseRecord, MoneyValue } from '../../records';
import { textOf, type QbxmlObject } from '../qbxml/answer-event';
import { signed, toExpenseLines } from './expense-line-mapping';
import type { PayeeKinds } from './payee-kinds';
import { currencyOf, dayOf, decimalOf, flagOf, idIn, instantOf, moneyOf, nameIn, vendorFieldsOf } from './values';

/** What records are made with, beside what QuickBooks wrote. */
export interface MappingContext {
  /** ISO 4217; null when it is not known. */
  readonly home: string | null;
  readonly payees: Pick<PayeeKinds, 'of'>;
}

/** What the five kinds of transaction do not have in common. */
interface TransactionFacts {
  readonly kind: ExpenseKind;
  readonly vendorKind: string;
  readonly isCredit: boolean;
  readonly paymentMethod: ExpenseRecord['paymentMethod'];
  /** Element of the amount; the one in home currency is called after it. */
  readonly amount: 'Amount' | 'AmountDue' | 'CreditAmount';
  readonly payee: ExpensePayeeValue | null;
  readonly paidFrom: 'AccountRef' | 'APAccountRef';
}

type FromTransaction = (raw: QbxmlObject, context: MappingContext) => ExpenseRecord | null;

/** What is owed to a supplier. Null without an id, here and below. */
export const fromBill: FromTransaction = (raw, context) =>
  toExpense(raw, context, {
    ...onAccount(raw),
    kind: 'BILL',
    vendorKind: 'Bill',
    isCredit: false,
    amount: 'AmountDue',
  });

/** What a supplier owes. */
export const fromVendorCredit: FromTransaction = (raw, context) =>
  toExpense(raw, context, {
    ...onAccount(raw),
    kind: 'SUPPLIER_CREDIT',
    vendorKind: 'VendorCredit',
    isCredit: true,
    amount: 'CreditAmount',
  });

/** Money spent by check, or from a bank account without one. */
export const fromCheck: FromTransaction = (raw, context) =>
  toExpense(raw, context, { ...paid(raw, context), vendorKind: 'Check', isCredit: false, paymentMethod: 'CHECK' });

export const fromCardCharge: FromTransaction = (raw, context) =>
  toExpense(raw, context, {
    ...paid(raw, context),
    vendorKind: 'CreditCardCharge',
    isCredit: false,
    paymentMethod: 'CARD',
  });

/** Money that came back to a card. */
export const fromCardCredit: FromTransaction = (raw, context) =>
  toExpense(raw, context, {
    ...paid(raw, context),
    vendorKind: 'CreditCardCredit',
    isCredit: true,
    paymentMethod: 'CARD',
  });

function onAccount(raw: QbxmlObject): Pick<TransactionFacts, 'paymentMethod' | 'payee' | 'paidFrom'> {
  const remoteId = idIn(raw, 'VendorRef');
  const name = nameIn(raw, 'VendorRef');
  const payee: ExpensePayeeValue = { name, kind: remoteId === null ? null : 'SUPPLIER', remoteId };
  return {
    paymentMethod: 'ON_ACCOUNT',
    payee: remoteId === null && name === null ? null : payee,
    paidFrom: 'APAccountRef',
  };
}

function paid(
  raw: QbxmlObject,
  { payees }: MappingContext,
): Pick<TransactionFacts, 'kind' | 'amount' | 'payee' | 'paidFrom'> {
  const id = idIn(raw, 'PayeeEntityRef');
  const name = nameIn(raw, 'PayeeEntityRef');
  const kind = id === null ? null : payees.of(id);
  const payee: ExpensePayeeValue = { name, kind, remoteId: kind === null ? null : id };
  return {
    kind: 'PURCHASE',
    amount: 'Amount',
    payee: name === null && id === null ? null : payee,
    paidFrom: 'AccountRef',
  };
}

function toExpense(raw: QbxmlObject, { home }: MappingContext, facts: TransactionFacts): ExpenseRecord | null {
  const remoteId = textOf(raw, 'TxnID');
  if (remoteId === null) return null;
  const currency = currencyOf(raw, home);
  const lines = toExpenseLines(raw, { currency, isCredit: facts.isCredit });
  const amount = signed(moneyOf(raw, facts.amount, currency), facts);
  return {
    kind: facts.kind,
    remoteId,
    reportRemoteId: null,
    employeeEmail: null,
    amount,
    originalAmount: amount,
    convertedAmount: currency === home ? null : signed(moneyOf(raw, `${facts.amount}InHomeCurrency`, home), facts),
    exchangeRate: decimalOf(raw, 'ExchangeRate'),
    tax: null,
    merchant: facts.payee && facts.payee.name,
    description: textOf(raw, 'Memo') ?? saidByAll(lines, (line) => line.description),
    date: dayOf(raw, 'TxnDate'),
    createdAt: instantOf(raw, 'TimeCreated'),
    vendorKind: facts.vendorKind,
    paymentMethod: facts.paymentMethod,
    category: categoryOfAll(lines),
    tags: [],
    lines,
    payee: facts.payee,
    posting: {
      accountRemoteId: saidByAll(lines, ({ posting }) => posting && posting.accountRemoteId),
      paidFromRemoteId: idIn(raw, facts.paidFrom),
      departmentRemoteId: null,
      trackingClassRemoteId: saidByAll(lines, ({ posting }) => posting && posting.trackingClassRemoteId),
      customerRemoteId: saidByAll(lines, ({ posting }) => posting && posting.customerRemoteId),
      documentNumber: textOf(raw, 'RefNumber'),
      dueOn: dayOf(raw, 'DueDate'),
      balance: signed(toBalance(raw, currency, amount), facts),
    },
    receipt: null,
    attendees: [],
    billable: isAnyBillable(lines),
    reimbursable: null,
    card: facts.paymentMethod === 'CARD' ? toCard(raw) : null,
    distance: null,
    merchantCategoryCode: null,
    externalReference: textOf(raw, 'ExternalGUID'),
    vendorFields: vendorFieldsOf(raw),
  };
}

/** Of a paid bill that does not say what is open: nothing is. Positive, as QuickBooks writes it. */
function toBalance(raw: QbxmlObject, currency: string | null, amount: MoneyValue | null): MoneyValue | null {
  const open = moneyOf(raw, 'OpenAmount', currency);
  if (open !== null || amount === null || flagOf(raw, 'IsPaid') !== true) return open;
  return { amount: '0.00', currency: amount.currency };
}

function toCard(raw: QbxmlObject): ExpenseRecord['card'] {
  return { remoteId: idIn(raw, 'AccountRef'), name: nameIn(raw, 'AccountRef'), lastFour: null, bank: null };
}
