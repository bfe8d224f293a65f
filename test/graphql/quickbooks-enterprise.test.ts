import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { TestWebConnector } from '../support/web-connector';

const HOUR_MS = 60 * 60_000;

const PROVISION = `mutation {
  provisionInstance(input: {
    elementKey: "quickbooksonprem", name: "Cellar", tags: ["test"],
    configuration: [
      { key: "app.name", value: "CloudElements" }
      { key: "host.ip", value: "https://1234.g2c.cloud-elements.com" }
    ]
  }) { instance { id status } agentSetup { setupFileUrl username password nextSteps } errors { code message } }
}`;

const BOOKS = `query ($id: ID!) { instance(id: $id) {
  status
  agent { version lastContactAddress pendingRequestCount facts { name value } }
  employees { totalCount nodes { name email isActive } }
  expenses(first: 100) { totalCount nodes { kind amount { amount currency } lines { amount { amount } category { name } } } }
  suppliers { totalCount }
  customers { totalCount }
  ledgerAccounts { totalCount }
  trackingClasses { totalCount nodes { name } }
} }`;

const PROFIT_AND_LOSS = `query ($id: ID!) { instance(id: $id) {
  financialReport(request: { kind: PROFIT_AND_LOSS }) { title currency rows { label kind depth cells { money { amount } } } }
} }`;

const SUPPLIER_AND_ACCOUNT = `query ($id: ID!) { instance(id: $id) {
  suppliers(first: 1) { nodes { id name } }
  ledgerAccounts(filter: { kind: [EXPENSE] }, first: 1) { nodes { id fullName } }
} }`;

const CREATE_BILL = `mutation ($input: CreateExpensesInput!) {
  createExpenses(input: $input) {
    results { outcome } write { id status expiresAt isReplay } errors { code message path }
  }
}`;

const WRITE = `query ($id: ID!) { vendorWrite(id: $id) { status createdIds error { code message ... on VendorError { vendorCode vendorMessage } } } }`;

interface Books {
  readonly instance: {
    readonly status: string;
    readonly agent: { readonly facts: readonly { readonly name: string; readonly value: string }[] };
    readonly expenses: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly kind: string;
        readonly amount: { readonly amount: string };
        readonly lines: readonly { readonly amount: { readonly amount: string } }[];
      }[];
    };
  };
}

