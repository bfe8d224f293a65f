import { openCompanyFile, type CompanyFile } from '../../src/adapters/quickbooks-enterprise/sandbox';
import type { Clock } from '../../src/clock';
import { TestWebConnector } from './web-connector';

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

const BILLS = `query ($id: ID!, $after: String) { instance(id: $id) {
  expenses(first: 500, after: $after, filter: { kind: [BILL] }) {
    nodes { remoteId posting { documentNumber } }
    pageInfo { hasNextPage endCursor }
  }
} }`;

/** The data of one operation, as the tenant; throws for an answer with errors. */
export type Ask = <Data>(document: string, variables?: Readonly<Record<string, unknown>>) => Promise<Data>;

export interface BilledDeskOptions {
  readonly ask: Ask;
  readonly clock: Clock;
  /** What the Web Connector pauses by. Default: one that passes over every pause at once. */
  readonly connectorClock?: Clock;
  /** In the company file. Default: a small company. */
  readonly expenses?: number;
  /** Where the Web Connector calls, instead of the place that its set-up file names. */
  readonly port?: string;
}

export interface SentBill {
  readonly write: { readonly id: string; readonly status: string; readonly isReplay: boolean } | null;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

export interface Write {
  readonly status: string;
  readonly createdIds: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface Bill {
  readonly remoteId: string;
  readonly documentNumber: string;
}

interface Names {
  readonly supplier: { readonly id: string; readonly name: string };
  readonly account: string;
}

/** A computer with QuickBooks whose books a service has read, so that bills can be queued for it. */
export class BilledDesk {
  private constructor(
    private readonly ask: Ask,
    readonly instanceId: string,
    readonly company: CompanyFile,
    readonly connector: TestWebConnector<CompanyFile>,
    private readonly names: Names,
  ) {}

  static async open({ ask, clock, connectorClock, expenses, port }: BilledDeskOptions): Promise<BilledDesk> {
    const { provisionInstance } = await ask<{
      readonly provisionInstance: {
        readonly instance: { readonly id: string };
        readonly agentSetup: { readonly setupFileUrl: string; readonly password: string };
      };
    }>(PROVISION);
    const { setupFileUrl, password } = provisionInstance.agentSetup;
    const text = await (await fetch(setupFileUrl)).text();
    const setupFile = port === undefined ? text : text.replaceAll(/localhost:\d+/g, `localhost:${port}`);
    const quickBooks = await openCompanyFile({ clock, ...(expenses === undefined ? {} : { expenses }) });
    const connector = await TestWebConnector.add({
      setupFile,
      password,
      quickBooks,
      ...(connectorClock === undefined ? {} : { clock: connectorClock }),
    });
    await connector.runOnce();
    const { id } = provisionInstance.instance;
    return new BilledDesk(ask, id, quickBooks, connector, await namesOf(ask, id));
  }

  /** The id of the write. */
  async queueBill(documentNumber: string): Promise<string> {
    const { write, errors } = await this.sendBill(documentNumber);
    if (write?.status === 'QUEUED') return write.id;
    throw new Error(`The bill was not queued: ${JSON.stringify({ write, errors })}`);
  }

  /** The same request for the same number, under the same key. */
  async sendBill(documentNumber: string): Promise<SentBill> {
    const { supplier, account } = this.names;
    const { instanceId } = this;
    const expense = { merchant: supplier.name, date: '2026-08-14', amount: { amount: '12.50', currency: 'USD' } };
    const posting = { kind: 'BILL', payee: { supplierId: supplier.id }, accountId: account, documentNumber };
    const idempotencyKey = `${instanceId} ${documentNumber}`;
    const input = { instanceId, idempotencyKey, expenses: [{ ...expense, posting }] };
    return (await this.ask<{ readonly createExpenses: SentBill }>(CREATE_BILL, { input })).createExpenses;
  }

  async writeOf(id: string): Promise<Write> {
    const { vendorWrite } = await this.ask<{ readonly vendorWrite: Write }>(WRITE, { id });
    return vendorWrite;
  }

  /** Those in the graph. */
  async bills(): Promise<Bill[]> {
    const bills: Bill[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo }: BillPage = (
        await this.ask<{ readonly instance: { readonly expenses: BillPage } }>(BILLS, { id: this.instanceId, after })
      ).instance.expenses;
      bills.push(
        ...nodes.map(({ remoteId, posting }) => ({ remoteId, documentNumber: posting?.documentNumber ?? '' })),
      );
      if (!pageInfo.hasNextPage) return bills;
      after = pageInfo.endCursor;
    }
  }

  /** How often each of these is in the graph. */
  async timesShown(documentNumbers: readonly string[]): Promise<number[]> {
    const bills = await this.bills();
    return documentNumbers.map((number) => bills.filter(({ documentNumber }) => documentNumber === number).length);
  }

  /** How many the books have. */
  get booked(): number {
    return this.company.desk.ids('Bill').length;
  }

  async close(): Promise<void> {
    await this.connector.stop();
    await this.company.close();
  }
}

interface BillPage {
  readonly nodes: readonly {
    readonly remoteId: string;
    readonly posting: { readonly documentNumber: string | null } | null;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function namesOf(ask: Ask, id: string): Promise<Names> {
  const { instance } = await ask<{
    readonly instance: {
      readonly suppliers: { readonly nodes: readonly [Names['supplier']] };
      readonly ledgerAccounts: { readonly nodes: readonly [{ readonly id: string }] };
    };
  }>(NAMES, { id });
  return { supplier: instance.suppliers.nodes[0], account: instance.ledgerAccounts.nodes[0].id };
}
