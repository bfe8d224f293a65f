import BigNumber from 'bignumber.js';
import { NO_CURRENCY } from '../expense-writes';
import type { RequestPath, RequestProblems } from '../request-problems';
import type { ExpenseChange, ExpenseLineChange } from '../writes';
import { checkAmount, toNumber } from './amount';
import type { QuickbooksObject } from './client';
import { referenceTo } from './entity';
import { FieldChecks, LONGEST } from './field-checks';
import { idOf, objectOf, objectsOf } from './mapping/raw-object';

const ACCOUNT_DETAIL = 'AccountBasedExpenseLineDetail';
const ITEM_DETAIL = 'ItemBasedExpenseLineDetail';

/** What can be told to be wrong with changes of lines before the lines are known. */
export function checkLineChanges(
  { lines = [], removedLineNumbers = [] }: ExpenseChange,
  expectedVersion: string | null,
  path: RequestPath,
  problems: RequestProblems,
): void {
  lines.forEach((line, index) => checkLineChange(line, [...path, 'lines', index], problems));
  const numbers = [...lines.flatMap(({ number }) => number ?? []), ...removedLineNumbers];
  if (numbers.length > 0 && expectedVersion === null) {
    problems.add(['expectedVersion'], 'The number of a line says something of the version only that it was read in.', {
      expected: 'The `version` of the expense as it was read.',
    });
  }
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) problems.add([...path, 'lines'], `Line ${twice} is named twice.`);
}

/**
 * All lines as they are to be, since QuickBooks takes what is not sent for deleted. Lines are sent back as they were read,
 * whatever they hold, but for what is changed. `isNegated`: refunds, which are positive there.
 */
export function changedLines(
  object: QuickbooksObject,
  { lines = [], removedLineNumbers = [] }: ExpenseChange,
  isNegated: boolean,
  path: RequestPath,
  problems: RequestProblems,
): readonly QuickbooksObject[] {
  const stored = objectsOf(object.Line);
  const known = new Map(stored.filter(isNumbered).map((line, index) => [index + 1, line]));
  checkNumbers(known, lines, removedLineNumbers, path, problems);
  checkCurrency(idOf(object.CurrencyRef), lines, path, problems);
  const changes = new Map(lines.flatMap((line, index) => (line.number ? [[line.number, [line, index]] as const] : [])));
  const numbers = new Map([...known].map(([number, line]) => [line, number]));
  const kept = stored.flatMap((line) => {
    const number = numbers.get(line) ?? 0;
    if (removedLineNumbers.includes(number)) return [];
    const change = changes.get(number);
    if (change === undefined) return [line];
    return [changedLine(line, change[0], isNegated, [...path, 'lines', change[1]], problems)];
  });
  const added = lines.filter(({ number }) => number === undefined).map((line) => newLine(line, isNegated));
  if (known.size - removedLineNumbers.length + added.length <= 0) {
    problems.add([...path, 'removedLineNumbers'], 'An expense keeps one line at least.', {
      expected: 'Fewer lines to remove, or `deleteExpense`.',
    });
  }
  return [...kept, ...added];
}

/** As the lines of an expense are numbered when they are read: sums and descriptions among them are not. */
function isNumbered(line: QuickbooksObject): boolean {
  return line[ACCOUNT_DETAIL] !== undefined || line[ITEM_DETAIL] !== undefined;
}

function checkLineChange(line: ExpenseLineChange, path: RequestPath, problems: RequestProblems): void {
  const checks = new FieldChecks(problems, path);
  if (line.amount !== undefined) checkAmount(line.amount, [...path, 'amount'], problems);
  checks.text('description', line.description, LONGEST.lineDescription);
  checks.id('accountRemoteId', line.accountRemoteId);
  checks.id('trackingClassRemoteId', line.trackingClassRemoteId);
  checks.id('customerRemoteId', line.customerRemoteId);
  checks.taxCode('taxRateRemoteId', line.taxRateRemoteId);
  if (line.number !== undefined) return;
  if (line.amount === undefined) checks.add('amount', 'A new line needs an amount.');
  if (line.accountRemoteId === undefined) checks.add('accountRemoteId', 'A new line is charged to an account.');
  if (line.billable === true && line.customerRemoteId == null) {
    checks.add(
      'customerRemoteId',
      'A line that is charged on needs somebody to charge it on to.',
      'The id of a customer.',
    );
  }
}

