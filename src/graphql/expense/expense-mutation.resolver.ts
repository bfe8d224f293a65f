import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CreateExpensesRequest, ItemResult } from '../../adapters/writes';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type { GraphqlContext } from '../context';
import { resolveEmployee } from '../employee/employee-reference.input';
import { answerWrite, type Told } from '../vendor-write/answer-write';
import { checkCount } from '../vendor-write/input-checks';
import { PENDING_ITEM, toToldItem } from '../vendor-write/item-outcome';
import { storedExpenses } from '../vendor-write/stored-records';
import { WriteTarget } from '../vendor-write/write-target';
import { CreateExpensesInput, CreateExpensesPayload } from './create-expenses.type';
import { toExpenseDraft } from './expense.input';
import { placeOfPosting } from './expense-posting.input';

const MOST_EXPENSES = 100;

@Resolver()
export class ExpenseMutationResolver {
  @Mutation(() => CreateExpensesPayload, {
    nullable: true,
    description:
      'Create expenses of one person, or in the books of a company. Sent once; partial success is normal: read `results`.',
  })
  createExpenses(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreateExpensesInput, { description: 'Whose, where, and what.' }) input: CreateExpensesInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createExpenses',
      nothing: { expenses: [], results: [] },
      input,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createExpenses');
        return { target, request: await toRequest(target, input) };
      },
      tell: ({ instance, result }) => tell(context, instance, result.items),
      placeInInput: (path) => placeOfPosting(path, input.expenses),
      tellUnknown: ({ expenses }) => ({ results: expenses.map(() => PENDING_ITEM) }),
    });
  }
}

async function toRequest(target: WriteTarget, input: CreateExpensesInput): Promise<CreateExpensesRequest> {
  const { problems } = target;
  checkCount(problems, ['expenses'], input.expenses, MOST_EXPENSES);
  return {
    employeeEmail: input.employee == null ? null : await resolveEmployee(target, ['employee'], input.employee),
    reportRemoteId: input.reportId == null ? null : target.report(['reportId'], input.reportId),
    policyRemoteId: target.optionalPolicy(['policyId'], input.policyId),
    expenses: input.expenses.map((expense, index) => toExpenseDraft(target, ['expenses', index], expense)),
  };
}

async function tell(context: GraphqlContext, instance: InstanceRow, items: readonly ItemResult[]): Promise<Told> {
  const told = items.map((item, index) => toToldItem(item, ['input', 'expenses', String(index)]));
  const stored = await storedExpenses(context, instance, told);
  const results = told.map((item, index) => ({ ...item, expense: stored[index] ?? null }));
  const expenses = results.flatMap(({ expense }) => expense ?? []);
  return { fields: { expenses, results }, errors: results.map(({ error }) => error) };
}
