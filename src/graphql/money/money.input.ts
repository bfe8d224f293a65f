import { Field, InputType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from '../scalars';

@InputType({ description: 'An amount in one currency, as input.' })
export class MoneyInput {
  @Field(() => DecimalScalar, {
    description: 'A decimal string; more decimals than the currency has are an error, not rounded.',
  })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of `amount`.' })
  currency!: string;
}
