import { getIntrospectionQuery } from 'graphql';
import { requestGraphql, type GraphqlAnswer } from '../support/graphql-request';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

/** A table of reports, each with some of its expenses. */
const reportsPage = (reports: number, expenses: number): string => `
query ReportsPage($filter: ReportFilter, $orderBy: ReportOrder, $after: String) {
  reports(filter: $filter, orderBy: $orderBy, first: ${reports}, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    freshness {
      state
      fetchedAt
      sources { instance { id name } state fetchedAt error { code message retryable } }
    }
    nodes {
      ...ReportRow
      expenses(first: ${expenses}) {
        totalCount
        nodes { id merchant date amount { amount currency } category { name } receipt { url access } }
      }
    }
  }
}

fragment ReportRow on Report {
  id
  remoteId
  name
  status
  vendorStatus
  total { amount currency }
  submittedOn
  approvedOn
  submitterEmail
  submitter { id name manager { id name } }
  policy { id name }
  instance { id name element { key name } }
  fetchedAt
}`;

const FULL_INTROSPECTION = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

interface ReportRow {
  readonly submittedOn: string;
  readonly status: string;
  readonly total: { readonly amount: string; readonly currency: string };
  readonly submitter: { readonly name: string; readonly manager: { readonly name: string } | null } | null;
  readonly instance: { readonly element: { readonly key: string } };
  readonly expenses: { readonly totalCount: number; readonly nodes: readonly object[] };
}

interface ReportsAnswer {
  readonly reports: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly freshness: { readonly state: string; readonly sources: readonly object[] };
    readonly nodes: readonly ReportRow[];
  };
}