/** A computer with QuickBooks and its Web Connector, from an empty database to its books in the graph. */
describe('QuickBooks Enterprise in the graph', () => {
  let clock: TestClock;
  let service: TestService;
  let tenant: Tenant;
  let company: CompanyFile;
  let connector: TestWebConnector<CompanyFile>;
  let instanceId: string;

  beforeAll(async () => {
    clock = new TestClock();
    // The address of the service is in the setup file before the service listens.
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    tenant = await service.createTenant();
    company = await openCompanyFile({ clock });
    const { setupFileUrl, password } = await provision();
    const setupFile = await (await fetch(setupFileUrl)).text();
    connector = await TestWebConnector.add({ setupFile, password, quickBooks: company });
  });

  afterAll(async () => {
    await connector.stop();
    await company.close();
    await service.close();
  });

  async function ask<Data>(document: string, variables: Record<string, unknown> = { id: instanceId }): Promise<Data> {
    const { data, errors } = await service.query<Data>(tenant, document, variables);
    expect(errors ?? []).toEqual([]);
    return data as Data;
  }

  async function provision(): Promise<{ readonly setupFileUrl: string; readonly password: string }> {
    const { provisionInstance: payload } = await ask<{
      readonly provisionInstance: {
        readonly instance: { readonly id: string; readonly status: string };
        readonly agentSetup: { readonly setupFileUrl: string; readonly password: string };
      };
    }>(PROVISION);
    expect(payload).toMatchObject({ instance: { status: 'PENDING' }, errors: [] });
    instanceId = payload.instance.id;
    return payload.agentSetup;
  }

  it('has the whole company after one run, in one exchange', async () => {
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 1 });
    const { instance } = await ask<Books>(BOOKS);
    expect(instance).toMatchObject({
      status: 'ACTIVE',
      agent: { version: '2.3.0.215', lastContactAddress: '127.0.0.1', pendingRequestCount: 0 },
      employees: { totalCount: 5 },
      expenses: { totalCount: 48 },
      suppliers: { totalCount: 6 },
      customers: { totalCount: 6 },
      ledgerAccounts: { totalCount: 22 },
      trackingClasses: { nodes: [{ name: 'Field' }, { name: 'Office' }] },
    });
    expect(instance.agent.facts).toContainEqual({ name: 'companyName', value: 'Larkspur Outfitters' });
  });

  it('has every amount with its lines: what was spent positive, what came back negative', async () => {
    const { instance } = await ask<Books>(BOOKS);
    const totals = { BILL: 0, PURCHASE: 0, SUPPLIER_CREDIT: 0 } as Record<string, number>;
    for (const { kind, amount, lines } of instance.expenses.nodes) {
      totals[kind] = (totals[kind] ?? 0) + Math.round(Number(amount.amount) * 100);
      const ofLines = lines.reduce((sum, line) => sum + Math.round(Number(line.amount.amount) * 100), 0);
      expect(ofLines).toBe(Math.round(Number(amount.amount) * 100));
    }
    // Checks and charges less what came back to cards, in cents, as the company file adds them up.
    expect(totals).toEqual({ BILL: 897081, PURCHASE: 661588 + 875013 - 148090, SUPPLIER_CREDIT: -38246 });
  });

  it('brings a statement that was asked for at the next run', async () => {
    const before = await service.query(tenant, PROFIT_AND_LOSS, { id: instanceId });
    expect(before.errors?.[0]?.extensions.code).toBe('VENDOR_UNAVAILABLE');
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 1 });
    const after = await ask<{
      readonly instance: {
        readonly financialReport: {
          readonly rows: readonly { readonly label: string; readonly cells: readonly object[] }[];
        };
      };
    }>(PROFIT_AND_LOSS);
    const { rows } = after.instance.financialReport;
    const net = rows.find(({ label }) => label === 'Net Income');
    expect(net?.cells.at(-1)).toEqual({ money: { amount: '29246.57' } });
  });

  it('takes a bill, sends it at the next run, and shows it with what QuickBooks made of it', async () => {
    const names = await ask<{
      readonly instance: {
        readonly suppliers: { readonly nodes: readonly [{ readonly id: string; readonly name: string }] };
        readonly ledgerAccounts: { readonly nodes: readonly [{ readonly id: string }] };
      };
    }>(SUPPLIER_AND_ACCOUNT);
    const [supplier] = names.instance.suppliers.nodes;
    const [account] = names.instance.ledgerAccounts.nodes;
    const expense = { merchant: supplier.name, date: '2026-08-14', amount: { amount: '120.50', currency: 'USD' } };
    const posting = { kind: 'BILL', payee: { supplierId: supplier.id }, accountId: account.id, documentNumber: 'A-77' };
    const input = { instanceId, idempotencyKey: 'bill A-77', expenses: [{ ...expense, posting }] };
    const { createExpenses } = await ask<{ readonly createExpenses: { readonly write: { readonly id: string } } }>(
      CREATE_BILL,
      { input },
    );
    expect(createExpenses).toMatchObject({
      results: [{ outcome: 'PENDING' }],
      write: { status: 'QUEUED', isReplay: false },
      errors: [],
    });
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    const { vendorWrite } = await ask<{ readonly vendorWrite: { readonly createdIds: readonly [string] } }>(WRITE, {
      id: createExpenses.write.id,
    });
    expect(vendorWrite).toMatchObject({ status: 'SUCCEEDED', error: null });
    const made = await ask<object>(
      'query ($id: ID!) { expense(id: $id) { kind amount { amount } posting { documentNumber } } }',
      { id: vendorWrite.createdIds[0] },
    );
    expect(made).toEqual({
      expense: { kind: 'BILL', amount: { amount: '120.50' }, posting: { documentNumber: 'A-77' } },
    });
    const repeat = await ask<object>(CREATE_BILL, { input });
    expect(repeat).toMatchObject({ createExpenses: { results: [{ outcome: 'DONE' }], write: { isReplay: true } } });
  });

  it('sees what was changed and deleted at the desk, and asks for nothing else', async () => {
    const gone = company.desk.ids('Check').at(-1);
    company.desk.remove(gone!);
    clock.advance(HOUR_MS);
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE', exchanges: 1 });
    expect(await ask<Books>(BOOKS)).toMatchObject({ instance: { expenses: { totalCount: 48 } } });
  });

  it('says which books are wrong when others are open, and goes on when the right ones are back', async () => {
    clock.advance(HOUR_MS);
    await connector.runOnce({ fileId: '{00000000-0000-4000-8000-000000000000}' });
    const { instance } = await ask<Books>(BOOKS);
    expect(instance.status).toBe('NEEDS_REAUTHENTICATION');
    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    expect(await ask<Books>(BOOKS)).toMatchObject({ instance: { status: 'ACTIVE' } });
  });
});
