import type { RequestPath, RequestProblems } from '../request-problems';
import type { ExpenseChange, PostedKind, UpdateExpenseRequest } from '../writes';
import type { QuickbooksObject } from './client';
import { KIND_WORDS, referenceTo } from './entity';
import { FieldChecks, LONGEST } from './field-checks';
import { changedLines, checkLineChanges } from './line-changes';
import { payeeTypeOf, PAYMENT_TYPES } from './posting-words';

const PATH: RequestPath = ['change'];

/** Adds what can be told to be wrong before the expense is read to the problems. */
export function checkChange(
  kind: PostedKind,
  { change, expectedVersion }: UpdateExpenseRequest,
  problems: RequestProblems,
): void {
  const checks = new FieldChecks(problems, PATH);
  checks.text('description', change.description, LONGEST.memo);
  checks.text('documentNumber', change.documentNumber, LONGEST.documentNumber);
  checks.id('payee', change.payee?.remoteId);
  checks.id('paidFromRemoteId', change.paidFromRemoteId);
  checks.id('departmentRemoteId', change.departmentRemoteId);
  if (Object.values(change).every((value) => value === undefined)) checks.add(null, 'There is nothing to change.');
  if (kind !== 'PURCHASE') checkOwed(kind, change, checks);
  if (kind !== 'BILL' && change.dueOn !== undefined) checks.add('dueOn', 'Only a bill has a day it is due.');
  checkLineChanges(change, expectedVersion, PATH, problems);
}

/**
 * What is sent so that the expense becomes what it is to be. A sparse update keeps the fields that it leaves out; to clear
 * one, everything else has to be sent back. Lines are sent all or none: a list of some would delete the others.
 */
export function toUpdate(
  kind: PostedKind,
  current: QuickbooksObject,
  change: ExpenseChange,
  problems: RequestProblems,
): QuickbooksObject {
  const isRefund = kind === 'PURCHASE' && current['Credit'] === true;
  if (isRefund) checkRefund(change, problems);
  const isNegated = isRefund || kind === 'SUPPLIER_CREDIT';
  const fields = changedFields(kind, change);
  const isOfLines = change.lines !== undefined || change.removedLineNumbers !== undefined;
  const lines = isOfLines ? { Line: changedLines(current, change, isNegated, PATH, problems) } : {};
  const cleared = Object.keys(fields).filter((name) => fields[name] === null);
  const set = { ...fields, ...lines };
  if (cleared.length === 0) return { ...required(kind, current), ...set, ...identityOf(current), sparse: true };
  const rest = Object.entries({ ...current, ...set }).filter(([name]) => !cleared.includes(name));
  return { ...Object.fromEntries(rest), sparse: false };
}

/** Paid in another way, it would be no refund any more, but an expense of as much. */
function checkRefund({ paymentMethod }: ExpenseChange, problems: RequestProblems): void {
  if (paymentMethod === undefined || paymentMethod === 'CARD') return;
  const expected = '`CARD`, which it is; or `deleteExpense`, and `createExpenses` for what took its place.';
  problems.add([...PATH, 'paymentMethod'], 'This is a refund: QuickBooks has refunds of cards only.', { expected });
}

/** What even a sparse update has to name. */
export function required(kind: PostedKind, current: QuickbooksObject): QuickbooksObject {
  const name = kind === 'PURCHASE' ? 'PaymentType' : 'VendorRef';
  return { [name]: current[name] };
}

export function identityOf(current: QuickbooksObject): QuickbooksObject {
  return { Id: current['Id'], SyncToken: current['SyncToken'] };
}

function checkOwed(kind: PostedKind, change: ExpenseChange, checks: FieldChecks): void {
  const what = `A ${KIND_WORDS[kind]}`;
  if (change.payee === null || (change.payee !== undefined && change.payee.kind !== 'SUPPLIER')) {
    checks.add('payee', `${what} is of a supplier: QuickBooks takes nobody else.`, '`{ supplierId: … }`.');
  }
  if (change.paymentMethod !== undefined) checks.add('paymentMethod', `${what} has not been paid.`);
  if (change.paidFromRemoteId !== undefined) checks.add('paidFromRemoteId', `${what} has not been paid.`);
}

/** By QuickBooks' names; null clears, and what is to stay is absent. */
function changedFields(kind: PostedKind, change: ExpenseChange): QuickbooksObject {
  const { payee, paidFromRemoteId, departmentRemoteId, paymentMethod } = change;
  const fields: Record<string, unknown> = {
    TxnDate: change.date,
    PrivateNote: change.description,
    DocNumber: change.documentNumber,
    DueDate: change.dueOn,
    PaymentType: paymentMethod && PAYMENT_TYPES[paymentMethod],
    AccountRef: paidFromRemoteId && referenceTo(paidFromRemoteId),
    DepartmentRef: departmentRemoteId && referenceTo(departmentRemoteId),
    [kind === 'PURCHASE' ? 'EntityRef' : 'VendorRef']:
      payee && referenceTo(payee.remoteId, kind === 'PURCHASE' ? payeeTypeOf(payee) : undefined),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
