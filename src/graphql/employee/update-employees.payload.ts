import { Field, Int, ObjectType } from 'type-graphql';
import { Policy } from '../policy/policy.type';
import { UserError } from '../user-error/user-error.type';
import { ItemOutcome, type ItemOutcomeValue } from '../vendor-write/item-outcome';
import { WritePayload } from '../vendor-write/write.payload';
import { Employee } from './employee.type';

@ObjectType({ description: 'What became of one employee.', simpleResolvers: true })
export class UpdateEmployeeResult {
  @Field(() => String, { description: 'E-mail address, as given.' })
  email!: string;

  @Field(() => Employee, { nullable: true, description: 'The employee as they now are, where they are known.' })
  employee!: Employee | null;

  @Field(() => ItemOutcome, { description: 'What became of it; of a dry run, what would have.' })
  outcome!: ItemOutcomeValue;

  @Field(() => String, { nullable: true, description: "Why it was skipped or failed, in the vendor's words." })
  reason!: string | null;

  @Field(() => UserError, { nullable: true, description: 'Why it failed; also in `errors`, with its path.' })
  error!: UserError | null;
}

@ObjectType({ description: 'Who joins or leaves one policy.', simpleResolvers: true })
export class PolicyMembersChange {
  @Field(() => String, { description: "The vendor's own id of the policy." })
  policyRemoteId!: string;

  @Field(() => Policy, { nullable: true, description: 'The policy, where we have it.' })
  policy!: Policy | null;

  @Field(() => [String], { description: 'E-mail addresses.' })
  emails!: readonly string[];
}

@ObjectType({ description: "Who is put into one group of the vendor's domain.", simpleResolvers: true })
export class DomainGroupChange {
  @Field(() => String, { description: "The vendor's own id of the group." })
  domainGroupRemoteId!: string;

  @Field(() => [String], { description: 'E-mail addresses.' })
  emails!: readonly string[];
}

@ObjectType({
  description: 'Answer of `updateEmployees`. Partial success is normal: read `results`.',
  simpleResolvers: true,
})
export class UpdateEmployeesPayload extends WritePayload {
  @Field(() => [Employee], {
    description: 'The employees that were changed, as far as they are known; none of a dry run.',
  })
  employees!: readonly Employee[];

  @Field(() => [UpdateEmployeeResult], {
    description: 'One for each requested employee, in the order of the input; empty when nothing was tried.',
  })
  results!: readonly UpdateEmployeeResult[];

  @Field(() => Int, { nullable: true, description: 'How many were changed, as the vendor counts them.' })
  updatedCount?: number | null;

  @Field(() => [PolicyMembersChange], { description: 'Who joins which policy.' })
  added!: readonly PolicyMembersChange[];

  @Field(() => [PolicyMembersChange], { description: 'Who leaves which policy.' })
  removed!: readonly PolicyMembersChange[];

  @Field(() => [DomainGroupChange], { description: 'Who is put into which group of the domain.' })
  domainGroups!: readonly DomainGroupChange[];
}
