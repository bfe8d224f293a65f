import { Field, ID, InputType } from 'type-graphql';

/** What the input of every mutation has that asks a vendor to change something. */
@InputType()
export abstract class KeyedInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your key for this request, 1 to 255 characters, a UUID is best: a repeat with it gives the same answer and is not sent again. See `VendorWrite`.',
  })
  idempotencyKey?: string | null;
}

@InputType()
export abstract class InstanceWriteInput extends KeyedInput {
  @Field(() => ID, { description: 'Instance at whose vendor it is to be done.' })
  instanceId!: string;
}
