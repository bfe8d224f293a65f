import { createSilentLogger } from '../../src/logger';
import { freePort } from '../../test/support/free-port';
import { BENCH_KEY, startBenchService, type BenchService } from './bench-service';
import type { DeskExpense } from './desktop-commands';
import { queryGraphql } from './graphql-client';
import { buildService, Replica } from './replica';
import { type MemoryGrowth } from './memory-watch';
import { watchServiceMemory } from './service-memory';

const METRICS_TOKEN = 'desktop';

const PROVISION = `mutation ($name: String!) { provisionInstance(input: {
  elementKey: "quickbooksonprem", name: $name, tags: [],
  configuration: [{ key: "app.name", value: "Bench" }, { key: "host.ip", value: "front-desk" }]
}) { instance { id } agentSetup { setupFileUrl password } errors { code message } } }`;

const SYNC = `mutation ($id: ID!, $mode: SyncMode!) {
  syncInstance(input: { id: $id, mode: $mode }) { syncRun { id } errors { code message } }
}`;

const LAST_RUN = `query ($id: ID!) { instance(id: $id) {
  status
  syncRuns(first: 1) { nodes { status rejectedCount recordsChanged recordsDeleted } }
} }`;

const COUNTS = `query ($id: ID!) { instance(id: $id) {
  expenses(first: 1) { totalCount }
  employees(first: 1) { totalCount }
  suppliers(first: 1) { totalCount }
  customers(first: 1) { totalCount }
  ledgerAccounts(first: 1) { totalCount }
  trackingClasses(first: 1) { totalCount }
} }`;

const EXPENSES = `query ($id: ID!, $after: String) { instance(id: $id) { expenses(first: 250, after: $after) {
  nodes {
    remoteId vendorKind date merchant
    amount { amount }
    lines { description amount { amount } category { name } }
  }
  pageInfo { hasNextPage endCursor }
} } }`;

export interface DesktopInstance {
  readonly id: string;
  /** Text of the `.qwc` file. */
  readonly setupFile: string;
  readonly password: string;
}

export interface LastRun {
  readonly status: string;
  readonly rejectedCount: number;
  readonly recordsChanged: number;
  readonly recordsDeleted: number;
}

interface GraphExpense {
  readonly remoteId: string;
  readonly vendorKind: string;
  readonly date: string;
  readonly merchant: string | null;
  readonly amount: { readonly amount: string };
  readonly lines: readonly {
    readonly description: string | null;
    readonly amount: { readonly amount: string };
    readonly category: { readonly name: string } | null;
  }[];
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The built service, as in production, over a Postgres of its own, asked through its graph alone. */
export class DesktopService {
  private constructor(
    private readonly bench: BenchService,
    private readonly replica: Replica,
    private readonly url: string,
  ) {}

  static async start(): Promise<DesktopService> {
    buildService();
    const bench = await startBenchService({ logger: createSilentLogger() });
    // The address is in the set-up file, and so known before the service listens.
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const replica = new Replica({
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: bench.databaseUrl,
      ENCRYPTION_KEYS: `${BENCH_KEY.id}:${BENCH_KEY.key.toString('base64')}`,
      METRICS_TOKEN,
    });
    const service = new DesktopService(bench, replica, url);
    await replica.start().catch(async (error: unknown) => {
      await bench.close();
      throw error;
    });
    return service;
  }

  /** Errors that it logged. */
  get errors(): readonly string[] {
    return this.replica.errors;
  }

  async close(): Promise<void> {
    await this.replica.stop();
    await this.bench.close();
  }

  async provision(name: string): Promise<DesktopInstance> {
    const { provisionInstance: made } = await this.query<{
      readonly provisionInstance: {
        readonly instance: { readonly id: string } | null;
        readonly agentSetup: { readonly setupFileUrl: string; readonly password: string };
        readonly errors: readonly object[];
      };
    }>(PROVISION, { name });
    if (made.instance === null) throw new Error(`Nothing was provisioned: ${JSON.stringify(made.errors)}`);
    const setupFile = await (await fetch(made.agentSetup.setupFileUrl)).text();
    return { id: made.instance.id, setupFile, password: made.agentSetup.password };
  }

  /** Has the next run of the Web Connector read what changed, or everything. */
  async queueSync(id: string, mode: 'INCREMENTAL' | 'FULL'): Promise<void> {
    const { syncInstance } = await this.query<{ readonly syncInstance: { readonly errors: readonly object[] } }>(SYNC, {
      id,
      mode,
    });
    if (syncInstance.errors.length > 0) throw new Error(`No sync was queued: ${JSON.stringify(syncInstance.errors)}`);
  }

  async lastRun(id: string): Promise<LastRun> {
    const { instance } = await this.query<{
      readonly instance: { readonly syncRuns: { readonly nodes: readonly [LastRun] } };
    }>(LAST_RUN, { id });
    return instance.syncRuns.nodes[0];
  }

  /** By the name of the list. */
  async counts(id: string): Promise<Readonly<Record<string, number>>> {
    const { instance } = await this.query<{ readonly instance: Readonly<Record<string, { totalCount: number }>> }>(
      COUNTS,
      { id },
    );
    return Object.fromEntries(Object.entries(instance).map(([list, { totalCount }]) => [list, totalCount]));
  }

  /** All of them, page by page, as the company file would tell them. */
  async expenses(id: string): Promise<DeskExpense[]> {
    const expenses: DeskExpense[] = [];
    for (let after: string | null = null; ;) {
      const page: Page<GraphExpense> = (
        await this.query<{ readonly instance: { readonly expenses: Page<GraphExpense> } }>(EXPENSES, { id, after })
      ).instance.expenses;
      expenses.push(...page.nodes.map(toDeskExpense));
      if (!page.pageInfo.hasNextPage) return expenses;
      after = page.pageInfo.endCursor;
    }
  }

  watchMemory(): Promise<() => Promise<MemoryGrowth>> {
    const { pid } = this.replica;
    if (pid === null) throw new Error('The service does not run.');
    return watchServiceMemory({ url: this.url, metricsToken: METRICS_TOKEN, pid });
  }

  private query<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
    return queryGraphql<Data>(`${this.url}/graphql`, this.bench.authorization, query, variables);
  }
}

function toDeskExpense({ remoteId, vendorKind, date, merchant, amount, lines }: GraphExpense): DeskExpense {
  return {
    id: remoteId,
    kind: vendorKind,
    date,
    amount: amount.amount,
    payee: merchant,
    lines: lines.map((line) => ({
      amount: line.amount.amount,
      account: line.category?.name ?? null,
      memo: line.description,
    })),
  };
}
