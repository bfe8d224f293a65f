import { NO_CURRENCY } from '../../expense-writes';
import type { VendorConnection } from '../../adapter';
import type { AgentFacts } from '../../agent';
import { RequestProblems } from '../../request-problems';
import type { ExpenseRecord, PayeeKind } from '../../records';
import { VendorRejectedError } from '../../vendor-error';
import type {
  CreateExpensesRequest,
  ExpenseDraft,
  ExpensePosting,
  ItemResult,
  VendorWrites,
  WriteAnswer,
  WriteIdentity,
} from '../../writes';
import { ElementsErrors } from '../../../errors';
import { lineOf } from '../agent-line';
import { factOf, flagFact } from '../facts';
import { homeCurrencyOf } from '../home-currency';
import { carryOut, type Carried } from './carry-out';
import { checkExpense } from './expense-checks';
import { writtenKindOf } from './expense-kinds';
import { expenseRequest } from './expense-request';
import { refusedItem } from './refusal';

interface Booking {
  readonly draft: ExpenseDraft;
  readonly posting: ExpensePosting;
}

type Created = WriteAnswer<{ readonly items: readonly ItemResult[] }>;

/** Creates bills, suppliers' credits, checks, charges and credits of cards: all of a request in one document. */
export const createExpenses: NonNullable<VendorWrites['createExpenses']> = {
  resource: 'EXPENSES',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: CreateExpensesRequest, identity: WriteIdentity): Promise<Created> {
    const bookings = checkRequest(request);
    const line = lineOf(connection);
    const carried = await carryOut(line, {
      identity,
      doing: 'The expense',
      requests: (version) =>
        bookings.map(({ draft, posting }, index) => expenseRequest(draft, posting, { index, identity, version })),
      checkBooks: () => checkBooks(bookings, line.facts),
    });
    return answerOf(bookings, carried, line.facts);
  },
};

function checkRequest({ employeeEmail, reportRemoteId, policyRemoteId, expenses }: CreateExpensesRequest): Booking[] {
  const problems = new RequestProblems();
  const expected = 'Nothing; `posting.payee` says who was paid.';
  if (employeeEmail !== null) problems.add(['employeeEmail'], 'QuickBooks keeps expenses of nobody.', { expected });
  if (reportRemoteId !== null) problems.add(['reportRemoteId'], 'QuickBooks has no expense reports.');
  if (policyRemoteId !== null) problems.add(['policyRemoteId'], 'QuickBooks has no policies.');
  if (expenses.length === 0) problems.add(['expenses'], 'There is no expense to create.');
  expenses.forEach((draft, index) => checkExpense(draft, ['expenses', index], problems));
  problems.throwIfAny();
  return expenses.map((draft) => ({ draft, posting: draft.posting as ExpensePosting }));
}

/** By what is known of the books, which may change: so not of what was sent already. */
function checkBooks(bookings: readonly Booking[], facts: AgentFacts): void {
  const problems = new RequestProblems();
  bookings.forEach(({ draft, posting }, index) => checkSettings(draft, posting, index, facts, problems));
  problems.throwIfAny();
  const closed = bookings.flatMap(({ draft }, index) => closedPeriod(draft, index, facts) ?? []);
  if (closed.length > 1) throw new ElementsErrors(closed);
  if (closed[0] !== undefined) throw closed[0];
}

function checkSettings(
  { amount }: ExpenseDraft,
  { exchangeRate, lines }: ExpensePosting,
  index: number,
  facts: AgentFacts,
  problems: RequestProblems,
): void {
  const home = homeCurrencyOf(facts);
  if (flagFact(facts, 'isMultiCurrency') === false) {
    if (home !== null && ![home, NO_CURRENCY].includes(amount.currency)) {
      const message = `These books are in ${home} only.`;
      problems.add(['expenses', index, 'amount', 'currency'], message, { expected: home });
    }
    if (exchangeRate !== null) {
      problems.add(['expenses', index, 'posting', 'exchangeRate'], 'These books are in one currency only.');
    }
  }
  if (flagFact(facts, 'isUsingClasses') !== false) return;
  lines.forEach(({ trackingClassRemoteId }, place) => {
    if (trackingClassRemoteId === null) return;
    const path = ['expenses', index, 'posting', 'lines', place, 'trackingClassRemoteId'];
    const expected = 'Nothing, or classes switched on: Edit > Preferences > Accounting.';
    problems.add(path, 'Classes are switched off in these books.', { expected });
  });
}

function closedPeriod({ date }: ExpenseDraft, index: number, facts: AgentFacts): VendorRejectedError | null {
  const closing = factOf(facts, 'closingDate');
  if (closing === null || date > closing) return null;
  const message = `The books are closed up to ${closing}, and this expense is of ${date}. Whoever keeps them can change that.`;
  return new VendorRejectedError(message, { path: ['expenses', String(index), 'date'] }, 'PERIOD_CLOSED');
}

function answerOf(bookings: readonly Booking[], carried: readonly Carried[], facts: AgentFacts): Created {
  const [only] = carried;
  if (carried.length === 1 && only !== undefined && 'refusal' in only) throw only.refusal;
  const items = carried.map((each, index): ItemResult => {
    if ('refusal' in each) return refusedItem(each.refusal);
    const { draft, posting } = bookings[index]!;
    return { outcome: 'DONE', remoteId: each.remoteId, expenseKind: writtenKindOf(draft, posting).kind };
  });
  return {
    result: { items },
    isPartial: items.some(({ outcome }) => outcome === 'FAILED'),
    ...toldOf(bookings, carried, facts),
  };
}

/** What was told whole, and what has to be read again: what QuickBooks only says was done before. */
function toldOf(
  bookings: readonly Booking[],
  carried: readonly Carried[],
  facts: AgentFacts,
): Pick<WriteAnswer<unknown>, 'batch' | 'changed'> {
  const expenses: ExpenseRecord[] = [];
  const unread: string[] = [];
  carried.forEach((each, index) => {
    if ('refusal' in each) return;
    const record = recordOf(bookings[index]!, each, facts);
    if (record === null) unread.push(each.remoteId);
    else expenses.push(record);
  });
  const changed = unread.length === 0 ? {} : { changed: [{ resource: 'EXPENSES' as const, remoteIds: unread }] };
  return { batch: { expenses }, ...changed };
}

function recordOf(
  { draft, posting }: Booking,
  { object }: Extract<Carried, { readonly remoteId: string }>,
  facts: AgentFacts,
): ExpenseRecord | null {
  const home = homeCurrencyOf(facts);
  if (object === null || home === null) return null;
  try {
    return writtenKindOf(draft, posting).toRecord(object, { home, payees: { of: () => payeeKindOf(posting) } });
  } catch (error) {
    // It is in the books, whatever cannot be read of it.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** An answer names who was paid, and not what list that name is of. */
function payeeKindOf({ payee }: ExpensePosting): PayeeKind | null {
  return payee === null ? null : payee.kind;
}
