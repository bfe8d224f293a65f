import { pino } from 'pino';
import { createAddressGuard } from '../../src/adapters/http/address-guard';
import { createVendorHttpFactory, type VendorHttpScope } from '../../src/adapters/http/http-client';
import { budgetKeyOf, createRequestBudget, type BudgetStore } from '../../src/adapters/http/request-budget';
import type { BudgetState } from '../../src/adapters/http/budget-policy';
import type { VendorCall } from '../../src/adapters/http/vendor-call-log';
import type { VendorHttp } from '../../src/adapters/http/vendor-http';
import type { Clock } from '../../src/clock';
import { Metrics } from '../../src/metrics';
import { createRequestContext, type RequestContext } from '../../src/request-context';

/** Budgets of one process, for tests without a database. */
export class MemoryBudgetStore implements BudgetStore {
  private readonly states = new Map<string, { sent: Date[]; blockedUntil: Date | null }>();

  tryTake: BudgetStore['tryTake'] = async (_, key, windows, now) => {
    const state = this.stateOf(key);
    const isFull = windows.some(({ allowed, windowMs }) => {
      const counted = state.sent.filter((instant) => instant.getTime() > now.getTime() - windowMs);
      return counted.length >= allowed;
    });
    if (isFull || (state.blockedUntil !== null && state.blockedUntil > now)) return false;
    state.sent.push(now);
    return true;
  };

  block: BudgetStore['block'] = async (_, key, until) => {
    this.stateOf(key).blockedUntil = until;
  };

  read: BudgetStore['read'] = async (_, keys) => {
    return new Map<string, BudgetState>(keys.map((key) => [key, this.stateOf(key)]));
  };

  private stateOf(key: string): { sent: Date[]; blockedUntil: Date | null } {
    const state = this.states.get(key) ?? { sent: [], blockedUntil: null };
    this.states.set(key, state);
    return state;
  }
}

export interface TestWayOut {
  readonly calls: VendorCall[];
  readonly metrics: Metrics;
  readonly context: RequestContext;
  /** Lines that were logged. */
  readonly logged: string[];
  open(differences?: Partial<VendorHttpScope>): VendorHttp;
  close(): Promise<void>;
}

/** The real way out, with a log that is kept in memory; `origins` are exempt from the address guard. */
export function createTestWayOut(options: {
  readonly clock: Clock;
  readonly origins: readonly string[];
  readonly budgets?: BudgetStore;
}): TestWayOut {
  const calls: VendorCall[] = [];
  const logged: string[] = [];
  const metrics = new Metrics({ processMetrics: false });
  const logger = pino({ level: 'debug' }, { write: (line) => void logged.push(line) });
  const context = createRequestContext({ logger, requestId: 'request-1' });
  const factory = createVendorHttpFactory({
    guard: createAddressGuard({ exemptOrigins: options.origins }),
    budgets: createRequestBudget({ store: options.budgets ?? new MemoryBudgetStore(), clock: options.clock }),
    callLog: { record: (call) => void calls.push(call) },
    metrics,
    clock: options.clock,
    random: () => 0.5,
  });
  return {
    calls,
    metrics,
    context,
    logged,
    open: (differences) =>
      factory.open({
        organizationId: '0190a000-0000-7000-8000-000000000001',
        instanceId: '0190a000-0000-7000-8000-000000000002',
        elementKey: 'example',
        requestContext: context,
        limits: [],
        budgetKey: budgetKeyOf('example', 'credentials'),
        priority: 'interactive',
        secrets: [],
        ...differences,
      }),
    close: () => factory.close(),
  };
}
