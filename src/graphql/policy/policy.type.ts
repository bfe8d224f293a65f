import { Directive, Field, Int, ObjectType } from 'type-graphql';
import type { EmployeeRole as Role } from '../../adapters/records';
import { EmployeeRole } from '../employee/employee-role';
import { Money } from '../money/money.type';
import { CurrencyCodeScalar } from '../scalars';
import { VendorRecord } from '../vendor-record/vendor-record.type';

@ObjectType({ description: 'Limits that a policy sets.', simpleResolvers: true })
export class PolicyLimits {
  @Field(() => Money, { nullable: true, description: 'Most that one expense may cost.' })
  maxExpenseAmount!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Above this a receipt is needed.' })
  receiptRequiredAbove!: Money | null;

  @Field(() => Int, { nullable: true, description: 'Oldest expense accepted, in days.' })
  maxExpenseAgeDays!: number | null;
}

/** Relations are fields of `PolicyResolver`, what it offers is of `PolicySettingsResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({
  description: 'The rules that reports are made under; some products say workspace.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class Policy extends VendorRecord {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: "Plan or type, in the vendor's word." })
  vendorType!: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency that reports are summed in.' })
  currency!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of the owner.' })
  ownerEmail!: string | null;

  @Field(() => EmployeeRole, { description: 'What our credentials may do in it.' })
  accessRole!: Role;

  @Field(() => PolicyLimits, { nullable: true, description: 'Limits that it sets; null when there are none.' })
  limits!: PolicyLimits | null;
}
