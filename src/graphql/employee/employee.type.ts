import { Directive, Field, ObjectType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import { DateScalar } from '../scalars';
import { RecordCustomField } from '../vendor-record/record-custom-field.type';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { EmployeeRole } from './employee-role';

/** Relations are fields of `EmployeeResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({
  description: 'A person as one instance knows them. The same person at two products is two employees.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class Employee extends VendorRecord {
  @Field(() => String, { nullable: true, description: 'E-mail address, lower case.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Name to show.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'First name.' })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: 'Last name.' })
  lastName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Number in the customer's own personnel system: what other subgraphs can join on, with `email`.",
  })
  employeeNumber!: string | null;

  @Field(() => EmployeeRole, { description: 'What they may do; in several policies, the most.' })
  role!: Role;

  @Field(() => String, { nullable: true, description: "What they may do, in the vendor's word." })
  vendorRole!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they can submit now; null when the vendor does not say.',
  })
  isActive!: boolean | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of employment.' })
  hiredOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of employment.' })
  releasedOn!: string | null;

  @Field(() => [RecordCustomField], { description: 'Fields that the customer added to its employees.' })
  customFields!: readonly RecordCustomField[];
}
