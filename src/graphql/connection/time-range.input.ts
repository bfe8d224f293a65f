import { Field, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars';

@InputType({
  description: 'Instants from `from` (included) to `until` (excluded); leave one out for an open end.',
})
export class TimeRangeInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'First instant; leave out for no beginning.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'First instant no longer included.' })
  until?: Date | null;
}
