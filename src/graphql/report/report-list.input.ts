import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { ReportStatus as Status } from '../../adapters/records';
import type { SortDirection } from '../../persistence/keyset/keyset-page';
import type { ReportOrderField as OrderField } from '../../persistence/repositories/report-list';
import { DayRangeInput } from '../connection/day-range.input';
import { OrderDirection } from '../connection/order-direction';
import { PageArguments } from '../connection/page-arguments';
import { RecordFilter } from '../connection/record-filter.input';
import { MoneyRangeInput } from '../money/money-range.input';
import { registerEnum } from '../register-enum';
import { ReportStatus } from './report.enums';

@InputType({ description: 'Conditions on reports; all that are given must hold. A list means any of.' })
export class ReportFilter extends RecordFilter {
  @Field(() => [ReportStatus], { nullable: true, description: 'Reports in these states.' })
  status?: readonly Status[] | null;

  @Field(() => [ID], { nullable: true, description: 'Reports under these policies.' })
  policyId?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Reports of these employees.' })
  submitterId?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Reports of the people with these e-mail addresses.' })
  submitterEmail?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, case ignored.' })
  text?: string | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day opened.' })
  createdOn?: DayRangeInput | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day handed in.' })
  submittedOn?: DayRangeInput | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day approved.' })
  approvedOn?: DayRangeInput | null;

  @Field(() => DayRangeInput, { nullable: true, description: 'Day paid back.' })
  reimbursedOn?: DayRangeInput | null;

  @Field(() => MoneyRangeInput, { nullable: true, description: 'Size of the total.' })
  total?: MoneyRangeInput | null;
}

export const ReportOrderField = registerEnum<OrderField>('ReportOrderField', 'What reports are ordered by.', {
  CREATED: 'Day and time opened.',
  SUBMITTED: 'Day and time handed in.',
  APPROVED: 'Day and time approved.',
  REIMBURSED: 'Day and time paid back.',
  NAME: 'Name.',
  TOTAL: 'Total; needs the currency in `filter.total`.',
  CHANGED: 'Last change in our records.',
});

@InputType({ description: 'Order of reports; ties are broken by id.' })
export class ReportOrder {
  @Field(() => ReportOrderField, { description: 'What they are ordered by.' })
  field!: OrderField;

  @Field(() => OrderDirection, { defaultValue: 'DESC', description: 'Which come first.' })
  direction!: SortDirection;
}

@ArgsType()
export class ReportListArguments extends PageArguments {
  @Field(() => ReportFilter, { nullable: true, description: 'Only reports that meet these conditions.' })
  filter?: ReportFilter | null;

  @Field(() => ReportOrder, { nullable: true, description: 'Default: latest opened first.' })
  orderBy?: ReportOrder | null;
}
