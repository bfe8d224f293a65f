import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { latestEventId, recordEvents, reportChange } from '../support/change-events';
import { InstanceClient } from '../support/instance-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type GraphqlAnswer, type TestService } from '../support/test-service';

interface Called {
  readonly action: 'check' | 'next' | 'complete';
  readonly id: string;
  readonly verifier: string;
  readonly payload?: { readonly data: { readonly changeEvents: { readonly recordId: string } } };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  readonly headers: IncomingHttpHeaders;
}

/** A router, as far as the callback protocol sees it. */
class Router {
  readonly calls: Called[] = [];
  /** Statuses by id and action, the first of each used up first; 204 when there is none. */
  readonly statuses: Record<string, number[]> = {};
  private waiting: (() => void)[] = [];
  private server!: Server;
  origin!: string;

  async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const message = JSON.parse(Buffer.concat(chunks).toString()) as Called;
        this.calls.push({ ...message, headers: request.headers });
        const location = this.statuses['redirect'] === undefined ? {} : { location: `${this.origin}/elsewhere` };
        response.writeHead(this.statuses[`${message.id} ${message.action}`]?.shift() ?? 204, location).end();
        for (const wake of this.waiting.splice(0)) wake();
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  of(id: string, action: Called['action']): Called[] {
    return this.calls.filter((call) => call.id === id && call.action === action);
  }

  /** Resolves once it was called so often. */
  async called(id: string, action: Called['action'], count = 1): Promise<Called[]> {
    while (this.of(id, action).length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.of(id, action);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const router = new Router();
let service: TestService;
let tenant: Tenant;
let instanceId: string;

beforeAll(async () => {
  await router.listen();
  service = await startTestService({
    reports: 0,
    privateOrigins: [router.origin],
    subscriptionCallbackOrigins: [router.origin, 'http://127.0.0.1:9', 'https://router.example.invalid'],
  });
  tenant = await service.createTenant();
  instanceId = await service.provision(tenant);
});

afterEach(() => {
  for (const action of Object.keys(router.statuses)) delete router.statuses[action];
});

afterAll(async () => {
  await service.close();
  await router.close();
});

const EVENTS = 'subscription ($after: String) { changeEvents(after: $after) { id recordId } }';

/** What a router asks; it names where it is to be told. */
async function ask(
  subscription: object,
  { query = EVENTS, authorization = tenant.authorization, after = '0'.repeat(19) } = {},
): Promise<{ status: number; headers: Headers; answer: GraphqlAnswer<unknown> }> {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json;callbackSpec=1.0',
      ...(authorization && { authorization }),
    },
    body: JSON.stringify({ query, variables: { after }, extensions: { subscription } }),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as GraphqlAnswer };
}

function target(id: string, more: object = {}): object {
  const callbackUrl = `${router.origin}/callback/${id}`;
  return { callbackUrl, subscriptionId: id, verifier: `verifier of ${id}`, heartbeatIntervalMs: 0, ...more };
}

function change(remoteIds: readonly string[]): Promise<void> {
  const events = remoteIds.map((id) => reportChange(tenant.caller.organizationId, instanceId, id));
  return recordEvents(service.as(tenant), service.database, events);
}

function mark(): Promise<string> {
  return latestEventId(service.as(tenant), service.database, tenant.caller.organizationId);
}

test('a router is asked whether it knows the subscription, answered, and told each event in its order', async () => {
  const { status, headers, answer } = await ask(target('one'), { after: await mark() });
  expect(status).toBe(200);
  expect(answer).toEqual({ data: null });
  expect(headers.get('subscription-protocol')).toBe('callback/1.0');
  expect(router.of('one', 'check')).toHaveLength(1);

  for (const name of ['a', 'b', 'c']) await change([name]);
  const told = await router.called('one', 'next', 3);
  expect(new Set(told.map(({ payload }) => payload?.data.changeEvents.recordId)).size).toBe(3);
  for (const call of router.calls.filter(({ id }) => id === 'one')) {
    expect(call).toMatchObject({ kind: 'subscription', verifier: 'verifier of one' });
    expect(call.headers).toMatchObject({ 'subscription-protocol': 'callback/1.0', 'content-type': 'application/json' });
  }
});

test('an event that a router could not take is told again, and none is left out', async () => {
  router.statuses['faults next'] = [503, 500];
  await ask(target('faults'), { after: await mark() });
  await change(['first', 'second']);
  const [first, again, third, fourth] = await router.called('faults', 'next', 4);
  expect([again!.payload, third!.payload]).toEqual([first!.payload, first!.payload]);
  expect(fourth!.payload).not.toEqual(first!.payload);
});

test('heartbeats are checks; a 404 to one ends the subscription', async () => {
  await ask(target('beats', { heartbeatIntervalMs: 1_000 }), { after: await mark() });
  await router.called('beats', 'check', 3);
  router.statuses['beats check'] = [404];
  const before = (await router.called('beats', 'check', router.of('beats', 'check').length + 1)).length;
  await change(['nobody hears it']);
  await ask(target('later'), { after: '0'.repeat(19) });
  await router.called('later', 'next', 1);
  expect(router.of('beats', 'next')).toEqual([]);
  expect(router.of('beats', 'check').length).toBeLessThanOrEqual(before + 1);
  expect(router.of('beats', 'complete')).toEqual([]);
});

test('a 404 to an event ends the subscription', async () => {
  router.statuses['gone next'] = [404];
  await ask(target('gone'), { after: await mark() });
  await change(['first', 'second']);
  await router.called('gone', 'next', 1);
  await ask(target('after gone'), { after: await mark() });
  await change(['third']);
  await router.called('after gone', 'next', 1);
  expect(router.of('gone', 'next')).toHaveLength(1);
});

test.each([404, 400, 500])('a router that answers the first check with %i is told so', async (status) => {
  router.statuses[`refused ${status} check`] = [status];
  const { answer } = await ask(target(`refused ${status}`));
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: status === 500 } }]);
  expect(answer.errors![0]!.message).toContain(String(status));
});