function checkNumbers(
  known: ReadonlyMap<number, QuickbooksObject>,
  lines: readonly ExpenseLineChange[],
  removed: readonly number[],
  path: RequestPath,
  problems: RequestProblems,
): void {
  const expected = `1 to ${known.size}.`;
  lines.forEach(({ number }, index) => {
    if (number === undefined || known.has(number)) return;
    problems.add([...path, 'lines', index, 'number'], `There is no line ${number}.`, { expected });
  });
  removed.forEach((number, index) => {
    if (known.has(number)) return;
    problems.add([...path, 'removedLineNumbers', index], `There is no line ${number}.`, { expected });
  });
}

function checkCurrency(
  currency: string | null,
  lines: readonly ExpenseLineChange[],
  path: RequestPath,
  problems: RequestProblems,
): void {
  lines.forEach(({ amount }, index) => {
    if (currency === null || amount === undefined) return;
    if (amount.currency === currency || amount.currency === NO_CURRENCY) return;
    const place = [...path, 'lines', index, 'amount', 'currency'];
    problems.add(place, 'A line is in the currency of the expense.', { expected: currency });
  });
}

function changedLine(
  stored: QuickbooksObject,
  change: ExpenseLineChange,
  isNegated: boolean,
  path: RequestPath,
  problems: RequestProblems,
): QuickbooksObject {
  const detailType = typeof stored['DetailType'] === 'string' ? stored['DetailType'] : ACCOUNT_DETAIL;
  if (detailType !== ACCOUNT_DETAIL) refuseOfItem(change, path, problems);
  const { Description: description, ...rest } = stored;
  const text = change.description === undefined ? description : (change.description ?? undefined);
  const detail = changedDetail(objectOf(stored[detailType]), change);
  return {
    ...rest,
    ...(text !== undefined && { Description: text }),
    ...(change.amount !== undefined && { Amount: toNumber(signed(change.amount.amount, isNegated)) }),
    [detailType]: detail,
  };
}

/** The amount of a line of items is made of quantity and price, and its account is the item's. */
function refuseOfItem(change: ExpenseLineChange, path: RequestPath, problems: RequestProblems): void {
  const message = 'This line is of an item: what it costs and is charged to follows from that.';
  if (change.amount !== undefined) problems.add([...path, 'amount'], message);
  if (change.accountRemoteId !== undefined) problems.add([...path, 'accountRemoteId'], message);
}

/** Taxes of the former amount, or of the former code: QuickBooks computes them anew where they are absent. */
const COMPUTED_TAX = ['TaxAmount', 'TaxInclusiveAmt'] as const;

function changedDetail(stored: QuickbooksObject, change: ExpenseLineChange): QuickbooksObject {
  const references = {
    CustomerRef: change.customerRemoteId,
    ClassRef: change.trackingClassRemoteId,
    AccountRef: change.accountRemoteId,
    TaxCodeRef: change.taxRateRemoteId,
  };
  const detail: Record<string, unknown> = { ...stored };
  if (change.amount !== undefined || change.taxRateRemoteId !== undefined) {
    for (const name of COMPUTED_TAX) delete detail[name];
  }
  for (const [name, remoteId] of Object.entries(references)) {
    if (remoteId === null) delete detail[name];
    else if (remoteId !== undefined) detail[name] = referenceTo(remoteId);
  }
  if (change.billable !== undefined) detail['BillableStatus'] = change.billable ? 'Billable' : 'NotBillable';
  return detail;
}

function newLine(change: ExpenseLineChange, isNegated: boolean): QuickbooksObject {
  return {
    ...(change.description != null && { Description: change.description }),
    Amount: toNumber(signed(change.amount?.amount ?? '0', isNegated)),
    DetailType: ACCOUNT_DETAIL,
    [ACCOUNT_DETAIL]: changedDetail({}, change),
  };
}

function signed(amount: string, isNegated: boolean): BigNumber {
  const value = new BigNumber(amount);
  return isNegated ? value.negated() : value;
}
