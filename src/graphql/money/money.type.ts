import { Directive, Field, ObjectType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar } from '../scalars';

@Directive('@shareable')
@ObjectType({ description: 'An amount in one currency.', simpleResolvers: true })
export class Money {
  @Field(() => DecimalScalar, { description: "With at least the currency's own number of decimals: `12.30`, `1200`." })
  amount!: string;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of `amount`.' })
  currency!: string;
}
