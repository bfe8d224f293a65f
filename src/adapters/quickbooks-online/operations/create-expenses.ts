import type { VendorConnection } from '../../adapter';
import { RequestProblems } from '../../request-problems';
import { VendorError, VendorOutcomeUnknownError } from '../../vendor-error';
import type {
  CreateExpensesRequest,
  ExpenseDraft,
  ExpensePosting,
  ItemResult,
  VendorWrites,
  WriteAnswer,
  WriteIdentity,
} from '../../writes';
import type { QuickbooksObject } from '../client';
import { entityOf, kindOf, type WritableEntity } from '../entity';
import { checkDraft, toTransaction } from '../expense-posting';
import { isRefusal, refusedItem } from '../item-refusal';
import { textOf } from '../mapping/raw-object';
import { findNamed } from '../names-lookup';
import { sendObject } from '../write-call';
import { writtenNew } from '../written-records';

interface Transaction {
  readonly entity: WritableEntity;
  readonly object: QuickbooksObject;
}

interface Created {
  readonly items: readonly ItemResult[];
  readonly done: readonly Transaction[];
}

const NOT_SENT = 'It was not sent, since one before it could not be.';

/** Creates purchases, bills and suppliers' credits, one call each: what is wrong with one does not keep the others back. */
export const createExpenses: NonNullable<VendorWrites['createExpenses']> = {
  resource: 'EXPENSES',
  operation: 'CREATE',
  async run(connection: VendorConnection, request: CreateExpensesRequest, identity: WriteIdentity) {
    checkRequest(request);
    const transactions = await toTransactions(connection, request.expenses);
    const { items, done } = await createAll(connection, transactions, identity);
    return {
      result: { items },
      isPartial: items.some(({ outcome }) => outcome === 'FAILED'),
      ...toldOf(connection, done),
    };
  },
};

function checkRequest({ employeeEmail, reportRemoteId, policyRemoteId, expenses }: CreateExpensesRequest): void {
  const problems = new RequestProblems();
  const expected = 'Nothing; `posting.payee` says who was paid.';
  if (employeeEmail !== null) problems.add(['employeeEmail'], 'QuickBooks keeps expenses of nobody.', { expected });
  if (reportRemoteId !== null) problems.add(['reportRemoteId'], 'QuickBooks has no expense reports.');
  if (policyRemoteId !== null) problems.add(['policyRemoteId'], 'QuickBooks has no policies.');
  if (expenses.length === 0) problems.add(['expenses'], 'There is no expense to create.');
  expenses.forEach((draft, index) => checkDraft(draft, ['expenses', index], problems));
  problems.throwIfAny();
}

async function toTransactions(
  connection: VendorConnection,
  drafts: readonly ExpenseDraft[],
): Promise<readonly Transaction[]> {
  const named = await findNamed(connection, drafts);
  const problems = new RequestProblems();
  const transactions = drafts.map((draft, index) => {
    const posting = draft.posting as ExpensePosting;
    return {
      entity: entityOf(posting.kind),
      object: toTransaction(draft, posting, named, ['expenses', index], problems),
    };
  });
  problems.throwIfAny();
  return transactions;
}

async function createAll(
  connection: VendorConnection,
  transactions: readonly Transaction[],
  identity: WriteIdentity,
): Promise<Created> {
  const items: ItemResult[] = [];
  const done: Transaction[] = [];
  for (const [index, { entity, object }] of transactions.entries()) {
    const call = { purpose: `${entity.toLowerCase()}.create`, object, part: `create ${index}` };
    try {
      const created = await sendObject(connection, entity, call, identity);
      done.push({ entity, object: created });
      items.push({ outcome: 'DONE', remoteId: textOf(created.Id), expenseKind: kindOf(entity) });
    } catch (error) {
      const isAlone = transactions.length === 1;
      if (isRefusal(error) && !isAlone) items.push(refusedItem(error));
      else if (mayStop(error, done)) return { items: [...items, ...stopped(error, transactions, index)], done };
      else throw error;
    }
  }
  return { items, done };
}

/**
 * Whether those before count although there is no answer for this one. Where a repeat under the same key completes the
 * whole, it does not come to that; and where nothing has been done yet, there is nothing to tell.
 */
function mayStop(error: unknown, done: readonly Transaction[]): error is VendorError {
  if (!(error instanceof VendorError) || done.length === 0) return false;
  return !(error instanceof VendorOutcomeUnknownError && error.retryable);
}

function stopped(error: VendorError, transactions: readonly unknown[], index: number): ItemResult[] {
  const rest = transactions.slice(index + 1).map((): ItemResult => ({ outcome: 'FAILED', reason: NOT_SENT }));
  const first: ItemResult = isRefusal(error) ? refusedItem(error) : { outcome: 'FAILED', reason: error.message };
  return [first, ...rest];
}

function toldOf(
  connection: VendorConnection,
  done: readonly Transaction[],
): Pick<WriteAnswer<unknown>, 'batch' | 'changed'> {
  const told = done.map(({ entity, object }) => writtenNew(connection, entity, object));
  return {
    batch: { expenses: told.flatMap(({ batch }) => batch?.expenses ?? []) },
    changed: told.flatMap(({ changed = [] }) => changed),
  };
}
