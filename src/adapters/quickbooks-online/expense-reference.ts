import type { RequestProblems } from '../request-problems';
import type { ExpenseReference, PostedKind } from '../writes';
import { isPosted } from './entity';
import { FieldChecks } from './field-checks';

/** What an expense is at QuickBooks; adds it to the problems when it can be nothing there. */
export function checkReference(
  expense: ExpenseReference,
  problems: RequestProblems,
): { readonly kind: PostedKind; readonly remoteId: string } {
  new FieldChecks(problems, []).id('expense', expense.remoteId);
  if (isPosted(expense)) return expense;
  problems.add(['expense'], 'QuickBooks has no such kind of expense.', { expected: 'A purchase, a bill or a credit.' });
  return { kind: 'PURCHASE', remoteId: expense.remoteId };
}