test('redirects are not followed', async () => {
  router.statuses['redirect'] = [];
  router.statuses['moved check'] = [307];
  const { answer } = await ask(target('moved'));
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(router.of('moved', 'check')).toHaveLength(1);
});

test.each([
  [
    'an origin that the setting does not name',
    { callbackUrl: 'https://evil.example.com/callback' },
    'SUBSCRIPTION_CALLBACK_ORIGINS',
  ],
  ['a private address that the guard does not let through', { callbackUrl: 'http://127.0.0.1:9/callback' }, 'https'],
  ['an address that is none', { callbackUrl: 'callback' }, 'callbackUrl'],
  ['no id', { subscriptionId: '' }, 'subscriptionId'],
  ['a heartbeat of less than nothing', { heartbeatIntervalMs: -1 }, 'heartbeatIntervalMs'],
])('%s is refused without a call', async (_, more, words) => {
  const before = router.calls.length;
  const { answer } = await ask(target('never', more));
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } }]);
  expect(answer.errors![0]!.message).toContain(words);
  expect(router.calls).toHaveLength(before);
});

test('whoever has no secrets, asks for nothing of theirs, or asks wrongly makes us call nobody', async () => {
  const before = router.calls.length;
  const anonymous = await ask(target('anonymous'), { authorization: '' });
  expect(anonymous.answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  const invalid = await ask(target('invalid'), { query: 'subscription { nothing }' });
  expect(invalid.answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(router.calls).toHaveLength(before);
});

test('a subscription ends with an error when its token is replaced', async () => {
  const user = new InstanceClient(service, tenant);
  const { id, token } = await user.provision();
  await ask(target('revoked'), { authorization: `${tenant.authorization}, Element ${token}` });
  await user.mutate('rotateInstanceToken', { id });
  const [complete] = await router.called('revoked', 'complete');
  expect(complete!.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('routers are told that their subscriptions end when the service does', async () => {
  const passing = await startTestService({
    reports: 0,
    privateOrigins: [router.origin],
    subscriptionCallbackOrigins: [router.origin],
  });
  const user = await passing.createTenant();
  const response = await fetch(`${passing.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: user.authorization },
    body: JSON.stringify({ query: EVENTS, extensions: { subscription: target('ending') } }),
  });
  expect(await response.json()).toEqual({ data: null });
  await passing.close();
  const [complete] = await router.called('ending', 'complete');
  expect(complete!.errors).toMatchObject([{ extensions: { retryable: true } }]);
});
