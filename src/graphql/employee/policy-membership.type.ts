import { Field, ObjectType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import { Money } from '../money/money.type';
import { EmployeeRole } from './employee-role';

/** Relations are fields of `PolicyMembershipResolver`. */
@ObjectType({ description: 'One employee in one policy.', simpleResolvers: true })
export class PolicyMembership {
  @Field(() => EmployeeRole, { description: 'What they may do in it.' })
  role!: Role;

  @Field(() => Money, {
    nullable: true,
    description: 'Above this, `overLimitApprover` decides; null when there is no limit.',
  })
  approvalLimit!: Money | null;
}
