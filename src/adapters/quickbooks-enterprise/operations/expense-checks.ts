import BigNumber from 'bignumber.js';
import type { RequestPath, RequestProblems } from '../../request-problems';
import type { ExpenseDraft, ExpenseLineDraft, ExpensePosting } from '../../writes';
import { NEWEST_VERSION } from '../qbxml/versions';
import { problemsOf } from '../qbxml/write-request';
import { isRefund, writtenKindOf } from './expense-kinds';
import { expenseFields } from './expense-request';

type Add = (place: RequestPath, message: string, expected?: string) => void;

/** Adds everything that QuickBooks would refuse, ignore or take for something else. What the books are is another check. */
export function checkExpense(draft: ExpenseDraft, path: RequestPath, problems: RequestProblems): void {
  const add: Add = (place, message, expected) => {
    problems.add([...path, ...place], message, expected === undefined ? {} : { expected });
  };
  refuseUnknownFacts(draft, add);
  const { posting } = draft;
  if (posting == null) {
    add(['posting'], 'QuickBooks has to know where to book an expense.', 'Kind, payee, accounts and lines.');
    return;
  }
  checkPosting(draft, posting, add);
  checkSum(draft, posting, add);
  posting.lines.forEach((line, index) => checkLine(draft, line, index, add));
  checkFields(draft, posting, add);
}

function refuseUnknownFacts(draft: ExpenseDraft, add: Add): void {
  const none = 'QuickBooks keeps no such fact of an expense.';
  if (draft.tags.length > 0) add(['tags'], none, 'Classes: `trackingClassId` of a line.');
  if (draft.reimbursable !== null) add(['reimbursable'], none);
  if (draft.tax !== null) add(['tax'], 'QuickBooks Enterprise has no tax on purchases.', 'Nothing.');
  if (draft.externalReference !== null) add(['externalReference'], none, '`posting.documentNumber`.');
}

function checkPosting(draft: ExpenseDraft, posting: ExpensePosting, add: Add): void {
  const { departmentRemoteId, taxTreatment, dueOn, kind } = posting;
  if (departmentRemoteId !== null) {
    add(['posting', 'departmentRemoteId'], 'QuickBooks Enterprise has no departments.', '`trackingClassId` of a line.');
  }
  if (taxTreatment !== null && taxTreatment !== 'NONE') {
    add(['posting', 'taxTreatment'], 'QuickBooks Enterprise has no tax on purchases.', 'NONE, or nothing.');
  }
  if (kind !== 'BILL' && dueOn !== null) add(['posting', 'dueOn'], 'Only a bill has a day it is due.');
  if (kind === 'PURCHASE') checkPurchase(draft, posting, add);
  else checkOnAccount(draft, posting, add);
}

function checkPurchase(draft: ExpenseDraft, { paymentMethod, paidFromRemoteId }: ExpensePosting, add: Add): void {
  const method = ['posting', 'paymentMethod'];
  if (paymentMethod === null) add(method, 'A purchase was paid by card or by check.', 'CARD or CHECK.');
  if (paymentMethod === 'CASH') {
    add(method, 'QuickBooks Enterprise books cash as a check.', 'CHECK, with the account of the cash as paid from.');
  }
  if (paymentMethod === 'CHECK' && isRefund(draft)) {
    add(method, 'QuickBooks has refunds of cards only.', "`CARD`, or `kind: SUPPLIER_CREDIT` for a supplier's credit.");
  }
  if (paidFromRemoteId === null) {
    const expected = 'A bank account, or the account of the card.';
    add(['posting', 'paidFromRemoteId'], 'A purchase was paid from an account.', expected);
  }
}

