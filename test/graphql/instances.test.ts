import { encodeCursor } from '../../src/persistence/keyset/cursor';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const INSTANCES = `query ($filter: InstanceFilter, $first: Int! = 50, $after: String) {
  instances(filter: $filter, first: $first, after: $after) {
    totalCount
    nodes { name }
    edges { cursor node { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface InstancePage {
  readonly totalCount: number;
  readonly nodes: readonly { readonly name: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly name: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

let service: TestService;
let acme: Tenant;
/** By name. */
const ids = new Map<string, string>();

beforeAll(async () => {
  service = await startTestService();
  acme = await service.createTenant('Acme');
  const { instances } = service.parts.services;
  for (const [name, tags] of [
    ['books', ['production', 'eu']],
    ['Alpha', ['test']],
    ['alpine', []],
    ['Über', ['production']],
  ] as const) {
    const id = await service.provision(acme);
    await instances.update(service.as(acme), { id, name, tags });
    ids.set(name, id);
  }
  await instances.disable(service.as(acme), ids.get('alpine')!, null);
  await service.provision(await service.createTenant('Other'));
});
afterAll(() => service.close());

const idOf = (name: string): string => ids.get(name)!;

async function list(variables: object): Promise<InstancePage> {
  const { data, errors } = await service.query<{ instances: InstancePage }>(acme, INSTANCES, { ...variables });
  expect(errors).toBeUndefined();
  return data!.instances;
}

async function namesOf(filter: object): Promise<string[]> {
  const { nodes, totalCount } = await list({ filter });
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ name }) => name);
}

describe('the list of instances', () => {
  it("has the organization's own, by name, case ignored", async () => {
    expect(await namesOf({})).toEqual(['Alpha', 'alpine', 'books', 'Über']);
  });

  it.each<[string, object, string[]]>([
    ['element', { elementKey: 'expensify' }, ['Alpha', 'alpine', 'books', 'Über']],
    ['another element', { elementKey: ['taxify', 'unheard of'] }, []],
    ['no element', { elementKey: [] }, []],
    ['hub', { hub: ['payment', 'finance'] }, ['Alpha', 'alpine', 'books', 'Über']],
    ['another hub', { hub: 'finance' }, []],
    ['hub and element together', { hub: 'finance', elementKey: 'expensify' }, []],
    ['status', { status: ['DISABLED', 'PENDING'] }, ['alpine']],
    ['tag', { tag: ['eu', 'test'] }, ['Alpha', 'books']],
    ['part of the name', { text: 'ALP' }, ['Alpha', 'alpine']],
    ['part of the name, beyond ASCII', { text: 'ü' }, ['Über']],
    ['everything together', { text: 'a', tag: 'test', status: 'ACTIVE' }, ['Alpha']],
    ['text that cannot be stored', { text: 'a\u0000', tag: ['\u0000'], elementKey: '\u0000' }, []],
    ['half a character', { text: '\ud800' }, []],
  ])('is narrowed by %s', async (_, filter, expected) => {
    expect(await namesOf(filter)).toEqual(expected);
  });

  it('is paged without gap or overlap', async () => {
    const first = await list({ first: 3 });
    expect(first).toMatchObject({
      totalCount: 4,
      nodes: [{ name: 'Alpha' }, { name: 'alpine' }, { name: 'books' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(first.pageInfo.startCursor).toBe(first.edges[0]?.cursor);
    expect(first.pageInfo.endCursor).toBe(first.edges[2]?.cursor);
    const second = await list({ first: 3, after: first.pageInfo.endCursor });
    expect(second).toMatchObject({
      totalCount: 4,
      nodes: [{ name: 'Über' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect(await list({ first: 3, after: second.pageInfo.endCursor })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('hangs on elements too, with the same cursors and conditions', async () => {
    const ofElement = `query ($key: ID!, $filter: InstanceFilter, $after: String) {
      element(key: $key) { instances(filter: $filter, first: 2, after: $after) { totalCount nodes { name } pageInfo { endCursor } } }
    }`;
    const read = async (variables: Record<string, unknown>): Promise<unknown> => {
      const { data, errors } = await service.query<{ element: { instances: unknown } }>(acme, ofElement, variables);
      expect(errors).toBeUndefined();
      return data!.element.instances;
    };
    const page = await read({ key: 'expensify' });
    expect(page).toMatchObject({ totalCount: 4, nodes: [{ name: 'Alpha' }, { name: 'alpine' }] });
    const { endCursor } = (page as InstancePage).pageInfo;
    expect(await read({ key: 'expensify', after: endCursor })).toMatchObject({
      nodes: [{ name: 'books' }, { name: 'Über' }],
    });
    expect(await read({ key: 'expensify', filter: { tag: 'eu' } })).toMatchObject({ nodes: [{ name: 'books' }] });
    expect(await read({ key: 'taxify' })).toMatchObject({ totalCount: 0 });
    expect(await read({ key: 'expensify', filter: { elementKey: 'taxify' } })).toMatchObject({ totalCount: 0 });
  });

  it.each<[string, () => Promise<object> | object]>([
    ['a page of none', () => ({ first: 0 })],
    ['a page of too many', () => ({ first: 501 })],
    ['what is no cursor', () => ({ after: 'nonsense' })],
    ['an empty cursor', () => ({ after: '' })],
    ['a cursor of another filter', async () => ({ after: (await list({ filter: { text: 'a' } })).pageInfo.endCursor })],
    ['a cursor of another list', async () => ({ after: await cursorOfVendorCalls() })],
    ['a cursor that is forged', async () => ({ after: await forgedCursor('nonsense') })],
    [
      'a cursor that is forged with half an id',
      async () => ({ after: await forgedCursor(idOf('books').slice(0, 30)) }),
    ],
  ])('refuses %s', async (_, variables) => {
    const given = (await variables()) as Record<string, unknown>;
    const { data, errors } = await service.query(acme, INSTANCES, given);
    expect(data).toEqual({ instances: null });
    expect(errors).toMatchObject([{ path: ['instances'], extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
    expect(errors![0]!.extensions['argumentPath']).toEqual([Object.keys(given)[0]]);
  });

  /** As ours in all but the id. */
  async function forgedCursor(id: string): Promise<string> {
    const { pageInfo } = await list({ first: 1 });
    const parts = JSON.parse(Buffer.from(pageInfo.endCursor!, 'base64url').toString()) as string[];
    const [field = '', direction, filterDigest = ''] = parts;
    const order = { field, direction: direction === 'ASC' ? 'ASC' : 'DESC' } as const;
    return encodeCursor({ order, filterDigest, position: { value: 'a', key: [id] } });
  }

  async function cursorOfVendorCalls(): Promise<unknown> {
    await service.parts.flushCallLog();
    const { data } = await service.query<{ instance: { reports: InstancePage } }>(
      acme,
      'query ($id: ID!) { instance(id: $id) { reports(first: 1) { pageInfo { endCursor } } } }',
      { id: idOf('books') },
    );
    return data!.instance.reports.pageInfo.endCursor;
  }
});

describe('an instance', () => {
  async function read<Data>(selection: string, name = 'books'): Promise<Data> {
    const document = `query ($id: ID!) { instance(id: $id) { ${selection} } }`;
    const { data, errors } = await service.query<{ instance: Data }>(acme, document, { id: idOf(name) });
    expect(errors).toBeUndefined();
    return data!.instance;
  }

  it('tells its state, its times and what can be done through it', async () => {
    expect(
      await read(`name tags status statusReason statusChangedAt createdAt updatedAt timeToLiveSeconds
        element { key } capabilities { resource operations details { requires } }`),
    ).toEqual({
      name: 'books',
      tags: ['production', 'eu'],
      status: 'ACTIVE',
      statusReason: null,
      statusChangedAt: expect.stringMatching(/Z$/),
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      timeToLiveSeconds: 900,
      element: { key: 'expensify' },
      capabilities: expect.arrayContaining([
        expect.objectContaining({
          resource: 'REPORTS',
          operations: ['LIST', 'GET', 'CREATE', 'MARK_REIMBURSED', 'EXPORT'],
        }),
      ]),
    });
  });

  it('shows what is left of the limits of its vendor', async () => {
    const { requestBudgets } = await read<{ requestBudgets: readonly { readonly remaining: number }[] }>(
      'requestBudgets { limit { requests perSeconds scope source } remaining resetsAt }',
    );
    expect(requestBudgets).toMatchObject([
      { limit: { requests: 5, perSeconds: 10 } },
      { limit: { requests: 20, perSeconds: 60 } },
    ]);
    for (const { remaining } of requestBudgets) expect(remaining).toBeGreaterThanOrEqual(0);
  });

  it('is null for an id that nobody has', async () => {
    const { data, errors } = await service.query(
      acme,
      '{ a: instance(id: "01980000-0000-7000-8000-000000000000") { id } b: instance(id: "x") { id } c: instance(id: "") { id } d: instance(id: "\\u0000") { id } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ a: null, b: null, c: null, d: null });
  });

  it('is found by gateways, each by its own id', async () => {
    const representations = ['books', 'Alpha'].map((name) => ({ __typename: 'Instance', id: idOf(name) }));
    const { data } = await service.query(
      acme,
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Instance { name element { name } } } }',
      { r: [...representations, { __typename: 'Instance', id: 'unknown' }, { __typename: 'Instance' }] },
    );
    expect(data).toEqual({
      _entities: [
        { name: 'books', element: { name: 'Expensify' } },
        { name: 'Alpha', element: { name: 'Expensify' } },
        null,
        null,
      ],
    });
  });
});
