import { once } from 'node:events';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { latestEventId, recordEvents, reportChange } from '../support/change-events';
import { InstanceClient } from '../support/instance-client';
import { serveReplica, type ServedReplica } from '../support/served-replica';
import type { Tenant } from '../support/service-world';
import { Listening, createSubscriptionClient } from '../support/subscription-client';
import { startTestService, type TestService } from '../support/test-service';

const EVENTS = `subscription ($filter: ChangeEventFilter, $after: String) {
  changeEvents(filter: $filter, after: $after) { id kind recordId changedFields instance { id } }
}`;
const REPORTS = `subscription ($instanceId: ID, $after: String) {
  reportChanged(instanceId: $instanceId, after: $after) { eventId kind changedFields reportId }
}`;
const REPORTS_AS_THEY_ARE = `subscription ($after: String) {
  reportChanged(after: $after) { kind changedFields reportId report { id name } }
}`;
const STATUSES = `subscription ($instanceId: ID) {
  instanceStatusChanged(instanceId: $instanceId) { eventId previousStatus status statusReason instance { id status } }
}`;

let service: TestService;
let replica: ServedReplica;
let tenant: Tenant;
let instanceId: string;
const clients: Client[] = [];

beforeAll(async () => {
  service = await startTestService({ reports: 30, config: { corsOrigins: ['https://app.example.com'] } });
  replica = await serveReplica(service.addReplica());
  tenant = await service.createTenant();
  instanceId = await service.provision(tenant);
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

afterAll(async () => {
  await replica.close();
  await service.close();
});

function connect(options: { url?: string; authorization?: string; headers?: Record<string, string> } = {}): Client {
  const client = createSubscriptionClient({
    url: options.url ?? service.url,
    payload: { authorization: options.authorization ?? tenant.authorization },
    ...(options.headers && { headers: options.headers }),
  });
  clients.push(client);
  return client;
}

/** Where the events of a test begin: whoever listens behind it gets them, however late it connects. */
function mark(of = tenant): Promise<string> {
  return latestEventId(service.as(of), service.database, of.caller.organizationId);
}

function change(remoteIds: readonly string[], of = { tenant, instanceId }): Promise<void> {
  const events = remoteIds.map((id) => reportChange(of.tenant.caller.organizationId, of.instanceId, id));
  return recordEvents(service.as(of.tenant), service.database, events);
}

interface Notice {
  readonly eventId: string;
  readonly reportId: string;
}

function noticesIn(results: readonly { data?: unknown }[]): Notice[] {
  return results.map(({ data }) => (data as { reportChanged: Notice }).reportChanged);
}

/** How a socket that speaks for itself is closed. */
async function closeOf(messages: readonly object[]): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.once('open', () => messages.forEach((message) => socket.send(JSON.stringify(message))));
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: String(reason) };
}

/** The status with which an upgrade is refused. */
async function refusalOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
  const [, response] = await once(socket, 'unexpected-response');
  socket.on('error', () => undefined);
  socket.terminate();
  return (response as { statusCode?: number }).statusCode;
}

