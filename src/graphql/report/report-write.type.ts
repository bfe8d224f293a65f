import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { EmployeeReferenceInput } from '../employee/employee-reference.input';
import { ExpenseInput } from '../expense/expense.input';
import { UserError } from '../user-error/user-error.type';
import { CustomFieldInput } from '../vendor-record/custom-field.input';
import { ItemOutcome, type ItemOutcomeValue } from '../vendor-write/item-outcome';
import { InstanceWriteInput, KeyedInput } from '../vendor-write/write.input';
import { WritePayload } from '../vendor-write/write.payload';
import { Report } from './report.type';

@InputType({ description: 'Arguments of `createReport`.' })
export class CreateReportInput extends InstanceWriteInput {
  @Field(() => String, { description: 'Name to give: 1 to 255 characters.' })
  name!: string;

  @Field(() => EmployeeReferenceInput, { description: 'Who hands it in.' })
  submitter!: EmployeeReferenceInput;

  @Field(() => ID, {
    nullable: true,
    description:
      "Policy it falls under, required where the product has policies: its `id`, the vendor's own id, or the address of its page at the vendor.",
  })
  policyId?: string | null;

  @Field(() => [CustomFieldInput], { defaultValue: [], description: 'Values of report fields, by name.' })
  customFields!: CustomFieldInput[];

  @Field(() => [ExpenseInput], { defaultValue: [], description: 'Expenses to put on it, at most 100.' })
  expenses!: ExpenseInput[];
}

@ObjectType({ description: 'Answer of `createReport`.', simpleResolvers: true })
export class CreateReportPayload extends WritePayload {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the new report, also where it could not be read yet; null when none was created.',
  })
  reportId?: string | null;

  @Field(() => Report, {
    nullable: true,
    description: 'The new report; null when none was created, or it could not be read yet.',
  })
  report?: Report | null;
}

@InputType({ description: 'Arguments of `markReportsReimbursed`.' })
export class MarkReportsReimbursedInput extends KeyedInput {
  @Field(() => [ID], { description: 'Which reports: 1 to 200, all of one instance.' })
  reportIds!: string[];

  @Field(() => String, { nullable: true, description: 'Where the payment came from, 1 to 100 characters.' })
  paymentSource?: string | null;
}

@ObjectType({ description: 'What became of one report.', simpleResolvers: true })
export class MarkReportReimbursedResult {
  @Field(() => ID, { description: 'Its id, as given.' })
  reportId!: string;

  @Field(() => Report, { nullable: true, description: 'The report as it now is; null when it was not found.' })
  report!: Report | null;

  @Field(() => ItemOutcome, { description: 'What became of it.' })
  outcome!: ItemOutcomeValue;

  @Field(() => String, { nullable: true, description: "Why it was skipped or failed, in the vendor's words." })
  reason!: string | null;

  @Field(() => UserError, { nullable: true, description: 'Why it failed; also in `errors`, with its path.' })
  error!: UserError | null;
}

@ObjectType({
  description: 'Answer of `markReportsReimbursed`. Partial success is normal: read `results`.',
  simpleResolvers: true,
})
export class MarkReportsReimbursedPayload extends WritePayload {
  @Field(() => [Report], { description: 'The reports that were marked.' })
  reports!: readonly Report[];

  @Field(() => [MarkReportReimbursedResult], {
    description: 'One for each requested report, in the order of the input; empty when nothing was marked.',
  })
  results!: readonly MarkReportReimbursedResult[];
}
