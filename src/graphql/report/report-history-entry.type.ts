import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../scalars';

/** `actor` is a field of its resolver. */
@ObjectType({ description: "One entry of a report's history.", simpleResolvers: true })
export class ReportHistoryEntry {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it happened.' })
  at!: string | null;

  @Field(() => String, { description: "What happened, in the vendor's word." })
  action!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address of who did it.' })
  actorEmail!: string | null;

  @Field(() => String, { nullable: true, description: 'What was said about it.' })
  message!: string | null;
}