describe('events', () => {
  test('arrive in their order and once at subscribers of every replica, whichever replica recorded them', async () => {
    const after = await mark();
    const here = new Listening(connect(), REPORTS, { instanceId, after });
    const there = new Listening(connect({ url: replica.url }), REPORTS, { after });
    const names = Array.from({ length: 60 }, (_, index) => `R${index}`);
    for (const name of names) await change([name]);

    const [first, second] = [noticesIn(await here.take(60)), noticesIn(await there.take(60))];

    expect(second).toEqual(first);
    expect(first.map(({ eventId }) => eventId)).toEqual(first.map(({ eventId }) => eventId).sort());
    expect(new Set(first.map(({ reportId }) => reportId)).size).toBe(60);
    expect([here.rest, there.rest]).toEqual([[], []]);
  });

  test('are counted while they are listened to', async () => {
    const { sockets } = replica;
    const until = async (open: number): Promise<void> => {
      while (sockets.openSubscriptions !== open) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await until(0);
    const [one, other] = [connect({ url: replica.url }), connect({ url: replica.url })];
    const first = new Listening(one, REPORTS);
    new Listening(one, EVENTS);
    new Listening(other, EVENTS);
    await until(3);
    first.stop();
    await until(2);
    await other.dispose();
    await until(1);
  });

  test('of transactions that commit at the same time are all told', async () => {
    const listening = new Listening(connect(), REPORTS, { after: await mark() });
    await Promise.all(Array.from({ length: 40 }, (_, index) => change([`A${index}`, `B${index}`])));

    const ids = noticesIn(await listening.take(80)).map(({ eventId }) => eventId);

    expect(new Set(ids).size).toBe(80);
    expect(ids).toEqual([...ids].sort());
  });

  test('begin with what changes from now on, where nothing else is asked for', async () => {
    await change(['past']);
    const listening = new Listening(connect(), EVENTS);
    let isTold = false;
    const told = listening.take(1).finally(() => (isTold = true));
    while (!isTold) await change(['present']);
    const [event] = await told;
    const [recorded] = noticesIn(await new Listening(connect(), REPORTS, { after: '0'.repeat(19) }).take(1));
    expect((event!.data as { changeEvents: { recordId: string } }).changeEvents.recordId).not.toBe(recorded!.reportId);
  });

  test('go on behind the last one that a subscriber has seen', async () => {
    const after = await mark();
    const client = connect();
    const before = new Listening(client, REPORTS, { after });
    await change(['first', 'second']);
    const seen = noticesIn(await before.take(2));
    before.stop();
    await change(['third', 'fourth']);

    const resumed = new Listening(client, REPORTS, { after: seen[0]!.eventId });

    const notices = noticesIn(await resumed.take(3));
    expect(notices[0]).toEqual(seen[1]);
    expect(new Set(notices.map(({ reportId }) => reportId)).size).toBe(3);
  });

  test('come with the record as it is now', async () => {
    await service.read(tenant, instanceId);
    const { data } = await service.query<{ reports: { nodes: { id: string; name: string; remoteId: string }[] } }>(
      tenant,
      '{ reports(first: 1) { nodes { id name remoteId } } }',
    );
    const report = data!.reports.nodes[0]!;
    const listening = new Listening(connect(), REPORTS_AS_THEY_ARE, { after: await mark() });
    await change([report.remoteId]);
    const [notice] = noticesIn(await listening.take(1));
    expect(notice).toMatchObject({
      kind: 'UPDATED',
      changedFields: ['name'],
      reportId: report.id,
      report: { id: report.id, name: report.name },
    });
  });

  test('are narrowed by filters', async () => {
    const other = await service.provision(tenant);
    const after = await mark();
    const filter = { instanceId: [other], kind: ['UPDATED'], resource: ['REPORTS'], elementKey: ['expensify'] };
    const listening = new Listening(connect(), EVENTS, { filter, after });
    await change(['of the first']);
    await change(['of the other'], { tenant, instanceId: other });
    const [result] = await listening.take(1);
    expect(result).toMatchObject({ data: { changeEvents: { instance: { id: other } } } });
    expect(listening.rest).toEqual([]);
  });

  test('tell of each status that an instance takes', async () => {
    const client = new InstanceClient(service, tenant);
    const { id } = await client.provision();
    const listening = new Listening(connect(), STATUSES, { instanceId: id });
    const other = new Listening(connect({ url: replica.url }), STATUSES, { instanceId: id });
    const toggle = async (): Promise<void> => {
      await client.mutate('disableInstance', { id, reason: 'Closed.' });
      await client.mutate('enableInstance', { id });
    };
    let told = false;
    const first = Promise.all([listening.take(1), other.take(1)]).finally(() => (told = true));
    while (!told) await toggle();
    const [[result]] = await first;
    expect(result).toMatchObject({ data: { instanceStatusChanged: { instance: { id } } } });
  });
});

test('a client that stops reading holds nobody up, and gets everything once it reads again', async () => {
  const after = await mark();
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told: string[] = [];
  let begun: () => void;
  const beginning = new Promise<void>((resolve) => (begun = resolve));
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: tenant.authorization } })),
  );
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as { type: string; payload?: { data: { reportChanged: Notice } } };
    if (message.type === 'connection_ack') {
      const payload = { query: REPORTS, variables: { after } };
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
    }
    if (message.type === 'next') told.push(message.payload!.data.reportChanged.eventId);
    begun();
  });
  await beginning;
  socket.pause();
  const quick = new Listening(connect(), REPORTS, { after });
  await change(Array.from({ length: 3_000 }, (_, index) => `slow ${index}`));
  const ids = noticesIn(await quick.take(3_000)).map(({ eventId }) => eventId);
  socket.resume();
  while (told.length < 3_000) await once(socket, 'message');
  expect(told).toEqual(ids);
  socket.terminate();
});

