import { Field, ObjectType } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../scalars';

/** `employee` is a field of its resolver. */
@ObjectType({ description: 'One approval.', simpleResolvers: true })
export class ReportApproval {
  @Field(() => String, { nullable: true, description: 'E-mail address of who approved.' })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of who approved, as the vendor states it.' })
  name!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When; null when the vendor states only a day, or nothing.',
  })
  approvedAt!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'On which day, as the vendor writes it.' })
  approvedOn!: string | null;
}
