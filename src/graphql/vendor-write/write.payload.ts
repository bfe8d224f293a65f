import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../user-error/payload.type';
import { VendorWrite } from './vendor-write.type';

/** What the answer of every mutation has that asks a vendor to change something. */
@ObjectType({ simpleResolvers: true })
export abstract class WritePayload extends Payload {
  @Field(() => VendorWrite, {
    nullable: true,
    description: 'The write, with its outcome; null when the vendor was not to be asked.',
  })
  write?: VendorWrite | null;
}
