import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import { quickbooksEnterprise } from '../../src/adapters/quickbooks-enterprise';
import type { CreateExpensesRequest } from '../../src/adapters/writes';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import { REST_PATH, RestClient, type RestReply } from '../support/rest-client';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { TestWebConnector } from '../support/web-connector';

const PROVISION = `mutation {
  provisionInstance(input: {
    elementKey: "quickbooksonprem", name: "Cellar",
    configuration: [
      { key: "app.name", value: "CloudElements" }
      { key: "host.ip", value: "https://1234.g2c.cloud-elements.com" }
    ]
  }) { token agentSetup { setupFileUrl password } errors { code message } }
}`;

interface Reference {
  readonly ListID: string;
  readonly FullName: string;
}

interface Listed {
  readonly id: string;
  readonly TimeModified: string;
  readonly [member: string]: unknown;
}

interface Written {
  readonly status: string;
  readonly records: readonly { readonly resource: string; readonly id: string }[];
}

const TRANSACTIONS = ['bills', 'checks', 'creditcard-charges', 'creditcard-credits', 'vendor-credits'];
const LISTS = ['vendors', 'employees', 'customers', 'ledger-accounts', 'classes'];

/** A computer with QuickBooks, its Web Connector, and a client of the platform's calls. */
describe("QuickBooks Enterprise's records in the platform's words", () => {
  let service: TestService;
  let tenant: Tenant;
  let company: CompanyFile;
  let connector: TestWebConnector<CompanyFile>;
  let rest: RestClient;

  beforeAll(async () => {
    const clock = new TestClock();
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    tenant = await service.createTenant();
    company = await openCompanyFile({ clock });
    const { data } = await service.query<{
      readonly provisionInstance: {
        readonly token: string;
        readonly agentSetup: { readonly setupFileUrl: string; readonly password: string };
      };
    }>(tenant, PROVISION);
    const { token, agentSetup } = data!.provisionInstance;
    rest = RestClient.ofToken(service, tenant, token);
    const setupFile = await (await fetch(agentSetup.setupFileUrl)).text();
    const { password } = agentSetup;
    connector = await TestWebConnector.add({ setupFile, password, quickBooks: company });
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
  });

  afterAll(async () => {
    await connector.stop();
    await company.close();
    await service.close();
  });

  const list = async (name: string, query = ''): Promise<readonly Listed[]> => {
    const { status, body, text } = await rest.get<Listed[]>(`/hubs/finance/${name}?pageSize=5000${query}`);
    if (status !== 200) throw new Error(text);
    return body;
  };
  const where = (name: string, condition: string): Promise<readonly Listed[]> =>
    list(name, `&where=${encodeURIComponent(condition)}`);
  const ids = (records: readonly Listed[]): string[] => records.map(({ id }) => id);

  it.each([...TRANSACTIONS, ...LISTS])('%s are listed, paged and read one by one', async (name) => {
    const all = await list(name);
    const idMember = TRANSACTIONS.includes(name) ? 'TxnID' : 'ListID';
    expect(all.length).toBeGreaterThan(0);
    for (const record of all) expect(record[idMember]).toBe(record.id);
    const [one] = all;
    expect((await rest.get(`/${name}/${one!.id}`)).body).toEqual(one);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const token: string = next === '' ? '' : `&nextPage=${next}`;
      const page = await rest.get<Listed[]>(`/${name}?pageSize=2&fields=id${token}`);
      paged.push(...ids(page.body));
      next = page.headers.get('elements-next-page-token');
    }
    expect(paged).toEqual(ids(all));
  });

  it.each([...TRANSACTIONS, ...LISTS])('%s have texts, and no member that is not documented', async (name) => {
    const { fields } = quickbooksEnterprise.platformResources!.find((one) => one.name === name)!;
    const declared = new Set(fields.map((field) => field.name));
    for (const record of await list(name)) {
      expect(Object.keys(record).filter((member) => !declared.has(member))).toEqual([]);
      expect(leavesOf(record).filter((value) => typeof value !== 'string')).toEqual([]);
    }
  });

  it('are each what QuickBooks has of them', async () => {
    const kinds = {
      bills: 'Bill',
      checks: 'Check',
      'creditcard-charges': 'CreditCardCharge',
      'creditcard-credits': 'CreditCardCredit',
    };
    for (const [name, kind] of Object.entries({ ...kinds, 'vendor-credits': 'VendorCredit', vendors: 'Vendor' })) {
      expect([name, ids(await list(name)).sort()]).toEqual([name, [...company.desk.ids(kind)].sort()]);
    }
    const [check] = company.desk.ids('Check');
    expect(await rest.get(`/creditcard-charges/${check}`)).toMatchObject({ status: 404 });
  });

  it('have their lines in a list, one or many', async () => {
    const bills = await list('bills');
    const lines = bills.map(({ ExpenseLineRet }) => ExpenseLineRet as { AccountRef: Reference; Amount: string }[]);
    expect(lines.map((those) => those.length)).toEqual(expect.arrayContaining([1, 2]));
    expect(lines[0]![0]).toMatchObject({
      AccountRef: { ListID: expect.any(String), FullName: expect.any(String) },
      Amount: expect.stringMatching(/^\d+\.\d\d$/),
    });
  });

  it('are found by their ids, numbers and names', async () => {
    const bills = await list('bills');
    const numbered = bills.find(({ RefNumber }) => RefNumber !== undefined)!;
    expect(await where('bills', `TxnID='${numbered.id}'`)).toEqual([numbered]);
    expect(await where('bills', `RefNumber='${String(numbered['RefNumber'])}'`)).toEqual(
      bills.filter(({ RefNumber }) => RefNumber === numbered['RefNumber']),
    );
    const [account] = await where('ledger-accounts', "Name='Accounts Payable'");
    expect(account).toMatchObject({ AccountType: 'AccountsPayable' });
    expect(await where('ledger-accounts', `ListID='${account!.id}'`)).toEqual([account]);
    const inactive = await where('employees', "IsActive='false'");
    expect(inactive).toEqual((await list('employees')).filter(({ IsActive }) => IsActive === 'false'));
    const dear = await where('bills', 'AmountDue > 300');
    expect(ids(dear)).toEqual(ids(bills.filter(({ AmountDue }) => Number(AmountDue) > 300)));
    const { status, body } = await rest.get('/bills?where=syncToken=1');
    expect({ status, body }).toMatchObject({ status: 400, body: { message: expect.stringContaining('TxnDate') } });
  });

  it('are found by when they were changed, whatever the offset is written in', async () => {
    const bills = await list('bills');
    const times = bills.map(({ TimeModified }) => Date.parse(TimeModified)).sort((a, b) => a - b);
    const from = times[Math.floor(times.length / 2)]!;
    const expected = ids(bills.filter(({ TimeModified }) => Date.parse(TimeModified) >= from));
    expect(expected.length).toBeLessThan(bills.length);
    const inUtc = new Date(from).toISOString().replace('.000', '');
    const elsewhere = new Date(from + 9 * 3_600_000).toISOString().replace('.000Z', '+09:00');
    for (const time of [inUtc, elsewhere]) {
      expect(ids(await where('bills', `TimeModified >= '${time}'`))).toEqual(expected);
    }
  });

  it('have statements, which are there after the next run', async () => {
    const offers = await rest.get<{ id: string }[]>('/reports/metadata');
    expect(offers.body.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ProfitAndLossStandard', 'BalanceSheetStandard', 'APAgingSummary']),
    );
    const path = '/reports/ProfitAndLossStandard?startDate=2026-01-01&endDate=2026-06-30';
    const early = await rest.get(path);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(await rest.get(path)).toMatchObject({
      status: 200,
      body: { id: 'ProfitAndLossStandard', from: '2026-01-01', to: '2026-06-30', rows: expect.any(Array) },
    });
  });

  it('have statements by the names that the platform told', async () => {
    const { body: types } = await rest.get<{ Category: string; Name: string }[]>('/hubs/finance/report-types');
    expect(types).toEqual(
      expect.arrayContaining([
        { Category: 'GeneralSummaryReport', Name: 'Profit and Loss Standard' },
        { Category: 'GeneralSummaryReport', Name: 'Expense by Vendor Summary' },
        { Category: 'AgingReport', Name: 'AP Aging Summary' },
      ]),
    );
    const condition = "ReportName='Balance Sheet Standard' AND ReportPeriodEnd='2026-06-30T00:00:00' AND ReportBasis=1";
    const path = `/hubs/finance/reports?where=${encodeURIComponent(condition)}`;
    expect((await rest.get(path)).status).toBe(503);
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(await rest.get(path)).toMatchObject({
      status: 200,
      body: [{ ReportTitle: 'Balance Sheet', id: 'BalanceSheetStandard', to: '2026-06-30', basis: 'CASH' }],
    });
    for (const [wrong, said] of [
      ['', 'Which report'],
      ["?where=ReportName='Weather'", 'AP Aging Summary'],
      ["?where=ReportName='Trial Balance' AND ReportBasis=7", 'ReportBasis'],
      ["?where=ReportName='Trial Balance' AND ReportPeriodEnd='2026-02-31'", 'ReportPeriodEnd'],
      ["?where=ReportName LIKE 'T%25'", 'field = value'],
      ['?where=ItemType=1', 'ReportPeriodStart'],
    ] as const) {
      expect(await rest.get(`/reports${wrong}`)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining(said) },
      });
    }
  });

  /** Sends twice, with a run between. */
  const create = async (name: string, body: object): Promise<RestReply<Listed>> => {
    const headers = { 'idempotency-key': `${name} ${JSON.stringify(body)}`.slice(0, 200) };
    const queued = await rest.send('POST', `/${name}`, { body, headers });
    expect({ status: queued.status, body: queued.body }).toEqual({
      status: 202,
      body: {
        writeId: expect.any(String),
        status: 'QUEUED',
        expiresDate: expect.stringMatching(/Z$/),
        message: expect.stringContaining('Idempotency-Key'),
      },
    });
    const followed = () => rest.get<Written>(queued.headers.get('location')!.replace(REST_PATH, ''));
    expect(await followed()).toMatchObject({
      status: 200,
      body: { id: queued.body['writeId'], status: 'QUEUED', records: [], message: null, finishedDate: null },
    });
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    const { status, body: written } = await followed();
    expect({ status, written }).toMatchObject({
      status: 200,
      written: { status: 'SUCCEEDED', message: null, finishedDate: expect.stringMatching(/Z$/) },
    });
    const made = await rest.send<Listed>('POST', `/${name}`, { body, headers });
    expect(written.records).toEqual([{ resource: name, id: made.body.id }]);
    return made;
  };

  it('take transactions, which are in the books after the next run', async () => {
    const [vendor] = await list('vendors');
    const [card] = await where('ledger-accounts', "AccountType='CreditCard'");
    const [expense] = await where('ledger-accounts', "AccountType='Expense'");
    const line = { AccountRef: { ListID: expense!.id }, Amount: '120.50', Memo: 'Rope' };
    const common = { TxnDate: '2026-08-14', ExpenseLineRet: [line] };
    const bill = {
      ...common,
      VendorRef: { ListID: vendor!.id },
      RefNumber: 'A-77',
      AmountDue: '120.50',
      IsPaid: 'false',
    };
    expect(await create('bills', bill)).toMatchObject({
      status: 200,
      body: { RefNumber: 'A-77', AmountDue: '120.50', ExpenseLineRet: [{ Amount: '120.50', Memo: 'Rope' }] },
    });
    expect(await where('bills', "RefNumber='A-77'")).toHaveLength(1);
    const byCard = {
      ...common,
      AccountRef: { ListID: card!.id },
      PayeeEntityRef: { FullName: String(vendor!['Name']) },
    };
    for (const name of ['creditcard-charges', 'creditcard-credits']) {
      const made = await create(name, byCard);
      expect(made).toMatchObject({ status: 200, body: { Amount: '120.50', AccountRef: { ListID: card!.id } } });
      expect(ids(await list(name))).toContain(made.body.id);
    }
    const [bank] = await where('ledger-accounts', "AccountType='Bank'");
    const [customer] = await list('customers');
    const byCheck = { ...byCard, AccountRef: { ListID: bank!.id }, PayeeEntityRef: { ListID: customer!.id } };
    const check = await create('checks', byCheck);
    expect(check).toMatchObject({ status: 200, body: { PayeeEntityRef: { ListID: customer!.id }, Amount: '120.50' } });
    expect(ids(await list('checks'))).toContain(check.body.id);
    const credit = { ...common, VendorRef: { FullName: String(vendor!['Name']) } };
    expect(await create('vendor-credits', credit)).toMatchObject({
      status: 200,
      body: { CreditAmount: '120.50', VendorRef: { ListID: vendor!.id } },
    });
  });

  it('take whom an id names for nobody that he may not be', () => {
    const line = { AccountRef: { ListID: '80000001-1' }, Amount: '1.00' };
    const body = { TxnDate: '2026-08-14', ExpenseLineRet: [line], AccountRef: { ListID: '80000002-1' } };
    const payeeOf = (name: string, member: string): unknown => {
      const { create } = quickbooksEnterprise.platformResources!.find((one) => one.name === name)!;
      const request = create!.toRequest({ ...body, [member]: { ListID: '80000003-1' } }, null, null);
      return (request as CreateExpensesRequest).expenses[0]!.posting!.payee;
    };
    expect(payeeOf('bills', 'VendorRef')).toEqual({ kind: 'SUPPLIER', remoteId: '80000003-1' });
    for (const name of ['checks', 'creditcard-charges', 'creditcard-credits']) {
      expect(payeeOf(name, 'PayeeEntityRef')).toEqual({ kind: null, remoteId: '80000003-1' });
    }
  });

  it('take people', async () => {
    expect(await create('vendors', { Name: 'Birch & Sons', FirstName: 'Ada', IsActive: 'true' })).toMatchObject({
      status: 200,
      body: { id: expect.any(String), Name: 'Birch & Sons', FirstName: 'Ada' },
    });
    expect(await create('employees', { FirstName: 'Ada', LastName: 'Byron' })).toMatchObject({
      status: 200,
      body: { Name: 'Ada Byron', FirstName: 'Ada', LastName: 'Byron' },
    });
  });

  it('tell why a change that was waited for was refused, to whoever may see the instance', async () => {
    const body = { FirstName: 'Grace', LastName: 'Hopper' };
    const first = await rest.send('POST', '/employees', { body });
    const second = await rest.send('POST', '/employees', { body });
    const path = (reply: RestReply): string => reply.headers.get('location')!.replace(REST_PATH, '');
    const stranger = RestClient.of(service, await service.createTenant('Other'));
    expect((await stranger.get(path(second))).status).toBe(404);
    expect((await rest.get('/instances/writes/nothing')).status).toBe(404);
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    const owner = RestClient.of(service, tenant);
    expect((await owner.get(path(first))).body).toMatchObject({ status: 'SUCCEEDED' });
    expect((await rest.get(`/instances/writes/${String(second.body['writeId'])}`)).body).toMatchObject({
      status: 'REJECTED',
      records: [],
      message: expect.stringMatching(/./),
      providerMessage: expect.stringMatching(/./),
    });
  });

  it('refuse at once what QuickBooks would refuse, and say what can be done', async () => {
    const wrong = { VendorRef: { FullName: 'x' }, TxnDate: '2026-08-14', AmountDue: '2', ExpenseLineRet: [] };
    expect(await rest.send('POST', '/bills', { body: wrong })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('ExpenseLineRet') },
    });
    const line = { AccountRef: { FullName: 'Travel' }, Amount: '1.00' };
    const differing = await rest.send('POST', '/bills', { body: { ...wrong, ExpenseLineRet: [line] } });
    expect(differing).toMatchObject({ status: 400, body: { message: expect.stringContaining('The lines come to 1') } });
    const removed = await rest.send('DELETE', `/bills/${(await list('bills'))[0]!.id}`);
    expect([removed.status, removed.body]).toEqual([405, expect.objectContaining({ message: expect.any(String) })]);
    expect(await rest.get('/policies')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('There are: bills, checks, creditcard-charges') },
    });
  });
});

function leavesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}
