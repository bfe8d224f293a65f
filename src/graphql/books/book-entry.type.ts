import { Field, ObjectType } from 'type-graphql';
import { VendorRecord } from '../vendor-record/vendor-record.type';

/** What the entries of books have in common. */
@ObjectType({ simpleResolvers: true })
export abstract class BookEntry extends VendorRecord {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be used now; null when the vendor does not say.',
  })
  isActive!: boolean | null;
}

/** Entries that can be parts of others. */
@ObjectType({ simpleResolvers: true })
export abstract class NestedBookEntry extends BookEntry {
  @Field(() => String, { description: 'Name with those of its parents, joined with `:`.' })
  fullName!: string;
}
