import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { decodeCursor, digestFilter, encodeCursor } from '../../persistence/keyset/cursor';
import type { InstanceRow } from '../../persistence/repositories/instance.repository';
import type {
  WebhookDeliveryFilter,
  WebhookDeliveryRow,
} from '../../persistence/repositories/webhook-delivery.repository';
import type { NotificationState as StateData } from '../../services/webhooks/notification.service';
import { defineConnection } from '../connection/define-connection';
import { ListSize } from '../connection/list-size';
import { PageArguments, requirePageSize } from '../connection/page-arguments';
import type { GraphqlContext } from '../context';
import { Instance } from '../instance/instance.type';
import { withPayloadErrors } from '../user-error/payload-errors';
import { ReplayNotificationsInput, TestNotificationInput } from './notification.input';
import { ReplayNotificationsPayload, TestNotificationPayload } from './notification.payload';
import { NotificationDelivery, NotificationDeliveryFilter, NotificationState } from './notification.type';

const LATEST_FIRST = { field: 'CREATED', direction: 'DESC' } as const;

export const NotificationDeliveryConnection = defineConnection<WebhookDeliveryRow>(
  { type: 'NotificationDelivery', plural: 'notifications' },
  () => NotificationDelivery,
);
type NotificationDeliveryList = InstanceType<typeof NotificationDeliveryConnection>;

@Resolver(() => Instance)
export class InstanceNotificationsResolver {
  @FieldResolver(() => NotificationState, {
    nullable: true,
    description: 'Whether its changes are sent to its callback address.',
  })
  notifications(@Root() instance: InstanceRow, @Ctx() context: GraphqlContext): Promise<StateData> {
    return context.loaders.notifications.load(instance);
  }

  @ListSize()
  @FieldResolver(() => NotificationDeliveryConnection, {
    nullable: true,
    description: 'Notifications of the last 30 days to its callback address, latest first.',
  })
  notificationDeliveries(
    @Root() instance: InstanceRow,
    @Ctx() context: GraphqlContext,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Arg('filter', () => NotificationDeliveryFilter, {
      nullable: true,
      description: 'Conditions; all that are given must hold.',
    })
    filter?: NotificationDeliveryFilter | null,
  ): NotificationDeliveryList {
    const conditions: WebhookDeliveryFilter = { status: filter?.status, kind: filter?.kind };
    // A cursor is good for this instance alone.
    const filterDigest = digestFilter([instance.id, conditions]);
    const scope = { organizationId: instance.organizationId, instanceId: instance.id };
    const position = after == null ? null : decodeCursor(after, { order: LATEST_FIRST, filterDigest });
    const { deliveryLists } = context.loaders;
    const query = { filter: conditions, order: LATEST_FIRST, first: requirePageSize(first), after: position };
    return new NotificationDeliveryConnection({
      // The loader keeps what it has read for the request.
      readPage: () => deliveryLists.page(scope, query),
      readCount: () => deliveryLists.count(scope, conditions),
      isContinued: position !== null,
      toCursor: (of) => encodeCursor({ order: LATEST_FIRST, filterDigest, position: of }),
    });
  }
}

@Resolver(() => NotificationDelivery)
export class NotificationDeliveryResolver {
  @FieldResolver(() => Instance, { nullable: true, description: 'Of which instance.' })
  instance(@Root() delivery: NotificationDelivery, @Ctx() context: GraphqlContext): Promise<InstanceRow | null> {
    return context.loaders.instances.load(delivery.instanceId);
  }
}

@Resolver()
export class NotificationMutationResolver {
  @Mutation(() => TestNotificationPayload, {
    nullable: true,
    description:
      "Send a ping to an instance's callback address, once, and tell how it was taken; also while notifications are off or disabled.",
  })
  testNotification(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => TestNotificationInput, { description: 'Which instance.' }) input: TestNotificationInput,
  ): Promise<object> {
    const { request, services } = context;
    return withPayloadErrors(request, async () => ({
      delivery: await services.notifications.test(request, input.instanceId),
    }));
  }

  @Mutation(() => ReplayNotificationsPayload, {
    nullable: true,
    description:
      'Send notifications again. Changes after an event or a time are told again in order, in new notifications that take the place of those ' +
      'that still wait; while notifications are disabled, they wait until they are enabled.',
  })
  replayNotifications(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => ReplayNotificationsInput, { description: 'Which instance, and from where.' })
    input: ReplayNotificationsInput,
  ): Promise<object> {
    const { request, services } = context;
    return withPayloadErrors(request, async () => ({ instance: await services.notifications.replay(request, input) }));
  }
}
