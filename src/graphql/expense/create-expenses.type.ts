import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { EmployeeReferenceInput } from '../employee/employee-reference.input';
import { UserError } from '../user-error/user-error.type';
import { ItemOutcome, type ItemOutcomeValue } from '../vendor-write/item-outcome';
import { InstanceWriteInput } from '../vendor-write/write.input';
import { WritePayload } from '../vendor-write/write.payload';
import { ExpenseInput } from './expense.input';
import { Expense } from './expense.type';

@InputType({ description: 'Arguments of `createExpenses`.' })
export class CreateExpensesInput extends InstanceWriteInput {
  @Field(() => EmployeeReferenceInput, {
    nullable: true,
    description: 'Whose they are: needed by expense products. Accounting products have `posting.payee` of each.',
  })
  employee?: EmployeeReferenceInput | null;

  @Field(() => ID, { nullable: true, description: 'Report to put them on. Default: as the vendor does it.' })
  reportId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "Policy that they fall under: its `id`, the vendor's own id, or the address of its page at the vendor.",
  })
  policyId?: string | null;

  @Field(() => [ExpenseInput], { description: 'What to create: 1 to 100.' })
  expenses!: ExpenseInput[];
}

@ObjectType({ description: 'What became of one requested expense.', simpleResolvers: true })
export class CreateExpenseResult {
  @Field(() => ItemOutcome, { description: 'What became of it.' })
  outcome!: ItemOutcomeValue;

  @Field(() => Expense, { nullable: true, description: 'The new expense; null where it could not be read yet.' })
  expense!: Expense | null;

  @Field(() => String, { nullable: true, description: "Why it was skipped or failed, in the vendor's words." })
  reason!: string | null;

  @Field(() => UserError, { nullable: true, description: 'Why it was not created; also in `errors`, with its path.' })
  error!: UserError | null;
}

@ObjectType({ description: 'Answer of `createExpenses`.', simpleResolvers: true })
export class CreateExpensesPayload extends WritePayload {
  @Field(() => [Expense], { description: 'The new expenses.' })
  expenses!: readonly Expense[];

  @Field(() => [CreateExpenseResult], {
    description: 'One for each requested expense, in the order of the input; empty when nothing was created.',
  })
  results!: readonly CreateExpenseResult[];
}
