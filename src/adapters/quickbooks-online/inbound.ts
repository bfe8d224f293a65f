import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MalformedNoticeError, type InboundWebhooks, type VendorNotice } from '../inbound-webhooks';
import { NOTICED_RESOURCES, noticedRecordOf } from './noticed-record';
import { REALM, VERIFIER_TOKEN } from './settings';

/** Intuit sends 100 at most, and about a megabyte. */
const MAX_EVENTS = 1_000;
const MAX_BYTES = 2 * 1024 * 1024;

const Id = z.string().regex(/^\d{1,20}$/);
const Realm = z.string().regex(/^\d{1,30}$/);

const LegacyMessage = z.object({
  eventNotifications: z.array(
    z.object({
      realmId: Realm,
      dataChangeEvent: z.object({
        entities: z.array(
          z.object({
            name: z.string().max(100),
            id: Id,
            operation: z.string().max(100),
            lastUpdated: z.string().max(60).optional(),
            deletedId: Id.optional(),
          }),
        ),
      }),
    }),
  ),
});

const CloudEvents = z.array(
  z.object({
    specversion: z.string().max(20),
    id: z.string().min(1).max(200),
    type: z.string().regex(/^qbo\.[a-z0-9]{1,100}\.[a-z]{1,100}\.v\d{1,3}$/i),
    intuitentityid: Id,
    intuitaccountid: Realm,
  }),
);

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

function fromCloudEvents(message: unknown): VendorNotice[] {
  const { data: events } = CloudEvents.safeParse(message);
  if (events === undefined) throw malformed('a list of CloudEvents of types such as `qbo.purchase.created.v1`');
  return events.map(({ id, type, intuitentityid, intuitaccountid }) => ({
    eventId: id,
    accountId: intuitaccountid,
    record: noticedRecordOf(type.split('.')[1]!, intuitentityid),
  }));
}

function fromLegacy(message: unknown): VendorNotice[] {
  const { data } = LegacyMessage.safeParse(message);
  if (data === undefined) throw malformed('an object with `eventNotifications`');
  return data.eventNotifications.flatMap(({ realmId, dataChangeEvent: { entities } }) =>
    entities.flatMap(({ name, id, operation, lastUpdated, deletedId }) => {
      const event = { name, realmId, operation, lastUpdated };
      // What was merged into another record is gone; the other one has changed.
      return [id, ...(deletedId === undefined ? [] : [deletedId])].map((each) => toNotice(event, each));
    }),
  );
}

interface LegacyEvent {
  readonly name: string;
  readonly realmId: string;
  readonly operation: string;
  readonly lastUpdated?: string | undefined;
}

/** These events have no id: one that is told again is the same in all that it says. */
function toNotice({ name, realmId, operation, lastUpdated = '' }: LegacyEvent, id: string): VendorNotice {
  const what = JSON.stringify([realmId, name, id, operation, lastUpdated]);
  const eventId = createHash('sha256').update(what).digest('base64url');
  return { eventId, accountId: realmId, record: noticedRecordOf(name, id) };
}

function malformed(expected: string): MalformedNoticeError {
  return new MalformedNoticeError(`The body is no message of Intuit: expected is ${expected}.`);
}
