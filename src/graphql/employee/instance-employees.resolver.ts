import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EmployeeRow } from '../../persistence/repositories/employee-row';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import { openInstanceList } from '../connection/instance-list';
import { ListSize } from '../connection/list-size';
import { MaxAge } from '../connection/max-age';
import type { RecordConnection } from '../connection/record-connection';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { EmployeeListArguments } from './employee-list.input';
import { EMPLOYEES, EmployeeConnection } from './employee.list';

@Resolver(() => Instance)
export class InstanceEmployeesResolver {
  @ListSize()
  @FieldResolver(() => EmployeeConnection, {
    nullable: true,
    description: 'Employees. Null, with an error, where the element has none.',
  })
  employees(
    @Root() instance: InstanceRow,
    @MaxAge() maxAge: number | null | undefined,
    @Args(() => EmployeeListArguments) page: EmployeeListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<RecordConnection<EmployeeRow>> {
    return openInstanceList(EMPLOYEES, context, instance, page, maxAge);
  }
}