function checkOnAccount(draft: ExpenseDraft, posting: ExpensePosting, add: Add): void {
  const { kind, payee, paymentMethod, paidFromRemoteId } = posting;
  const what = kind === 'BILL' ? 'A bill' : "A supplier's credit";
  if (payee !== null && payee.kind !== 'SUPPLIER') {
    add(['posting', 'payee'], `${what} is of a supplier: QuickBooks takes nobody else.`, '`{ supplierId: … }`.');
  }
  if (paymentMethod !== null) add(['posting', 'paymentMethod'], `${what} has not been paid.`);
  if (paidFromRemoteId !== null) add(['posting', 'paidFromRemoteId'], `${what} has not been paid.`);
  if (isRefund(draft) !== (kind === 'SUPPLIER_CREDIT')) {
    const expected = kind === 'BILL' ? 'A positive amount, or `kind: SUPPLIER_CREDIT`.' : 'A negative amount.';
    add(['posting', 'kind'], `${what} cannot have the amount ${draft.amount.amount}.`, expected);
  }
}

function checkSum({ amount }: ExpenseDraft, { lines }: ExpensePosting, add: Add): void {
  if (lines.length === 0) {
    add(['posting', 'lines'], 'An expense has one line at least.');
    return;
  }
  const sum = BigNumber.sum(...lines.map((line) => new BigNumber(line.amount.amount)));
  if (sum.isNaN() || sum.isEqualTo(amount.amount)) return;
  const expected = 'Lines that come to the amount of the expense.';
  add(['posting', 'lines'], `The lines come to ${sum.toFixed()}, the expense to ${amount.amount}.`, expected);
}

function checkLine(draft: ExpenseDraft, line: ExpenseLineDraft, index: number, add: Add): void {
  const at = (member: string): RequestPath => ['posting', 'lines', index, member];
  if (line.amount.currency !== draft.amount.currency) {
    add([...at('amount'), 'currency'], 'A line is in the currency of the expense.', draft.amount.currency);
  }
  if (line.accountRemoteId === null && line.category === null) {
    const expected = '`accountId`, or the whole name of an account as `category`.';
    add(at('accountRemoteId'), 'A line is charged to an account.', expected);
  }
  if (line.billable === true && line.customerRemoteId === null) {
    const expected = 'The id of a customer.';
    add(at('customerRemoteId'), 'A line that is charged on needs somebody to charge it on to.', expected);
  }
  if (line.taxRateRemoteId !== null) {
    add(at('taxRateRemoteId'), 'QuickBooks Enterprise has no tax on purchases.', 'Nothing.');
  }
}

/** The members of the request that elements are made of. */
const MEMBERS: Readonly<Record<string, RequestPath>> = {
  'VendorRef/FullName': ['merchant'],
  'VendorRef/ListID': ['posting', 'payee'],
  'PayeeEntityRef/FullName': ['merchant'],
  'PayeeEntityRef/ListID': ['posting', 'payee'],
  'AccountRef/ListID': ['posting', 'paidFromRemoteId'],
  TxnDate: ['date'],
  DueDate: ['posting', 'dueOn'],
  RefNumber: ['posting', 'documentNumber'],
  Memo: ['description'],
  ExchangeRate: ['posting', 'exchangeRate'],
};
const LINE_MEMBERS: Readonly<Record<string, string>> = {
  'AccountRef/FullName': 'category',
  'AccountRef/ListID': 'accountRemoteId',
  Amount: 'amount',
  Memo: 'description',
  'CustomerRef/ListID': 'customerRemoteId',
  'ClassRef/ListID': 'trackingClassRemoteId',
};

/** Lengths, characters, days and numbers, by the schema. What is missing or does not belong there has been told above. */
function checkFields(draft: ExpenseDraft, posting: ExpensePosting, add: Add): void {
  const { request } = writtenKindOf(draft, posting);
  const body = { [request]: expenseFields(draft, posting) };
  for (const { path, message, expected } of problemsOf(request, body, NEWEST_VERSION)) {
    const place = memberOf(path.slice(1));
    if (place !== null) add(place, message, expected);
  }
}

/** Null for what has no value, which the checks of meaning tell in better words. */
function memberOf(path: readonly (string | number)[]): RequestPath | null {
  const [first, index, ...rest] = path;
  if (first !== 'ExpenseLineAdd') return MEMBERS[path.join('/')] ?? null;
  const member = LINE_MEMBERS[rest.join('/')];
  return member === undefined ? null : ['posting', 'lines', Number(index), member];
}
