import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars';

@InputType({ description: 'Arguments of `testNotification`.' })
export class TestNotificationInput {
  @Field(() => ID, { description: 'The instance.' })
  instanceId!: string;
}

@InputType({
  description:
    'Arguments of `replayNotifications`: exactly one of `afterEventId`, `since` and `deliveryIds` says from where.',
})
export class ReplayNotificationsInput {
  @Field(() => ID, { description: 'The instance.' })
  instanceId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Everything after this change event, in order. A later event than that of a notification which the receiver refuses ' +
      'passes over it.',
  })
  afterEventId?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Everything that was noted at this time or later, in order.',
  })
  since?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'These notifications, at most 100, as they were: what they say may be older than what came since.',
  })
  deliveryIds?: string[] | null;
}
