import type { RecordKind } from '../../record-id';
import type { GraphqlContext } from '../context';
import type { Representation } from '../engine/entities-resolver';
import { recordOf } from '../vendor-record/record-reference';
import { ExpenseKind } from './expense.enums';

/** Each kind of expense is a kind of record. */
export const EXPENSE_RECORD_KINDS: readonly RecordKind[] = Object.values(ExpenseKind);

/** By `id`, or by `instance { id }`, `kind` and `remoteId`. */
export async function resolveExpenseReference(
  representation: Representation,
  context: GraphqlContext,
): Promise<object | null> {
  const key = await recordOf(representation, context, 'EXPENSES', EXPENSE_RECORD_KINDS, kindOf);
  return key && context.loaders.expenses.load(key);
}

function kindOf({ kind }: Representation): RecordKind | null {
  return EXPENSE_RECORD_KINDS.find((known) => known === kind) ?? null;
}
