import { categoryOfAll, isAnyBillable, saidByAll } from '../../expense-lines';
import type { ExpenseKind, ExpensePayeeValue, ExpenseRecord, ExpenseTaxValue, PayeeKind } from '../../records';
import { signed, toExpenseLines } from './expense-line-mapping';
import {
  currencyOf,
  dayOf,
  decimalOf,
  idOf,
  instantOf,
  moneyOf,
  nameOf,
  objectOf,
  objectsOf,
  textOf,
  vendorFieldsOf,
  type RawObject,
} from './raw-object';

const PAYMENT_METHODS: Readonly<Record<string, ExpenseRecord['paymentMethod']>> = {
  Cash: 'CASH',
  Check: 'CHECK',
  CreditCard: 'CARD',
};

const PAYEE_KINDS: Readonly<Record<string, PayeeKind>> = {
  Vendor: 'SUPPLIER',
  Employee: 'EMPLOYEE',
  Customer: 'CUSTOMER',
};

/** What the three kinds of transaction do not have in common. */
interface TransactionFacts {
  readonly kind: ExpenseKind;
  readonly vendorKind: string | null;
  readonly isCredit: boolean;
  readonly paymentMethod: ExpenseRecord['paymentMethod'];
  readonly payee: ExpensePayeeValue | null;
  readonly paidFrom: unknown;
  readonly card: ExpenseRecord['card'];
}

/** Money spent: by card, check, or in cash. Null without an id. */
export function fromPurchase(raw: RawObject, home: string | null): ExpenseRecord | null {
  const type = textOf(raw.PaymentType);
  const byCard = type === 'CreditCard';
  return toExpense(raw, home, {
    kind: 'PURCHASE',
    vendorKind: type,
    isCredit: raw.Credit === true,
    paymentMethod: type === null ? null : (PAYMENT_METHODS[type] ?? 'OTHER'),
    payee: toPayee(raw.EntityRef),
    paidFrom: raw.AccountRef,
    card: byCard ? { remoteId: idOf(raw.AccountRef), name: nameOf(raw.AccountRef), lastFour: null, bank: null } : null,
  });
}

/** What is owed to a supplier. */
export function fromBill(raw: RawObject, home: string | null): ExpenseRecord | null {
  return toExpense(raw, home, { ...ofSupplier(raw), kind: 'BILL', vendorKind: 'Bill', isCredit: false });
}

/** What a supplier owes. */
export function fromVendorCredit(raw: RawObject, home: string | null): ExpenseRecord | null {
  return toExpense(raw, home, {
    ...ofSupplier(raw),
    kind: 'SUPPLIER_CREDIT',
    vendorKind: 'VendorCredit',
    isCredit: true,
  });
}

function ofSupplier(raw: RawObject): Pick<TransactionFacts, 'paymentMethod' | 'payee' | 'paidFrom' | 'card'> {
  const payee = toPayee({ ...objectOf(raw.VendorRef), type: 'Vendor' });
  return { paymentMethod: 'ON_ACCOUNT', payee, paidFrom: raw.APAccountRef, card: null };
}

function toExpense(raw: RawObject, home: string | null, facts: TransactionFacts): ExpenseRecord | null {
  const remoteId = textOf(raw.Id);
  if (remoteId === null) return null;
  const currency = currencyOf(raw, home);
  const departmentRemoteId = idOf(raw.DepartmentRef);
  const lines = toExpenseLines(raw.Line, { currency, isCredit: facts.isCredit, departmentRemoteId });
  const amount = signed(moneyOf(raw.TotalAmt, currency), facts);
  return {
    kind: facts.kind,
    remoteId,
    reportRemoteId: null,
    employeeEmail: null,
    amount,
    originalAmount: amount,
    convertedAmount: null,
    exchangeRate: decimalOf(raw.ExchangeRate),
    tax: toTax(raw.TxnTaxDetail, currency, facts),
    merchant: facts.payee && facts.payee.name,
    description: textOf(raw.PrivateNote) ?? saidByAll(lines, (line) => line.description),
    date: dayOf(raw.TxnDate),
    createdAt: instantOf(objectOf(raw.MetaData).CreateTime),
    vendorKind: facts.vendorKind,
    paymentMethod: facts.paymentMethod,
    category: categoryOfAll(lines),
    tags: [],
    lines,
    payee: facts.payee,
    posting: {
      accountRemoteId: saidByAll(lines, ({ posting }) => posting && posting.accountRemoteId),
      paidFromRemoteId: idOf(facts.paidFrom),
      departmentRemoteId,
      trackingClassRemoteId: saidByAll(lines, ({ posting }) => posting && posting.trackingClassRemoteId),
      customerRemoteId: saidByAll(lines, ({ posting }) => posting && posting.customerRemoteId),
      documentNumber: textOf(raw.DocNumber),
      dueOn: dayOf(raw.DueDate),
      balance: signed(moneyOf(raw.Balance, currency), facts),
    },
    // Attachments are objects of their own.
    receipt: null,
    attendees: [],
    billable: isAnyBillable(lines),
    reimbursable: null,
    card: facts.card,
    distance: null,
    merchantCategoryCode: null,
    externalReference: null,
    vendorFields: vendorFieldsOf(raw),
  };
}

function toPayee(reference: unknown): ExpensePayeeValue | null {
  const remoteId = idOf(reference);
  const name = nameOf(reference);
  const kind = PAYEE_KINDS[textOf(objectOf(reference).type) ?? ''] ?? null;
  if (remoteId === null && name === null) return null;
  return { name, kind: remoteId === null ? null : kind, remoteId: kind === null ? null : remoteId };
}

function toTax(raw: unknown, currency: string | null, facts: TransactionFacts): ExpenseTaxValue | null {
  const detail = objectOf(raw);
  const amount = signed(moneyOf(detail.TotalTax, currency), facts);
  if (amount === null) return null;
  const lines = objectsOf(detail.TaxLine).map((line) => objectOf(line.TaxLineDetail));
  const [only] = lines;
  const ratePercent = lines.length === 1 ? decimalOf(only?.TaxPercent) : null;
  return { amount, ratePercent, name: nameOf(detail.TxnTaxCodeRef), code: idOf(detail.TxnTaxCodeRef) };
}
