import { NO_CURRENCY } from '../expense-writes';
import type { RequestPath, RequestProblems } from '../request-problems';
import type { ExpenseDraft, ExpenseLineDraft, ExpensePosting, PayeeReference, PostingPaymentMethod } from '../writes';
import { checkAmount, sumOf, toNumber } from './amount';
import type { QuickbooksObject } from './client';
import { KIND_WORDS, referenceTo } from './entity';
import { FieldChecks, LONGEST } from './field-checks';
import { payeeTypeOf, PAYMENT_TYPES, TAX_TREATMENTS } from './posting-words';

/** What was found by the names that an expense gives in place of ids. */
export interface NamedRecords {
  /** Id of the supplier; null when there is none. */
  supplier(name: string): string | null;
  /** Id of the account with this whole name; null when there is none. */
  account(name: string): string | null;
}

/** Refunds are positive at QuickBooks, and marked as what they are. */
export function isRefund({ amount }: ExpenseDraft): boolean {
  return amount.amount.trim().startsWith('-');
}

/** Adds everything that QuickBooks would refuse, ignore or take for something else to the problems. */
export function checkDraft(draft: ExpenseDraft, path: RequestPath, problems: RequestProblems): void {
  const checks = new FieldChecks(problems, path);
  refuseUnknownFacts(draft, checks);
  checks.text('description', draft.description, LONGEST.memo);
  checkAmount(draft.amount, [...path, 'amount'], problems);
  if (draft.posting == null) {
    checks.add('posting', 'QuickBooks has to know where to book an expense.', 'Kind, payee, accounts and lines.');
    return;
  }
  checkPosting(draft, draft.posting, checks.at('posting'));
  checkLines(draft, draft.posting, [...path, 'posting', 'lines'], problems);
}

/** As `POST /purchase`, `/bill` or `/vendorcredit` takes it; the draft has been checked. */
export function toTransaction(
  draft: ExpenseDraft,
  posting: ExpensePosting,
  named: NamedRecords,
  path: RequestPath,
  problems: RequestProblems,
): QuickbooksObject {
  const { documentNumber, departmentRemoteId, exchangeRate, taxTreatment, lines } = posting;
  return {
    ...payment(draft, posting, named, path, problems),
    TxnDate: draft.date,
    ...(draft.amount.currency !== NO_CURRENCY && { CurrencyRef: referenceTo(draft.amount.currency) }),
    ...(exchangeRate !== null && { ExchangeRate: toNumber(exchangeRate) }),
    ...(documentNumber !== null && { DocNumber: documentNumber }),
    ...(departmentRemoteId !== null && { DepartmentRef: referenceTo(departmentRemoteId) }),
    ...(draft.description !== null && { PrivateNote: draft.description }),
    ...(taxTreatment !== null && { GlobalTaxCalculation: TAX_TREATMENTS[taxTreatment] }),
    Line: lines.map((line, index) =>
      toLine(line, isRefund(draft), named, [...path, 'posting', 'lines', index], problems),
    ),
  };
}

function refuseUnknownFacts(draft: ExpenseDraft, checks: FieldChecks): void {
  const none = 'QuickBooks keeps no such fact of an expense.';
  if (draft.tags.length > 0) checks.add('tags', none, 'Classes: `trackingClassId` of a line.');
  if (draft.reimbursable !== null) checks.add('reimbursable', none);
  if (draft.tax !== null) checks.add('tax', 'QuickBooks has tax by line.', '`taxRateRemoteId` of a line.');
  if (draft.externalReference !== null) checks.add('externalReference', none, '`posting.documentNumber`.');
}

function checkPosting(draft: ExpenseDraft, posting: ExpensePosting, checks: FieldChecks): void {
  checks.text('documentNumber', posting.documentNumber, LONGEST.documentNumber);
  checks.id('departmentRemoteId', posting.departmentRemoteId);
  checks.id('paidFromRemoteId', posting.paidFromRemoteId);
  checks.id('payee', posting.payee?.remoteId);
  if (posting.kind === 'PURCHASE') checkPayment(draft, posting, checks);
  else checkOwed(draft, posting, checks);
  if (posting.kind !== 'BILL' && posting.dueOn !== null) checks.add('dueOn', 'Only a bill has a day it is due.');
}

function checkPayment(draft: ExpenseDraft, posting: ExpensePosting, checks: FieldChecks): void {
  if (posting.paymentMethod === null) {
    checks.add('paymentMethod', 'A purchase has been paid in one of three ways.', 'CARD, CASH or CHECK.');
  }
  if (posting.paidFromRemoteId === null) {
    checks.add(
      'paidFromRemoteId',
      'A purchase was paid from an account.',
      'A bank account, or the account of the card.',
    );
  }
  if (isRefund(draft) && posting.paymentMethod !== null && posting.paymentMethod !== 'CARD') {
    const expected = "`CARD`, or `kind: SUPPLIER_CREDIT` for a supplier's credit.";
    checks.add('paymentMethod', 'QuickBooks has refunds of cards only.', expected);
  }
}

