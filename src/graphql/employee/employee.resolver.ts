import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { EmployeeRow, PolicyMembershipRow } from '../../persistence/repositories/employee-row';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { requireCaller } from '../../services/caller-scope';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import { openNestedList } from '../connection/nested-list';
import type { RecordConnection } from '../connection/record-connection';
import { openRootList } from '../connection/root-list';
import type { GraphqlContext } from '../context';
import { ReportListArguments } from '../report/report-list.input';
import { REPORTS, ReportConnection } from '../report/report.list';
import { decodeIdOf } from '../vendor-record/record-reference';
import { EmployeeListArguments } from './employee-list.input';
import { findEmployee } from './employee-lookup';
import { EMPLOYEES, EmployeeConnection } from './employee.list';
import { Employee } from './employee.type';
import { PolicyMembership } from './policy-membership.type';

@Resolver(() => Employee)
export class EmployeeResolver {
  @ListSize()
  @Query(() => EmployeeConnection, {
    nullable: true,
    description: 'Employees of all instances that have them, from our copy.',
  })
  employees(
    @Args(() => EmployeeListArguments) page: EmployeeListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<RecordConnection<EmployeeRow>> {
    return openRootList(EMPLOYEES, context, page);
  }

  @Query(() => Employee, { nullable: true, description: 'One employee; null when there is none with this id.' })
  async employee(
    @MaxAge() maxAge: number | null | undefined,
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
    @Ctx() { request, freshLoaders }: GraphqlContext,
  ): Promise<EmployeeRow | null> {
    requireCaller(request);
    const maxAgeSeconds = requireMaxAge(maxAge);
    const key = decodeIdOf(id, ['EMPLOYEE']);
    return key && freshLoaders.employees.load({ ...key, maxAgeSeconds });
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Whom they report to.' })
  manager(@Root() employee: EmployeeRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployee(loaders, employee.instanceId, employee.managerRemoteId);
  }

  @FieldResolver(() => Employee, {
    nullable: true,
    description: 'Who approves what they submit, where that is not the manager.',
  })
  approver(@Root() employee: EmployeeRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployee(loaders, employee.instanceId, employee.approverRemoteId);
  }

  @FieldResolver(() => [PolicyMembership], {
    description: 'Their membership in each policy; empty where the product has none.',
  })
  memberships(
    @Root() { instanceId, remoteId }: EmployeeRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<readonly PolicyMembershipRow[]> {
    return loaders.memberships.load({ instanceId, remoteId });
  }

  @ListSize()
  @FieldResolver(() => ReportConnection, {
    nullable: true,
    description: 'What they submitted; null where their e-mail address is not known.',
  })
  async reports(
    @Root() { id, instanceId, email }: EmployeeRow,
    @Args(() => ReportListArguments) page: ReportListArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ReportRow> | null> {
    if (email === null) return null;
    const { organizationId } = requireCaller(context.request);
    const scope = { organizationId, instanceId, submitterEmail: email };
    return openNestedList(REPORTS, context, { id, scope }, page, info);
  }
}
