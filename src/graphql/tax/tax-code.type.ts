import { Field, ObjectType } from 'type-graphql';
import type { TaxCodeKind as Kind } from '../../adapters/tax';
import { DateTimeScalar } from '../scalars';
import { TaxCodeKind } from './tax.enums';

@ObjectType({ description: 'A taxability code of an account.', simpleResolvers: true })
export class TaxCode {
  @Field(() => String, { description: 'As lines and buyers name it.' })
  code!: string;

  @Field(() => TaxCodeKind, { description: 'What it is for.' })
  kind!: Kind;

  @Field(() => DateTimeScalar, { description: 'When it was last read from the vendor.' })
  fetchedAt!: Date;
}
