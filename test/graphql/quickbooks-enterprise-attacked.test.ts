import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import type { WebConnectorBehaviour } from '../../src/adapters/quickbooks-enterprise/sandbox/web-connector';
import { TestClock } from '../support/clock';
import { freePort } from '../support/free-port';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { TestWebConnector } from '../support/web-connector';

const HOUR_MS = 60 * 60_000;
const WHENS = ['before-sending', 'while-sending', 'before-reading'] as const;

const PROVISION = `mutation {
  provisionInstance(input: {
    elementKey: "quickbooksonprem", name: "Cellar", tags: ["test"],
    configuration: [{ key: "app.name", value: "CloudElements" }, { key: "host.ip", value: "accounting-pc" }]
  }) { instance { id } agentSetup { setupFileUrl username password } }
}`;

const NAMES = `query ($id: ID!) { instance(id: $id) {
  suppliers(first: 1) { nodes { id name } }
  ledgerAccounts(filter: { kind: [EXPENSE] }, first: 1) { nodes { id } }
} }`;

const CREATE_BILL = `mutation ($input: CreateExpensesInput!) {
  createExpenses(input: $input) { results { outcome } write { id status isReplay } errors { code message path } }
}`;

const WRITE = `query ($id: ID!) { vendorWrite(id: $id) { status createdIds error { code message } } }`;
const EXPENSES = `query ($id: ID!) { instance(id: $id) { expenses(first: 500) { totalCount nodes { posting { documentNumber } } } } }`;

