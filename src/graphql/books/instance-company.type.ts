import { Field, ObjectType } from 'type-graphql';
import { CurrencyCodeScalar, DateTimeScalar } from '../scalars';

@ObjectType({ description: 'The company that the books of an instance are of.', simpleResolvers: true })
export class InstanceCompany {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its name in legal matters.' })
  legalName!: string | null;

  @Field(() => String, { nullable: true, description: 'Its country, as the vendor writes it.' })
  country!: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency that its books are kept in.' })
  homeCurrency!: string | null;

  @Field(() => DateTimeScalar, { description: 'When we last read it from the vendor.' })
  fetchedAt!: Date;
}
