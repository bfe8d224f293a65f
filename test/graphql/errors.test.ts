import { Client } from 'pg';
import { requestGraphql, type GraphqlAnswer } from '../support/graphql-request';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

/** Of stacks, statements, and files of ours: none of these is ever in an answer. */
const INSIDES = /node_modules|\bat \S+ \(|\.ts\b|\.js\b|SELECT|INSERT|relation "|pg_|postgres|ECONN|stacktrace/i;

describe.each(['compiled', 'graphql-js'] as const)('top-level errors, with operations run by %s', (executor) => {
  let service: TestService;
  let acme: Tenant;
  let instanceId: string;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor } });
    acme = await service.createTenant('Acme');
    instanceId = await service.provision(acme);
  });
  afterAll(() => service.close());

  async function send(init: RequestInit, search = ''): Promise<GraphqlAnswer> {
    const headers = { authorization: acme.authorization, 'apollo-require-preflight': 'yes' };
    const given = { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } };
    const response = await fetch(`${service.url}/graphql${search}`, given);
    const text = await response.text();
    expect(text).not.toMatch(INSIDES);
    for (const secret of secretsOf(acme)) expect(text).not.toContain(secret);
    const answer = { status: response.status, ...(JSON.parse(text) as object) } as GraphqlAnswer;
    for (const { message, extensions } of answer.errors ?? []) {
      expect(message).not.toBe('');
      expect(extensions).toMatchObject({
        code: expect.stringMatching(/^[A-Z_]+$/),
        requestId: response.headers.get('x-request-id'),
        retryable: expect.any(Boolean),
      });
    }
    return answer;
  }

  const post = (body: object, headers: Record<string, string> = {}): Promise<GraphqlAnswer> =>
    send({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  const ask = (query: string, variables: object = {}): Promise<GraphqlAnswer> => post({ query, variables });

  const secretsOf = ({ authorization }: Tenant): string[] => [
    ...[...authorization.matchAll(/(?:User|Organization) (\S+?)(?:,|$)/g)].map(([, secret]) => secret!),
    service.sandbox.configuration['partner.user.secret']!,
  ];

  const codesOf = ({ errors }: GraphqlAnswer): unknown[] => [
    ...new Set((errors ?? []).map(({ extensions }) => extensions['code'])),
  ];

  const VARIABLE = (type: string, use: string): string => `query ($v: ${type}) { ${use} }`;
  const REPORTS_BY = (condition: string): string => `reports(filter: { ${condition} }) { totalCount }`;

  it.each<[string, object, number, string]>([
    ['a syntax error', { query: '{ viewer { ' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that there is not', { query: '{ viewer { nme } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an argument that is missing', { query: '{ report { id } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable that is missing', { query: 'query ($id: ID!) { report(id: $id) { id } }' }, 400, 'BAD_USER_INPUT'],
    [
      'two operations and no name',
      { query: 'query a { viewer { id } } query b { viewer { id } }' },
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['no query', { variables: {} }, 400, 'BAD_REQUEST'],
    ['a query that is no text', { query: 1 }, 400, 'BAD_REQUEST'],
    ['variables that are no object', { query: '{ __typename }', variables: 'x' }, 400, 'BAD_REQUEST'],
    ['several operations in one request', [{ query: '{ __typename }' }], 400, 'BAD_REQUEST'],
    [
      'the hash of a query that we have not seen',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      200,
      'PERSISTED_QUERY_NOT_FOUND',
    ],
    ['a page of none', { query: '{ reports(first: 0) { totalCount } }' }, 200, 'BAD_USER_INPUT'],
    ['a negative age', { query: '{ report(id: "rpt_x", maxAge: -1) { id } }' }, 200, 'BAD_USER_INPUT'],
    [
      'a day that is none',
      { query: VARIABLE('Date', REPORTS_BY('createdOn: { from: $v }')), variables: { v: '31.7.26' } },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a time without a zone',
      { query: VARIABLE('DateTime', REPORTS_BY('changedSince: $v')), variables: { v: '2026-07-31' } },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'an amount that is a number',
      { query: VARIABLE('Decimal', REPORTS_BY('total: { currency: "USD", min: $v }')), variables: { v: 1.5 } },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a currency that is none',
      { query: VARIABLE('CurrencyCode!', REPORTS_BY('total: { currency: $v }')), variables: { v: 'dollars' } },
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a day that is none, in the document',
      { query: `{ ${REPORTS_BY('createdOn: { from: "31.7.26" }')} }` },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a status that is none',
      { query: VARIABLE('[ReportStatus!]', REPORTS_BY('status: $v')), variables: { v: 'PAID' } },
      400,
      'BAD_USER_INPUT',
    ],
  ])('tell of %s', async (_, body, status, code) => {
    const answer = await post(body, { accept: 'application/graphql-response+json' });
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.status).toBe(status);
  });

  it('tell of requests that cannot be read', async () => {
    const json = { 'content-type': 'application/json' };
    const unread: readonly [RequestInit, string, number, string][] = [
      [{ method: 'POST', headers: json, body: '{"query":' }, '', 400, 'BAD_REQUEST'],
      [{ method: 'POST', headers: json, body: '' }, '', 400, 'BAD_REQUEST'],
      [{ method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }, '', 400, 'BAD_REQUEST'],
      [
        { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' },
        '',
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [{ method: 'GET' }, '?query=mutation{deleteInstance(input:{id:"x"}){deletedInstanceId}}', 405, 'BAD_REQUEST'],
      [{ method: 'GET' }, '', 400, 'BAD_REQUEST'],
    ];
    for (const [init, search, status, code] of unread) {
      const answer = await send(init, search);
      expect([answer.status, codesOf(answer)]).toEqual([status, [code]]);
    }
  });

  it('do not repeat the value of a variable, which may be a secret', async () => {
    const document = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { errors { code } } }';
    const secret = { key: 'partner.user.secret', value: 'hush-hush', note: 'hush-hush' };
    const inputs = [
      { id: instanceId, configuration: [secret] },
      { id: instanceId, configuration: 'hush-hush' },
      { configuration: [{ key: 'hush-hush; " at "x"', value: { secret: 'hush-hush' } }] },
    ];
    for (const input of inputs) {
      const answer = await ask(document, { input });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(JSON.stringify(answer)).not.toContain('hush-hush');
      expect(answer.errors![0]!.message).toMatch(/^Variable "\$input" got an invalid value( at "input[^"]*")?; \S/);
    }
    const number = await ask(document, { input: { id: instanceId, name: 424_242 } });
    expect(number.errors![0]!.message).toBe(
      'Variable "$input" got an invalid value at "input.name"; String cannot represent a non string value.',
    );
  });

  it('leave the rest of the answer alone', async () => {
    const { status, data, errors } = await ask('{ viewer { name } reports(first: 0) { totalCount } elements { key } }');
    expect(status).toBe(200);
    expect(data).toMatchObject({ viewer: { name: 'Ann' }, reports: null });
    expect(data!['elements']).toHaveLength(4);
    expect(errors).toMatchObject([{ path: ['reports'] }]);
  });

  it('name what the element can do where it cannot do what was asked', async () => {
    const id = await service.provision(acme);
    await service.database.query(service.as(acme), {
      text: "UPDATE instances SET element_key = 'taxify' WHERE id = $1",
      values: [id],
    });
    const { data, errors } = await ask('query ($id: ID!) { instance(id: $id) { name reports { totalCount } } }', {
      id,
    });
    expect(data).toEqual({ instance: { name: 'Acme Expensify', reports: null } });
    expect(errors).toMatchObject([
      {
        path: ['instance', 'reports'],
        extensions: {
          code: 'UNSUPPORTED_OPERATION',
          elementKey: 'taxify',
          supported: expect.arrayContaining([{ resource: 'TAX_CODES', operations: ['LIST'] }]),
          retryable: false,
        },
      },
    ]);
    await service.parts.services.instances.remove(service.as(acme), id);
  });

  it('say that the credentials of an instance are no longer good, and the instance says so too', async () => {
    const issued = service.sandbox.issueCredentials(`short-lived ${executor}`);
    const id = await service.provision(acme, issued);
    service.sandbox.revokeCredentials(issued['partner.user.id']!);
    const document = 'query ($id: ID!) { instance(id: $id) { reports { totalCount } } }';
    const { data, errors } = await ask(document, { id });
    expect(data).toEqual({ instance: { reports: null } });
    expect(errors).toMatchObject([{ path: ['instance', 'reports'] }]);
    expect(['CREDENTIALS_REJECTED', 'NEEDS_REAUTHENTICATION']).toContain(errors![0]!.extensions['code']);
    const again = await ask('query ($id: ID!) { instance(id: $id) { status statusReason reports { totalCount } } }', {
      id,
    });
    expect(again.data).toEqual({
      instance: { status: 'NEEDS_REAUTHENTICATION', statusReason: expect.any(String), reports: null },
    });
    expect(codesOf(again)).toEqual(['NEEDS_REAUTHENTICATION']);
    await service.parts.services.instances.remove(service.as(acme), id);
  });

  it('say that a vendor is down, and that it may be asked again', async () => {
    const id = await service.provision(acme);
    service.sandbox.setFaults({ 'http-503-html': true });
    const { errors } = await ask('query ($id: ID!) { instance(id: $id) { reports { totalCount } } }', { id });
    service.sandbox.setFaults({});
    expect(errors).toMatchObject([
      { path: ['instance', 'reports'], extensions: { code: 'VENDOR_UNAVAILABLE', retryable: true } },
    ]);
    await service.parts.services.instances.remove(service.as(acme), id);
  });

  it('are an internal one with an id to quote for what fails here, where it fails', async () => {
    const rename = (from: string, to: string): Promise<unknown> =>
      service.database.query(service.as(acme), { text: `ALTER TABLE ${from} RENAME TO ${to}` });
    await rename('reports', 'hidden_reports');
    const { status, data, errors } = await ask(
      '{ reports { nodes { id } } expense(id: "exp_x") { id } viewer { name } }',
    );
    await rename('hidden_reports', 'reports');
    expect(status).toBe(200);
    expect(data).toEqual({ reports: null, expense: null, viewer: { name: 'Ann' } });
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side. Please quote the requestId when you report it.',
        locations: expect.anything(),
        path: ['reports', 'nodes'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: expect.any(String) },
      },
    ]);
  });

  it('are an internal one while the database is away, and none once it is back', async () => {
    const database = await openGate(service.testDatabase.url);
    await database.close();
    const away = await ask('{ viewer { name } elements { key } }');
    const catalogue = await requestGraphql(`${service.url}/graphql`, { query: '{ elements { key } }' });
    await database.open();
    expect(away.status).toBe(500);
    expect(away.data ?? null).toBeNull();
    expect(codesOf(away)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(catalogue.errors).toBeUndefined();
    const back = await ask('{ viewer { name } }');
    expect(back).toEqual({ status: 200, data: { viewer: { name: 'Ann' } } });
  });
});

/** Lets nobody into a database, and throws out who is in; and lets them in again. */
async function openGate(url: string): Promise<{ close(): Promise<void>; open(): Promise<void> }> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const run = async (...statements: readonly string[]): Promise<void> => {
    const client = new Client({ connectionString: server.href });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    close: () =>
      run(
        `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      ),
    open: () => run(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
  };
}
