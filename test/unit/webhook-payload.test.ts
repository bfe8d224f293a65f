import { encodeRecordId } from '../../src/record-id';
import type { ChangeEvent } from '../../src/services/change-event';
import { toDeliveries, toPing, type WebhookSubject } from '../../src/services/webhooks/webhook-payload';

const INSTANCE = '0198c0de-0000-7000-8000-000000000001';
const SUBJECT: WebhookSubject = {
  instanceId: INSTANCE,
  instanceNumber: 17,
  organizationId: '0198c0de-0000-7000-8000-000000000002',
  elementKey: 'expensify',
  hub: 'payment',
};
const NOW = new Date('2026-08-15T12:00:05.000Z');

function change(id: number, facts: Partial<ChangeEvent> = {}): ChangeEvent {
  return {
    id: String(id).padStart(19, '0'),
    organizationId: SUBJECT.organizationId,
    instanceId: INSTANCE,
    elementKey: 'expensify',
    kind: 'UPDATED',
    resource: 'REPORTS',
    recordKind: 'REPORT',
    remoteId: 'R1',
    changedFields: ['status'],
    before: { status: 'OPEN' },
    after: { status: 'APPROVED' },
    source: 'SYNC',
    occurredAt: new Date('2026-08-15T11:59:00.250Z'),
    recordedAt: new Date('2026-08-15T12:00:00.750Z'),
    ...facts,
  };
}

interface Body {
  readonly type: string;
  readonly message: {
    readonly raw: {
      readonly objectType: string;
      readonly events: readonly { readonly eventId: string }[];
      readonly reports?: readonly object[];
      readonly instances?: readonly object[];
    };
  };
}

const bodiesOf = (events: readonly ChangeEvent[]): Body[] =>
  toDeliveries(SUBJECT, events, NOW).map(({ body }) => JSON.parse(body) as Body);

describe('bodies of notifications', () => {
  it("have the platform's form", () => {
    const [delivery] = toDeliveries(SUBJECT, [change(1)], NOW);
    expect(delivery).toMatchObject({
      instanceId: INSTANCE,
      kind: 'CHANGES',
      resource: 'reports',
      eventIds: ['0000000000000000001'],
      oldestEventAt: new Date('2026-08-15T12:00:00.750Z'),
    });
    expect(JSON.parse(delivery!.body)).toEqual({
      type: 'reports.changed',
      timestamp: '2026-08-15T12:00:05.000Z',
      message: {
        eventId: delivery!.id,
        elementKey: 'expensify',
        instanceId: INSTANCE,
        raw: {
          instance_id: 17,
          objectType: 'reports',
          eventId: delivery!.id,
          events: [
            {
              objectType: 'reports',
              objectId: 'R1',
              date: '2026-08-15T11:59:00Z',
              pollDate: '2026-08-15T12:00:00Z',
              eventType: 'UPDATED',
              elementKey: 'expensify',
              hubKey: 'payment',
              eventId: '0000000000000000001',
              recordId: encodeRecordId('REPORT', INSTANCE, 'R1'),
              changedFields: ['status'],
            },
          ],
          reports: [{ status: 'APPROVED' }],
        },
      },
    });
  });

  it('show what is gone as it was', () => {
    const [body] = bodiesOf([change(1, { kind: 'DELETED', after: null, occurredAt: null })]);
    expect(body!.message.raw.reports).toEqual([{ status: 'OPEN' }]);
    expect(body!.message.raw.events[0]).toMatchObject({ eventType: 'DELETED', date: '2026-08-15T12:00:00Z' });
  });

  it("tell of an instance's status as an update of the instance", () => {
    const status = change(1, {
      kind: 'INSTANCE_STATUS_CHANGED',
      resource: null,
      recordKind: null,
      remoteId: null,
      after: { status: 'DEGRADED', statusReason: 'Twice in a row.' },
    });
    const [body] = bodiesOf([status]);
    expect(body!.type).toBe('instances.changed');
    expect(body!.message.raw.events[0]).toMatchObject({
      objectType: 'instances',
      objectId: INSTANCE,
      eventType: 'UPDATED',
    });
    expect(body!.message.raw.instances).toEqual([{ status: 'DEGRADED', statusReason: 'Twice in a row.' }]);
  });

  it('tell of one resource each, with the changes in their order', () => {
    const expense = { resource: 'EXPENSES', recordKind: 'EXPENSE', remoteId: 'E1' } as const;
    const bodies = bodiesOf([change(1), change(2, expense), change(3), change(4, expense)]);
    const told = bodies.map(({ message: { raw } }) => [
      raw.objectType,
      raw.events.map(({ eventId }) => Number(eventId)),
    ]);
    expect(told).toEqual([
      ['reports', [1, 3]],
      ['expenses', [2, 4]],
    ]);
  });

  it('are of bounded size, by number and by length', () => {
    const many = toDeliveries(
      SUBJECT,
      Array.from({ length: 250 }, (_, index) => change(index + 1)),
      NOW,
    );
    expect(many.map(({ eventIds }) => eventIds.length)).toEqual([100, 100, 50]);
    const long = Array.from({ length: 4 }, (_, index) => change(index + 1, { after: { text: 'x'.repeat(200_000) } }));
    expect(toDeliveries(SUBJECT, long, NOW).map(({ eventIds }) => eventIds.length)).toEqual([2, 2]);
    const huge = [change(1, { after: { text: 'x'.repeat(900_000) } }), change(2)];
    expect(toDeliveries(SUBJECT, huge, NOW).map(({ eventIds }) => eventIds.length)).toEqual([1, 1]);
  });

  it('of a ping tell of nothing', () => {
    const ping = toPing(SUBJECT, NOW);
    expect(ping).toMatchObject({ kind: 'PING', resource: null, eventIds: [], oldestEventAt: null });
    expect(JSON.parse(ping.body)).toMatchObject({ type: 'ping', message: { eventId: ping.id, raw: { events: [] } } });
  });
});
