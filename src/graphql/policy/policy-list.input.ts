import { ArgsType, Field, InputType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import type { SortDirection } from '../../persistence/keyset/keyset-page';
import type { PolicyOrderField as OrderField } from '../../persistence/repositories/policy-list';
import { OrderDirection } from '../connection/order-direction';
import { PageArguments } from '../connection/page-arguments';
import { RecordFilter } from '../connection/record-filter.input';
import { EmployeeRole } from '../employee/employee-role';
import { registerEnum } from '../register-enum';

@InputType({ description: 'Conditions on policies; all that are given must hold. A list means any of.' })
export class PolicyFilter extends RecordFilter {
  @Field(() => [EmployeeRole], {
    nullable: true,
    description: 'Policies in which our credentials have one of these roles.',
  })
  accessRole?: readonly Role[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, case ignored.' })
  text?: string | null;
}

export const PolicyOrderField = registerEnum<OrderField>('PolicyOrderField', 'What policies are ordered by.', {
  NAME: 'Name.',
  CHANGED: 'Last change in our records.',
});

@InputType({ description: 'Order of policies; ties are broken by id.' })
export class PolicyOrder {
  @Field(() => PolicyOrderField, { description: 'What they are ordered by.' })
  field!: OrderField;

  @Field(() => OrderDirection, { defaultValue: 'ASC', description: 'Which come first.' })
  direction!: SortDirection;
}

@ArgsType()
export class PolicyListArguments extends PageArguments {
  @Field(() => PolicyFilter, { nullable: true, description: 'Only policies that meet these conditions.' })
  filter?: PolicyFilter | null;

  @Field(() => PolicyOrder, { nullable: true, description: 'Default: by name.' })
  orderBy?: PolicyOrder | null;
}