/** A customer's computer that is cut off, that repeats itself, and that breaks: nothing is lost, and nothing done twice. */
describe('a bill for a computer that breaks off', () => {
  let clock: TestClock;
  let service: TestService;
  let tenant: Tenant;
  let company: CompanyFile;
  let connector: TestWebConnector<CompanyFile>;
  let instanceId: string;
  let names: { readonly supplier: { readonly id: string; readonly name: string }; readonly account: string };
  let bills = 0;

  beforeAll(async () => {
    clock = new TestClock();
    const port = await freePort();
    service = await startTestService({ clock, port, publicUrl: `http://localhost:${port}`, reports: 1 });
    tenant = await service.createTenant();
    company = await openCompanyFile({ clock });
    const { provisionInstance } = await ask<{
      readonly provisionInstance: {
        readonly instance: { readonly id: string };
        readonly agentSetup: { readonly setupFileUrl: string; readonly password: string };
      };
    }>(PROVISION, {});
    instanceId = provisionInstance.instance.id;
    const { setupFileUrl, password } = provisionInstance.agentSetup;
    const setupFile = await (await fetch(setupFileUrl)).text();
    connector = await TestWebConnector.add({ setupFile, password, quickBooks: company });
    await connector.runOnce();
    const { instance } = await ask<{
      readonly instance: {
        readonly suppliers: { readonly nodes: readonly [{ readonly id: string; readonly name: string }] };
        readonly ledgerAccounts: { readonly nodes: readonly [{ readonly id: string }] };
      };
    }>(NAMES);
    names = { supplier: instance.suppliers.nodes[0], account: instance.ledgerAccounts.nodes[0].id };
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

  function inputOf(documentNumber: string) {
    const { supplier, account } = names;
    const expense = { merchant: supplier.name, date: '2026-08-14', amount: { amount: '12.50', currency: 'USD' } };
    const posting = { kind: 'BILL', payee: { supplierId: supplier.id }, accountId: account, documentNumber };
    return { instanceId, idempotencyKey: `bill ${documentNumber}`, expenses: [{ ...expense, posting }] };
  }

  async function bill(documentNumber: string): Promise<string> {
    const { createExpenses } = await ask<{ readonly createExpenses: { readonly write: { readonly id: string } } }>(
      CREATE_BILL,
      { input: inputOf(documentNumber) },
    );
    expect(createExpenses).toMatchObject({ write: { status: 'QUEUED' }, errors: [] });
    return createExpenses.write.id;
  }

  async function writeOf(id: string) {
    const { vendorWrite } = await ask<{ readonly vendorWrite: { readonly status: string } }>(WRITE, { id });
    return vendorWrite;
  }

  /** With a list to be read in the same session, and two bills. */
  async function isDoneOnce(behaviour: WebConnectorBehaviour, faults: object = {}): Promise<void> {
    clock.advance(HOUR_MS);
    const before = company.desk.ids('Bill').length;
    const numbers = [`X-${(bills += 1)}`, `X-${(bills += 1)}`];
    const ids: string[] = [];
    for (const number of numbers) ids.push(await bill(number));
    company.setFaults(faults);
    await connector.runOnce(behaviour).catch(() => undefined);
    for (const id of ids) {
      const { status } = await writeOf(id);
      expect(['QUEUED', 'SENT', 'SUCCEEDED']).toContain(status);
    }
    company.setFaults({});
    for (const number of numbers) {
      const repeat = await ask<object>(CREATE_BILL, { input: inputOf(number) });
      expect(repeat).toMatchObject({ createExpenses: { write: { isReplay: true } } });
    }
    await connector.runUntilIdle(6);
    for (const id of ids) expect(await writeOf(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(company.desk.ids('Bill').length - before).toBe(2);
    clock.advance(HOUR_MS);
    await connector.runUntilIdle(6);
    const { instance } = await ask<{
      readonly instance: {
        readonly expenses: {
          readonly totalCount: number;
          readonly nodes: readonly { readonly posting: { readonly documentNumber: string | null } | null }[];
        };
      };
    }>(EXPENSES);
    const shown = instance.expenses.nodes.map(({ posting }) => posting?.documentNumber ?? '');
    expect(numbers.map((number) => shown.filter((one) => one === number).length)).toEqual([1, 1]);
  }

  const CUTS = [
    ['authenticate', 1],
    ['sendRequestXML', 1],
    ['receiveResponseXML', 1],
    ['sendRequestXML', 2],
    ['receiveResponseXML', 2],
    ['sendRequestXML', 3],
    ['receiveResponseXML', 3],
    ['closeConnection', 1],
  ] as const;

  it.each(CUTS.flatMap(([method, nth]) => WHENS.map((when) => [method, nth, when] as const)))(
    'is there once when it is cut at %s number %d %s',
    (method, nth, when) => isDoneOnce({ cut: { method, nth, when } }),
  );

  it.each(CUTS)('is there once when %s number %d comes twice', (method, nth) =>
    isDoneOnce({ repeatCall: { method, nth } }),
  );

  it.each([
    [1, 'old-ticket'],
    [1, 'new-ticket'],
    [2, 'old-ticket'],
    [2, 'new-ticket'],
  ] as const)('is there once when it signs in again after %d exchanges, and goes on with the %s', (after, goOnWith) =>
    isDoneOnce({ authenticateAgain: { afterExchanges: after, goOnWith } }),
  );

  it.each([1, 2])('is there once when the answer to request %d is spoilt', async (nth) => {
    await isDoneOnce({ spoilResponses: [{ nth, as: 'truncated' }] });
    await isDoneOnce({ spoilResponses: [{ nth, as: 'garbage' }] });
    await isDoneOnce({ spoilResponses: [{ nth, as: { text: '' } }] });
  });

  it.each([
    { interrupt: { job: 'BillAdd', times: 1 } },
    { 'modal-dialog': { times: 1 } },
    { hresult: { value: '0x80010105', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'truncated', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'entities', job: 'BillAdd', times: 1 } },
    { malformed: { value: 'other-root', job: 'BillAdd', times: 1 } },
  ])('is there once with %j', (faults) => isDoneOnce({}, faults));

  it('can be asked for again under its key once what it was refused for is mended', async () => {
    const first = await bill('R-1');
    company.setFaults({ status: { value: 3140, job: 'BillAdd', times: 1 } });
    await connector.runOnce();
    expect(await writeOf(first)).toMatchObject({ status: 'REJECTED' });
    company.setFaults({});
    clock.advance(2 * HOUR_MS);
    await connector.runOnce();
    const second = await bill('R-1');
    expect(second).not.toBe(first);
    await connector.runUntilIdle(6);
    expect(await writeOf(second)).toMatchObject({ status: 'SUCCEEDED', error: null });
    // Nor is it done once more when its key has been forgotten.
    const before = company.desk.ids('Bill').length;
    clock.advance(2 * HOUR_MS);
    await connector.runOnce();
    const third = await bill('R-1');
    await connector.runUntilIdle(6);
    expect(await writeOf(third)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(company.desk.ids('Bill').length).toBe(before);
  });

  it('is there once when two runs go at once', async () => {
    await isDoneOnce({ ignoreUpdateLock: true, authenticateAgain: { afterExchanges: 0, goOnWith: 'old-ticket' } });
  });
});
