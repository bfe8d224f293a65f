import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const VENDOR_CALLS = `query ($id: ID!, $filter: VendorCallFilter, $first: Int! = 50, $after: String) {
  instance(id: $id) {
    vendorCalls(filter: $filter, first: $first, after: $after) {
      totalCount
      nodes {
        id purpose method url startedAt durationMs outcome httpStatus vendorCode vendorMessage vendorRequestId
        requestId attempt requestBytes responseBytes instance { id }
      }
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
}`;

interface Call {
  readonly id: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly requestId: string;
  readonly startedAt: string;
  readonly httpStatus: number | null;
  readonly attempt: number;
}

interface CallPage {
  readonly totalCount: number;
  readonly nodes: readonly Call[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

describe('the log of requests to a vendor', () => {
  let service: TestService;
  let acme: Tenant;
  let id: string;
  /** Another instance of the organization, with a log of its own. */
  let sister: string;
  let calls: readonly Call[];

  beforeAll(async () => {
    service = await startTestService();
    acme = await service.createTenant('Acme');
    id = await service.provision(acme);
    sister = await service.provision(acme);
    service.sandbox.setFaults({ 'http-503-html': { times: 1, job: 'file' } });
    for (const read of [id, sister]) await load(read);
    service.sandbox.setFaults({ 'http-503-html': { times: 100 } });
    await load(id, 'employees(maxAge: 0) { totalCount }');
    service.sandbox.setFaults({});
    await service.parts.tasks.idle();
    await service.parts.flushCallLog();
    calls = (await list({ first: 500 })).nodes;
  });
  afterAll(() => service.close());

  const load = (instanceId: string, selection = 'reports { totalCount }'): Promise<unknown> =>
    service.query(acme, `query ($id: ID!) { instance(id: $id) { ${selection} } }`, { id: instanceId });

  async function list(variables: object): Promise<CallPage> {
    const given = { id, ...variables };
    const { data, errors } = await service.query<{ instance: { vendorCalls: CallPage } }>(acme, VENDOR_CALLS, given);
    expect(errors).toBeUndefined();
    return data!.instance.vendorCalls;
  }

  it('has the requests of this instance alone, latest first', async () => {
    expect(calls.length).toBeGreaterThan(3);
    for (const call of calls) expect(call).toMatchObject({ method: 'POST', instance: { id } });
    const times = calls.map(({ startedAt }) => startedAt);
    expect(times).toEqual([...times].sort().reverse());
    const others = new Set((await list({ id: sister, first: 500 })).nodes.map((call) => call.id));
    expect(calls.filter((call) => others.has(call.id))).toEqual([]);
  });

  it('tells failures from successes, and repeated attempts from first ones', () => {
    expect(calls.some(({ outcome, httpStatus }) => outcome === 'SUCCEEDED' && httpStatus === 200)).toBe(true);
    expect(calls.some(({ outcome, httpStatus }) => outcome === 'VENDOR_FAULT' && httpStatus === 503)).toBe(true);
    expect(calls.some(({ attempt }) => attempt > 1)).toBe(true);
  });

  it('holds no secret of the customer', () => {
    const text = JSON.stringify(calls);
    expect(text).not.toContain(service.sandbox.configuration['partner.user.secret']);
    expect(text).not.toContain('partnerUserSecret');
  });

  it.each<[string, () => object, (call: Call) => boolean]>([
    ['outcome', () => ({ outcome: ['VENDOR_FAULT'] }), (call) => call.outcome === 'VENDOR_FAULT'],
    ['purpose', () => ({ purpose: calls[0]!.purpose }), (call) => call.purpose === calls[0]!.purpose],
    [
      'request of ours',
      () => ({ requestId: calls.at(-1)!.requestId }),
      (call) => call.requestId === calls.at(-1)!.requestId,
    ],
    [
      'time, the end not included',
      () => ({ startedAt: { from: calls[3]!.startedAt, until: calls[1]!.startedAt } }),
      (call) => call.startedAt >= calls[3]!.startedAt && call.startedAt < calls[1]!.startedAt,
    ],
    [
      'all together',
      () => ({ outcome: 'VENDOR_FAULT', startedAt: { from: calls.at(-1)!.startedAt } }),
      (call) => call.outcome === 'VENDOR_FAULT',
    ],
    ['a purpose that nothing has', () => ({ purpose: ['none', '\u0000'] }), () => false],
    ['no outcome', () => ({ outcome: [] }), () => false],
  ])('is narrowed by %s', async (_, filter, matches) => {
    const page = await list({ filter: filter(), first: 500 });
    expect(page.nodes).toEqual(calls.filter(matches));
    expect(page.totalCount).toBe(page.nodes.length);
  });

  it('is paged without gap or overlap', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: CallPage = await list({ first: 2, after });
      expect(page.totalCount).toBe(calls.length);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...page.nodes.map((call) => call.id));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(calls.map((call) => call.id));
  });

  it.each<[string, () => Promise<object>]>([
    ['a cursor of another filter', async () => ({ after: await cursor({}), filter: { outcome: 'SUCCEEDED' } })],
    ['a cursor of another instance', async () => ({ after: await cursor({ id: sister }) })],
    ['a cursor whose instance is none', async () => ({ after: forged(await cursor({}), 4, 'x') })],
    ['a cursor whose call is none', async () => ({ after: forged(await cursor({}), 5, 'x') })],
    ['a cursor whose time is none', async () => ({ after: forged(await cursor({}), 3, 'noon') })],
    ['what is no cursor', async () => ({ after: 'x' })],
    ['a page of none', async () => ({ first: 0 })],
  ])('refuses %s', async (_, variables) => {
    const { data, errors } = await service.query(acme, VENDOR_CALLS, { id, ...(await variables()) });
    expect(data).toEqual({ instance: { vendorCalls: null } });
    for (const { path, extensions } of errors!) {
      expect(path?.slice(0, 2)).toEqual(['instance', 'vendorCalls']);
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  const cursor = async (variables: object): Promise<string> =>
    (await list({ first: 1, ...variables })).pageInfo.endCursor;

  /** With other text in one place. */
  function forged(given: string, index: number, text: string): string {
    const parts = JSON.parse(Buffer.from(given, 'base64url').toString()) as string[];
    const changed = parts.map((part, at) => (at === index ? text : part));
    return Buffer.from(JSON.stringify(changed)).toString('base64url');
  }
});
