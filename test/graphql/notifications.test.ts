import { FastClock } from '../support/fast-clock';
import { notificationSettings, recordChanges, reportChange, sendDue, toldBy } from '../support/notification-world';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const NOTIFICATIONS = `query ($id: ID!, $filter: NotificationDeliveryFilter, $first: Int! = 50, $after: String) {
  instance(id: $id) {
    notifications { status reason failingSince nextAttemptAt }
    notificationDeliveries(filter: $filter, first: $first, after: $after) {
      totalCount
      nodes {
        id kind resource eventIds status attempts createdAt nextAttemptAt lastAttemptAt durationMs httpStatus error
        responseExcerpt finishedAt instance { id }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;
const TEST = `mutation ($input: TestNotificationInput!) {
  testNotification(input: $input) {
    delivery { id kind status httpStatus error responseExcerpt instance { id } }
    errors { __typename code message path }
  }
}`;
const REPLAY = `mutation ($input: ReplayNotificationsInput!) {
  replayNotifications(input: $input) { instance { id } errors { __typename code message path } }
}`;

interface Delivery {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly eventIds: readonly string[];
}

interface Notifications {
  readonly notifications: { readonly status: string; readonly reason: string | null };
  readonly notificationDeliveries: {
    readonly totalCount: number;
    readonly nodes: readonly Delivery[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

interface Payload {
  readonly delivery?: Delivery | null;
  readonly instance?: { readonly id: string } | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

describe('notifications in the graph', () => {
  const clock = new FastClock(10);
  let receiver: ScriptedServer;
  let service: TestService;
  let acme: Tenant;
  let id: string;

  beforeAll(async () => {
    receiver = await startScriptedServer();
    service = await startTestService({ clock, reports: 10, privateOrigins: [receiver.origin] });
    acme = await service.createTenant('Acme');
  });
  afterAll(async () => {
    await service.close();
    await receiver.close();
  });
  beforeEach(async () => {
    receiver.answerWith(reply(200, 'ok'));
    id = await service.provision(acme, {
      ...service.sandbox.configuration,
      ...notificationSettings(`${receiver.origin}/hook`, 'key'),
    });
    await sendDue(service.parts);
  });
  afterEach(() => service.parts.services.instances.remove(service.as(acme), id));

  const changeReports = async (...remoteIds: readonly string[]): Promise<void> => {
    for (const [value, remoteId] of remoteIds.entries()) {
      await recordChanges(service, [reportChange(acme, id, remoteId, value, clock.now())]);
      await sendDue(service.parts);
    }
  };
  const reportDeliveries = { kind: ['CHANGES'] };

  async function read(variables: object = {}, tenant = acme): Promise<Notifications> {
    const given = { id, filter: reportDeliveries, ...variables };
    const { data, errors } = await service.query<{ instance: Notifications }>(tenant, NOTIFICATIONS, given);
    expect(errors).toBeUndefined();
    return data!.instance;
  }

  async function mutate(document: string, input: object, tenant = acme): Promise<Payload> {
    const { data, errors } = await service.query<Record<string, Payload>>(tenant, document, { input });
    expect(errors).toBeUndefined();
    return Object.values(data!)[0]!;
  }

  it('are shown with what was sent and how it was taken, latest first, in pages', async () => {
    const before = (await read()).notificationDeliveries.totalCount;
    await changeReports('R1', 'R2', 'R3');
    const { notifications, notificationDeliveries } = await read({ first: 2 });
    expect(notifications).toEqual({ status: 'ACTIVE', reason: null, failingSince: null, nextAttemptAt: null });
    expect(notificationDeliveries).toMatchObject({ totalCount: before + 3, pageInfo: { hasNextPage: true } });
    expect(notificationDeliveries.nodes[0]).toEqual({
      id: toldBy(receiver.received.at(-1)!).id,
      kind: 'CHANGES',
      resource: 'reports',
      eventIds: [expect.any(String)],
      status: 'DELIVERED',
      attempts: 1,
      createdAt: expect.any(String),
      nextAttemptAt: null,
      lastAttemptAt: expect.any(String),
      durationMs: expect.any(Number),
      httpStatus: 200,
      error: null,
      responseExcerpt: 'ok',
      finishedAt: expect.any(String),
      instance: { id },
    });
    const next = await read({ first: 2, after: notificationDeliveries.pageInfo.endCursor });
    expect(next.notificationDeliveries.nodes[0]!.id).toBe(toldBy(receiver.received.at(-3)!).id);
  });

  it('tell of failures', async () => {
    receiver.answerWith(reply(500, 'broken'));
    await changeReports('R1');
    const failing = await read({ filter: { status: ['PENDING'] } });
    expect(failing.notifications).toMatchObject({
      status: 'FAILING',
      failingSince: expect.any(String),
      nextAttemptAt: expect.any(String),
    });
    expect(failing.notificationDeliveries.nodes).toMatchObject([
      { status: 'PENDING', httpStatus: 500, responseExcerpt: 'broken', error: expect.stringContaining('HTTP 500') },
    ]);
    receiver.answerWith(reply(410));
    clock.advance(60_000);
    await sendDue(service.parts);
    expect((await read()).notifications).toMatchObject({ status: 'DISABLED', reason: expect.stringContaining('410') });
    const { data } = await service.query(
      acme,
      `mutation ($id: ID!) { updateInstance(input: { id: $id, configuration: [
         { key: "event.notification.enabled", value: "true" }] }) { instance { notifications { status } } } }`,
      { id },
    );
    expect(data).toEqual({ updateInstance: { instance: { notifications: { status: 'ACTIVE' } } } });
  });

  it('can be tried: taken, refused, and without an address', async () => {
    const taken = await mutate(TEST, { instanceId: id });
    expect(taken).toEqual({
      delivery: {
        id: expect.any(String),
        kind: 'PING',
        status: 'DELIVERED',
        httpStatus: 200,
        error: null,
        responseExcerpt: 'ok',
        instance: { id },
      },
      errors: [],
    });
    expect(toldBy(receiver.received.at(-1)!)).toMatchObject({ type: 'ping', id: taken.delivery!.id });
    receiver.answerWith(reply(404));
    expect((await mutate(TEST, { instanceId: id })).delivery).toMatchObject({ status: 'FAILED', httpStatus: 404 });
    const pings = await read({ filter: { kind: ['PING'] } });
    expect(pings.notificationDeliveries.nodes.map(({ status }) => status)).toEqual(['FAILED', 'DELIVERED']);
    expect(pings.notifications.status).toBe('ACTIVE');
    const silent = await service.provision(acme);
    expect(await mutate(TEST, { instanceId: silent })).toMatchObject({
      delivery: null,
      errors: [{ code: 'MISSING_CONFIGURATION', message: expect.stringContaining('event.notification.callback.url') }],
    });
  });

  it('are sent again from where the caller says', async () => {
    await changeReports('R1', 'R2');
    const [second, first] = (await read()).notificationDeliveries.nodes;
    const sent = receiver.received.length;
    const recordsSince = async (): Promise<string[]> => {
      await sendDue(service.parts);
      return receiver.received.slice(sent).flatMap((request) => toldBy(request).records);
    };
    expect(await mutate(REPLAY, { instanceId: id, afterEventId: first!.eventIds[0] })).toEqual({
      instance: { id },
      errors: [],
    });
    expect(await recordsSince()).toEqual(['R2']);
    await mutate(REPLAY, { instanceId: id, deliveryIds: [first!.id, second!.id] });
    expect(await recordsSince()).toEqual(['R2', 'R1', 'R2']);
  });

  it('are sent again only from one place that there is', async () => {
    await changeReports('R1');
    const ping = (await mutate(TEST, { instanceId: id })).delivery!;
    const other = await service.provision(acme, {
      ...service.sandbox.configuration,
      ...notificationSettings(`${receiver.origin}/other`),
    });
    const [foreign] = (await read()).notificationDeliveries.nodes;
    const wrong: readonly (readonly [object, string])[] = [
      [{ instanceId: id }, 'input'],
      [{ instanceId: id, since: '2026-01-01T00:00:00Z', afterEventId: '1' }, 'input'],
      [{ instanceId: id, afterEventId: 'yesterday' }, 'input.afterEventId'],
      [{ instanceId: id, afterEventId: '8'.repeat(19) }, 'input.afterEventId'],
      [{ instanceId: id, deliveryIds: [] }, 'input.deliveryIds'],
      [{ instanceId: id, deliveryIds: ['nothing'] }, 'input.deliveryIds'],
      [{ instanceId: id, deliveryIds: [ping.id] }, 'input.deliveryIds'],
      [{ instanceId: other, deliveryIds: [foreign!.id] }, 'input.deliveryIds'],
      [{ instanceId: await service.provision(acme), since: '2026-01-01T00:00:00Z' }, 'input.instanceId'],
    ];
    for (const [input, path] of wrong) {
      const { instance, errors } = await mutate(REPLAY, input);
      expect([input, instance, errors]).toMatchObject([
        input,
        null,
        [{ code: 'INVALID_INPUT', path: path.split('.') }],
      ]);
    }
  });

  it("are nobody else's", async () => {
    await changeReports('R1');
    const stranger = await service.createTenant('Other');
    const [delivery] = (await read()).notificationDeliveries.nodes;
    const sent = receiver.received.length;
    expect(await mutate(TEST, { instanceId: id }, stranger)).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
    const replay = { instanceId: id, deliveryIds: [delivery!.id] };
    expect(await mutate(REPLAY, replay, stranger)).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
    const { data } = await service.query<{ instance: null }>(stranger, NOTIFICATIONS, { id });
    expect(data!.instance).toBeNull();
    await sendDue(service.parts);
    expect(receiver.received).toHaveLength(sent);
  });
});
