import { Directive, Field, ObjectType } from 'type-graphql';
import type { ReimbursementMethod as Method, ReportStatus as Status } from '../../adapters/records';
import { Money } from '../money/money.type';
import { DateScalar, DateTimeScalar, UrlScalar } from '../scalars';
import { RecordCustomField } from '../vendor-record/record-custom-field.type';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { ReimbursementMethod, ReportStatus } from './report.enums';

const ONLY_A_DAY = 'null when the vendor states only a day.';

@ObjectType({ description: 'How a report was paid back.', simpleResolvers: true })
export class ReportReimbursement {
  @Field(() => ReimbursementMethod, { description: 'By which way.' })
  method!: Method;

  @Field(() => String, { nullable: true, description: "The payment's number at the vendor." })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the payment came from, as given when it was marked.' })
  source!: string | null;
}

/** Relations are fields of `ReportResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({
  description: 'An expense report: expenses that one person hands in together.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class Report extends VendorRecord {
  @Field(() => String, { description: 'Its title, as the submitter gave it.' })
  name!: string;

  @Field(() => ReportStatus, { description: 'Where it stands, in our words.' })
  status!: Status;

  @Field(() => String, { nullable: true, description: "Where it stands, in the vendor's word." })
  vendorStatus!: string | null;

  @Field(() => Money, { nullable: true, description: 'Sum of what counts; null while unknown.' })
  total!: Money | null;

  @Field(() => String, {
    nullable: true,
    description: 'E-mail address of the submitter, also where no `Employee` is known.',
  })
  submitterEmail!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: `When it was opened; ${ONLY_A_DAY}` })
  createdAt!: Date | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it was opened, as the vendor writes it.' })
  createdOn!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: `When it was handed in; ${ONLY_A_DAY}` })
  submittedAt!: Date | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it was handed in, as the vendor writes it.' })
  submittedOn!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: `When it was finally approved; ${ONLY_A_DAY}` })
  approvedAt!: Date | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it was finally approved, as the vendor writes it.' })
  approvedOn!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: `When it was paid back; ${ONLY_A_DAY}` })
  reimbursedAt!: Date | null;

  @Field(() => DateScalar, { nullable: true, description: 'Day it was paid back, as the vendor writes it.' })
  reimbursedOn!: string | null;

  @Field(() => ReportReimbursement, { nullable: true, description: 'How it was paid back; null before.' })
  reimbursement!: ReportReimbursement | null;

  @Field(() => [RecordCustomField], { description: 'Fields that the customer added to its reports.' })
  customFields!: readonly RecordCustomField[];

  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Its page at the vendor, for people who are signed in there.',
  })
  webUrl!: string | null;
}
