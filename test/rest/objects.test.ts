import { TestClock } from '../support/clock';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

describe('what an instance says of its records', () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 1 });
    tenant = await service.createTenant();
    const body = { element: { key: 'taxify' }, name: 'Acme', configuration: service.taxify.configuration };
    const created = await RestClient.of(service, tenant).send<{ token: string }>('POST', '/instances', { body });
    rest = RestClient.ofToken(service, tenant, created.body.token);
  });
  afterAll(() => service.close());

  it('is whether it can be asked, with a hub in the address and without', async () => {
    for (const path of ['/ping', '/hubs/finance/ping']) {
      expect(await rest.get(path)).toMatchObject({ status: 200, body: { endpoint: 'taxify', status: 'ACTIVE' } });
    }
  });

  it('is which there are, and what they may hold', async () => {
    for (const path of ['/objects', '/hubs/finance/objects', '/instances/objects']) {
      expect(await rest.get(path)).toMatchObject({ status: 200, body: ['taxes'] });
    }
    expect(await rest.get('/objects/taxes/metadata')).toMatchObject({
      status: 200,
      body: { name: 'taxes', fields: expect.arrayContaining([{ vendorPath: 'ResponseStatus' }]) },
    });
    expect(await rest.get('/objects/invoices/metadata')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('There are: taxes.') },
    });
  });

  it('is told of the instance, whatever the call', async () => {
    const { id } = (await rest.get<{ id: number }>('/instances')).body;
    for (const path of ['/instances', '/ping', '/objects', `/instances/${id}`]) {
      expect((await rest.get(path)).headers.get('elements-element-instance-id')).toBe(String(id));
    }
  });

  it('is which there are also while it is switched off, when it cannot be asked', async () => {
    await rest.send('DELETE', '/instances/enabled');
    expect((await rest.get('/objects')).status).toBe(200);
    expect(await rest.get('/ping')).toMatchObject({
      status: 403,
      body: { message: 'The instance is switched off: `PUT /instances/{id}/enabled` switches it on.' },
    });
  });
});
