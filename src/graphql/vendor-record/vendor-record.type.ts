import { Field, ID, InterfaceType } from 'type-graphql';
import { DateTimeScalar } from '../scalars';

@InterfaceType({ description: 'A copy, kept by us, of something that lives at a vendor.' })
export abstract class VendorRecord {
  @Field(() => ID, { description: 'Opaque, global, stable. It carries the instance.' })
  id!: string;

  @Field(() => String, { description: "The vendor's own id, always as a string." })
  remoteId!: string;

  @Field(() => DateTimeScalar, { description: 'When we last read it from the vendor.' })
  fetchedAt!: Date;
}
