import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import { requireCaller } from '../../services/caller-scope';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import { openNestedList } from '../connection/nested-list';
import { PageArguments } from '../connection/page-arguments';
import type { RecordConnection } from '../connection/record-connection';
import { openRootList } from '../connection/root-list';
import type { GraphqlContext } from '../context';
import { findEmployeeByEmail } from '../employee/employee-lookup';
import { EMPLOYEES, EmployeeConnection } from '../employee/employee.list';
import { Employee } from '../employee/employee.type';
import { decodeIdOf } from '../vendor-record/record-reference';
import { PolicyListArguments } from './policy-list.input';
import { POLICIES, PolicyConnection } from './policy.list';
import { Policy } from './policy.type';

@Resolver(() => Policy)
export class PolicyResolver {
  @ListSize()
  @Query(() => PolicyConnection, {
    nullable: true,
    description: 'Policies of all instances that have them, from our copy.',
  })
  policies(
    @Args(() => PolicyListArguments) page: PolicyListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<RecordConnection<PolicyRow>> {
    return openRootList(POLICIES, context, page);
  }

  @Query(() => Policy, { nullable: true, description: 'One policy; null when there is none with this id.' })
  async policy(
    @MaxAge() maxAge: number | null | undefined,
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
    @Ctx() { request, freshLoaders }: GraphqlContext,
  ): Promise<PolicyRow | null> {
    requireCaller(request);
    const maxAgeSeconds = requireMaxAge(maxAge);
    const key = decodeIdOf(id, ['POLICY']);
    return key && freshLoaders.policies.load({ ...key, maxAgeSeconds });
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Who owns it; null where not known as an employee.' })
  owner(@Root() policy: PolicyRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, policy.instanceId, policy.ownerEmail);
  }

  @ListSize()
  @FieldResolver(() => EmployeeConnection, { nullable: true, description: 'Its members, by name.' })
  employees(
    @Root() { id, instanceId, remoteId }: PolicyRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<RecordConnection<EmployeeRow>> {
    const { organizationId } = requireCaller(context.request);
    const scope = { organizationId, instanceId, policyRemoteId: remoteId };
    return openNestedList(EMPLOYEES, context, { id, scope }, page);
  }
}
