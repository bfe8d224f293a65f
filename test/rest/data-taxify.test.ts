import { TestClock } from '../support/clock';
import { RestClient } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';

const LINE = {
  ItemKey: 'SKU-1',
  Quantity: 1,
  ActualExtendedPrice: 100,
  ItemDescription: 'Desk',
  ItemTaxabilityCode: '',
};
const DOCUMENT = {
  DocumentKey: 'INV-1',
  IsCommited: true,
  CustomerKey: 'C-1',
  DestinationAddress: { Street1: '16201 E Indiana Ave', City: 'Spokane Valley', Region: 'WA', PostalCode: '99216' },
  Lines: [LINE],
};

describe("Taxify's documents in the platform's words", () => {
  let service: TestService;
  let tenant: Tenant;
  let rest: RestClient;
  const clock = new TestClock();

  beforeAll(async () => {
    service = await startTestService({ clock, reports: 3 });
    tenant = await service.createTenant();
    const body = { element: { key: 'taxify' }, name: 'Acme', configuration: service.taxify.configuration };
    const created = await RestClient.of(service, tenant).send<{ token: string }>('POST', '/instances', { body });
    rest = RestClient.ofToken(service, tenant, created.body.token);
  });
  afterAll(() => service.close());
  beforeEach(() => clock.advance(60_000));

  it('are calculated, read, listed and taken back', async () => {
    const made = await rest.send('POST', '/hubs/finance/taxes', { body: DOCUMENT });
    expect({ status: made.status, body: made.body }).toMatchObject({
      status: 200,
      body: { id: 'INV-1', DocumentKey: 'INV-1', state: 'COMMITTED', SalesTaxAmount: expect.anything() },
    });
    expect((await rest.get('/taxes/INV-1')).body).toEqual(made.body);
    await rest.send('POST', '/taxes', { body: { ...DOCUMENT, DocumentKey: 'INV-2', IsCommited: false } });
    const list = await rest.get<{ id: string; state: string }[]>(
      '/hubs/finance/taxes?fields=id,state&returnCount=true',
    );
    expect(list.body).toEqual([
      { id: 'INV-1', state: 'COMMITTED' },
      { id: 'INV-2', state: 'DRAFT' },
    ]);
    expect(list.headers.get('elements-total-count')).toBe('2');
    expect((await rest.get("/taxes?where=state='DRAFT'&fields=id")).body).toEqual([{ id: 'INV-2' }]);
    expect((await rest.get("/taxes?where=id IN ('INV-2')&fields=id")).body).toEqual([{ id: 'INV-2' }]);
    const newest = await rest.get('/taxes?orderBy=id desc&pageSize=1&fields=id');
    expect(newest.body).toEqual([{ id: 'INV-2' }]);
    const removed = await rest.send('DELETE', '/hubs/finance/taxes/INV-1');
    expect(removed).toMatchObject({ status: 200, body: { id: 'INV-1' } });
    expect((await rest.get('/taxes/INV-1?fields=state')).body).toEqual({ state: 'CANCELLED' });
    expect(await rest.send('DELETE', '/taxes/INV-9')).toMatchObject({ status: 404 });
  });

  it('need lines, and say everything that is wrong', async () => {
    const { Lines: _lines, ...without } = DOCUMENT;
    expect(await rest.send('POST', '/taxes', { body: without })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('`Lines`') },
    });
    expect(await rest.send('POST', '/taxes', { body: {} })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/`DocumentKey`.*`DestinationAddress`.*`Lines`/) },
    });
  });

  it('have no texts that Postgres does not take', async () => {
    const Lines = [{ ...LINE, ItemDescription: 'a\0' }];
    const texts = [{ DocumentKey: 'INV\0' }, { CustomerKey: 'C\0' }, { Lines }, { DocumentKey: 'INV\ud800' }];
    for (const text of texts) {
      const { status } = await rest.send('POST', '/taxes', { body: { ...DOCUMENT, DocumentKey: 'INV-8', ...text } });
      expect([text, status]).toEqual([text, expect.any(Number)]);
      expect([text, status < 500]).toEqual([text, true]);
    }
    expect((await rest.send('DELETE', '/taxes/INV%00')).status).toBe(404);
  });

  it('are answered once for a key of idempotency', async () => {
    const headers = { 'idempotency-key': 'one' };
    const body = { ...DOCUMENT, DocumentKey: 'INV-3' };
    const [first, second] = [
      await rest.send('POST', '/taxes', { body, headers }),
      await rest.send('POST', '/taxes', { body, headers }),
    ];
    expect(second.body).toEqual(first.body);
    const other = { ...body, CustomerKey: 'C-2' };
    expect(await rest.send('POST', '/taxes', { body: other, headers })).toMatchObject({ status: 422 });
  });
});
