import { v7 as uuidv7 } from 'uuid';
import type { WebhookInstance } from '../../persistence/repositories/webhook-channel.repository';
import type { NewWebhookDelivery } from '../../persistence/repositories/webhook-delivery.repository';
import { encodeRecordId } from '../../record-id';
import type { ChangeEvent } from '../change-event';

/** Whom a delivery tells of. */
export interface WebhookSubject extends WebhookInstance {
  readonly hub: string;
}

/** Bounds of one body, so that a receiver can take it in one piece. */
const MOST_EVENTS = 100;
const MOST_CHARACTERS = 500_000;

/** What changes of the instance itself are told under. */
const INSTANCES = 'instances';

/**
 * Deliveries that tell of the changes, of one resource each, in the platform's form. The changes of a record keep their
 * order, since they are of one resource.
 */
export function toDeliveries(subject: WebhookSubject, events: readonly ChangeEvent[], now: Date): NewWebhookDelivery[] {
  return [...byResource(events)].flatMap(([resource, ofResource]) =>
    chunksOf(ofResource).map((chunk) => toDelivery(subject, resource, chunk, now)),
  );
}

/** A delivery that tells of no change: whether the receiver is there. */
export function toPing(subject: WebhookSubject, now: Date): NewWebhookDelivery {
  const id = uuidv7();
  const body = toBody(subject, 'ping', { id, resource: 'ping', events: [], now });
  return {
    ...ownershipOf(subject),
    id,
    kind: 'PING',
    resource: null,
    eventIds: [],
    oldestEventAt: null,
    body,
    createdAt: now,
  };
}

function toDelivery(
  subject: WebhookSubject,
  resource: string,
  events: readonly ChangeEvent[],
  now: Date,
): NewWebhookDelivery {
  const id = uuidv7();
  return {
    ...ownershipOf(subject),
    id,
    kind: 'CHANGES',
    resource,
    eventIds: events.map((event) => event.id),
    oldestEventAt: events[0]?.recordedAt ?? null,
    body: toBody(subject, `${resource}.changed`, { id, resource, events, now }),
    createdAt: now,
  };
}

interface Contents {
  readonly id: string;
  readonly resource: string;
  readonly events: readonly ChangeEvent[];
  readonly now: Date;
}

/** `type` and `timestamp` are those of Standard Webhooks; `message` is the platform's. */
function toBody(subject: WebhookSubject, type: string, { id, resource, events, now }: Contents): string {
  return JSON.stringify({
    type,
    timestamp: now.toISOString(),
    message: {
      eventId: id,
      elementKey: subject.elementKey,
      instanceId: subject.instanceId,
      raw: {
        instance_id: subject.instanceNumber,
        objectType: resource,
        eventId: id,
        events: events.map((event) => toEntry(subject, resource, event)),
        [resource]: events.map(objectOf),
      },
    },
  });
}

function toEntry({ elementKey, hub }: WebhookSubject, objectType: string, event: ChangeEvent): object {
  return {
    objectType,
    objectId: event.remoteId ?? event.instanceId,
    date: toSeconds(event.occurredAt ?? event.recordedAt),
    pollDate: toSeconds(event.recordedAt),
    // The platform knows no others: a change of an instance's status is an update of the instance.
    eventType: event.kind === 'INSTANCE_STATUS_CHANGED' ? 'UPDATED' : event.kind,
    elementKey,
    hubKey: hub,
    eventId: event.id,
    recordId: recordIdOf(event),
    changedFields: event.changedFields,
  };
}

/** As it is now; of what is gone, as it was. */
function objectOf(event: ChangeEvent): object {
  return event.after ?? event.before ?? {};
}

/** Its id in the graph. */
function recordIdOf({ recordKind, remoteId, instanceId }: ChangeEvent): string {
  return recordKind === null || remoteId === null ? instanceId : encodeRecordId(recordKind, instanceId, remoteId);
}

function toSeconds(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function ownershipOf({
  instanceId,
  organizationId,
}: WebhookSubject): Pick<WebhookSubject, 'instanceId' | 'organizationId'> {
  return { instanceId, organizationId };
}

function byResource(events: readonly ChangeEvent[]): Map<string, ChangeEvent[]> {
  const groups = new Map<string, ChangeEvent[]>();
  for (const event of events) {
    const resource = event.resource?.toLowerCase() ?? INSTANCES;
    const group = groups.get(resource) ?? [];
    groups.set(resource, group);
    group.push(event);
  }
  return groups;
}

function chunksOf(events: readonly ChangeEvent[]): ChangeEvent[][] {
  const chunks: ChangeEvent[][] = [];
  let characters = 0;
  for (const event of events) {
    const size = JSON.stringify(objectOf(event)).length;
    const last = chunks.at(-1);
    const hasRoom = last !== undefined && last.length < MOST_EVENTS && characters + size <= MOST_CHARACTERS;
    if (hasRoom) last.push(event);
    else chunks.push([event]);
    characters = hasRoom ? characters + size : size;
  }
  return chunks;
}
