import { Directive, Field, ObjectType } from 'type-graphql';
import { Money } from '../money/money.type';
import { CurrencyCodeScalar } from '../scalars';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { BookEntry } from './book-entry.type';

@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({ description: 'Someone who sells to a company.', implements: VendorRecord, simpleResolvers: true })
export class Supplier extends BookEntry {
  @Field(() => String, { nullable: true, description: 'E-mail address, lower case.' })
  email!: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency it is paid in.' })
  currency!: string | null;

  @Field(() => Money, { nullable: true, description: 'What is owed to it.' })
  balance!: Money | null;
}
