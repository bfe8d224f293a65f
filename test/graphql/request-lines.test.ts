import pino from 'pino';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

describe('the log of requests', () => {
  let service: TestService;
  let acme: Tenant;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    const write = (text: string): void => void lines.push(JSON.parse(text) as Record<string, unknown>);
    service = await startTestService({ logger: pino({ level: 'info' }, { write }) });
    acme = await service.createTenant();
  });
  afterAll(() => service.close());

  const json = { 'content-type': 'application/json' };
  const viewer = JSON.stringify({ query: 'query Me { viewer { name } }' });

  it.each<[string, Record<string, string>, string, number, string]>([
    ['an operation', json, viewer, 200, 'graphql request'],
    ['one that is not valid', json, '{"query":"{ nothing }"}', 400, 'graphql request'],
    ['no operation', json, '{}', 400, 'http request'],
    ['wrong credentials', { ...json, authorization: 'User x, Organization y' }, viewer, 401, 'http request'],
    ['a batch', json, `[${viewer}]`, 400, 'http request'],
    ['a form of another site', { 'content-type': 'text/plain' }, viewer, 400, 'http request'],
    ['bad JSON', json, '{"query":', 400, 'http request'],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, viewer, 415, 'http request'],
    ['a body over a megabyte', json, ' '.repeat(1024 * 1024 + 1), 413, 'http request'],
  ])('has one line for %s', async (_, headers, body, status, message) => {
    lines.length = 0;
    const credentials = { authorization: acme.authorization, ...headers };
    const accept = 'application/graphql-response+json';
    const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers: { accept, ...credentials }, body });
    await answer.text();
    while (lines.length === 0) await new Promise(setImmediate);

    expect(answer.status).toBe(status);
    expect(lines).toMatchObject([
      { msg: message, requestId: answer.headers.get('x-request-id'), clientAddress: '127.0.0.1' },
    ]);
  });
});
