import type { VendorConnection } from '../../src/adapters/adapter';
import { quickbooksWrites } from '../../src/adapters/quickbooks-online/writes';
import {
  createSandbox,
  type QuickBooksFaultSettings,
  type RunningSandbox,
} from '../../src/adapters/quickbooks-online/sandbox';
import type { CreateExpensesRequest, ExpenseDraft, ExpenseLineDraft, ExpensePosting } from '../../src/adapters/writes';
import { ElementsErrors, type InvalidValueError } from '../../src/errors';
import { bindWrites, type BoundWrites } from './bound-writes';
import { TestClock } from './clock';
import { connectedClient, SANDBOX_REALM } from './quickbooks-client';
import { createTestWayOut } from './vendor-http';

/** As it was read, of no known type: tests look into it. */
type CompanyObject = ReturnType<JSON['parse']>;

/** A company at the sandbox, reached through the adapter and the real way out, its retry rule included. */
export interface QuickbooksAccount {
  readonly running: RunningSandbox;
  readonly connection: VendorConnection;
  readonly clock: TestClock;
  readonly writes: BoundWrites;
  /** Runs with faults, and without them afterwards. */
  withFaults<T>(faults: QuickBooksFaultSettings, run: () => Promise<T>): Promise<T>;
  /** The company calls that reached the sandbox while `run` ran, such as `company/purchase`. */
  callsOf(run: () => Promise<unknown>): Promise<string[]>;
  /** An object as another client of QuickBooks reads it; null when it is not there. */
  get(path: string): Promise<CompanyObject>;
  /** What another client of QuickBooks writes. */
  post(path: string, body: object): Promise<CompanyObject>;
  query(statement: string): Promise<CompanyObject>;
  close(): Promise<void>;
}

/** Nobody's limits are tested here. */
const QUIET: QuickBooksFaultSettings = { 'rate-limit': 'off' };

export async function openQuickbooksAccount(): Promise<QuickbooksAccount> {
  const clock = new TestClock(Date.parse('2026-05-05T17:00:00Z'), true);
  const running = await createSandbox({ clock });
  const wayOut = createTestWayOut({ clock, origins: [running.origin] });
  const token = (await connectedClient(running)).getToken();
  const configuration = {
    ...running.sandbox.configuration,
    'base.url': running.baseUrl,
    'quickbooks.realm.id': SANDBOX_REALM,
    'oauth.user.token': token.access_token,
  };
  const connection = { configuration, http: wayOut.open(), clock };
  const { sandbox } = running;
  sandbox.setFaults(QUIET);
  const ask = async (path: string, body?: object): Promise<CompanyObject> => {
    const response = await fetch(`${running.baseUrl}/sandbox/v3/company/${SANDBOX_REALM}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${token.access_token}`,
      },
      body: body && JSON.stringify(body),
    });
    const answer = (await response.json()) as CompanyObject;
    return Object.values(answer).find((value) => typeof value === 'object') ?? null;
  };
  const get = async (path: string) => {
    const object = await ask(path);
    return object?.Error === undefined ? object : null;
  };
  return {
    running,
    connection,
    clock,
    writes: bindWrites(quickbooksWrites),
    withFaults: async (faults, run) => {
      sandbox.setFaults({ ...QUIET, ...faults });
      try {
        return await run();
      } finally {
        sandbox.setFaults(QUIET);
      }
    },
    callsOf: async (run) => {
      sandbox.forgetCalls();
      await run();
      return sandbox.calls().flatMap(({ job }) => job ?? []);
    },
    get,
    post: ask,
    query: async (statement) => get(`query?query=${encodeURIComponent(statement)}`),
    close: async () => {
      await wayOut.close();
      await running.close();
    },
  };
}

export function usd(amount: string) {
  return { amount, currency: 'USD' };
}

/** Travel, at the account's expense. */
export function postedLine(values: Partial<ExpenseLineDraft> = {}): ExpenseLineDraft {
  return {
    amount: usd('12.30'),
    description: null,
    accountRemoteId: '22',
    category: null,
    trackingClassRemoteId: null,
    customerRemoteId: null,
    billable: null,
    taxRateRemoteId: null,
    ...values,
  };
}

/** Paid by the company's card, at the car wash. */
export function posting(values: Partial<ExpensePosting> = {}): ExpensePosting {
  return {
    kind: 'PURCHASE',
    paymentMethod: 'CARD',
    paidFromRemoteId: '41',
    payee: { kind: 'SUPPLIER', remoteId: '57' },
    departmentRemoteId: null,
    documentNumber: null,
    dueOn: null,
    exchangeRate: null,
    taxTreatment: null,
    lines: [postedLine()],
    ...values,
  };
}

/** Owed to the burger joint. */
export function billPosting(values: Partial<ExpensePosting> = {}): ExpensePosting {
  return posting({
    kind: 'BILL',
    paymentMethod: null,
    paidFromRemoteId: null,
    payee: { kind: 'SUPPLIER', remoteId: '56' },
    ...values,
  });
}

export function postedExpense(values: Partial<ExpenseDraft> = {}): ExpenseDraft {
  return {
    merchant: 'Squeaky Kleen Car Wash',
    date: '2026-05-04',
    amount: usd('12.30'),
    description: null,
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    posting: posting(),
    ...values,
  };
}

export function createRequest(...expenses: CreateExpensesRequest['expenses']): CreateExpensesRequest {
  return { employeeEmail: null, reportRemoteId: null, policyRemoteId: null, expenses };
}

/** Creates expenses: the id of each, or what became of it instead. */
export async function createdIds(
  { writes, connection }: QuickbooksAccount,
  ...expenses: CreateExpensesRequest['expenses']
): Promise<string[]> {
  const { result } = await writes.createExpenses.run(connection, createRequest(...expenses));
  return result.items.map((item) => (item.outcome === 'DONE' ? (item.remoteId ?? '') : item.outcome));
}

/** Where in the request something is wrong, sorted. */
export function pathsOf(error: unknown): string[] {
  const errors = error instanceof ElementsErrors ? error.errors : [error as InvalidValueError];
  return errors.map(({ path }) => path?.join('.') ?? '').sort();
}
