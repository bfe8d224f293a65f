import { Webhook } from 'standardwebhooks';
import { createHmac } from 'node:crypto';
import { ChangeEventRepository } from '../../src/persistence/repositories/change-event.repository';
import { WebhookChannelRepository } from '../../src/persistence/repositories/webhook-channel.repository';
import { MAX_WEBHOOK_ATTEMPTS } from '../../src/services/webhooks/webhook-retry';
import { FastClock } from '../support/fast-clock';
import {
  changeSettings,
  deliveriesOf,
  notificationSettings,
  recordChanges,
  reportChange,
  sendDue,
  stateOf,
  toldBy,
} from '../support/notification-world';
import { reply, startScriptedServer, type ScriptedServer } from '../support/scripted-server';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

const KEY = 'a signature key of mine';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('notifications to a callback address', () => {
  const clock = new FastClock(10);
  let receiver: ScriptedServer;
  let world: ServiceWorld;
  let tenant: Tenant;
  let id: string;

  beforeAll(async () => {
    receiver = await startScriptedServer();
    world = await createServiceWorld({ clock, reports: 10, privateOrigins: [receiver.origin] });
    tenant = await world.createTenant();
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
  });

  let begun = 0;
  beforeEach(async () => {
    receiver.answerWith(reply(200));
    id = await world.provision(tenant, {
      ...world.sandbox.configuration,
      ...notificationSettings(`${receiver.origin}/hook?token=s3cret-path`, KEY),
    });
    await sendDue(world.parts);
    begun = receiver.received.length;
  });
  afterEach(() => world.parts.services.instances.remove(world.as(tenant), id));

  const change = (...values: readonly number[]): Promise<void> =>
    recordChanges(
      world,
      values.map((value) => reportChange(tenant, id, 'R1', value, clock.now())),
    );
  const send = (): Promise<void> => sendDue(world.parts);
  const arrived = () => receiver.received.slice(begun);
  const toldValues = () => arrived().flatMap((request) => toldBy(request).values);
  const latest = async () => (await deliveriesOf(world, tenant, id))[0]!;
  const wait = async (): Promise<void> => {
    const { nextAttemptAt } = await stateOf(world, tenant, id);
    clock.advance(Math.max(0, nextAttemptAt!.getTime() - clock.now().getTime()));
  };

  const duePlan = async (): Promise<string> => {
    const [row] = await world.database.query<{ 'QUERY PLAN': [{ Plan: object }] }>(world.parts.context, {
      text: `EXPLAIN (ANALYZE, FORMAT JSON) SELECT FROM webhook_channels WHERE status = 'ACTIVE' AND waits_until <= $1`,
      values: [clock.now()],
    });
    return JSON.stringify(row!['QUERY PLAN'][0].Plan);
  };
  const isDue = async (): Promise<boolean> => {
    const [row] = await world.database.query<{ isDue: boolean }>(world.parts.context, {
      text: 'SELECT waits_until IS NOT NULL AS "isDue" FROM webhook_channels WHERE instance_id = $1',
      values: [id],
    });
    return row!.isDue;
  };

  it('cost nothing while nothing changes', async () => {
    expect(await isDue()).toBe(false);
    await world.database.query(world.parts.context, {
      text: `WITH copies AS (
               INSERT INTO instances (id, organization_id, element_key, name, tags, status, status_changed_at, token_hash,
                 external_authentication, created_by, created_at, updated_at, deleted_at)
               SELECT gen_random_uuid(), organization_id, element_key, 'Idle', tags, status, status_changed_at,
                 sha256(('idle ' || n)::bytea), external_authentication, created_by, created_at, updated_at, NULL
               FROM instances, generate_series(1, 2000) AS n WHERE id = $1 RETURNING id, organization_id)
             INSERT INTO webhook_channels (instance_id, organization_id, status, status_changed_at, cursor, claim)
             SELECT id, organization_id, 'ACTIVE', now(), 0, 0 FROM copies`,
      values: [id],
    });
    await world.database.query(world.parts.context, { text: 'ANALYZE webhook_channels' });
    expect(await duePlan()).toContain('webhook_channels_due');
    await change(1);
    expect(await isDue()).toBe(true);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
    expect(await isDue()).toBe(false);
  });

  it('tell of a change that was about to be noted while there was nothing else to send', async () => {
    let commit = (): void => undefined;
    const gate = new Promise<void>((resolve) => (commit = resolve));
    let told = (): void => undefined;
    const written = new Promise<void>((resolve) => (told = resolve));
    const noting = world.database.transaction(async (transaction) => {
      const events = new ChangeEventRepository(transaction);
      events.append(world.parts.context, transaction, [reportChange(tenant, id, 'R1', 1, clock.now())]);
      transaction.beforeCommit(() => {
        told();
        return gate;
      });
    });
    await written;
    // Whoever looks now sees neither the change nor that there will be one.
    await send();
    expect(arrived()).toEqual([]);
    commit();
    await noting;
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
  });

  it('tell of a change that is noted while a sender finds that there is nothing to send', async () => {
    const { context } = world.parts;
    const channels = new WebhookChannelRepository(world.database);
    await channels.wake(context, id, clock.now());
    const later = new Date(clock.now().getTime() + MINUTE);
    const [claim] = await channels.claimDue(context, clock.now(), later, 1);
    let noting: Promise<void> | undefined;
    await world.database.transaction(async (transaction) => {
      const held = new WebhookChannelRepository(transaction);
      await held.hold(context, claim!, later);
      noting = change(1);
      // It waits for the sender, which cannot see the change yet.
      let isWaiting = false;
      while (!isWaiting) {
        const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
        isWaiting = (await world.database.query(context, { text: waits })).length > 0;
      }
      await held.rest(context, claim!);
    });
    await noting;
    await channels.release(context, claim!);
    expect(await isDue()).toBe(true);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
  });

  it('tell of changes, signed in both forms, and are logged', async () => {
    await change(1, 2);
    await send();
    expect(arrived()).toHaveLength(1);
    const [{ headers, body }] = arrived() as [ReturnType<typeof arrived>[0]];
    const told = toldBy(arrived()[0]!);
    expect(told).toMatchObject({ type: 'reports.changed', instanceId: id, records: ['R1', 'R1'] });
    expect(told.values).toEqual([{ value: 1 }, { value: 2 }]);
    expect(headers['elements-webhook-id']).toBe(told.id);
    expect(headers['elements-webhook-signature']).toBe(
      `sha256=${createHmac('sha256', KEY).update(body).digest('base64')}`,
    );
    const sentAt = new Date(Number(headers['webhook-timestamp']) * 1_000);
    expect(headers['webhook-signature']).toBe(new Webhook(KEY, { format: 'raw' }).sign(told.id, sentAt, body));
    expect(await latest()).toMatchObject({
      id: told.id,
      kind: 'CHANGES',
      resource: 'reports',
      status: 'DELIVERED',
      attempts: 1,
      httpStatus: 200,
      error: null,
      nextAttemptAt: null,
    });
    expect((await latest()).eventIds).toHaveLength(2);
    const metrics = await world.metrics.registry.metrics();
    expect(metrics).toContain('elements_webhook_deliveries_total{outcome="delivered"}');
    expect(metrics).toMatch(/elements_webhook_lag_seconds_count [1-9]/);
  });

  it('follow from what a read of the vendor finds changed, and not from the first load', async () => {
    const read = async (maxAge?: number): Promise<void> => {
      await world.read(tenant, id, 'REPORTS', { maxAge });
      await world.parts.tasks.idle();
      await send();
    };
    await read();
    const first = arrived().flatMap((request) => toldBy(request).records);
    expect(first).toEqual([]);
    const { reports } = world.sandbox;
    const submitted = [...reports.all()].find(({ state }) => state === 'SUBMITTED')!;
    reports.approve(submitted.reportID);
    clock.advance(MINUTE);
    await read(0);
    const about = arrived()
      .map(toldBy)
      .find(({ type }) => type === 'reports.changed')!;
    expect(about.records).toEqual([submitted.reportID]);
    expect(about.values).toMatchObject([{ remoteId: submitted.reportID, name: submitted.name, status: 'APPROVED' }]);
  });

  it('are not signed without a key', async () => {
    await changeSettings(world, tenant, id, { 'event.notification.signature.key': null });
    await change(1);
    await send();
    const { headers } = arrived()[0]!;
    expect(headers['elements-webhook-id']).toBeDefined();
    expect(headers['elements-webhook-signature']).toBeUndefined();
    expect(headers['webhook-signature']).toBeUndefined();
  });

  it('begin when they are switched on, and end when they are switched off', async () => {
    receiver.answerWith(reply(500));
    await change(1);
    await send();
    await changeSettings(world, tenant, id, { 'event.notification.enabled': 'false' });
    expect(await stateOf(world, tenant, id)).toMatchObject({ status: 'OFF' });
    expect(await latest()).toMatchObject({ status: 'CANCELLED', error: 'Notifications were switched off.' });
    await change(2);
    await changeSettings(world, tenant, id, { 'event.notification.enabled': 'true' });
    receiver.answerWith(reply(200));
    await change(3);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }, { value: 3 }]);
  });

  it('are sent again, each in its place, until they are taken', async () => {
    receiver.answerWith(reply(500, 'out of order'), reply(503), reply(200));
    await change(1);
    await send();
    expect(await latest()).toMatchObject({
      status: 'PENDING',
      attempts: 1,
      httpStatus: 500,
      responseExcerpt: 'out of order',
    });
    expect(await stateOf(world, tenant, id)).toMatchObject({ status: 'FAILING', failingSince: expect.any(Date) });
    await change(2);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
    await wait();
    await send();
    await wait();
    await send();
    expect(toldValues()).toEqual([{ value: 1 }, { value: 1 }, { value: 1 }, { value: 2 }]);
    const [first, second, third] = arrived();
    expect(second!.body).toBe(first!.body);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(third!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp']);
    expect(await stateOf(world, tenant, id)).toMatchObject({ status: 'ACTIVE', failingSince: null });
  });

  it('wait for as long as the receiver asks', async () => {
    receiver.answerWith(reply(429, '', { 'retry-after': '7200' }));
    await change(1);
    await send();
    const { nextAttemptAt, lastAttemptAt } = await latest();
    expect(nextAttemptAt!.getTime() - lastAttemptAt!.getTime()).toBeGreaterThanOrEqual(7_200_000);
  });

  it('are not taken by a receiver that hangs, and hold up no other instance meanwhile', async () => {
    const other = await world.provision(tenant, {
      ...world.sandbox.configuration,
      ...notificationSettings(`${receiver.origin}/other`),
    });
    await send();
    receiver.answerWith((response, request) => {
      if (request.url === '/other') response.writeHead(200).end();
    });
    await change(1);
    await world.parts.webhooks.round(world.parts.context);
    await recordChanges(world, [reportChange(tenant, other, 'R9', 9, clock.now())]);
    await send();
    expect(await deliveriesOf(world, tenant, other)).toMatchObject([{ status: 'DELIVERED' }]);
    expect(await latest()).toMatchObject({
      status: 'PENDING',
      httpStatus: null,
      error: expect.stringContaining('did not answer within 10 seconds'),
    });
    await world.parts.services.instances.remove(world.as(tenant), other);
  });

  it('are disabled with a reason after days of failures, and go on from there once they are wanted again', async () => {
    receiver.answerWith(reply(500));
    await change(1);
    for (let attempt = 1; attempt <= MAX_WEBHOOK_ATTEMPTS; attempt += 1) {
      await send();
      if (attempt < MAX_WEBHOOK_ATTEMPTS) await wait();
    }
    expect(arrived()).toHaveLength(MAX_WEBHOOK_ATTEMPTS);
    expect(await latest()).toMatchObject({ status: 'FAILED', attempts: MAX_WEBHOOK_ATTEMPTS, nextAttemptAt: null });
    expect(await stateOf(world, tenant, id)).toMatchObject({
      status: 'DISABLED',
      reason: expect.stringContaining('answered with HTTP 500'),
    });
    clock.advance(DAY);
    await change(2);
    await send();
    expect(arrived()).toHaveLength(MAX_WEBHOOK_ATTEMPTS);
    receiver.answerWith(reply(200));
    await changeSettings(world, tenant, id, { 'event.notification.enabled': 'true' });
    await send();
    expect(toldValues().slice(MAX_WEBHOOK_ATTEMPTS)).toEqual([{ value: 1 }, { value: 2 }]);
    expect(await stateOf(world, tenant, id)).toMatchObject({ status: 'ACTIVE', reason: null });
  });

  it('are disabled at once by a receiver that is gone', async () => {
    receiver.answerWith(reply(410));
    await change(1);
    await send();
    expect(await latest()).toMatchObject({ status: 'FAILED', attempts: 1, httpStatus: 410 });
    expect(await stateOf(world, tenant, id)).toMatchObject({
      status: 'DISABLED',
      reason: 'The receiver answered 410 Gone: it wants no more notifications.',
    });
  });

  it('are refused an address that the guard refuses, when it is set and at every attempt', async () => {
    const refused = changeSettings(world, tenant, id, { 'event.notification.callback.url': 'https://10.0.0.1/hook' });
    await expect(refused).rejects.toThrow('not on the public internet');
    await world.database.query(world.parts.context, {
      text: `UPDATE instance_configuration SET value = $2
             WHERE instance_id = $1 AND key = 'event.notification.callback.url'`,
      values: [id, receiver.origin.replace('http://127.0.0.1', 'https://localhost')],
    });
    const { connections } = receiver;
    await change(1);
    await send();
    expect(await latest()).toMatchObject({ status: 'PENDING', error: 'localhost is not on the public internet.' });
    expect(receiver.connections).toBe(connections);
  });

  it('are taken over from a sender that died, a minute later', async () => {
    await change(1);
    const channels = new WebhookChannelRepository(world.database);
    const now = clock.now();
    const until = new Date(now.getTime() + MINUTE);
    expect(await channels.claimDue(world.parts.context, now, until, 10)).toMatchObject([{ instanceId: id }]);
    await send();
    expect(arrived()).toEqual([]);
    clock.advance(MINUTE);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
  });

  it('are not held by a sender from before they were off', async () => {
    const channels = new WebhookChannelRepository(world.database);
    const { context } = world.parts;
    const until = new Date(clock.now().getTime() + MINUTE);
    const claim = async () => {
      await change(1);
      const [claimed] = await channels.claimDue(context, clock.now(), until, 10);
      return claimed!;
    };
    const old = await claim();
    await channels.close(context, id);
    await channels.open(context, { ...old, cursor: null }, clock.now());
    const present = await claim();
    expect(await channels.hold(context, old, until)).toBeNull();
    expect(await channels.hold(context, present, until)).not.toBeNull();
  });

  it('that were sent while the sender lost its claim are not noted by it', async () => {
    receiver.answerWith((response) => {
      clock.advance(2 * MINUTE);
      const channels = new WebhookChannelRepository(world.database);
      const until = new Date(clock.now().getTime() + MINUTE);
      void channels.claimDue(world.parts.context, clock.now(), until, 10).then(() => response.writeHead(200).end());
    });
    await change(1);
    await send();
    expect(await latest()).toMatchObject({ status: 'PENDING', attempts: 0 });
  });

  it('are sent again from an event or a time on, in order, before what is new', async () => {
    await change(1, 2);
    await send();
    const [first] = (await latest()).eventIds;
    await change(3);
    const { notifications } = world.parts.services;
    await notifications.replay(world.as(tenant), { instanceId: id, afterEventId: first });
    await send();
    expect(toldValues()).toEqual([1, 2, 2, 3].map((value) => ({ value })));
    await notifications.replay(world.as(tenant), { instanceId: id, since: new Date(clock.now().getTime() - DAY) });
    await send();
    const again = toldValues().slice(4);
    expect(again.filter((value) => value !== null && 'value' in (value as object))).toEqual(
      [1, 2, 3].map((value) => ({ value })),
    );
    await notifications.replay(world.as(tenant), { instanceId: id, since: clock.now() });
    await send();
    expect(toldValues()).toHaveLength(4 + again.length);
  });

  it('can be passed over when the receiver never takes one', async () => {
    receiver.answerWith(reply(422));
    await change(1);
    await send();
    const [poison] = (await latest()).eventIds;
    receiver.answerWith(reply(200));
    await change(2);
    await world.parts.services.notifications.replay(world.as(tenant), { instanceId: id, afterEventId: poison });
    await send();
    expect(toldValues()).toEqual([{ value: 1 }, { value: 2 }]);
    const [, skipped] = await deliveriesOf(world, tenant, id);
    expect(skipped).toMatchObject({ status: 'CANCELLED', error: 'Replaced by a replay.' });
  });

  it('are sent again one by one, as they were', async () => {
    await change(1);
    await send();
    await change(2);
    await send();
    const [, first] = await deliveriesOf(world, tenant, id);
    await world.parts.services.notifications.replay(world.as(tenant), { instanceId: id, deliveryIds: [first!.id] });
    await send();
    expect(toldValues()).toEqual([1, 2, 1].map((value) => ({ value })));
    expect(arrived()[2]!.body).toBe(arrived()[0]!.body);
  });

  it('never appear in the log with their address or their key', async () => {
    receiver.answerWith(reply(500, KEY));
    await change(1);
    await send();
    expect(world.logged()).not.toContain('s3cret-path');
    expect(world.logged()).not.toContain(KEY);
    expect(world.logged()).not.toContain('"level":50');
  });

  it('go out by themselves once the service has started, and end with it', async () => {
    const replica = world.addReplica();
    replica.webhooks.start(replica.context);
    await change(1);
    while (arrived().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(toldValues()).toEqual([{ value: 1 }]);
    await replica.close();
  });

  it('are left alone for a minute when something is wrong with us', async () => {
    const place = `instance_id = '${id}' AND key = 'event.notification.signature.key'`;
    const read = `SELECT encrypted_value AS value FROM instance_configuration WHERE ${place}`;
    const write = `UPDATE instance_configuration SET encrypted_value = $1 WHERE ${place}`;
    const { context } = world.parts;
    const [stored] = await world.database.query<{ value: string }>(context, { text: read });
    await world.database.query(context, { text: write, values: ['v1.test.AAAA'] });
    await change(1);
    // Written after a moment otherwise, which may be while statements are counted.
    await world.parts.flushCallLog();
    const statements = async (): Promise<number> => {
      const before = context.stats.sqlStatements;
      await send();
      return context.stats.sqlStatements - before;
    };
    expect(await statements()).toBeGreaterThan(1);
    expect(world.logged()).toContain('was altered or moved');
    expect(await statements()).toBe(1);
    await world.database.query(context, { text: write, values: [stored!.value] });
    clock.advance(MINUTE);
    await send();
    expect(toldValues()).toEqual([{ value: 1 }]);
  });
});
