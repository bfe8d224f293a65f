import { ApolloServer } from '@apollo/server';
import pino from 'pino';
import { applicationJsonStatus } from '../../src/graphql/plugins/application-json-status';
import { type HttpServer, createHttpServer } from '../../src/server/http-server';
import { graphqlRoute } from '../../src/server/routes/graphql';
import { auditGraphqlOverHttp } from './graphql-over-http-audit';

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  let server: ApolloServer;
  let http: HttpServer;
  let url: string;

  beforeAll(async () => {
    server = new ApolloServer({
      typeDefs: 'type Query { greeting(name: String! = "world"): String! }',
      resolvers: { Query: { greeting: (_: unknown, { name }: { name: string }) => `Hello ${name}` } },
      plugins: [applicationJsonStatus()],
      includeStacktraceInErrorResponses: false,
    });
    await server.start();
    const route = graphqlRoute({ server, createContext: async () => ({}) });
    http = createHttpServer({ host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }), routes: [route] });
    url = `${(await http.listen()).url}/graphql`;
  });

  afterAll(async () => {
    await http.close();
    await server.stop();
  });

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
    expect((await post([{ query: '{ greeting }' }], 'application/json')).status).toBe(400);
  });

  function post(body: unknown, accept: string): Promise<Response> {
    return fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
  }
});
