import { TestClock } from '../support/clock';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

interface Instance {
  readonly id: number;
  readonly name: string;
  readonly token?: string;
  readonly tags: readonly string[];
  readonly disabled: boolean;
  readonly status: string;
  readonly cacheTimeToLive: number;
  readonly configuration: Readonly<Record<string, string | null>>;
}

interface Entry {
  readonly id: number;
  readonly key: string;
  readonly propertyValue: string | null;
  readonly secret: boolean;
}

const UPDATE = `mutation Update($input: UpdateInstanceInput!) {
  updateInstance(input: $input) { instance { id } errors { message } }
}`;

describe("instances in the platform's words", () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 3 });
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    // The vendor's limits are those of one minute.
    clock.advance(60_000);
    tenant = await service.createTenant();
    rest = RestClient.of(service, tenant);
  });

  async function create(more: object = {}): Promise<Instance & { readonly token: string }> {
    const body = { element: { key: 'taxify' }, name: 'Acme', configuration: service.taxify.configuration, ...more };
    const { status, body: instance } = await rest.send<Instance & { token: string }>('POST', '/instances', { body });
    expect({ status, instance }).toMatchObject({ status: 200, instance: { token: expect.any(String) } });
    return instance;
  }

  const read = async (id: number): Promise<Instance> => (await rest.get<Instance>(`/instances/${id}`)).body;

  it('are created by the number of the element, below it, and with text for whatever is sent', async () => {
    const byNumber = await create({ element: { id: 320 } });
    expect(byNumber).toMatchObject({ elementId: 320, element: { key: 'taxify' } });
    const { body } = await rest.send<Instance>('POST', '/elements/320/instances', {
      body: {
        name: 'A <b>bold</b> name',
        tags: ['<i>x</i>'],
        configuration: { ...service.taxify.configuration, 'pagination.max': 50, 'event.notification.enabled': false },
      },
    });
    expect(body).toMatchObject({
      name: 'A bold name',
      tags: ['x'],
      eventsEnabled: false,
      configuration: { 'pagination.max': '50', 'event.notification.enabled': 'false', 'api.key': '********' },
    });
  });

  it('show their token once, and their secrets never', async () => {
    const { id, token } = await create();
    const again = await rest.get<Instance>(`/instances/${id}`);
    expect(again.body).not.toHaveProperty('token');
    expect(again.text).not.toContain(token);
    expect(again.text).not.toContain(service.taxify.configuration['api.key']);
  });

  it('answer the same once for a key of idempotency', async () => {
    const body = { element: { key: 'taxify' }, name: 'Once', configuration: service.taxify.configuration };
    const headers = { 'idempotency-key': '8e03978e-40d5-43dd-bc93-6894a57f9324' };
    const first = await rest.send<Instance>('POST', '/instances', { body, headers });
    const second = await rest.send<Instance>('POST', '/instances', { body, headers });
    expect([second.body.id, second.body.token]).toEqual([first.body.id, first.body.token]);
    const other = await rest.send('POST', '/instances', { body: { ...body, name: 'Twice' }, headers });
    expect(other.status).toBe(422);
  });

  it('are listed by name, searched, paged and counted', async () => {
    await create({ name: 'Beta', tags: ['x', 'y'] });
    await create({ name: 'alpha', tags: ['y'] });
    const names = async (query: string): Promise<string[]> =>
      (await rest.get<Instance[]>(`/instances${query}`)).body.map(({ name }) => name);
    expect(await names('')).toEqual(['alpha', 'Beta']);
    expect(await names('?searchText=BET')).toEqual(['Beta']);
    expect(await names('?tags[]=x&tags[]=z')).toEqual(['Beta']);
    expect(await names('?tags=y')).toEqual(['alpha', 'Beta']);
    const first = await rest.get<Instance[]>('/elements/taxify/instances?pageSize=1&hydrate=false');
    expect(first.body).toMatchObject([{ name: 'alpha' }]);
    expect(first.body[0]).not.toHaveProperty('configuration');
    expect(first.headers.get('elements-returned-count')).toBe('1');
    const nextPage = first.headers.get('elements-next-page-token')!;
    const last = await rest.get<Instance[]>(`/elements/taxify/instances?pageSize=1&nextPage=${nextPage}`);
    expect(last.body).toMatchObject([{ name: 'Beta', createdDate: expect.stringMatching(/Z$/) }]);
    expect(last.headers.get('elements-next-page-token')).toBeNull();
    expect((await rest.get('/instances/count')).body).toEqual({ totalInstances: 2, elementInstances: { taxify: 2 } });
    expect((await rest.get('/elements/expensify/instances')).body).toEqual([]);
  });

  it('are answered with 404 when a search finds none', async () => {
    expect(await rest.get('/instances?searchText=nobody')).toMatchObject({ status: 404 });
    expect(await rest.get('/instances')).toMatchObject({ status: 200, body: [] });
  });

  it('are changed in what is named, and keep the rest', async () => {
    const { id } = await create({
      tags: ['a', 'b'],
      configuration: { ...service.taxify.configuration, 'pagination.max': 50 },
    });
    const { body } = await rest.send<Instance>('PATCH', `/instances/${id}`, {
      body: { tags: ['c'], configuration: { 'document.key.prefix': 'shop-' }, cacheTimeToLive: 60 },
    });
    expect(body).toMatchObject({ name: 'Acme', tags: ['c'], cacheTimeToLive: 60 });
    expect(body.configuration).toMatchObject({ 'document.key.prefix': 'shop-', 'pagination.max': '50' });
  });

  it('may be read, changed in one place and sent back whole', async () => {
    const { id } = await create({ tags: ['a'] });
    const whole = await read(id);
    const settings = { ...whole.configuration, 'pagination.max': '20' };
    const sent = { ...whole, name: 'Renamed', configuration: settings };
    const { status, body } = await rest.send<Instance>('PUT', `/instances/${id}`, { body: sent });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { name: 'Renamed', tags: ['a'], configuration: settings },
    });
    const { data } = await service.query<{
      instances: { nodes: { configuration: { key: string; isDefault: boolean }[] }[] };
    }>(tenant, '{ instances { nodes { configuration { key isDefault } } } }');
    const set = data!.instances.nodes[0]!.configuration.filter(({ isDefault }) => !isDefault).map(({ key }) => key);
    expect(set.sort()).toEqual([...Object.keys(service.taxify.configuration), 'pagination.max'].sort());
  });

  it('are replaced: what is left out is cleared, and what may not be missing is named', async () => {
    const { id } = await create({
      tags: ['a'],
      configuration: { ...service.taxify.configuration, 'document.key.prefix': 'p-' },
    });
    const kept = { name: 'New', configuration: { 'api.key': '********' } };
    const { body } = await rest.send<Instance>('PUT', `/instances/${id}`, { body: kept });
    expect(body).toMatchObject({
      name: 'New',
      tags: [],
      configuration: { 'document.key.prefix': null, 'api.key': '********' },
    });
    const bare = await rest.send('PUT', `/instances/${id}`, { body: { configuration: {} } });
    expect(bare.status).toBe(400);
    expect(bare.body.message).toBe('The name is empty. Required configuration is missing: api.key.');
  });

  it('keep their element and take credentials only after the vendor has', async () => {
    const { id } = await create();
    expect(await rest.send('PATCH', `/instances/${id}`, { body: { element: { key: 'expensify' } } })).toMatchObject({
      status: 400,
    });
    const wrong = { configuration: { 'api.key': '00000000-0000-4000-8000-00000000dead' } };
    const refused = await rest.send('PATCH', `/instances/${id}`, { body: wrong });
    expect(refused).toMatchObject({ status: 400, body: { providerMessage: expect.any(String) } });
    expect(await read(id)).toMatchObject({ status: 'ACTIVE' });
  });

  it('are switched off and on, and tell how they are', async () => {
    const { id } = await create();
    expect((await rest.send('DELETE', `/instances/${id}/enabled`)).body).toMatchObject({
      disabled: true,
      status: 'DISABLED',
    });
    expect((await rest.get(`/instances/${id}/health`)).body).toMatchObject({
      status: 'DISABLED',
      reason: expect.any(String),
    });
    expect((await rest.send('PUT', `/instances/${id}/enabled`)).body).toMatchObject({ disabled: false, reason: null });
  });

  it('have settings one by one, by id and by key', async () => {
    const { id } = await create();
    const { body: entries } = await rest.get<Entry[]>(`/instances/${id}/configuration`);
    const entry = entries.find(({ key }) => key === 'pagination.max')!;
    const path = `/instances/${id}/configuration/${entry.id}`;
    expect((await rest.get(path)).body).toEqual(entry);
    const changed = await rest.send<Entry>('PATCH', path, { body: { ...entry, propertyValue: 30 } });
    expect(changed.body).toEqual({ ...entry, propertyValue: '30' });
    expect((await rest.get(`/instances/${id}/configuration/pagination.max`)).body).toEqual(changed.body);
    const secret = await rest.get<Entry>(`/instances/${id}/configuration/api.key`);
    expect(secret.body).toMatchObject({ propertyValue: '********', secret: true });
    const sentBack = await rest.send('PATCH', `/instances/${id}/configuration/api.key`, { body: secret.body });
    expect(sentBack).toMatchObject({ status: 200, body: secret.body });
    expect(await rest.get(`/instances/${id}/configuration/nothing`)).toMatchObject({ status: 404 });
  });

  it('are named by their token wherever they are by their id', async () => {
    const { id, token } = await create();
    const own = RestClient.ofToken(service, tenant, token);
    const shown = await own.get<Instance>('/instances');
    expect(shown.body).toMatchObject({ id, name: 'Acme' });
    expect(await own.send('PATCH', '/instances', { body: { name: 'Own' } })).toMatchObject({ body: { name: 'Own' } });
    const put = await own.send('PUT', '/instances', { body: { ...shown.body, name: 'Whole' } });
    expect(put).toMatchObject({ status: 200, body: { name: 'Whole' } });
    expect(put.headers.get('elements-element-instance-id')).toBe(String(id));
    expect(await own.get('/instances/configuration')).toMatchObject({ status: 200 });
    expect(await own.get('/instances/configuration/pagination.max')).toMatchObject({ body: { propertyValue: '100' } });
    expect(await own.get('/instances/docs')).toMatchObject({ body: { openapi: '3.1.0', info: { title: 'Taxify' } } });
    expect(await own.send('DELETE', '/instances/enabled')).toMatchObject({ body: { disabled: true } });
    const rotated = await own.send<Instance>('PUT', '/instances/token');
    expect(rotated.body.token).not.toBe(token);
    expect(await own.get('/instances')).toMatchObject({ status: 401 });
    const renewed = RestClient.ofToken(service, tenant, rotated.body.token!);
    expect(await renewed.send('DELETE', '/instances')).toMatchObject({ body: { id, deleted: true } });
    expect(await renewed.get('/instances')).toMatchObject({ status: 401 });
    expect(await rest.get(`/instances/${id}`)).toMatchObject({ status: 404 });
  });

  it('of the graph are those of these calls, and the other way round', async () => {
    const instanceId = await service.provisionTaxify(tenant);
    const [instance] = (await rest.get<Instance[]>('/instances')).body;
    expect(instance).toMatchObject({ name: 'Acme Taxify', tags: ['test'] });
    await service.query(tenant, UPDATE, { input: { id: instanceId, name: 'By the graph' } });
    expect(await read(instance!.id)).toMatchObject({ name: 'By the graph' });
    await rest.send('PATCH', `/instances/${instance!.id}`, { body: { name: 'By the calls' } });
    const { data } = await service.query(tenant, `{ instance(id: "${instanceId}") { name } }`);
    expect(data).toEqual({ instance: { name: 'By the calls' } });
  });

  it('say who made them', async () => {
    const { id } = await create();
    const { body } = await rest.get(`/instances/${id}`);
    expect(body.user).toEqual({ id: expect.any(Number), emailAddress: null, firstName: 'Ann', lastName: '' });
  });
});
