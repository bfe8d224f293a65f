import { Field, Int, ObjectType } from 'type-graphql';
import { Money } from '../money/money.type';
import { DecimalScalar } from '../scalars';
import { DistanceUnit, ExpenseReceiptAccess, type DistanceUnitValue, type ReceiptAccessValue } from './expense.enums';

@ObjectType({ description: 'Tax on an expense.', simpleResolvers: true })
export class ExpenseTax {
  @Field(() => Money, { nullable: true, description: 'How much; null when only the rate is stated.' })
  amount!: Money | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Percentage: `20` is 20 %.' })
  ratePercent!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the tax, such as `VAT`.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's code for the rate." })
  code!: string | null;
}

@ObjectType({ description: 'A category.', simpleResolvers: true })
export class ExpenseCategory {
  @Field(() => String, { description: 'Its name; levels joined with `:`.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode!: string | null;
}

@ObjectType({ description: 'A tag of one level.', simpleResolvers: true })
export class ExpenseTag {
  @Field(() => Int, { description: 'Level, from 1.' })
  level!: number;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Code in the general ledger.' })
  ledgerCode!: string | null;
}

/** Where it can be got is a field of `ExpenseReceiptResolver`. */
@ObjectType({ description: 'Proof of a purchase.', simpleResolvers: true })
export class ExpenseReceipt {
  @Field(() => String, { nullable: true, description: "The vendor's own id." })
  remoteId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the file.' })
  fileName!: string | null;

  @Field(() => String, { nullable: true, description: 'Media type, such as `image/jpeg`.' })
  contentType!: string | null;

  @Field(() => ExpenseReceiptAccess, { description: 'Who may get it there.' })
  access!: ReceiptAccessValue;
}

@ObjectType({ description: 'Someone who took part.', simpleResolvers: true })
export class ExpenseAttendee {
  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name!: string | null;
}

@ObjectType({ description: 'A payment card, as far as it may be shown.', simpleResolvers: true })
export class ExpenseCard {
  @Field(() => String, { nullable: true, description: "The vendor's own id." })
  remoteId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name to show.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Last four digits.' })
  lastFour!: string | null;

  @Field(() => String, { nullable: true, description: 'Bank or feed that reported it.' })
  bank!: string | null;
}

@ObjectType({ description: 'A journey.', simpleResolvers: true })
export class ExpenseDistance {
  @Field(() => DecimalScalar, { description: 'How far.' })
  quantity!: string;

  @Field(() => DistanceUnit, { description: 'In which unit.' })
  unit!: DistanceUnitValue;

  @Field(() => Money, { nullable: true, description: 'Paid for each unit.' })
  rate!: Money | null;
}
