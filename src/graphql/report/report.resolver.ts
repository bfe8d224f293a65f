import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { PolicyRow } from '../../persistence/repositories/policy-row';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { requireCaller } from '../../services/caller-scope';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import { openNestedList } from '../connection/nested-list';
import { recordNeeds } from '../connection/page-needs';
import { PageArguments } from '../connection/page-arguments';
import type { RecordConnection } from '../connection/record-connection';
import { openRootList } from '../connection/root-list';
import type { GraphqlContext } from '../context';
import { findEmployeeByEmail } from '../employee/employee-lookup';
import { Employee } from '../employee/employee.type';
import { EXPENSES, ExpenseConnection } from '../expense/expense.list';
import { Policy } from '../policy/policy.type';
import { decodeIdOf } from '../vendor-record/record-reference';
import { ReportListArguments } from './report-list.input';
import { REPORT_ROW_FIELDS, REPORTS, ReportConnection } from './report.list';
import { Report } from './report.type';

@Resolver(() => Report)
export class ReportResolver {
  @ListSize()
  @Query(() => ReportConnection, {
    nullable: true,
    description: 'Expense reports of all instances that have them, from our copy.',
  })
  reports(
    @Args(() => ReportListArguments) page: ReportListArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ReportRow>> {
    return openRootList(REPORTS, context, page, info);
  }

  @Query(() => Report, { nullable: true, description: 'One expense report; null when there is none with this id.' })
  async report(
    @MaxAge() maxAge: number | null | undefined,
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
    @Ctx() { request, freshLoaders }: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ReportRow | null> {
    requireCaller(request);
    const maxAgeSeconds = requireMaxAge(maxAge);
    const key = decodeIdOf(id, ['REPORT']);
    return key && freshLoaders.reports.load({ ...key, maxAgeSeconds, fields: recordNeeds(info, REPORT_ROW_FIELDS) });
  }

  @FieldResolver(() => Employee, {
    nullable: true,
    description: 'Who hands it in; null where not known as an employee.',
  })
  submitter(@Root() report: ReportRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, report.instanceId, report.submitterEmail);
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Who has to act next; null when nobody has.' })
  nextApprover(@Root() report: ReportRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, report.instanceId, report.nextApproverEmail);
  }

  @FieldResolver(() => Policy, {
    nullable: true,
    description: 'The policy it falls under; null where the product has none, or we may not see it.',
  })
  policy(
    @Root() { instanceId, policyRemoteId }: ReportRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<PolicyRow | null> | null {
    return policyRemoteId === null ? null : loaders.policies.load({ instanceId, remoteId: policyRemoteId });
  }

  @ListSize()
  @FieldResolver(() => ExpenseConnection, { description: 'Its expenses, earliest first.' })
  expenses(
    @Root() report: ReportRow,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ExpenseRow>> {
    return openExpensesOf(report, page, context, info);
  }
}

/** Called for each report of a list, straight: see `direct` in `buildElementsSchema`. */
export function openExpensesOf(
  { id, instanceId, remoteId }: ReportRow,
  page: PageArguments,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
): Promise<RecordConnection<ExpenseRow>> {
  const { organizationId } = requireCaller(context.request);
  const scope = { organizationId, instanceId, reportRemoteId: remoteId };
  const orderBy = { field: 'DATE', direction: 'ASC' } as const;
  return openNestedList(EXPENSES, context, { id, scope }, { ...page, orderBy }, info);
}
