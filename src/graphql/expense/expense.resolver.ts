import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { ReportRow } from '../../persistence/repositories/report-row';
import { requireCaller } from '../../services/caller-scope';
import { ListSize } from '../connection/list-size';
import { MaxAge, requireMaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import { openRootList } from '../connection/root-list';
import type { GraphqlContext } from '../context';
import { findEmployeeByEmail } from '../employee/employee-lookup';
import { Employee } from '../employee/employee.type';
import { Report } from '../report/report.type';
import { decodeIdOf } from '../vendor-record/record-reference';
import { EXPENSE_RECORD_KINDS } from './expense.reference';
import { ExpenseListArguments } from './expense-list.input';
import { EXPENSES, ExpenseConnection } from './expense.list';
import { Expense } from './expense.type';

@Resolver(() => Expense)
export class ExpenseResolver {
  @ListSize()
  @Query(() => ExpenseConnection, {
    nullable: true,
    description: 'Expenses of all instances that have them, from our copy.',
  })
  expenses(
    @Args(() => ExpenseListArguments) page: ExpenseListArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ExpenseRow>> {
    return openRootList(EXPENSES, context, page, info);
  }

  @Query(() => Expense, { nullable: true, description: 'One expense; null when there is none with this id.' })
  async expense(
    @MaxAge() maxAge: number | null | undefined,
    @Arg('id', () => ID, { description: 'Its `id`.' }) id: string,
    @Ctx() { request, freshLoaders }: GraphqlContext,
  ): Promise<ExpenseRow | null> {
    requireCaller(request);
    const maxAgeSeconds = requireMaxAge(maxAge);
    const key = decodeIdOf(id, EXPENSE_RECORD_KINDS);
    return key && freshLoaders.expenses.load({ ...key, maxAgeSeconds });
  }

  @FieldResolver(() => Report, { nullable: true, description: 'The report it is on; null when on none.' })
  report(
    @Root() { instanceId, reportRemoteId }: ExpenseRow,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<ReportRow | null> | null {
    return reportRemoteId === null ? null : loaders.reports.load({ instanceId, remoteId: reportRemoteId });
  }

  @FieldResolver(() => Employee, { nullable: true, description: 'Whose it is; null where not known as an employee.' })
  employee(@Root() expense: ExpenseRow, @Ctx() { loaders }: GraphqlContext): Promise<EmployeeRow | null> {
    return findEmployeeByEmail(loaders, expense.instanceId, expense.employeeEmail);
  }
}
