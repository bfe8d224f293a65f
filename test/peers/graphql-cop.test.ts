import { startTestService, type TestService } from '../support/test-service';

/**
 * The twelve checks of graphql-cop (github.com/dolevf/graphql-cop), restated: each sends what the tool sends and asks
 * what the tool asks. A finding there is a failure here.
 */
describe.each(['compiled', 'graphql-js'] as const)('graphql-cop finds nothing in production, run by %s', (executor) => {
  let service: TestService;
  let url: string;

  beforeAll(async () => {
    service = await startTestService({ config: { graphqlExecutor: executor, production: true, introspection: false } });
    url = `${service.url}/graphql`;
  });

  afterAll(() => service.close());

  interface Answer {
    readonly text: string;
    readonly json: {
      readonly data?: Record<string, unknown> | null;
      readonly errors?: { message: string; extensions: Record<string, unknown> }[];
      readonly extensions?: Record<string, unknown>;
    };
  }

  async function answerOf(response: Response): Promise<Answer> {
    const text = await response.text();
    return { text, json: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as Answer['json']) : {} };
  }

  async function post(
    body: unknown,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return answerOf(await fetch(url, { method: 'POST', headers, body: text }));
  }

  async function get(query: string, headers: Record<string, string> = {}): Promise<Answer> {
    return answerOf(await fetch(`${url}?${new URLSearchParams({ query })}`, { headers }));
  }

  test('alias overloading', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename`).join(' \n');
    const { json } = await post({ query: `query cop { ${aliases} }` });
    expect(json.data?.['alias100']).toBeUndefined();
    expect(json.errors?.[0]?.extensions).toMatchObject({ limit: 'ALIASES' });
  });

  test('array-based batching', async () => {
    const { json } = await post(Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })));
    expect(Array.isArray(json)).toBe(false);
    expect(json.data).toBeUndefined();
  });

  test('directive overloading', async () => {
    const { json } = await post({ query: `query cop { __typename ${'@aa'.repeat(10)} }` });
    expect(json.data).toBeUndefined();
    expect(json.errors?.length).toBeLessThan(10);
  });

  test('circular introspection', async () => {
    const query =
      'query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }';
    expect((await post({ query })).json.data).toBeUndefined();
  });

  test('introspection', async () => {
    const { json } = await post({ query: 'query cop { __schema { types { name fields { name } } } }' });
    expect(json.data).toBeUndefined();
    expect(json.errors?.[0]?.extensions).toMatchObject({ validationErrorCode: 'INTROSPECTION_DISABLED' });
  });

  test.each(['{ __schema { directive } }', '{ repotrs { nodes { id } } }', '{ report(idd: "1") { id } }'])(
    'field suggestions for %s',
    async (query) => {
      const { text, json } = await post({ query });
      expect(json.errors?.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/did you mean/i);
    },
  );

  test('an IDE', async () => {
    const { text } = await answerOf(await fetch(url, { headers: { accept: 'text/html' } }));
    expect(text).not.toMatch(/graphiql|playground|sandbox|<html/i);
  });

  test('queries by GET', async () => {
    expect((await get('query cop { __typename }')).json.data).toBeUndefined();
  });

  test('mutations by GET', async () => {
    expect((await get('mutation cop { __typename }')).json.data).toBeUndefined();
    const preflighted = await get('mutation cop { __typename }', { 'apollo-require-preflight': 'true' });
    expect(preflighted.json.data).toBeUndefined();
  });

  test('url-encoded posts', async () => {
    const body = new URLSearchParams({ query: 'query cop { __typename }' }).toString();
    const { json } = await post(body, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(json.data).toBeUndefined();
  });

  test('tracing', async () => {
    const { text, json } = await post({ query: 'query cop { __typename }' });
    expect(json).toEqual({ data: { __typename: 'Query' } });
    expect(text).not.toContain('tracing');
  });

  test.each(['qwerty cop { abc }', 'query cop { report(id: "1") { id } }', 'query ($x: Nothing) { __typename }'])(
    'unhandled errors of %s',
    async (query) => {
      const { text, json } = await post({ query });
      expect(json.errors?.[0]?.extensions['code']).toEqual(expect.any(String));
      expect(text).not.toMatch(/exception|stacktrace|node_modules|\.ts:/);
    },
  );
});
