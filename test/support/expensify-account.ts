import { expensify } from '../../src/adapters/expensify';
import { createSandbox, type ExpensifyFaultSettings, type RunningSandbox } from '../../src/adapters/expensify/sandbox';
import type { ReadEvent, VendorConnection } from '../../src/adapters/adapter';
import type { EmployeeRecord, PolicyRecord, ReportRecord } from '../../src/adapters/records';
import type { ExpenseDraft } from '../../src/adapters/writes';
import { bindWrites, type BoundWrites } from './bound-writes';
import { TestClock } from './clock';
import { createTestWayOut } from './vendor-http';

/** An account at the sandbox, reached through the adapter and the real way out, its retry rule included. */
export interface ExpensifyAccount {
  readonly running: RunningSandbox;
  readonly connection: VendorConnection;
  readonly writes: BoundWrites;
  /** Runs with faults, and without them afterwards. */
  withFaults<T>(faults: ExpensifyFaultSettings, run: () => Promise<T>): Promise<T>;
  /** The jobs that reached the sandbox while `run` ran, such as `create/expenses`. */
  jobsOf(run: () => Promise<unknown>): Promise<string[]>;
  readReport(remoteId: string): Promise<ReportRecord | null>;
  readPolicy(remoteId: string): Promise<PolicyRecord | null>;
  readEmployee(email: string): Promise<EmployeeRecord | null>;
  close(): Promise<void>;
}

/** Nobody's limits are tested here; the rate limit has tests of its own. */
const QUIET: ExpensifyFaultSettings = { 'rate-limit': 'off' };

export async function openExpensifyAccount(seed = 3): Promise<ExpensifyAccount> {
  const clock = new TestClock(Date.UTC(2026, 7, 15, 12), true);
  const running = await createSandbox({ clock, seed, reports: 40, port: 0 });
  const wayOut = createTestWayOut({ clock, origins: [running.origin] });
  const configuration = { ...running.sandbox.configuration, 'base.url': running.baseUrl };
  const connection = { configuration, http: wayOut.open(), clock };
  running.sandbox.setFaults(QUIET);
  return {
    running,
    connection,
    writes: bindWrites(expensify.writes!),
    ...steering(running),
    ...reading(connection),
    close,
  };

  async function close(): Promise<void> {
    await wayOut.close();
    await running.close();
  }
}

function steering({ sandbox }: RunningSandbox): Pick<ExpensifyAccount, 'withFaults' | 'jobsOf'> {
  return {
    withFaults: async (faults, run) => {
      sandbox.setFaults({ ...QUIET, ...faults });
      try {
        return await run();
      } finally {
        sandbox.setFaults(QUIET);
      }
    },
    jobsOf: async (run) => {
      sandbox.forgetJobs();
      await run();
      return sandbox.jobs().map(({ type, inputType }) => [type, inputType].filter(Boolean).join('/'));
    },
  };
}

function reading(connection: VendorConnection): Pick<ExpensifyAccount, 'readReport' | 'readPolicy' | 'readEmployee'> {
  const { REPORTS, POLICIES, EMPLOYEES } = expensify.resources;
  return {
    readReport: async (remoteId) => {
      const events = REPORTS!.getMany!.getMany(connection, [remoteId]);
      return (await batchesOf(events)).flatMap(({ reports = [] }) => reports)[0] ?? null;
    },
    readPolicy: async (remoteId) => {
      const events = POLICIES!.getMany!.getMany(connection, [remoteId]);
      return (await batchesOf(events)).flatMap(({ policies = [] }) => policies)[0] ?? null;
    },
    readEmployee: async (email) => {
      const events = EMPLOYEES!.list!.list(connection, { historyFrom: '2026-01-01' });
      const employees = (await batchesOf(events)).flatMap((batch) => batch.employees ?? []);
      return employees.find(({ remoteId }) => remoteId === email) ?? null;
    },
  };
}

async function batchesOf(events: AsyncIterable<ReadEvent>) {
  const batches = [];
  for await (const event of events) if (event.kind === 'records') batches.push(event.batch);
  return batches;
}

/** An expense with no more than it needs. */
export function expenseDraft(values: Partial<ExpenseDraft> = {}): ExpenseDraft {
  return {
    merchant: 'Cafe Rio',
    date: '2026-08-03',
    amount: { amount: '12.30', currency: 'USD' },
    description: null,
    category: null,
    tags: [],
    billable: null,
    reimbursable: null,
    tax: null,
    externalReference: null,
    ...values,
  };
}

/** What a promise is rejected with; fails where it is not. */
export async function errorFrom(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`Expected an error, got ${JSON.stringify(value)}.`);
    },
    (error: unknown) => error,
  );
}
