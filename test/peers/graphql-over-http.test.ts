import { startTestService, type TestService } from '../support/test-service';
import { auditGraphqlOverHttp } from './graphql-over-http-audit';

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  let service: TestService;
  let url: string;

  beforeAll(async () => {
    service = await startTestService();
    url = `${service.url}/graphql`;
  });

  afterAll(() => service.close());

  it('does everything that the specification asks for and advises', async () => {
    const report = await auditGraphqlOverHttp(url);
    expect(report.counts).toEqual({ MUST: 13, SHOULD: 23, MAY: 25 });
    expect(report.failed.MUST).toEqual([]);
    expect(report.failed.SHOULD).toEqual([]);
  });

  it('leaves out only the GETs that any page of another site could send', async () => {
    const { failed } = await auditGraphqlOverHttp(url);
    expect(failed.MAY.map((audit) => audit.split(' ', 1)[0]).sort()).toEqual(['5A70', '6A70', 'D6D5']);
  });

  it.each([
    ['that asks for application/json', 'application/json', 200],
    ['that asks for application/graphql-response+json', 'application/graphql-response+json', 400],
    ['that asks for both', 'application/graphql-response+json, application/json;q=0.9', 400],
    ['that asks for anything', '*/*', 400],
  ])('answers an invalid operation of a client %s with its status', async (_, accept, status) => {
    const answer = await post({ query: '{ nothingOfTheKind }' }, accept);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('answers a request that is no operation at all with 400 under application/json too', async () => {
    expect((await post({ query: '' }, 'application/json')).status).toBe(400);
    expect((await post({ variables: {} }, 'application/json')).status).toBe(400);
    expect((await post([{ query: '{ elements { key } }' }], 'application/json')).status).toBe(400);
  });

  function post(body: unknown, accept: string): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
  }
});
