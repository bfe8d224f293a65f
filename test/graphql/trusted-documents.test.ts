import { createHash } from 'node:crypto';
import type { Client } from 'graphql-ws';
import { createSubscriptionClient } from '../support/subscription-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type GraphqlAnswer, type TestService } from '../support/test-service';

const VIEWER = 'query Viewer { viewer { id } }';
const ELEMENT = 'query Element($key: ID!) { element(key: $key) { key } }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const DOCUMENTS = new Map([
  [`sha256:${hashOf(VIEWER)}`, VIEWER],
  ['element-by-key', ELEMENT],
]);
const SENT_BEFORE = 'query SentBefore { __typename }';

type Answer = GraphqlAnswer<Record<string, unknown>> & { readonly status: number };

describe.each([false, true])('trusted documents, being the only ones: %s', (trustedDocumentsOnly) => {
  let service: TestService;
  let tenant: Tenant;

  beforeAll(async () => {
    service = await startTestService({ config: { trustedDocumentsOnly }, trustedDocuments: DOCUMENTS });
    tenant = await service.createTenant();
  });
  afterAll(() => service.close());

  async function post(body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', authorization: tenant.authorization };
    const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  async function get(parameters: Record<string, string>): Promise<Answer> {
    const headers = { 'apollo-require-preflight': 'true', authorization: tenant.authorization };
    const answer = await fetch(`${service.url}/graphql?${new URLSearchParams(parameters)}`, { headers });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  function persisted(sha256Hash: string): object {
    return { extensions: { persistedQuery: { version: 1, sha256Hash } } };
  }

  const codesOf = ({ errors }: Answer): unknown[] => (errors ?? []).map(({ extensions }) => extensions.code);

  it('are run by their id, however their hash is written', async () => {
    for (const documentId of [`sha256:${hashOf(VIEWER)}`, hashOf(VIEWER)]) {
      expect(await post({ documentId })).toMatchObject({
        status: 200,
        data: { viewer: { id: expect.any(String) } },
      });
    }
  });

  it('take variables, by POST and by GET', async () => {
    const expected = { status: 200, data: { element: { key: 'expensify' } } };
    const variables = { key: 'expensify' };
    expect(await post({ documentId: 'element-by-key', variables })).toMatchObject(expected);
    const parameters = { documentId: 'element-by-key', variables: JSON.stringify(variables) };
    expect(await get(parameters)).toMatchObject(expected);
  });

  it('are run for clients of automatic persisted queries, whatever made the id', async () => {
    expect(await post(persisted(hashOf(VIEWER)))).toMatchObject({ status: 200, data: { viewer: {} } });
    const body = { ...persisted('element-by-key'), variables: { key: 'expensify' } };
    expect(await post(body)).toMatchObject({ status: 200, data: { element: { key: 'expensify' } } });
  });

  it('may be sent as text', async () => {
    expect(await post({ query: VIEWER, ...persisted(hashOf(VIEWER)) })).toMatchObject({ status: 200, data: {} });
    expect(await post({ query: VIEWER })).toMatchObject({ status: 200, data: { viewer: {} } });
  });

  it('are named in the refusal of an id that there is not', async () => {
    const answer = await post({ documentId: 'no-such-document' });
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('"no-such-document"'), extensions: { retryable: false } }],
    });
    expect(codesOf(answer)).toEqual(['TRUSTED_DOCUMENT_NOT_FOUND']);
    expect(codesOf(await get({ documentId: 'no-such-document' }))).toEqual(['TRUSTED_DOCUMENT_NOT_FOUND']);
  });

  it('leave what a gateway asks for as it is', async () => {
    expect(await post({ query: '{ _service { sdl } }' })).toMatchObject({ data: { _service: {} } });
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Element { key } } }';
    const variables = { r: [{ __typename: 'Element', key: 'expensify' }] };
    expect(await post({ query, variables })).toMatchObject({ data: { _entities: [{ key: 'expensify' }] } });
  });

  const OTHERS = ['{ viewer { name } }', `${VIEWER} `, 'query { _service { sdl } viewer { name } }', '{'];

  if (trustedDocumentsOnly) {
    it.each(OTHERS)('are not %s', async (query) => {
      const answer = await post({ query });
      expect(answer).toMatchObject({ status: 400, errors: [{ message: expect.stringContaining('`documentId`') }] });
      expect(answer.data).toBeUndefined();
      expect(codesOf(answer)).toEqual(['TRUSTED_DOCUMENT_REQUIRED']);
      expect(codesOf(await get({ query }))).toEqual(['TRUSTED_DOCUMENT_REQUIRED']);
    });

    it('are not joined by what clients send to be remembered', async () => {
      const hash = persisted(hashOf(SENT_BEFORE));
      expect(codesOf(await post(hash))).toEqual(['TRUSTED_DOCUMENT_NOT_FOUND']);
      const unknown = 'query Viewer { viewer { name } }';
      expect(codesOf(await post({ query: unknown, ...persisted(hashOf(unknown)) }))).toEqual([
        'TRUSTED_DOCUMENT_REQUIRED',
      ]);
      expect(codesOf(await post(persisted(hashOf(unknown))))).toEqual(['TRUSTED_DOCUMENT_NOT_FOUND']);
    });

    it('are the only ones for subscriptions too', async () => {
      const payload = { authorization: tenant.authorization };
      const client: Client = createSubscriptionClient({ url: service.url, payload });
      const results = client.iterate({ query: 'subscription { reportChanged { eventId } }' });
      await expect(results.next()).rejects.toMatchObject([{ extensions: { code: 'TRUSTED_DOCUMENT_REQUIRED' } }]);
      await client.dispose();
    });
  } else {
    it('are beside all others', async () => {
      expect(await post({ query: '{ viewer { name } }' })).toMatchObject({ status: 200, data: { viewer: {} } });
      expect(codesOf(await post({ query: '{' }))).toEqual(['GRAPHQL_PARSE_FAILED']);
    });

    it('are beside what clients send to be remembered', async () => {
      const hash = persisted(hashOf(SENT_BEFORE));
      expect(codesOf(await post(hash))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
      expect(await post({ query: SENT_BEFORE, ...hash })).toMatchObject({ data: { __typename: 'Query' } });
      expect(await post(hash)).toMatchObject({ data: { __typename: 'Query' } });
    });
  }
});
