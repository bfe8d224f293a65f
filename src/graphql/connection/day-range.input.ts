import { Field, InputType } from 'type-graphql';
import { DateScalar } from '../scalars';

@InputType({ description: 'Days from `from` to `to`, both included; leave one out for an open end.' })
export class DayRangeInput {
  @Field(() => DateScalar, { nullable: true, description: 'First day; leave out for no beginning.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; leave out for no end.' })
  to?: string | null;
}
