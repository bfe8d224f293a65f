import { Directive, Field, ObjectType } from 'type-graphql';
import type { ExpenseKind as Kind } from '../../adapters/records';
import { Money } from '../money/money.type';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../scalars';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import {
  ExpenseAttendee,
  ExpenseCard,
  ExpenseCategory,
  ExpenseDistance,
  ExpenseTag,
  ExpenseTax,
} from './expense-parts.type';
import { ExpenseKind, ExpensePaymentMethod, type PaymentMethodValue } from './expense.enums';

/** Relations are fields of `ExpenseResolver`, parts that have relations of `ExpensePartsResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } kind remoteId")')
@ObjectType({ description: 'One thing that was bought.', implements: VendorRecord, simpleResolvers: true })
export class Expense extends VendorRecord {
  @Field(() => Money, {
    nullable: true,
    description:
      'What counts: converted, else as edited by the user, else as first recorded. Spending is positive, a refund ' +
      'negative. Null while a receipt is unread.',
  })
  amount!: Money | null;

  @Field(() => Money, { nullable: true, description: 'As first recorded, in the currency of the purchase.' })
  originalAmount!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'In the currency of the report; null when nothing was converted.',
  })
  convertedAmount!: Money | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Factor from original to converted.' })
  exchangeRate!: string | null;

  @Field(() => ExpenseTax, {
    nullable: true,
    description: 'Tax contained in `amount`; null when the vendor states none.',
  })
  tax!: ExpenseTax | null;

  @Field(() => String, { nullable: true, description: "Who was paid, as text; the user's edit wins." })
  merchant!: string | null;

  @Field(() => String, { nullable: true, description: 'What for.' })
  description!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day of the purchase.' })
  date!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was entered.' })
  createdAt!: Date | null;

  @Field(() => ExpenseKind, {
    description: 'What sort of record; with `remoteId` it names one record of an instance, and it never changes.',
  })
  kind!: Kind;

  @Field(() => String, { nullable: true, description: "What sort, in the vendor's word." })
  vendorKind!: string | null;

  @Field(() => ExpensePaymentMethod, {
    nullable: true,
    description: 'How it was paid; null when the vendor does not say.',
  })
  paymentMethod!: PaymentMethodValue | null;

  @Field(() => ExpenseCategory, {
    nullable: true,
    description: 'Category; for accounting products the expense account. Null where lines differ in it.',
  })
  category!: ExpenseCategory | null;

  @Field(() => [ExpenseTag], { description: 'Tags, one per level, in order.' })
  tags!: readonly ExpenseTag[];

  @Field(() => [ExpenseAttendee], { description: 'Who took part.' })
  attendees!: readonly ExpenseAttendee[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'To be charged on to a customer; null when the vendor does not say.',
  })
  billable!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'To be paid back to the employee; null when the vendor does not say.',
  })
  reimbursable!: boolean | null;

  @Field(() => ExpenseCard, { nullable: true, description: 'The card it was paid with.' })
  card!: ExpenseCard | null;

  @Field(() => ExpenseDistance, { nullable: true, description: 'The journey it pays for; null when it is none.' })
  distance!: ExpenseDistance | null;

  @Field(() => String, { nullable: true, description: 'ISO 18245 merchant category code.' })
  merchantCategoryCode!: string | null;

  @Field(() => String, { nullable: true, description: "The caller's own reference given on creation." })
  externalReference!: string | null;
}
