import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../user-error/payload.type';
import { Instance } from '../instance/instance.type';
import { NotificationDelivery } from './notification.type';

@ObjectType({ description: 'Answer of `testNotification`.', simpleResolvers: true })
export class TestNotificationPayload extends Payload {
  @Field(() => NotificationDelivery, {
    nullable: true,
    description: 'How the receiver took it: a refusal is a result, not an error.',
  })
  delivery?: NotificationDelivery | null;
}

@ObjectType({ description: 'Answer of `replayNotifications`.', simpleResolvers: true })
export class ReplayNotificationsPayload extends Payload {
  @Field(() => Instance, { nullable: true, description: 'The instance; null when nothing is sent again.' })
  instance?: Instance | null;
}
