import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { ElementOperation as Operation, ElementResource as Resource } from '../../adapters/adapter';
import type { VendorWriteStatus as Status } from '../../persistence/repositories/vendor-write.repository';
import { TimeRangeInput } from '../connection/time-range.input';
import { ElementOperation, ElementResource } from '../element/capability.type';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';

export const VendorWriteStatus = registerEnum<Status>('VendorWriteStatus', 'How far a write is.', {
  QUEUED:
    "Taken and checked; waits for the program at the customer's to fetch it. See `Instance.agent`, and `expiresAt`.",
  SENT: 'Sent; the answer is awaited.',
  SUCCEEDED: 'Done, wholly.',
  PARTIALLY_SUCCEEDED: "Not wholly done, or none of it: the payload's results say what became of each item.",
  REJECTED: 'The vendor refused; nothing changed.',
  NOT_SENT:
    'It did not come to it: not sent at all, or not taken, and it may be sent again without harm. A repeat with the same key is a new try.',
  EXPIRED:
    "It waited for the program at the customer's longer than it was to, and was not sent. Ask for it again under a new key.",
  UNKNOWN:
    'The vendor may or may not have done it. Look there: a repeat with the same key is not sent, unless the error was retryable: then it is done once however often it is sent.',
});

/** What a write is served from: the row, and whether it answers a repeat. */
@ObjectType({
  description:
    'A change that was asked of a vendor, and what came of it. Sent once, never again by us, unless the vendor knows a repeat when it sees one, as QuickBooks Online does. With an `idempotencyKey`, your own retry is safe: the same key and input get the same answer for 90 minutes after it is known, and what may have been carried out is not sent a second time for 30 days.',
  simpleResolvers: true,
})
export class VendorWrite {
  @Field(() => ID, { description: 'Its id here.' })
  id!: string;

  instanceId!: string;

  @Field(() => String, { description: 'Name of the mutation that asked for it.' })
  name!: string;

  @Field(() => ElementResource, { description: 'What was to be changed.' })
  resource!: Resource;

  @Field(() => ElementOperation, { description: 'How.' })
  operation!: Operation;

  @Field(() => VendorWriteStatus, { description: 'How far it is.' })
  status!: Status;

  @Field(() => String, { nullable: true, description: "The caller's key; null when none was given." })
  idempotencyKey!: string | null;

  @Field(() => String, {
    description: 'Our id of the request that asked for it; `vendorCalls(filter: { requestId })` lists what was sent.',
  })
  requestId!: string;

  @Field(() => Int, { nullable: true, description: 'Items that were done; null where it is not one of items.' })
  doneCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Items that were passed over.' })
  skippedCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Items that failed.' })
  failedCount!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "Where a program at the customer's fetches it: when it is not sent any more. Null where the vendor is asked at once.",
  })
  expiresAt!: Date | null;

  @Field(() => DateTimeScalar, { description: 'When we took it.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent; null when it was not.' })
  sentAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its outcome became known, or was given up; null until then.',
  })
  settledAt!: Date | null;
}

@InputType({ description: 'Conditions on writes; all that are given must hold. A list means any of.' })
export class VendorWriteFilter {
  @Field(() => [VendorWriteStatus], { nullable: true, description: 'Writes in these states.' })
  status?: Status[] | null;

  @Field(() => [ElementResource], { nullable: true, description: 'Writes to these resources.' })
  resource?: Resource[] | null;

  @Field(() => [String], { nullable: true, description: 'Writes with these keys.' })
  idempotencyKey?: string[] | null;

  @Field(() => TimeRangeInput, { nullable: true, description: 'When we took them.' })
  createdAt?: TimeRangeInput | null;
}
