import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import { toInputs, type Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { TestWebConnector } from '../support/web-connector';
import { writeExample } from '../support/write-examples';

const IDS = `query ($id: ID!) { instance(id: $id) {
  suppliers(filter: { text: "Rivera Hardware" }, first: 1) { nodes { id } }
  ledgerAccounts(filter: { kind: [EXPENSE] }, first: 1) { nodes { id } }
} }`;

interface Queued {
  readonly createExpenses: { readonly write: { readonly id: string } };
}

describe('the examples of writes that a program at the customer fetches', () => {
  let clock: TestClock;
  let service: TestService;
  let tenant: Tenant;
  let company: CompanyFile;
  let connector: TestWebConnector<CompanyFile>;
  let bill: Readonly<Record<'instanceId' | 'supplierId' | 'accountId', string>>;

  beforeAll(async () => {
    clock = new TestClock();
    // The address of the service is in the setup file before the service listens.
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    tenant = await service.createTenant();
    company = await openCompanyFile({ clock });
    const { instanceId, agentSetup } = await service.parts.services.provisioning.provision(service.as(tenant), {
      elementKey: 'quickbooksonprem',
      name: 'Books',
      tags: [],
      configuration: toInputs({ 'app.name': 'Elements', 'host.ip': 'accounting-pc' }),
      externalAuthentication: 'NONE',
    });
    const setupFile = await (await fetch(agentSetup!.setupFileUrl)).text();
    connector = await TestWebConnector.add({ setupFile, password: agentSetup!.password, quickBooks: company });
    await connector.runOnce();
    type Ids = { readonly nodes: readonly [{ readonly id: string }] };
    const { instance } = await ask<{ readonly instance: Readonly<Record<'suppliers' | 'ledgerAccounts', Ids>> }>(IDS, {
      id: instanceId,
    });
    bill = { instanceId, supplierId: instance.suppliers.nodes[0].id, accountId: instance.ledgerAccounts.nodes[0].id };
  });

  afterAll(async () => {
    await connector.stop();
    await company.close();
    await service.close();
  });

  async function ask<Data>(document: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
    const { data, errors } = await service.query<Data>(tenant, document, variables);
    expect(errors ?? []).toEqual([]);
    return data as Data;
  }

  const queue = (variables: Readonly<Record<string, unknown>>): Promise<Queued> =>
    ask<Queued>(writeExample('QueueBill'), { ...bill, ...variables });
  const outcome = (id: string): Promise<{ readonly vendorWrite: { readonly createdIds: readonly string[] } }> =>
    ask(writeExample('WriteOutcome'), { id });

  it('queue a bill, tell that it waits, and what was made of it once it was fetched', async () => {
    const queued = await queue({ key: 'bill A-77' });
    expect(queued.createExpenses).toMatchObject({
      results: [{ outcome: 'PENDING', expense: null }],
      write: { status: 'QUEUED', expiresAt: expect.any(String), isReplay: false },
      errors: [],
    });
    const { id } = queued.createExpenses.write;
    expect(await outcome(id)).toEqual({
      vendorWrite: { status: 'QUEUED', sentAt: null, settledAt: null, createdIds: [], error: null },
    });

    expect(await connector.runOnce()).toMatchObject({ outcome: 'DONE' });
    const { vendorWrite } = await outcome(id);
    expect(vendorWrite).toMatchObject({ status: 'SUCCEEDED', settledAt: expect.any(String), error: null });
    const made = 'query ($id: ID!) { expense(id: $id) { kind merchant posting { documentNumber } } }';
    expect(await ask(made, { id: vendorWrite.createdIds[0] })).toEqual({
      expense: { kind: 'BILL', merchant: 'Rivera Hardware', posting: { documentNumber: 'A-77' } },
    });
    expect(await queue({ key: 'bill A-77' })).toMatchObject({
      createExpenses: {
        results: [{ outcome: 'DONE', expense: { id: vendorWrite.createdIds[0] } }],
        write: { id, status: 'SUCCEEDED', isReplay: true },
      },
    });
  });

  it('do not send what waited for too long', async () => {
    const before = company.desk.ids('Bill').length;
    const { createExpenses } = await queue({ key: 'bill A-78', expiresAfterSeconds: 60 });
    clock.advance(61_000);
    await connector.runOnce();
    await service.parts.housekeeping.round(service.parts.context);
    expect(await outcome(createExpenses.write.id)).toMatchObject({
      vendorWrite: { status: 'EXPIRED', sentAt: null, createdIds: [], error: { code: 'VENDOR_UNAVAILABLE' } },
    });
    expect(company.desk.ids('Bill')).toHaveLength(before);
  });
});
