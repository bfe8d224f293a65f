import type { ServiceParts } from '../../src/compose/services';
import { ChangeEventRepository, type NewChangeEvent } from '../../src/persistence/repositories/change-event.repository';
import type { WebhookDeliveryRow } from '../../src/persistence/repositories/webhook-delivery.repository';
import type { NotificationState } from '../../src/services/webhooks/notification.service';
import { toInputs, type ServiceWorld, type Tenant } from './service-world';
import type { ReceivedRequest } from './scripted-server';

/** What a receiver is told in one request. */
export interface Told {
  readonly type: string;
  readonly id: string;
  readonly instanceId: string;
  readonly records: readonly string[];
  readonly values: readonly unknown[];
}

interface Body {
  readonly type: string;
  readonly message: {
    readonly eventId: string;
    readonly instanceId: string;
    readonly raw: {
      readonly objectType: string;
      readonly events: readonly { readonly objectId: string }[];
    } & Readonly<Record<string, unknown>>;
  };
}

export function toldBy({ body }: ReceivedRequest): Told {
  const { type, message } = JSON.parse(body) as Body;
  return {
    type,
    id: message.eventId,
    instanceId: message.instanceId,
    records: message.raw.events.map(({ objectId }) => objectId),
    values: message.raw[message.raw.objectType] as readonly unknown[],
  };
}

/** A change of a report: its content is what it was told with. */
export function reportChange(
  tenant: Tenant,
  instanceId: string,
  remoteId: string,
  value: number,
  recordedAt: Date,
): NewChangeEvent {
  return {
    organizationId: tenant.caller.organizationId,
    instanceId,
    kind: 'UPDATED',
    resource: 'REPORTS',
    recordKind: 'REPORT',
    remoteId,
    changedFields: ['name'],
    before: null,
    after: { value },
    source: 'SYNC',
    occurredAt: null,
    recordedAt,
  };
}

/** Notes changes as a sync does. */
export async function recordChanges(world: ServiceWorld, changes: readonly NewChangeEvent[]): Promise<void> {
  const { context } = world.parts;
  await world.database.transaction(async (transaction) => {
    new ChangeEventRepository(transaction).append(context, transaction, changes);
  });
}

/** Settings of an instance that wants notifications. */
export function notificationSettings(url: string, key?: string): Record<string, string> {
  return {
    'event.notification.enabled': 'true',
    'event.notification.callback.url': url,
    ...(key === undefined ? {} : { 'event.notification.signature.key': key }),
  };
}

export async function changeSettings(
  world: ServiceWorld,
  tenant: Tenant,
  id: string,
  settings: Readonly<Record<string, string | null>>,
): Promise<void> {
  await world.parts.services.instances.update(world.as(tenant), { id, configuration: toInputs(settings) });
}

/** One round of a replica, to its end. */
export async function sendDue(parts: ServiceParts): Promise<void> {
  await parts.webhooks.round(parts.context);
  await parts.tasks.idle();
}

/** Latest first. */
export async function deliveriesOf(
  world: ServiceWorld,
  tenant: Tenant,
  instanceId: string,
): Promise<readonly WebhookDeliveryRow[]> {
  const scope = { organizationId: tenant.caller.organizationId, instanceId };
  const query = { filter: null, first: 500, after: null };
  const [page] = await world.parts.services.notifications.pageDeliveries(world.as(tenant), [scope], query);
  return page!.rows;
}

export async function stateOf(world: ServiceWorld, tenant: Tenant, instanceId: string): Promise<NotificationState> {
  const instance = await world.find(tenant, instanceId);
  const [state] = await world.parts.services.notifications.statesOf(world.as(tenant), [instance!]);
  return state!;
}
