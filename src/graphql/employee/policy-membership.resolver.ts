import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EmployeeRow, PolicyMembershipRow } from '../../persistence/repositories/employee-row';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { GraphqlContext } from '../context';
import { Policy } from '../policy/policy.type';
import { findEmployee } from './employee-lookup';
import { Employee } from './employee.type';
import { PolicyMembership } from './policy-membership.type';

@Resolver(() => PolicyMembership)
export class PolicyMembershipResolver {
  @FieldResolver(() => Policy, { nullable: true, description: 'The policy; null when it is gone, or not ours to see.' })
  policy(
    @Root() { instanceId, policyRemoteId }: PolicyMembershipRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<PolicyRow | null> {
    return loaders.policies.load({ instanceId, remoteId: policyRemoteId });
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Whom they submit to.' })
  submitsTo(@Root() membership: PolicyMembershipRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployee(loaders, membership.instanceId, membership.submitsToRemoteId);
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Whom they forward approved reports to.' })
  forwardsTo(@Root() membership: PolicyMembershipRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployee(loaders, membership.instanceId, membership.forwardsToRemoteId);
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Who decides above the limit.' })
  overLimitApprover(
    @Root() membership: PolicyMembershipRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<EmployeeRow | null> {
    return findEmployee(loaders, membership.instanceId, membership.overLimitApproverRemoteId);
  }
}
