import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { ExpenseRow } from '../../persistence/repositories/expense-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { openInstanceList } from '../connection/instance-list';
import { ListSize } from '../connection/list-size';
import { MaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { ExpenseListArguments } from './expense-list.input';
import { EXPENSES, ExpenseConnection } from './expense.list';

@Resolver(() => Instance)
export class InstanceExpensesResolver {
  @ListSize()
  @FieldResolver(() => ExpenseConnection, {
    nullable: true,
    description: 'Expenses. Null, with an error, where the element has none.',
  })
  expenses(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => ExpenseListArguments) page: ExpenseListArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordConnection<ExpenseRow>> {
    return openInstanceList(EXPENSES, context, instance, page, maxAge, info);
  }
}
