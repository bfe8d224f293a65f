import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import { createSilentLogger } from '../../src/logger';
import { createHttpServer, type HttpServer } from '../../src/server/http-server';
import { agentRoutes } from '../../src/server/routes/agents';
import { TestClock } from '../support/clock';
import { DyingDatabase } from '../support/dying-database';
import { freePort } from '../support/free-port';
import type { Tenant } from '../support/service-world';
import { startTestService, type TestService } from '../support/test-service';
import { TestWebConnector } from '../support/web-connector';

const HOUR_MS = 60 * 60_000;
/** After so many statements, and so many more each time: a session takes some two hundred. */
const FIRST = 4;
const STEP = 23;

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

/** The process that answers an agent is killed between any two of its statements: nothing is lost, and nothing done twice. */
describe('a bill for a service that is killed', () => {
  let clock: TestClock;
  let service: TestService;
  let tenant: Tenant;
  let company: CompanyFile;
  let connector: TestWebConnector<CompanyFile>;
  let instanceId: string;
  let names: { readonly supplier: { readonly id: string; readonly name: string }; readonly account: string };
  let bills = 0;
  let dying: DyingDatabase;
  let server: HttpServer;

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
    dying = new DyingDatabase(service.testDatabase.dataSource);
    const { agents } = service.addReplica({ database: dying });
    const logger = createSilentLogger();
    const routes = agentRoutes({ gateway: agents.gateway, setupFiles: agents.setupFiles, logger });
    server = createHttpServer({ host: '127.0.0.1', port: 0, logger, routes });
    const mortal = new URL((await server.listen()).url).port;
    const setupFile = (await (await fetch(setupFileUrl)).text()).replaceAll(`localhost:${port}`, `localhost:${mortal}`);
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
    await server.close();
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
  async function isDoneOnce(statements: number): Promise<boolean> {
    clock.advance(HOUR_MS);
    const before = company.desk.ids('Bill').length;
    const numbers = [`Y-${(bills += 1)}`, `Y-${(bills += 1)}`];
    const ids: string[] = [];
    for (const number of numbers) ids.push(await bill(number));
    dying.dieAfter(statements);
    await connector.runOnce();
    const hasDied = dying.passed >= statements;
    dying.revive();
    for (const id of ids) expect(['QUEUED', 'SENT', 'SUCCEEDED']).toContain((await writeOf(id)).status);
    await connector.runUntilIdle(6);
    for (const id of ids) expect(await writeOf(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(company.desk.ids('Bill').length - before).toBe(2);
    clock.advance(HOUR_MS);
    await connector.runUntilIdle(6);
    const { instance } = await ask<{
      readonly instance: {
        readonly expenses: {
          readonly nodes: readonly { readonly posting: { readonly documentNumber: string | null } | null }[];
        };
      };
    }>(EXPENSES);
    const shown = instance.expenses.nodes.map(({ posting }) => posting?.documentNumber ?? '');
    expect(numbers.map((number) => shown.filter((one) => one === number).length)).toEqual([1, 1]);
    return hasDied;
  }

  it('is there once, wherever that was', async () => {
    let deaths = 0;
    while (await isDoneOnce(FIRST + deaths * STEP)) deaths += 1;
    expect(deaths).toBeGreaterThan(5);
  });
});