describe.each(['compiled', 'graphql-js'] as const)('limits of operations, run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor }, reports: 200 });
    acme = await service.createTenant('Acme');
    const id = await service.provision(acme);
    const load =
      'query ($id: ID!) { instance(id: $id) { reports { totalCount } employees { totalCount } policies { totalCount } } }';
    await service.query(acme, load, { id });
    await service.parts.tasks.idle();
  });
  afterAll(() => service.close());

  const ask = (query: string, variables: object = {}): Promise<GraphqlAnswer> =>
    requestGraphql(`${service.url}/graphql`, { query, variables }, { authorization: acme.authorization });

  async function expectRefusal(query: string, extensions: object, message: RegExp, variables = {}): Promise<void> {
    const { status, data, errors } = await ask(query, variables);
    expect(status).toBe(400);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions }]);
  }

  describe('let pass', () => {
    it('a page of reports as a table shows it, narrowed and ordered', async () => {
      const variables = {
        filter: {
          elementKey: 'expensify',
          status: ['APPROVED', 'SUBMITTED'],
          submittedOn: { from: '2025-01-01', to: '2026-12-31' },
          total: { currency: 'USD', min: '10.00' },
        },
        orderBy: { field: 'SUBMITTED', direction: 'DESC' },
      };
      const { data, errors } = await service.query<ReportsAnswer>(acme, reportsPage(25, 3), variables);
      expect(errors).toBeUndefined();
      const { nodes, totalCount, freshness } = data!.reports;
      expect(nodes.length).toBe(Math.min(25, totalCount));
      expect(nodes.length).toBeGreaterThan(0);
      expect(freshness).toMatchObject({ state: expect.stringMatching(/^(FRESH|STALE)$/), sources: [{ error: null }] });
      for (const { status, total, instance, expenses } of nodes) {
        expect(['APPROVED', 'SUBMITTED']).toContain(status);
        expect(total).toEqual({ currency: 'USD', amount: expect.stringMatching(/^\d+\.\d\d$/) });
        expect(instance.element.key).toBe('expensify');
        expect(expenses.nodes.length).toBe(Math.min(3, expenses.totalCount));
      }
      const days = nodes.map(({ submittedOn }) => submittedOn);
      expect(days).toEqual([...days].sort().reverse());
      expect(nodes.some(({ submitter }) => submitter?.manager?.name)).toBe(true);
    });

    it('a hundred reports with ten expenses each', async () => {
      const { data, errors } = await service.query<ReportsAnswer>(acme, reportsPage(100, 10));
      expect(errors).toBeUndefined();
      expect(data!.reports.nodes).toHaveLength(100);
    });

    it('introspection, all of it', async () => {
      const { data, errors } = await ask(FULL_INTROSPECTION);
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' }, types: expect.any(Array) } });
    });

    it('a thousand representations', async () => {
      const r = Array.from({ length: 1_000 }, () => ({ __typename: 'Element', key: 'taxify' }));
      const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Element { name } } }';
      const { data, errors } = await ask(query, { r });
      expect(errors).toBeUndefined();
      expect(data!['_entities']).toHaveLength(1_000);
    });
  });

  describe('refuse', () => {
    it('what would cost too much, before anything of it is read', async () => {
      await expectRefusal(
        reportsPage(500, 500),
        { code: 'BAD_USER_INPUT', limit: 'COST', allowed: 30_000, actual: expect.any(Number), retryable: false },
        /^The operation would cost \d+; at most 30000 is allowed\. .*smaller pages/,
      );
      await expectRefusal(
        'query ($n: Int!) { reports(first: $n) { nodes { expenses(first: $n) { nodes { id } } } } }',
        { limit: 'COST' },
        /would cost/,
        { n: 500 },
      );
    });

    it('what nests too deep', async () => {
      const manager = `${'manager { '.repeat(15)}id${' }'.repeat(15)}`;
      await expectRefusal(
        `{ employees(first: 1) { nodes { ${manager} } } }`,
        { code: 'GRAPHQL_VALIDATION_FAILED', limit: 'DEPTH', allowed: 15, actual: 18 },
        /nests 18 fields deep; at most 15/,
      );
    });

    it('too many aliases', async () => {
      const aliases = Array.from({ length: 31 }, (_, index) => `a${index}: viewer { id }`);
      await expectRefusal(`{ ${aliases.join(' ')} }`, { limit: 'ALIASES', allowed: 30, actual: 31 }, /has 31 aliases/);
    });

    it('too many words', async () => {
      await expectRefusal(`{ ${'__typename '.repeat(5_001)} }`, { code: 'GRAPHQL_PARSE_FAILED' }, /5000 tokens/);
    });

    it.each<[string, string]>([
      ['lists in an argument', `{ element(key: ${'['.repeat(2_000)}${']'.repeat(2_000)}) { name } }`],
      ['objects in an argument', `{ element(key: ${'{a:'.repeat(1_200)}1${'}'.repeat(1_200)}) { name } }`],
      ['selections', `${'{ a '.repeat(2_400)}${'}'.repeat(2_400)}`],
      ['types', `query ($a: ${'['.repeat(2_000)}Int${']'.repeat(2_000)}) { viewer { id } }`],
      ['what never closes', '{ a(b: '.repeat(900)],
    ])('brackets that nest too deep, before they are parsed: %s', async (_, query) => {
      const extensions = { code: 'GRAPHQL_PARSE_FAILED', limit: 'NESTING', allowed: 200, retryable: false };
      await expectRefusal(query, extensions, /^Syntax Error: Brackets nest \d+ deep; at most 200 are allowed\.$/);
    });

    it('variables that nest too deep, as any other value that does not fit', async () => {
      const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
      const send = async (query: string, variables: string): Promise<GraphqlAnswer> => {
        const response = await fetch(`${service.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
        });
        return { status: response.status, ...((await response.json()) as object) };
      };
      for (const [type, use] of [
        ['ID!', 'instance(id: $v) { id }'],
        ['[ID!]!', 'instances(filter: { ids: $v }) { totalCount }'],
        ['[_Any!]!', '_entities(representations: $v) { __typename }'],
        ['InstanceFilter', 'instances(filter: $v) { totalCount }'],
      ]) {
        for (const v of [
          deep(200_000),
          `{"key":${deep(200_000)}}`,
          `[{"__typename":"Element","key":${deep(200_000)}}]`,
        ]) {
          const { errors } = await send(`query ($v: ${type}) { ${use} }`, `{"v":${v}}`);
          expect((errors ?? []).map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
        }
      }
    });

    it('too many representations', async () => {
      const r = Array.from({ length: 1_001 }, () => ({ __typename: 'Element', key: 'taxify' }));
      const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
      const { data, errors } = await ask(query, { r });
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([
        { message: expect.stringContaining('at most 1000'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    });

    it('a body over a megabyte', async () => {
      const { status, errors } = await ask('query ($t: String) { instances(filter: { text: $t }) { totalCount } }', {
        t: 'x'.repeat(1024 * 1024),
      });
      expect(status).toBe(413);
      expect(errors).toMatchObject([{ extensions: { code: 'PAYLOAD_TOO_LARGE', retryable: false } }]);
    });

    it('several operations in one request', async () => {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/batching/i) }] });
    });
  });

  describe('of requests by GET', () => {
    const get = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${service.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: { authorization: acme.authorization, ...headers },
      });

    it('let a query pass that no page of another site can have sent', async () => {
      const answer = await get('{ viewer { name } }', { 'apollo-require-preflight': 'yes' });
      expect(await answer.json()).toEqual({ data: { viewer: { name: 'Ann' } } });
    });

    it('refuse one that it can have sent', async () => {
      const answer = await get('{ viewer { name } }');
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        errors: [
          { message: expect.stringContaining('Cross-Site Request Forgery'), extensions: { code: 'BAD_REQUEST' } },
        ],
      });
    });

    it('refuse a mutation', async () => {
      const mutation = 'mutation { deleteInstance(input: { id: "x" }) { deletedInstanceId } }';
      const answer = await get(mutation, { 'apollo-require-preflight': 'yes' });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST');
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded'])('refuse a form of another site (%s)', async (type) => {
      const answer = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: acme.authorization },
        body: '{"query":"{ viewer { name } }"}',
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });
  });
});

describe('in production', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ config: { introspection: false, production: true } });
  });
  afterAll(() => service.close());

  it('the schema is not told: neither asked for nor guessed at', async () => {
    const introspection = await service.query(null, FULL_INTROSPECTION);
    expect(introspection.data ?? null).toBeNull();
    expect(introspection.errors![0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const guess = await service.query(null, '{ elementz { key } }');
    expect(guess.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(JSON.stringify(guess)).not.toContain('elements');
  });

  it('gateways still get it, and what needs no credentials is answered', async () => {
    const { data, errors } = await service.query(null, '{ _service { sdl } elements { key } }');
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ _service: { sdl: expect.stringContaining('type Element') } });
  });
});
