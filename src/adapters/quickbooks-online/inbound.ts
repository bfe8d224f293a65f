import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MalformedNoticeError, type InboundWebhooks, type VendorNotice } from '../inbound-webhooks';
import { NOTICED_RESOURCES, noticedRecordOf } from './noticed-record';
import { REALM, VERIFIER_TOKEN } from './settings';

/** Intuit sends 100 at most, and about a megabyte. */
const MAX_EVENTS = 1_000;
const MAX_BYTES = 2 * 1024 * 1024;

const Id = z.string().regex(/^\d{1,20}$/);
const Realm = z.string().regex(/^\d{1,30}$/);

const LegacyMessage = z.object({ eventNotifications: z.array(z.unknown()) });

const LegacyNotification = z.object({
  realmId: Realm,
  dataChangeEvent: z.object({ entities: z.array(z.unknown()) }),
});

const LegacyEvent = z.object({
  name: z.string().max(100),
  id: Id,
  operation: z.string().max(100),
  lastUpdated: z.string().max(60).optional(),
  deletedId: Id.optional(),
});
type LegacyEvent = z.infer<typeof LegacyEvent>;

const CloudEvent = z.object({
  specversion: z.string().max(20),
  id: z.string().min(1).max(200),
  type: z.string().regex(/^qbo\.[a-z0-9]{1,100}\.[a-z]{1,100}\.v\d{1,3}$/i),
  intuitentityid: Id,
  intuitaccountid: Realm,
});

/** Intuit's notices of changes, in the form that it sent until July 2026 and in that of CloudEvents. */
export const quickbooksInbound: InboundWebhooks = {
  resources: NOTICED_RESOURCES,
  accountKey: REALM,
  tokenKey: VERIFIER_TOKEN,
  maxBytes: MAX_BYTES,
  signatureOf: ({ 'intuit-signature': signature }) => (typeof signature === 'string' ? signature.trim() : null),
  isSigned(body, signature, token) {
    const expected = createHmac('sha256', token).update(body).digest();
    const given = Buffer.from(signature, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  },
  read(body) {
    const message = parse(body);
    const notices = Array.isArray(message) ? fromCloudEvents(message) : fromLegacy(message);
    if (notices.length > MAX_EVENTS) throw new MalformedNoticeError(`A message has ${MAX_EVENTS} events at most.`);
    return notices;
  },
};

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new MalformedNoticeError('The body is no JSON.');
  }
}

function fromCloudEvents(message: readonly unknown[]): VendorNotice[] {
  const events = understood(CloudEvent, message, 'a list of CloudEvents of types such as `qbo.purchase.created.v1`');
  return events.map(({ id, type, intuitentityid, intuitaccountid }) => ({
    eventId: id,
    accountId: intuitaccountid,
    record: noticedRecordOf(type.split('.')[1]!, intuitentityid),
  }));
}

function fromLegacy(message: unknown): VendorNotice[] {
  const expected = 'an object with `eventNotifications`, each of a company and its `entities`';
  const { data } = LegacyMessage.safeParse(message);
  if (data === undefined) throw malformed(expected);
  const notifications = understood(LegacyNotification, data.eventNotifications, expected);
  const told = notifications.flatMap(({ realmId, dataChangeEvent: { entities } }) =>
    entities.map((event) => ({ realmId, event })),
  );
  const events = understood(z.object({ realmId: Realm, event: LegacyEvent }), told, expected);
  return events.flatMap(({ realmId, event }) => {
    const { id, deletedId } = event;
    // What was merged into another record is gone; the other one has changed.
    return [id, ...(deletedId === undefined ? [] : [deletedId])].map((each) => toNotice(realmId, event, each));
  });
}

/**
 * What can be read as it should be. A kind of event that is new to us is no reason to refuse the others: Intuit would send
 * them all again, and tell nothing else until they are taken. Throws where there is nothing but such.
 */
function understood<Event>(schema: z.ZodType<Event>, given: readonly unknown[], expected: string): Event[] {
  const events = given.flatMap((one) => {
    const { data } = schema.safeParse(one);
    return data === undefined ? [] : [data];
  });
  if (events.length === 0 && given.length > 0) throw malformed(expected);
  return events;
}

/** These events have no id: one that is told again is the same in all that it says, as long as it says when. */
function toNotice(realmId: string, { name, operation, lastUpdated }: LegacyEvent, id: string): VendorNotice {
  const what = JSON.stringify([realmId, name, id, operation, lastUpdated ?? randomUUID()]);
  const eventId = createHash('sha256').update(what).digest('base64url');
  return { eventId, accountId: realmId, record: noticedRecordOf(name, id) };
}

function malformed(expected: string): MalformedNoticeError {
  return new MalformedNoticeError(`The body is no message of Intuit: expected is ${expected}.`);
}
