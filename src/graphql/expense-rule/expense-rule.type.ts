import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { EmployeeReferenceInput } from '../employee/employee-reference.input';
import { InstanceWriteInput } from '../vendor-write/write.input';
import { WritePayload } from '../vendor-write/write.payload';

@InputType()
export abstract class ExpenseRuleInput extends InstanceWriteInput {
  @Field(() => ID, {
    description: "Policy that the rule is of: its `id`, the vendor's own id, or the address of its page at the vendor.",
  })
  policyId!: string;

  @Field(() => EmployeeReferenceInput, { description: 'Whose expenses it fills in: a member of the policy.' })
  employee!: EmployeeReferenceInput;

  @Field(() => String, { nullable: true, description: 'Tag to give, by name. At least one of the two is needed.' })
  tag?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether expenses are to be charged on to a customer.' })
  defaultBillable?: boolean | null;
}

@InputType({ description: 'Arguments of `createExpenseRule`.' })
export class CreateExpenseRuleInput extends ExpenseRuleInput {}

@InputType({ description: 'Arguments of `updateExpenseRule`.' })
export class UpdateExpenseRuleInput extends ExpenseRuleInput {
  @Field(() => String, {
    description:
      "The vendor's own id of the rule. A vendor that does not tell it of a new rule tells it in the `RecordConflictError` of `createExpenseRule` for a rule that is there.",
  })
  ruleRemoteId!: string;
}

@ObjectType({ description: 'Answer of `createExpenseRule`.', simpleResolvers: true })
export class CreateExpenseRulePayload extends WritePayload {}

@ObjectType({ description: 'Answer of `updateExpenseRule`.', simpleResolvers: true })
export class UpdateExpenseRulePayload extends WritePayload {}
