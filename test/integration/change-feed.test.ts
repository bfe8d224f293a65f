import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { NotificationListener } from '../../src/persistence/notification-listener';
import { ChangeEventRepository } from '../../src/persistence/repositories/change-event.repository';
import { createRequestContext } from '../../src/request-context';
import { ChangeFeed } from '../../src/services/change-feed';
import type { ChangeSubscription } from '../../src/services/change-subscription';
import { latestEventId, recordEvents, reportChange } from '../support/change-events';
import { TestClock } from '../support/clock';
import { createServiceWorld, type ServiceWorld, type Tenant } from '../support/service-world';

let world: ServiceWorld;
let tenant: Tenant;
let instanceId: string;
const feeds: { readonly feed: ChangeFeed; readonly listener: NotificationListener }[] = [];

beforeAll(async () => {
  world = await createServiceWorld({ reports: 0 });
  tenant = await world.createTenant();
  instanceId = await world.provision(tenant);
});

afterEach(closeFeeds);

afterAll(() => world.close());

/** A replica's feed. Its clock stands still: what it hears, it hears by notice. */
function openFeed(clock = new TestClock(), createClient = () => world.database.createClient()): ChangeFeed {
  const logger = pino({ level: 'silent' });
  const listener = new NotificationListener({ createClient, clock, logger });
  const events = new ChangeEventRepository(world.database);
  const feed = new ChangeFeed({ events, listener, context: createRequestContext({ logger }), clock });
  feeds.push({ feed, listener });
  return feed;
}

async function closeFeeds(): Promise<void> {
  for (const { feed, listener } of feeds.splice(0)) {
    await feed.close();
    await listener.stop();
  }
}

function change(remoteIds: readonly string[]): Promise<void> {
  const events = remoteIds.map((id) => reportChange(tenant.caller.organizationId, instanceId, id));
  return recordEvents(world.as(tenant), world.database, events);
}

function names(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
}

async function take(subscription: ChangeSubscription, count: number): Promise<(string | null)[]> {
  const taken: (string | null)[] = [];
  while (taken.length < count) {
    const { done, value } = await subscription.next();
    if (done) throw new Error(`It ended after ${taken.length} events.`);
    taken.push(value.remoteId);
  }
  return taken;
}

/** Ids of the connections that listen to this database. */
async function listeners(): Promise<number[]> {
  const rows = await world.database.query<{ pid: number }>(world.as(tenant), {
    text: `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
  });
  return rows.map(({ pid }) => pid);
}

async function listening(count: number, without: readonly number[] = []): Promise<number[]> {
  for (;;) {
    const found = (await listeners()).filter((pid) => !without.includes(pid));
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a feed opens one connection for all who listen, and none before', async () => {
  const feed = openFeed();
  expect(await listeners()).toEqual([]);
  for (let count = 0; count < 5; count += 1) await feed.subscribe(tenant.caller.organizationId);
  const [pid, ...others] = await listening(1);
  expect(others).toEqual([]);
  await closeFeeds();
  expect(await listeners()).not.toContain(pid);
});

test('whoever is busy is kept so many events, and reads the others again: none is lost or comes twice', async () => {
  const feed = openFeed();
  const { organizationId } = tenant.caller;
  const slow = await feed.subscribe(organizationId, { capacity: 10 });
  const quick = await feed.subscribe(organizationId);
  const expected = names(1_200, 'S');
  await listening(1);
  for (let start = 0; start < expected.length; start += 300) await change(expected.slice(start, start + 300));
  expect(await take(quick, expected.length)).toEqual(expected);
  expect(slow.isLive).toBe(false);
  expect(await take(slow, expected.length)).toEqual(expected);
  await change(['S after']);
  expect(await take(slow, 1)).toEqual(['S after']);
});

test('who begins in the past gets all since, and goes on with what comes, while events are recorded', async () => {
  const after = await latestEventId(world.as(tenant), world.database, tenant.caller.organizationId);
  const expected = names(1_500, 'P');
  await change(expected.slice(0, 1_100));
  const feed = openFeed();
  await feed.subscribe(tenant.caller.organizationId);
  await listening(1);
  const recording = (async () => {
    for (const name of expected.slice(1_100)) await change([name]);
  })();
  const subscription = await feed.subscribe(tenant.caller.organizationId, { afterId: after, capacity: 50 });
  expect(await take(subscription, expected.length)).toEqual(expected);
  await recording;
});

test('a connection that is lost is opened again, and what was recorded meanwhile is read', async () => {
  const clock = new TestClock();
  const feed = openFeed(clock);
  const subscription = await feed.subscribe(tenant.caller.organizationId);
  const lost = await listening(1);
  await world.database.query(world.as(tenant), { text: 'SELECT pg_terminate_backend($1)', values: [lost[0]] });
  await change(['while it was lost']);
  while (!clock.sleeps.includes(100)) await new Promise((resolve) => setTimeout(resolve, 5));
  const taken = take(subscription, 1);
  clock.advance(100);
  expect(await taken).toEqual(['while it was lost']);
  await listening(1, lost);
  await change(['by the new one']);
  expect(await take(subscription, 1)).toEqual(['by the new one']);
});

test('a notice that never comes is made up for by looking now and then', async () => {
  const clock = new TestClock();
  const feed = openFeed(clock, () => {
    const client = world.database.createClient();
    // Another one, where nothing is told.
    client.database = 'postgres';
    return client;
  });
  const subscription = await feed.subscribe(tenant.caller.organizationId);
  await change(['unheard']);
  const timer = setInterval(() => clock.advance(5_000), 20);
  expect(await take(subscription, 1)).toEqual(['unheard']);
  clearInterval(timer);
});

test('a subscription that waits ends at once, and so does every one with its feed', async () => {
  const feed = openFeed();
  const [one, other] = await Promise.all([feed.subscribe(tenant.caller.organizationId), feed.subscribe(uuidv7())]);
  const waiting = one.next();
  await one.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  const last = other.next();
  await feed.close();
  expect(await last).toEqual({ done: true, value: undefined });
});
