import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { VendorCallOutcome as Outcome } from '../../adapters/vendor-error';
import { TimeRangeInput } from '../connection/time-range.input';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';

export const VendorCallOutcome = registerEnum<Outcome>('VendorCallOutcome', 'How a request to a vendor ended.', {
  SUCCEEDED: 'Done.',
  REJECTED: 'Understood and refused.',
  RATE_LIMITED: "Over the vendor's limit.",
  UNAUTHORIZED: 'The credentials were refused.',
  VENDOR_FAULT: 'A fault at the vendor.',
  TIMED_OUT: 'No whole answer in time.',
  NETWORK_FAULT: 'No connection, or a broken one.',
  UNREADABLE: 'An answer that could not be read.',
  NOT_SENT: 'Not sent: we kept it back.',
});

@Directive('@tag(name: "operations")')
@ObjectType({ description: 'One request made to a vendor, secrets removed.', simpleResolvers: true })
export class VendorCall {
  @Field(() => ID, { description: 'Its id here.' })
  id!: string;

  instanceId!: string;

  @Field(() => String, { description: 'What for, such as `reports.list`.' })
  purpose!: string;

  @Field(() => String, { description: 'HTTP method.' })
  method!: string;

  @Field(() => String, { description: 'Address without query secrets.' })
  url!: string;

  @Field(() => DateTimeScalar, { description: 'When it was sent.' })
  startedAt!: Date;

  @Field(() => Int, { nullable: true, description: 'How long it took, in milliseconds; null when nothing was sent.' })
  durationMs!: number | null;

  @Field(() => VendorCallOutcome, { description: 'How it ended.' })
  outcome!: Outcome;

  @Field(() => Int, { nullable: true, description: 'HTTP status; null when no answer came.' })
  httpStatus!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's own code: several answer 200 to a failure.",
  })
  vendorCode!: string | null;

  @Field(() => String, { nullable: true, description: "The vendor's own message." })
  vendorMessage!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The vendor's id of the request, to quote to its support.",
  })
  vendorRequestId!: string | null;

  @Field(() => String, {
    description: 'Our id of the request that caused it; also in `extensions.requestId` and in the logs.',
  })
  requestId!: string;

  @Field(() => Int, { description: 'Attempt, from 1.' })
  attempt!: number;

  @Field(() => Int, { description: 'Bytes sent.' })
  requestBytes!: number;

  @Field(() => Int, { description: 'Bytes received, as they came over the wire.' })
  responseBytes!: number;
}

@InputType({ description: 'Conditions on requests to a vendor; all that are given must hold. A list means any of.' })
export class VendorCallFilter {
  @Field(() => [VendorCallOutcome], { nullable: true, description: 'Requests that ended so.' })
  outcome?: Outcome[] | null;

  @Field(() => [String], { nullable: true, description: 'Requests for these purposes.' })
  purpose?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Requests caused by these requests to us.' })
  requestId?: string[] | null;

  @Field(() => TimeRangeInput, { nullable: true, description: 'When they were sent.' })
  startedAt?: TimeRangeInput | null;
}
