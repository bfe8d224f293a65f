import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExpenseRuleChange } from '../../adapters/writes';
import type { GraphqlContext } from '../context';
import { resolveEmployee } from '../employee/employee-reference.input';
import { answerWrite } from '../vendor-write/answer-write';
import { checkOptionalText, checkText } from '../vendor-write/input-checks';
import { WriteTarget } from '../vendor-write/write-target';
import {
  CreateExpenseRuleInput,
  CreateExpenseRulePayload,
  UpdateExpenseRuleInput,
  UpdateExpenseRulePayload,
  type ExpenseRuleInput,
} from './expense-rule.type';

const LONGEST_NAME = 255;

@Resolver()
export class ExpenseRuleResolver {
  @Mutation(() => CreateExpenseRulePayload, {
    nullable: true,
    description: 'Set up what the expenses of a member are filled in with. Sent once.',
  })
  createExpenseRule(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => CreateExpenseRuleInput, { description: 'Whose expenses, and with what.' })
    input: CreateExpenseRuleInput,
  ): Promise<object> {
    return answerWrite(context, {
      name: 'createExpenseRule',
      nothing: {},
      idempotencyKey: input.idempotencyKey,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'createExpenseRule');
        return { target, request: await toChange(target, input) };
      },
      tell: async () => ({ fields: {} }),
    });
  }

  @Mutation(() => UpdateExpenseRulePayload, {
    nullable: true,
    description: 'Change what the expenses of a member are filled in with.',
  })
  updateExpenseRule(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => UpdateExpenseRuleInput, { description: 'Which rule, and with what.' })
    input: UpdateExpenseRuleInput,
  ): Promise<object> {
    const { ruleRemoteId } = input;
    return answerWrite(context, {
      name: 'updateExpenseRule',
      nothing: {},
      idempotencyKey: input.idempotencyKey,
      prepare: async () => {
        const target = await WriteTarget.open(context, input.instanceId, 'updateExpenseRule');
        checkText(target.problems, ['ruleRemoteId'], ruleRemoteId, LONGEST_NAME);
        return { target, request: { ...(await toChange(target, input)), ruleRemoteId } };
      },
      tell: async () => ({ fields: {} }),
    });
  }
}

async function toChange(target: WriteTarget, input: ExpenseRuleInput): Promise<ExpenseRuleChange> {
  const { problems } = target;
  const { tag = null, defaultBillable = null } = input;
  if (tag === null && defaultBillable === null) {
    problems.invalid([], 'A rule has to fill in something.', 'tag, defaultBillable, or both.');
  }
  return {
    policyRemoteId: target.policy(['policyId'], input.policyId),
    employeeEmail: await resolveEmployee(target, ['employee'], input.employee),
    tag: checkOptionalText(problems, ['tag'], tag, LONGEST_NAME),
    defaultBillable,
  };
}
