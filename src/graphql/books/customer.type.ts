import { Directive, Field, ObjectType } from 'type-graphql';
import { Money } from '../money/money.type';
import { VendorRecord } from '../vendor-record/vendor-record.type';
import { NestedBookEntry } from './book-entry.type';

/** What it is part of is a field of `CustomerResolver`. */
@Directive('@key(fields: "id")')
@Directive('@key(fields: "instance { id } remoteId")')
@ObjectType({
  description: 'Someone who buys from a company, or a project for them.',
  implements: VendorRecord,
  simpleResolvers: true,
})
export class Customer extends NestedBookEntry {
  @Field(() => Boolean, { nullable: true, description: 'Whether it is a project; null when the vendor does not say.' })
  isProject!: boolean | null;

  @Field(() => String, { nullable: true, description: 'E-mail address, lower case.' })
  email!: string | null;

  @Field(() => Money, { nullable: true, description: 'What it owes.' })
  balance!: Money | null;
}