function checkOwed(draft: ExpenseDraft, { kind, payee, ...posting }: ExpensePosting, checks: FieldChecks): void {
  const what = `A ${KIND_WORDS[kind]}`;
  if (payee !== null && payee.kind !== 'SUPPLIER') {
    checks.add('payee', `${what} is of a supplier: QuickBooks takes nobody else.`, '`{ supplierId: … }`.');
  }
  if (posting.paymentMethod !== null) checks.add('paymentMethod', `${what} has not been paid.`);
  if (posting.paidFromRemoteId !== null) checks.add('paidFromRemoteId', `${what} has not been paid.`);
  if (isRefund(draft) !== (kind === 'SUPPLIER_CREDIT')) {
    const expected = kind === 'BILL' ? 'A positive amount, or `kind: SUPPLIER_CREDIT`.' : 'A negative amount.';
    checks.add('kind', `${what} cannot have the amount ${draft.amount.amount}.`, expected);
  }
}

function checkLines(
  draft: ExpenseDraft,
  { lines }: ExpensePosting,
  path: RequestPath,
  problems: RequestProblems,
): void {
  if (lines.length === 0) problems.add(path, 'An expense has one line at least.');
  lines.forEach((line, index) => checkLine(draft, line, [...path, index], problems));
  const sum = sumOf(lines.map(({ amount }) => amount));
  if (lines.length > 0 && !sum.isEqualTo(draft.amount.amount)) {
    problems.add(path, `The lines come to ${sum.toFixed()}, the expense to ${draft.amount.amount}.`, {
      expected: 'Lines that come to the amount of the expense.',
    });
  }
}

function checkLine(draft: ExpenseDraft, line: ExpenseLineDraft, path: RequestPath, problems: RequestProblems): void {
  const checks = new FieldChecks(problems, path);
  checkAmount(line.amount, [...path, 'amount'], problems);
  if (line.amount.currency !== draft.amount.currency) {
    checks.at('amount').add('currency', 'A line is in the currency of the expense.', draft.amount.currency);
  }
  checks.text('description', line.description, LONGEST.lineDescription);
  checks.id('accountRemoteId', line.accountRemoteId);
  checks.id('trackingClassRemoteId', line.trackingClassRemoteId);
  checks.id('customerRemoteId', line.customerRemoteId);
  checks.taxCode('taxRateRemoteId', line.taxRateRemoteId);
  if (line.accountRemoteId === null && line.category === null) {
    checks.add(
      'accountRemoteId',
      'A line is charged to an account.',
      '`accountId`, or the name of an account as `category`.',
    );
  }
  if (line.billable === true && line.customerRemoteId === null) {
    checks.add(
      'customerRemoteId',
      'A line that is charged on needs somebody to charge it on to.',
      'The id of a customer.',
    );
  }
}

function payment(
  draft: ExpenseDraft,
  posting: ExpensePosting,
  named: NamedRecords,
  path: RequestPath,
  problems: RequestProblems,
): QuickbooksObject {
  const payee = posting.payee ?? namedSupplier(draft, named, path, problems);
  if (posting.kind !== 'PURCHASE') {
    const { dueOn } = posting;
    return { VendorRef: referenceTo(payee?.remoteId ?? ''), ...(dueOn !== null && { DueDate: dueOn }) };
  }
  return {
    PaymentType: PAYMENT_TYPES[posting.paymentMethod as PostingPaymentMethod],
    AccountRef: referenceTo(posting.paidFromRemoteId ?? ''),
    ...(payee !== null && { EntityRef: referenceTo(payee.remoteId, payeeTypeOf(payee)) }),
    ...(posting.paymentMethod === 'CARD' && { Credit: isRefund(draft) }),
  };
}

/** Null for a purchase at nobody's. */
function namedSupplier(
  { merchant, posting }: ExpenseDraft,
  named: NamedRecords,
  path: RequestPath,
  problems: RequestProblems,
): PayeeReference | null {
  if (merchant === '' && posting?.kind === 'PURCHASE') return null;
  const remoteId = named.supplier(merchant);
  if (remoteId === null) {
    problems.add([...path, 'merchant'], `There is no supplier of the name ${JSON.stringify(merchant)}.`, {
      expected: 'The name of a supplier, or `posting.payee`; `createSupplier` creates one.',
    });
  }
  return { kind: 'SUPPLIER', remoteId: remoteId ?? '' };
}

function toLine(
  line: ExpenseLineDraft,
  isNegated: boolean,
  named: NamedRecords,
  path: RequestPath,
  problems: RequestProblems,
): QuickbooksObject {
  const { category, description, trackingClassRemoteId, customerRemoteId, billable, taxRateRemoteId } = line;
  const account = line.accountRemoteId ?? (category === null ? null : named.account(category));
  if (account === null) {
    problems.add([...path, 'category'], `There is no account of the name ${JSON.stringify(category)}.`, {
      expected: 'The whole name of an account, its parents before it and colons between them.',
    });
  }
  const amount = sumOf([line.amount]);
  return {
    ...(description !== null && { Description: description }),
    Amount: toNumber(isNegated ? amount.negated() : amount),
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: {
      ...(customerRemoteId !== null && { CustomerRef: referenceTo(customerRemoteId) }),
      ...(trackingClassRemoteId !== null && { ClassRef: referenceTo(trackingClassRemoteId) }),
      AccountRef: referenceTo(account ?? ''),
      ...(billable !== null && { BillableStatus: billable ? 'Billable' : 'NotBillable' }),
      ...(taxRateRemoteId !== null && { TaxCodeRef: referenceTo(taxRateRemoteId) }),
    },
  };
}
