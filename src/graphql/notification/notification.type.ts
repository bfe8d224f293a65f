import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type {
  WebhookDeliveryKind,
  WebhookDeliveryStatus,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { NotificationStatus as Status } from '../../services/webhooks/notification.service';
import { registerEnum } from '../register-enum';
import { DateTimeScalar } from '../scalars';

export const NotificationStatus = registerEnum<Status>(
  'NotificationStatus',
  "State of the notifications to an instance's callback address.",
  {
    OFF: 'Not wanted: `event.notification.enabled` is not `true`, or there is no callback address.',
    ACTIVE: 'Changes are sent as they happen.',
    FAILING: 'The last attempt has failed; there will be another.',
    DISABLED:
      'Given up after days of failures, or because the receiver answered 410. `updateInstance` with any of the `event.notification.…` keys, ' +
      'the old value even, goes on from where it stopped.',
  },
);

export const NotificationDeliveryStatus = registerEnum<WebhookDeliveryStatus>(
  'NotificationDeliveryStatus',
  'State of a notification.',
  {
    PENDING: 'Waits to be sent, or to be sent again.',
    DELIVERED: 'The receiver answered with a 2xx status.',
    FAILED: 'Given up.',
    CANCELLED: 'Not sent any more: notifications were switched off, or a replay took its place.',
  },
);

export const NotificationDeliveryKind = registerEnum<WebhookDeliveryKind>(
  'NotificationDeliveryKind',
  'What a notification is about.',
  { CHANGES: 'Changes of records, or of the instance.', PING: 'Nothing: it was asked for by `testNotification`.' },
);

@Directive('@tag(name: "operations")')
@ObjectType({ description: "State of the notifications to an instance's callback address.", simpleResolvers: true })
export class NotificationState {
  @Field(() => NotificationStatus, { description: 'Whether changes are sent.' })
  status!: Status;

  @Field(() => String, { nullable: true, description: 'Why they were disabled, for people.' })
  reason!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when every attempt has failed; null while they succeed.',
  })
  failingSince!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the next attempt is made after one that failed.' })
  nextAttemptAt!: Date | null;
}

@Directive('@tag(name: "operations")')
@ObjectType({
  description:
    'One notification to the callback address. It is sent again until it is taken, so it may arrive more than once: its id is in ' +
    'the headers `Elements-Webhook-Id` and `webhook-id`.',
  simpleResolvers: true,
})
export class NotificationDelivery {
  @Field(() => ID, { description: 'The same for every attempt.' })
  id!: string;

  instanceId!: string;

  @Field(() => NotificationDeliveryKind, { description: 'What it is about.' })
  kind!: WebhookDeliveryKind;

  @Field(() => String, {
    nullable: true,
    description: 'The resource whose changes it tells, as its body says it, such as `reports`; null for a ping.',
  })
  resource!: string | null;

  @Field(() => [ID], { description: 'The change events that it tells of, oldest first.' })
  eventIds!: readonly string[];

  @Field(() => NotificationDeliveryStatus, { description: 'Whether it has arrived.' })
  status!: WebhookDeliveryStatus;

  @Field(() => Int, { description: 'Attempts so far, since it was last put to work.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Not before this time is it tried; null when it is not tried any more.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was tried last; null when it was not yet.' })
  lastAttemptAt!: Date | null;

  @Field(() => Int, { nullable: true, description: 'How long the last attempt took, in milliseconds.' })
  durationMs!: number | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the last answer; null when none came.' })
  httpStatus!: number | null;

  @Field(() => String, { nullable: true, description: 'What was wrong the last time; null when it was taken.' })
  error!: string | null;

  @Field(() => String, { nullable: true, description: 'The beginning of the last answer: up to 1,000 bytes.' })
  responseExcerpt!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it arrived, or was given up.' })
  finishedAt!: Date | null;
}

@InputType({ description: 'Conditions on notifications; all that are given must hold. A list means any of.' })
export class NotificationDeliveryFilter {
  @Field(() => [NotificationDeliveryStatus], { nullable: true, description: 'Notifications in these states.' })
  status?: WebhookDeliveryStatus[] | null;

  @Field(() => [NotificationDeliveryKind], { nullable: true, description: 'Notifications of these kinds.' })
  kind?: WebhookDeliveryKind[] | null;
}
