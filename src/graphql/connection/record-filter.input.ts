import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars';

/** Conditions that the lists of all vendor records take. */
@InputType()
export abstract class RecordFilter {
  @Field(() => [ID], { nullable: true, description: 'Only records of these instances.' })
  instanceId?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only records of instances of these elements, by key.' })
  elementKey?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only records of instances that carry one of these tags.',
  })
  instanceTag?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Only records with these ids of the vendor's own." })
  remoteId?: readonly string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Changed in our records at or after this instant: for consumers that keep a copy.',
  })
  changedSince?: Date | null;
}
