import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import type { SortDirection } from '../../persistence/keyset/keyset-page';
import type { EmployeeOrderField as OrderField } from '../../persistence/repositories/employee-list';
import { OrderDirection } from '../connection/order-direction';
import { PageArguments } from '../connection/page-arguments';
import { RecordFilter } from '../connection/record-filter.input';
import { registerEnum } from '../register-enum';
import { EmployeeRole } from './employee-role';

@InputType({ description: 'Conditions on employees; all that are given must hold. A list means any of.' })
export class EmployeeFilter extends RecordFilter {
  @Field(() => [ID], { nullable: true, description: 'Members of these policies.' })
  policyId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Employees with these e-mail addresses, case ignored.' })
  email?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Employees with these personnel numbers.' })
  employeeNumber?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Those who report to one of these.' })
  managerId?: readonly string[] | null;

  @Field(() => [EmployeeRole], { nullable: true, description: 'Those with one of these roles.' })
  role?: readonly Role[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Active or not.' })
  isActive?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name, e-mail address or personnel number, case ignored.',
  })
  text?: string | null;
}

export const EmployeeOrderField = registerEnum<OrderField>('EmployeeOrderField', 'What employees are ordered by.', {
  NAME: 'Name, else e-mail address.',
  EMAIL: 'E-mail address.',
  CHANGED: 'Last change in our records.',
});

@InputType({ description: 'Order of employees; ties are broken by id.' })
export class EmployeeOrder {
  @Field(() => EmployeeOrderField, { description: 'What they are ordered by.' })
  field!: OrderField;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which come first.' })
  direction!: SortDirection;
}

@ArgsType()
export class EmployeeListArguments extends PageArguments {
  @Field(() => EmployeeFilter, { nullable: true, description: 'Only employees that meet these conditions.' })
  filter?: EmployeeFilter | null;

  @Field(() => EmployeeOrder, { nullable: true, description: 'Default: by name.' })
  orderBy?: EmployeeOrder | null;
}
