import { FastClock } from '../support/fast-clock';
import { QuickBooksConnections } from '../support/quickbooks-connections';
import { RestClient } from '../support/rest-client';

interface Listed {
  readonly id: string;
  readonly syncToken: string;
  readonly [member: string]: unknown;
}

const NAMES = ['purchases', 'bills', 'vendors', 'employees', 'customers', 'ledger-accounts'];
/** What the company of the sandbox has none of. */
const EMPTY = ['vendor-credits', 'classes', 'departments'];

describe("QuickBooks Online's records in the platform's words", () => {
  let world: QuickBooksConnections;
  let rest: RestClient;
  const clock = new FastClock(40);

  beforeAll(async () => {
    world = await QuickBooksConnections.start(clock);
    const { token, errors } = (await world.connect()) as unknown as { token: string; errors: unknown[] };
    expect(errors).toEqual([]);
    rest = RestClient.ofToken(world.service, world.tenant, token);
  });
  afterAll(() => world.close());

  const list = async (path: string): Promise<readonly Listed[]> => {
    const { status, body, text } = await rest.get<Listed[]>(`/hubs/finance/${path}`);
    if (status !== 200) throw new Error(text);
    return body;
  };

  it.each(NAMES)('%s are listed and read one by one', async (name) => {
    const all = await list(`${name}?pageSize=5000`);
    expect(all.length).toBeGreaterThan(0);
    const [one] = all;
    expect(one).toMatchObject({ id: expect.any(String), syncToken: expect.any(String), metaData: expect.any(Object) });
    expect(Object.keys(one!).filter((member) => /^[A-Z]/.test(member))).toEqual([]);
    expect((await rest.get(`/${name}/${one!.id}`)).body).toEqual(one);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const token: string = next === '' ? '' : `&nextPage=${next}`;
      const page = await rest.get<Listed[]>(`/${name}?pageSize=3&fields=id${token}`);
      paged.push(...page.body.map(({ id }) => id));
      next = page.headers.get('elements-next-page-token');
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  it.each(EMPTY)('%s are an empty list where there are none', async (name) => {
    expect(await list(name)).toEqual([]);
  });

  it('are told in camel case, words of lists in capitals, under every name that was in use', async () => {
    const accounts = await list("ledger-accounts?where=accountType = 'ACCOUNTS_PAYABLE'&fields=accountType,active");
    expect(accounts[0]).toEqual({ accountType: 'ACCOUNTS_PAYABLE', active: true });
    expect(await list('vendor')).toEqual(await list('vendors'));
    const [bill] = await list('bills?pageSize=1');
    expect(bill).toMatchObject({ vendorRef: { value: expect.any(String) }, line: expect.any(Array) });
    expect((await rest.get('/company-info')).body).toMatchObject({ companyName: expect.any(String) });
  });

  it('are found by what is theirs', async () => {
    const bills = await list('bills?pageSize=5000');
    const days = bills.map((bill) => String(bill['txnDate'])).sort();
    const day = days[Math.floor(days.length / 2)]!;
    const since = await list(`bills?pageSize=5000&where=txnDate >= '${day}' AND totalAmt > 0`);
    expect(since).toHaveLength(
      bills.filter((bill) => String(bill['txnDate']) >= day && Number(bill['totalAmt']) > 0).length,
    );
    const ordered = (await list('bills?pageSize=5000&orderBy=txnDate desc')).map((bill) => bill['txnDate']);
    expect(ordered).toEqual([...ordered].sort().reverse());
    const [{ vendorRef } = {} as Listed] = bills;
    const { value } = vendorRef as { value: string };
    const ofVendor = await list(`bills?pageSize=5000&where=vendorRef.value = '${value}'`);
    expect(ofVendor).toHaveLength(
      bills.filter((bill) => (bill['vendorRef'] as { value: string }).value === value).length,
    );
    expect(await list('vendors?where=active = false')).toEqual(
      (await list('vendors?pageSize=5000')).filter(({ active }) => active === false),
    );
  });

  it('are created, changed with the version that was read, and deleted', async () => {
    const body = {
      displayName: 'New Vendor',
      primaryEmailAddr: { address: 'new@example.com' },
      companyName: 'New Inc',
    };
    const created = await rest.send<Listed>('POST', '/vendors', { body });
    expect({ status: created.status, body: created.body }).toMatchObject({
      status: 200,
      body: { id: expect.any(String), displayName: 'New Vendor', primaryEmailAddr: { address: 'new@example.com' } },
    });
    const { id, syncToken } = created.body;
    const changed = await rest.send<Listed>('PATCH', `/vendors/${id}`, { body: { syncToken, companyName: 'Other' } });
    expect({ status: changed.status, body: changed.body }).toMatchObject({
      status: 200,
      body: { companyName: 'Other', displayName: 'New Vendor' },
    });
    const stale = await rest.send('PATCH', `/vendors/${id}`, { body: { syncToken, companyName: 'Third' } });
    expect(stale.status).toBe(409);
    expect(await rest.send('PATCH', `/vendors/${id}`, { body: { companyName: 'Fourth' } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('syncToken') },
    });
    const [purchase] = await list('purchases?pageSize=1&orderBy=txnDate desc');
    expect(await rest.send('DELETE', `/purchases/${purchase!.id}`)).toMatchObject({
      status: 200,
      body: { id: purchase!.id },
    });
    expect(await rest.get(`/purchases/${purchase!.id}`)).toMatchObject({ status: 404 });
    const employee = await rest.send('POST', '/employees', { body: { givenName: 'Ada', familyName: 'Byron' } });
    expect(employee).toMatchObject({ status: 200, body: { givenName: 'Ada', familyName: 'Byron' } });
  });

  it('have statements, under their own names', async () => {
    const offers = await list('reports/metadata');
    expect(offers.map(({ id }) => id)).toEqual(expect.arrayContaining(['ProfitAndLoss', 'BalanceSheet']));
    const { status, body, headers } = await rest.get(
      '/hubs/finance/reports/ProfitAndLoss?startDate=2026-01-01&endDate=2026-06-30&basis=CASH',
    );
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id: 'ProfitAndLoss', from: '2026-01-01', to: '2026-06-30', basis: 'CASH', rows: expect.any(Array) },
    });
    expect(headers.get('elements-fetched-at')).toMatch(/Z$/);
    expect(await rest.get('/reports/Nothing')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('ProfitAndLoss') },
    });
    expect(await rest.get('/reports')).toMatchObject({ status: 405 });
  });

  it('come as tables', async () => {
    const answer = await rest.get<string>('/vendors?pageSize=2&fields=id,displayName,primaryEmailAddr', {
      headers: { accept: 'text/csv' },
    });
    expect(answer.text.split('\r\n')[0]).toMatch(/^id,displayName/);
    expect(await rest.get('/vendors', { headers: { accept: 'application/pdf' } })).toMatchObject({ status: 406 });
  });

  it('say what can be done', async () => {
    expect(await rest.send('DELETE', '/taxes/1')).toMatchObject({ status: 404 });
    expect(await rest.send('POST', '/policies', { body: { policyName: 'x' } })).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('There are: purchases, bills, vendor-credits, vendors') },
    });
  });
});
