import { Field, Int, ObjectType } from 'type-graphql';
import type { PolicyReportFieldValue } from '../../adapters/records';
import { Money } from '../money/money.type';
import { registerEnum } from '../register-enum';
import { DecimalScalar } from '../scalars';

@ObjectType({ description: 'A category of a policy.', simpleResolvers: true })
export class PolicyCategory {
  @Field(() => String, { description: 'Its name; levels joined with `:`.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it can be chosen now.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Code for payroll.' })
  payrollCode!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a description must be given; null when the vendor does not say.',
  })
  commentRequired!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Hint shown with it.' })
  commentHint!: string | null;

  @Field(() => Money, { nullable: true, description: 'Most that one expense may cost; null when there is no limit.' })
  maxExpenseAmount!: Money | null;
}

/** `tags` is a field of its resolver. */
@ObjectType({ description: 'One level of tags.', simpleResolvers: true })
export class PolicyTagGroup {
  @Field(() => Int, { description: 'Level, from 1.' })
  level!: number;

  @Field(() => String, { nullable: true, description: 'Name of the level; null when there is only one.' })
  name!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a tag of it must be chosen; null when the vendor does not say.',
  })
  required!: boolean | null;
}

@ObjectType({ description: 'A tag of a policy.', simpleResolvers: true })
export class PolicyTag {
  @Field(() => String, { description: 'Its name; dependent levels joined with `:`.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it can be chosen now.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode!: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address of who approves what carries it.' })
  approverEmail!: string | null;
}

export const PolicyReportFieldType = registerEnum<PolicyReportFieldValue['type']>(
  'PolicyReportFieldType',
  'What a report field takes.',
  {
    TEXT: 'Text.',
    LIST: 'One of `values`.',
    DATE: 'A day.',
    FORMULA: 'Computed by the vendor; cannot be set.',
    UNKNOWN: 'The vendor sent a word that we do not know.',
  },
);

@ObjectType({ description: 'A field that reports under a policy have.', simpleResolvers: true })
export class PolicyReportField {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => PolicyReportFieldType, { description: 'What it takes.' })
  type!: PolicyReportFieldValue['type'];

  @Field(() => String, { nullable: true, description: "What it takes, in the vendor's word." })
  vendorType!: string | null;

  @Field(() => [String], { description: 'Choices of a list; empty for other types.' })
  values!: readonly string[];
}

@ObjectType({ description: 'A tax rate of a policy.', simpleResolvers: true })
export class PolicyTaxRate {
  @Field(() => String, { description: "The vendor's own id." })
  remoteId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => DecimalScalar, { description: 'Percentage: `20` is 20 %.' })
  ratePercent!: string;
}

@ObjectType({ description: 'Tax settings of a policy.', simpleResolvers: true })
export class PolicyTax {
  @Field(() => String, { nullable: true, description: 'Name of the tax, such as `VAT`.' })
  name!: string | null;

  @Field(() => [PolicyTaxRate], { description: 'Rates to choose from.' })
  rates!: readonly PolicyTaxRate[];

  @Field(() => PolicyTaxRate, { nullable: true, description: 'Rate used when none is chosen.' })
  defaultRate!: PolicyTaxRate | null;
}
