import type { RestRoute } from '../../src/server/rest/rest-route';
import { platformRoutes } from '../../src/server/rest/routes';
import { TestClock } from '../support/clock';
import { answeredOperations } from '../support/rest-answers';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Owned {
  readonly id: number;
  readonly token: string;
}

/** What a call needs beside the instance: its path without the base, and its body. */
interface Example {
  readonly path?: string;
  readonly body?: object;
}

const APP = { apiKey: 'key', apiSecret: 'secret', callbackUrl: 'https://app.example.com/callback' };
const PAGE = new URLSearchParams({ ...APP, state: 'mine' });

/** By operation; one that is not here is called by its path alone, with the instance in the place of `{id}`. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  createInstance: { body: { element: { key: 'taxify' }, name: 'One more' } },
  createInstanceOfElement: { path: '/elements/taxify/instances', body: { name: 'One more' } },
  listInstancesOfElement: { path: '/elements/taxify/instances' },
  getElement: { path: '/elements/taxify' },
  getElementMetadata: { path: '/elements/taxify/metadata?expand=true' },
  changeInstance: { body: { tags: ['changed'] } },
  changeInstanceOfToken: { body: { tags: ['changed'] } },
  replaceInstance: { body: { name: 'Replaced' } },
  replaceInstanceOfToken: { body: { name: 'Replaced' } },
  getConfiguration: { path: '/instances/{id}/configuration/api.key' },
  getConfigurationOfToken: { path: '/instances/configuration/api.key' },
  changeConfiguration: { path: '/instances/{id}/configuration/pagination.max', body: { propertyValue: '10' } },
  changeConfigurationOfToken: { path: '/instances/configuration/pagination.max', body: { propertyValue: '10' } },
  getObjectMetadata: { path: '/objects/taxes/metadata' },
  getObjectMetadataInHub: { path: '/hubs/finance/objects/taxes/metadata' },
  getObjectMetadataOfInstance: { path: '/instances/{id}/objects/taxes/metadata' },
  getObjectMetadataOfInstanceOfToken: { path: '/instances/objects/taxes/metadata' },
  getConsentPage: { path: `/elements/quickbooks/oauth/url?${PAGE}` },
  createConsentPage: { path: '/elements/quickbooks/oauth/url', body: APP },
};

/** Tried where their vendor is: with the platform's commands. */
const ELSEWHERE = ['getRequestToken', 'createRequestToken'];

const routes = platformRoutes();
const named = (some: readonly RestRoute[]): [string, RestRoute][] =>
  some.map((route) => [`${route.method} ${route.path}`, route]);

describe('every call', () => {
  let service: TestService;
  let owner: Tenant;
  let stranger: Tenant;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 3 });
    owner = await service.createTenant('Owner');
    stranger = await service.createTenant('Stranger');
  });
  afterAll(() => service.close());
  // The vendor's limits are those of one minute.
  beforeEach(() => clock.advance(60_000));

  async function create(): Promise<Owned> {
    const body = { element: { key: 'taxify' }, name: 'Of the owner', configuration: service.taxify.configuration };
    return (await RestClient.of(service, owner).send<Owned>('POST', '/instances', { body })).body;
  }

  function ask(client: RestClient, { method, operationId, path }: RestRoute, { id }: Owned) {
    const example = EXAMPLES[operationId] ?? {};
    const withCredentials = operationId.startsWith('createInstance') && { configuration: service.taxify.configuration };
    const body = example.body && { ...example.body, ...withCredentials };
    return client.send(method, (example.path ?? path).replace('{id}', String(id)), { body });
  }

  // Calls for records are tried where their vendors are.
  it.each(named(routes.filter(({ operationId, isOf }) => isOf === undefined && !ELSEWHERE.includes(operationId))))(
    '%s answers what its own schema says',
    async (_name, route) => {
      const own = await create();
      const isByToken = route.security === 'INSTANCE' && !route.path.includes('{id}');
      const client = isByToken ? RestClient.ofToken(service, owner, own.token) : RestClient.of(service, owner);
      const answer = await ask(client, route, own);
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.headers.get('elements-request-id')).toMatch(/^[0-9a-f]{24}$/);
      expect(answeredOperations()).toContain(route.operationId);
    },
  );

  it.each(named(routes.filter(({ security }) => security !== 'NONE')))(
    '%s is for nobody unknown',
    async (_name, route) => {
      const own = { id: 1, token: '' };
      const nobody = await ask(RestClient.of(service, null), route, own);
      const wrong = await ask(RestClient.of(service, { authorization: 'User x, Organization y' }), route, own);
      for (const { status, body, headers } of [nobody, wrong]) {
        expect(status).toBe(401);
        expect(body).toEqual({
          requestId: headers.get('elements-request-id'),
          message: expect.stringMatching(/^Invalid Organization or User secret, or invalid Element token provided\./),
        });
      }
    },
  );

  it.each(named(routes.filter(({ security }) => security === 'INSTANCE')))(
    "%s is for nobody of another organization, and for nobody with another instance's token",
    async (_name, route) => {
      const own = await create();
      const another = await create();
      const isByToken = !route.path.includes('{id}');
      const others = [
        isByToken ? RestClient.ofToken(service, stranger, own.token) : RestClient.of(service, stranger),
        isByToken ? RestClient.of(service, owner) : RestClient.ofToken(service, owner, another.token),
      ];
      for (const client of others) {
        expect((await ask(client, route, own)).status).toBe(isByToken ? 401 : 404);
      }
      const { body } = await RestClient.of(service, owner).get(`/instances/${own.id}`);
      expect(body).toMatchObject({ name: 'Of the owner', tags: [], disabled: false });
    },
  );

  it.each(named(routes.filter(({ method, security }) => method === 'GET' && security === 'ORGANIZATION')))(
    '%s shows nothing of another organization',
    async (_name, route) => {
      const own = await create();
      const answer = await ask(RestClient.of(service, stranger), route, own);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('Of the owner');
    },
  );

  it('asks for the caller, unless nothing of anybody is in it', () => {
    const open = routes.filter(({ security }) => security === 'NONE').map(({ path }) => path);
    expect([...new Set(open)]).toEqual([
      '/elements',
      '/elements/keys',
      '/elements/metadata',
      '/hubs',
      '/elements/{keyOrId}',
      '/elements/{keyOrId}/metadata',
      '/elements/{keyOrId}/oauth/token',
      '/elements/{keyOrId}/oauth/url',
      '/openapi.json',
    ]);
  });
});
