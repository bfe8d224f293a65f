import { createWebhookHttp, type WebhookHttp } from '../adapters/http/webhook-http';
import { WebhookChannelRepository } from '../persistence/repositories/webhook-channel.repository';
import { WebhookDeliveryRepository } from '../persistence/repositories/webhook-delivery.repository';
import { NotificationService } from '../services/webhooks/notification.service';
import { WebhookDispatcher } from '../services/webhooks/webhook-dispatcher';
import { WebhookSender } from '../services/webhooks/webhook-sender';
import type { Foundation } from './foundation';
import type { RecordParts } from './records';
import type { VendorParts } from './vendors';

/** What is sent to customers' receivers. */
export interface WebhookParts {
  readonly http: WebhookHttp;
  readonly channels: WebhookChannelRepository;
  readonly deliveries: WebhookDeliveryRepository;
  readonly dispatcher: WebhookDispatcher;
  readonly notifications: NotificationService;
}

export function composeWebhooks(
  foundation: Foundation,
  { guard }: VendorParts,
  { instanceReads }: RecordParts,
): WebhookParts {
  const { catalog, encryption, metrics, database, tasks, clock, rows } = foundation;
  const channels = new WebhookChannelRepository(database);
  const deliveries = new WebhookDeliveryRepository(database);
  const http = createWebhookHttp(guard, clock);
  const sender = new WebhookSender({
    database,
    configuration: rows.configuration,
    channels,
    deliveries,
    catalog,
    encryption,
    http,
    metrics,
    clock,
  });
  return {
    http,
    channels,
    deliveries,
    dispatcher: new WebhookDispatcher(channels, sender, tasks, clock),
    notifications: new NotificationService(catalog, instanceReads, sender, database, tasks, clock),
  };
}