test('a sync is told as it goes on, at every replica, until it has ended; and to nobody else', async () => {
  const query = `subscription ($id: ID!) { syncProgress(id: $id) { id status progress recordsRead finishedAt } }`;
  const input = { id: instanceId, mode: 'FULL' };
  const { data, errors } = await service.query<{ syncInstance: { syncRun: { id: string } } }>(
    tenant,
    'mutation ($input: SyncInstanceInput!) { syncInstance(input: $input) { syncRun { id } errors { message } } }',
    { input },
  );
  expect(errors).toBeUndefined();
  const { id } = data!.syncInstance.syncRun;
  const here = new Listening(connect(), query, { id });
  const there = new Listening(connect({ url: replica.url }), query, { id });
  await Promise.all([here.take(1), there.take(1)]);
  await service.query(
    tenant,
    'mutation ($input: CancelSyncRunInput!) { cancelSyncRun(input: $input) { errors { message } } }',
    { input: { id } },
  );
  for (const listening of [here, there]) {
    expect(await listening.ended).toBeNull();
    expect(listening.rest.at(-1)).toMatchObject({
      data: { syncProgress: { id, status: 'CANCELLED', finishedAt: expect.any(String) } },
    });
  }
  const stranger = await service.createTenant('Other');
  const refused = await new Listening(connect({ authorization: stranger.authorization }), query, { id }).ended;
  expect(refused).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

describe('tenancy', () => {
  test('nothing of another organization is told, and its instances are as if they did not exist', async () => {
    const stranger = await service.createTenant('Other');
    const own = { tenant: stranger, instanceId: await service.provision(stranger) };
    const after = await mark(stranger);
    const client = connect({ authorization: stranger.authorization });
    const listening = new Listening(client, EVENTS, { after });
    await change(['theirs']);
    await change(['own'], own);
    const [event] = await listening.take(1);
    expect(event).toMatchObject({ data: { changeEvents: { instance: { id: own.instanceId } } } });
    expect(listening.rest).toEqual([]);
    const refused = await new Listening(client, REPORTS, { instanceId }).ended;
    expect(refused).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('an instance token hears of its instance alone', async () => {
    const { id, token } = await new InstanceClient(service, tenant).provision();
    const after = await mark();
    const client = connect({ authorization: `${tenant.authorization}, Element ${token}` });
    const listening = new Listening(client, EVENTS, { after });
    await change(['not its own']);
    await change(['its own'], { tenant, instanceId: id });
    const [event] = await listening.take(1);
    expect(event).toMatchObject({ data: { changeEvents: { instance: { id } } } });
    expect(listening.rest).toEqual([]);
  });
});

describe('connections', () => {
  const init = (payload?: object): object => ({ type: 'connection_init', ...(payload && { payload }) });

  test.each([
    ['no secrets', {}],
    ['wrong secrets', { authorization: 'User wrong, Organization wrong' }],
    ['something that is no text', { authorization: { User: 'x' } }],
  ])('with %s are refused', async (_, payload) => {
    const { code, reason } = await closeOf([init(payload)]);
    expect(code).toBe(4403);
    expect(reason).toMatch(/^UNAUTHENTICATED/);
  });

  test.each(['authorization', 'Authorization'])('take their secrets from `%s` of the payload', async (key) => {
    const client = createSubscriptionClient({ url: service.url, payload: { [key]: tenant.authorization } });
    clients.push(client);
    const listening = new Listening(client, REPORTS, { after: await mark() });
    await change(['seen']);
    expect(await listening.take(1)).toHaveLength(1);
  });

  test('take their secrets from the header, where the payload has none', async () => {
    const client = createSubscriptionClient({ url: service.url, headers: { authorization: tenant.authorization } });
    clients.push(client);
    const listening = new Listening(client, REPORTS, { after: await mark() });
    await change(['seen']);
    expect(await listening.take(1)).toHaveLength(1);
  });

  test.each([
    ['subscribe before they say who they are', 4401, { type: 'subscribe', id: '1', payload: { query: EVENTS } }],
    ['send what is no message', 4400, { type: 'nonsense' }],
  ])('that %s are closed', async (_, expected, message) => {
    expect((await closeOf([message])).code).toBe(expected);
  });

  test('that speak no protocol of ours are closed', async () => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/graphql`);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4406);
  });

  test('that never say who they are are closed', async () => {
    const patient = await startTestService({ reports: 0, socketLimits: { initMs: 20 } });
    const socket = new WebSocket(`${patient.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4408);
    await patient.close();
  });

  test('that do not answer pings are cut off', async () => {
    const strict = await startTestService({ reports: 0, socketLimits: { pingEveryMs: 20 } });
    const socket = new WebSocket(`${strict.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      autoPong: false,
    });
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1006);
    await strict.close();
  });

  test('of pages are taken from our own origin and from those that are named', async () => {
    expect(await refusalOf('/graphql', { origin: 'https://evil.example.com' })).toBe(403);
    expect(await refusalOf('/other', {})).toBe(404);
    for (const origin of ['https://app.example.com', service.url]) {
      const client = connect({ headers: { origin } });
      const listening = new Listening(client, REPORTS, { after: await mark() });
      await change(['seen']);
      expect(await listening.take(1)).toHaveLength(1);
    }
  });

  test('end when their instance is deleted, at every replica', async () => {
    const user = new InstanceClient(service, tenant);
    const { id, token } = await user.provision();
    const ends = [service.url, replica.url].map(async (url) => {
      const client = connect({ url, authorization: `${tenant.authorization}, Element ${token}` });
      const listening = new Listening(client, EVENTS, { after: await mark() });
      await change(['before'], { tenant, instanceId: id });
      await listening.take(1);
      return listening;
    });
    const listening = await Promise.all(ends);
    await user.mutate('deleteInstance', { id });
    const closed = await Promise.all(listening.map(({ ended }) => ended));
    for (const reason of closed) expect(reason).toMatchObject({ code: 4403 });
  });

  test('end when their token is replaced, and others of the organization go on', async () => {
    const user = new InstanceClient(service, tenant);
    const { id, token } = await user.provision();
    const after = await mark();
    const narrowed = new Listening(connect({ authorization: `${tenant.authorization}, Element ${token}` }), EVENTS, {
      after,
    });
    const whole = new Listening(connect(), EVENTS, { after });
    await change(['before'], { tenant, instanceId: id });
    await Promise.all([narrowed.take(1), whole.take(1)]);
    await user.mutate('rotateInstanceToken', { id });
    expect(await narrowed.ended).toMatchObject({ code: 4403 });
    await change(['after'], { tenant, instanceId: id });
    expect(await whole.take(1)).toHaveLength(1);
  });

  test('end when a secret is changed in the database, at the next look', async () => {
    const user = await service.createTenant('Passing');
    const listening = new Listening(connect({ authorization: user.authorization }), EVENTS, {
      after: await mark(user),
    });
    const own = { tenant: user, instanceId: await service.provision(user) };
    await change(['before'], own);
    await listening.take(1);
    await service.database.query(service.as(user), {
      text: 'UPDATE organizations SET secret_hash = decode($2, $3) WHERE id = $1',
      values: [user.caller.organizationId, '00'.repeat(32), 'hex'],
    });
    expect(await listening.ended).toMatchObject({ code: 4403 });
  });
});

describe('operations', () => {
  test.each([
    ['are no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['ask for what there is not', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['are queries', '{ viewer { id } }', 'BAD_USER_INPUT'],
    ['are mutations', 'mutation { deleteInstance(input: {id: "x"}) { errors { code } } }', 'BAD_USER_INPUT'],
    ['begin behind no event', 'subscription { changeEvents(after: "x") { id } }', 'BAD_USER_INPUT'],
    [
      'begin behind an event that is to come',
      `subscription { changeEvents(after: "${'8'.repeat(19)}") { id } }`,
      'BAD_USER_INPUT',
    ],
    ['have two roots', 'subscription { changeEvents { id } reportChanged { kind } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'have too many aliases',
      `subscription { changeEvents { ${Array.from({ length: 40 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'cost too much',
      `subscription { changeEvents { instance { reports(first: 500) { nodes { expenses(first: 500) { nodes { id } } } } } } }`,
      'BAD_USER_INPUT',
    ],
  ])('that %s are refused, and the connection stays', async (_, query, code) => {
    const client = connect();
    const refused = await new Listening(client, query).ended;
    expect(refused).toMatchObject([{ extensions: { code, requestId: expect.any(String) } }]);
    const listening = new Listening(client, REPORTS, { after: await mark() });
    await change(['still here']);
    expect(await listening.take(1)).toHaveLength(1);
  });

  test('a connection carries so many at a time', async () => {
    const strict = await startTestService({ reports: 0, socketLimits: { operations: 2 } });
    const user = await strict.createTenant();
    const client = connect({ url: strict.url, authorization: user.authorization });
    const kept = [new Listening(client, EVENTS), new Listening(client, EVENTS)];
    const refused = await new Listening(client, EVENTS).ended;
    expect(refused).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', allowed: 2 } }]);
    for (const listening of kept) listening.stop();
    await client.dispose();
    await strict.close();
  });

  test('by POST, a subscription is told which way to go', async () => {
    const { errors } = await service.query(tenant, 'subscription { changeEvents { id } }');
    expect(errors).toMatchObject([
      { message: expect.stringContaining('WebSocket'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

test('when the service ends, connections are told to go elsewhere (1001), and none is taken any more', async () => {
  const passing = await serveReplica(service.addReplica());
  const listening = new Listening(connect({ url: passing.url }), EVENTS, { after: await mark() });
  await change(['before']);
  await listening.take(1);
  await passing.sockets.close();
  expect(await listening.ended).toMatchObject({ code: 1001 });
  const late = new Listening(connect({ url: passing.url }), EVENTS);
  expect(await late.ended).toBeInstanceOf(Object);
  await passing.close();
});
