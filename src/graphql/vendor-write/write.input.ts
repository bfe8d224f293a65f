import { Field, ID, InputType, Int } from 'type-graphql';

/** What the input of every mutation has that asks a vendor to change something. */
@InputType()
export abstract class KeyedInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your key for this request, 1 to 255 characters, a UUID is best: a repeat with it gives the same answer and is not sent again. See `VendorWrite`.',
  })
  idempotencyKey?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Where a program at the customer's has to fetch the write, as of QuickBooks Enterprise: how long it may wait for that, 60 seconds to 14 days. After that it is not sent any more, and is `EXPIRED`. Default: 7 days. Elsewhere it says nothing.",
  })
  expiresAfterSeconds?: number | null;
}

@InputType()
export abstract class InstanceWriteInput extends KeyedInput {
  @Field(() => ID, { description: 'Instance at whose vendor it is to be done.' })
  instanceId!: string;
}
