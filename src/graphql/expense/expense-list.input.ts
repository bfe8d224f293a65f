import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { ExpenseKind as Kind, ReportStatus as Status } from '../../adapters/records';
import type { SortDirection } from '../../persistence/keyset/keyset-page';
import type { ExpenseOrderField as OrderField } from '../../persistence/repositories/expense-list';
import { DayRangeInput } from '../connection/day-range.input';
import { OrderDirection } from '../connection/order-direction';
import { PageArguments } from '../connection/page-arguments';
import { RecordFilter } from '../connection/record-filter.input';
import { MoneyRangeInput } from '../money/money-range.input';
import { registerEnum } from '../register-enum';
import { ReportStatus } from '../report/report.enums';
import { ExpenseKind, ExpensePaymentMethod, type PaymentMethodValue } from './expense.enums';

@InputType({ description: 'Conditions on expenses; all that are given must hold. A list means any of.' })
export class ExpenseFilter extends RecordFilter {
  @Field(() => [ID], { nullable: true, description: 'Expenses on these reports.' })
  reportId?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only expenses on no report (`false`), or only on one (`true`).',
  })
  isReported?: boolean | null;

  @Field(() => [ReportStatus], { nullable: true, description: 'Expenses on reports in these states.' })
  reportStatus?: readonly Status[] | null;

  @Field(() => [ID], { nullable: true, description: 'Expenses on reports under these policies.' })
  policyId?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Expenses of these employees.' })
  employeeId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Expenses of the people with these e-mail addresses.' })
  employeeEmail?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Expenses with these references of yours.' })
  externalReference?: readonly string[] | null;

  @Field(() => [ExpenseKind], { nullable: true, description: 'Expenses of these sorts.' })
  kind?: readonly Kind[] | null;

  @Field(() => [ExpensePaymentMethod], { nullable: true, description: 'Expenses paid so.' })
  paymentMethod?: readonly PaymentMethodValue[] | null;

  @Field(() => [String], { nullable: true, description: 'Expenses in these categories, by name.' })
  category?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Expenses that carry one of these tags, by name.' })
  tag?: readonly string[] | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day of the purchase.' })
  date?: DayRangeInput | null;

  @Field(() => MoneyRangeInput, { nullable: true, description: 'Size of `amount`.' })
  amount?: MoneyRangeInput | null;

  @Field(() => Boolean, { nullable: true, description: 'To be charged on, or not.' })
  billable?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'To be paid back, or not.' })
  reimbursable?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'With a receipt, or without.' })
  hasReceipt?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of the merchant or the description, case ignored.' })
  text?: string | null;
}

export const ExpenseOrderField = registerEnum<OrderField>('ExpenseOrderField', 'What expenses are ordered by.', {
  DATE: 'Day of the purchase.',
  AMOUNT: 'Amount; needs the currency in `filter.amount`.',
  MERCHANT: 'Merchant.',
  CHANGED: 'Last change in our records.',
});

@InputType({ description: 'Order of expenses; ties are broken by id.' })
export class ExpenseOrder {
  @Field(() => ExpenseOrderField, { description: 'What they are ordered by.' })
  field!: OrderField;

  @Field(() => OrderDirection, { defaultValue: 'DESC', description: 'Which come first.' })
  direction!: SortDirection;
}

@ArgsType()
export class ExpenseListArguments extends PageArguments {
  @Field(() => ExpenseFilter, { nullable: true, description: 'Only expenses that meet these conditions.' })
  filter?: ExpenseFilter | null;

  @Field(() => ExpenseOrder, { nullable: true, description: 'Default: latest bought first.' })
  orderBy?: ExpenseOrder | null;
}
