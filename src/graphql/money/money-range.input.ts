import { Field, InputType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from '../scalars';

@InputType({ description: 'Amounts of one currency from `min` to `max`, both included.' })
export class MoneyRangeInput {
  @Field(() => CurrencyCodeScalar, {
    description: 'Only records in this currency are compared; nothing is converted.',
  })
  currency!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'Smallest amount; leave out for no lower end.' })
  min?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Largest amount; leave out for no upper end.' })
  max?: string | null;
}
