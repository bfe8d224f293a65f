import { createHash } from 'node:crypto';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { Trace } from '@apollo/usage-reporting-protobuf';
import { getIntrospectionQuery } from 'graphql';
import pino from 'pino';
import { UnauthenticatedError } from '../../src/errors';
import { createApolloServer, type EngineOptions } from '../../src/graphql/engine/apollo-server';
import type { SubgraphSchema } from '../../src/graphql/engine/build-subgraph-schema';
import { contextError } from '../../src/graphql/engine/context-error';
import { Metrics } from '../../src/metrics';
import { buildExpenseGraph, createExpenseContext, type ExpenseContext } from '../support/expense-graph';

interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  readonly extensions?: Record<string, string>;
}

let graph: SubgraphSchema;
beforeAll(async () => {
  graph = await buildExpenseGraph();
});

describe.each(['compiled', 'graphql-js'] as const)('the server with the executor %s', (executor) => {
  let server: ApolloServer<ExpenseContext>;
  let metrics: Metrics;
  let lines: string[];
  let logger: pino.Logger;

  async function start(options: Partial<EngineOptions<ExpenseContext>> = {}): Promise<void> {
    lines = [];
    logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
    metrics = new Metrics({ processMetrics: false });
    server = createApolloServer<ExpenseContext>({
      schema: graph.schema,
      costs: graph.costs,
      executor,
      introspection: true,
      production: false,
      metrics,
      logger,
      ...options,
    });
    await server.start();
  }

  beforeEach(() => start());
  afterEach(() => server.stop());

  async function send(body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const request = {
      method: 'POST',
      headers: new HeaderMap(Object.entries({ 'content-type': 'application/json', ...headers })),
      search: '',
      body,
    };
    const context = async (): Promise<ExpenseContext> => createExpenseContext({ logger, requestId: 'req-1' });
    const { status, body: answered } = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: request, context });
    const text = answered.kind === 'complete' ? answered.string : '';
    return { status: status ?? 200, ...(JSON.parse(text) as object) };
  }

  function logged(): Record<string, unknown>[] {
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  test('answers a query', async () => {
    const answer = await send({
      query: '{ reports(first: 2) { nodes { id status total { amount currency } fetchedAt submitter { name } } } }',
    });
    expect(answer).toEqual({
      status: 200,
      data: {
        reports: {
          nodes: [
            {
              id: 'rpt0',
              status: 'OPEN',
              total: null,
              fetchedAt: '2026-07-31T00:00:00.000Z',
              submitter: { name: 'Person 0' },
            },
            {
              id: 'rpt1',
              status: 'APPROVED',
              total: { amount: '1.00', currency: 'USD' },
              fetchedAt: '2026-07-31T00:00:00.000Z',
              submitter: { name: 'Person 1' },
            },
          ],
        },
      },
    });
  });

  test('answers errors of resolvers with code, request and path, and masks what is unknown', async () => {
    const answer = await send({ query: '{ report(id: "none") { id } viewer fault }' });
    expect(answer.data).toEqual({ report: null, viewer: null, fault: null });
    expect(
      answer.errors
        ?.map(({ path, extensions }) => ({ path, ...extensions }))
        .sort((a, b) => (String(a.path) < String(b.path) ? -1 : 1)),
    ).toEqual([
      { path: ['fault'], code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: 'req-1' },
      { path: ['report'], code: 'NOT_FOUND', retryable: false, requestId: 'req-1' },
      { path: ['viewer'], code: 'UNAUTHENTICATED', retryable: false, requestId: 'req-1' },
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|\.ts:|stack/);
  });

  test('tells the field that failed as well as the argument that is to blame', async () => {
    const answer = await send({ query: '{ page(after: "x") }' });
    expect(answer.errors).toEqual([
      {
        message: 'The cursor x belongs to another order.',
        locations: [{ line: 1, column: 3 }],
        path: ['page'],
        extensions: { code: 'BAD_USER_INPUT', retryable: false, argumentPath: ['after'], requestId: 'req-1' },
      },
    ]);
  });

  test('keeps an absent field of an input absent, and null null', async () => {
    const query =
      'mutation ($input: RenameReportInput!) { renameReport(input: $input) { report { name } errors { __typename message ... on MissingConfigurationError { missingKeys } } } }';
    const rename = (input: object): Promise<Answer> => send({ query, variables: { input } });
    expect((await rename({ report: { id: 'rpt1' } })).data).toEqual({
      renameReport: {
        report: null,
        errors: [{ __typename: 'MissingConfigurationError', message: 'No name.', missingKeys: ['name'] }],
      },
    });
    expect((await rename({ report: { id: 'rpt1' }, name: null })).data).toEqual({
      renameReport: { report: { name: '' }, errors: [] },
    });
    const inline =
      'mutation ($name: String) { renameReport(input: { report: { remoteId: "R001" }, name: $name }) { errors { message } report { name } } }';
    expect((await send({ query: inline })).data).toMatchObject({ renameReport: { report: null } });
    expect((await send({ query: inline, variables: { name: 'x' } })).data).toMatchObject({
      renameReport: { report: { name: 'x' } },
    });
  });

  test.each([
    ['two of one-of', { report: { id: 'rpt1', remoteId: 'R001' } }],
    ['a wrong type', { report: 'rpt1' }],
    ['an unknown field', { report: { id: 'rpt1' }, nmae: 'x' }],
  ])('refuses variables with %s', async (_name, input) => {
    const query = 'mutation ($input: RenameReportInput!) { renameReport(input: $input) { errors { message } } }';
    const answer = await send({ query, variables: { input } });
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', requestId: 'req-1' } }],
    });
    expect(answer.data).toBeUndefined();
  });

  test("refuses null for a default in a place that wants a value, as the caller's mistake", async () => {
    const query = 'query ($first: Int = 5) { reports(first: $first) { nodes { id } } }';
    const answer = await send({ query, variables: { first: null } });
    expect(answer).toMatchObject({ data: { reports: null }, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('refuses operations beyond a bound, and says which', async () => {
    const aliases = await send({ query: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }` });
    expect(aliases.status).toBe(400);
    expect(aliases.errors?.map(({ extensions }) => extensions)).toEqual([
      {
        code: 'GRAPHQL_VALIDATION_FAILED',
        retryable: false,
        limit: 'ALIASES',
        allowed: 30,
        actual: 31,
        requestId: 'req-1',
      },
    ]);
    const directives = await send({ query: `{ __typename ${'@include(if: true) '.repeat(1_000)} }` });
    expect(directives.status).toBe(400);
    expect(directives.errors?.length).toBeLessThan(10);
  });

  test('refuses what would cost too much, and says how much', async () => {
    const answer = await send({
      query: '{ reports(first: 500) { nodes { id expenses(first: 500) { nodes { id } } } } }',
    });
    expect(answer.status).toBe(400);
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining('at most 30000 is allowed'),
        extensions: {
          code: 'BAD_USER_INPUT',
          retryable: false,
          limit: 'COST',
          allowed: 30_000,
          actual: 251_001,
          requestId: 'req-1',
        },
      },
    ]);
    const allowed = await send({
      query: '{ reports(first: 100) { nodes { id expenses(first: 10) { nodes { id amount { amount } } } } } }',
    });
    expect(allowed.errors).toBeUndefined();
  });

  test('refuses very long documents and very large expansions', async () => {
    const long = await send({ query: `{ ${'__typename '.repeat(5_001)} }` });
    expect(long).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] });
    const fragments = Array.from(
      { length: 24 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ... { ...F${i + 1} } }`,
    );
    const bomb = await send({ query: `{ ...F0 } ${fragments.join(' ')} fragment F24 on Query { __typename }` });
    expect(bomb).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  test('lets introspection pass every bound, and the service when introspection is off', async () => {
    expect(
      (await send({ query: getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }) })).errors,
    ).toBeUndefined();
    await server.stop();
    await start({ introspection: false, production: true });
    const refused = await send({ query: '{ __schema { queryType { name } } }' });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ validationErrorCode: 'INTROSPECTION_DISABLED' });
    expect((await send({ query: '{ _service { sdl } }' })).errors).toBeUndefined();
    const misspelled = await send({ query: '{ report(id: "1") { idd } }' });
    expect(misspelled.errors?.[0]?.message).not.toContain('Did you mean');
  });

  test('names operations that do not exist, and asks which of several', async () => {
    const query = 'query A { __typename } query B { __typename }';
    expect(await send({ query, operationName: 'C' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
    expect(await send({ query })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
    expect(await send({ query, operationName: 'B' })).toMatchObject({ data: { __typename: 'Query' } });
  });

  test('remembers persisted queries', async () => {
    const query = '{ __typename }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    const unknown = await send({ extensions: { persistedQuery } });
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect((await send({ query, extensions: { persistedQuery } })).data).toEqual({ __typename: 'Query' });
    expect((await send({ extensions: { persistedQuery } })).data).toEqual({ __typename: 'Query' });
    const wrong = await send({ query: '{ a: __typename }', extensions: { persistedQuery } });
    expect(wrong).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  test('traces for a gateway that asks, also after the same operation ran untraced', async () => {
    const query = '{ report(id: "rpt1") { id submitter { name } } }';
    expect((await send({ query })).extensions).toBeUndefined();
    const traced = await send({ query }, { 'apollo-federation-include-trace': 'ftv1' });
    const trace = Trace.decode(Buffer.from(traced.extensions?.['ftv1'] ?? '', 'base64'));
    expect(trace.root?.child?.[0]?.responseName).toBe('report');
    expect(trace.root?.child?.[0]?.child?.map(({ responseName }) => responseName)).toEqual(['id', 'submitter']);
    expect(traced.data).toEqual((await send({ query })).data);
  });

  test('refuses requests that a foreign page could make a browser send', async () => {
    const answer = await send({ query: '{ __typename }' }, { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  test('refuses a request whose caller could not be made out, naming the request', async () => {
    const request = createExpenseContext({ logger, requestId: 'req-2' }).request;
    const { status, body } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: { query: '{ __typename }' },
      },
      context: async () => {
        throw contextError(new UnauthenticatedError('The user secret is wrong.'), request);
      },
    });
    expect(status).toBe(401);
    expect(JSON.parse(body.kind === 'complete' ? body.string : '')).toEqual({
      errors: [
        {
          message: 'The user secret is wrong.',
          extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: 'req-2' },
        },
      ],
    });
  });

  test('logs one line a request, with nothing that was sent but the name', async () => {
    const query = 'mutation Rename($input: RenameReportInput!) { renameReport(input: $input) { errors { message } } }';
    await send({ query, variables: { input: { report: { id: 'secret-id' }, name: 'secret-name' } } });
    await send({ query: 'query Broken { report(id: "gone") { id } }' });
    await send({ query: '{ nothingOfTheKind }' });
    expect(logged()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        msg: 'graphql request',
        operationName: 'Rename',
        operationType: 'mutation',
        durationMs: expect.any(Number),
        sqlStatements: 0,
        vendorCalls: 0,
        outcome: 'ok',
        errorCodes: [],
      },
      expect.objectContaining({ operationName: 'Broken', outcome: 'partial', errorCodes: ['NOT_FOUND'] }),
      expect.objectContaining({
        operationName: null,
        operationType: null,
        outcome: 'error',
        errorCodes: ['GRAPHQL_VALIDATION_FAILED'],
      }),
    ]);
    expect(lines.join()).not.toContain('secret');
  });

  test('counts operations by name, but never by more names than it can hold', async () => {
    for (let index = 0; index < 205; index += 1) await send({ query: `query N${index} { __typename }` });
    await send({ query: '{ __typename }' });
    await send({ query: '{ nothingOfTheKind }' });
    const { values } = await metrics.graphqlOperationSeconds.get();
    const counts = values.filter(({ metricName }) => metricName?.endsWith('_count'));
    expect(counts).toHaveLength(203);
    expect(counts.find(({ labels }) => labels.operation === 'other')?.value).toBe(5);
    expect(counts.find(({ labels }) => labels.operation === 'anonymous')?.value).toBe(1);
    expect(counts.find(({ labels }) => labels.operation === 'invalid')?.labels.outcome).toBe('error');
  });
});
