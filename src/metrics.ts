import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120];

/** What `/metrics` tells. One object a process, handed to whoever measures. */
export class Metrics {
  readonly registry = new Registry();

  /** `operation` is the operation's name as the client sent it, cut and bounded by the caller. */
  readonly graphqlOperationSeconds = new Histogram({
    name: 'elements_graphql_operation_seconds',
    help: 'Duration of GraphQL operations.',
    labelNames: ['operation', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly vendorCallSeconds = new Histogram({
    name: 'elements_vendor_call_seconds',
    help: 'Duration of requests to vendors, from sending to the last byte.',
    labelNames: ['element', 'purpose', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly vendorBudgetWaitSeconds = new Histogram({
    name: 'elements_vendor_budget_wait_seconds',
    help: "Time that requests waited for room in a vendor's limit.",
    labelNames: ['element', 'priority'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** `result`: fresh, stale, loading, missing. */
  readonly cacheReads = new Counter({
    name: 'elements_cache_reads_total',
    help: 'Reads of cached vendor records, by how fresh they were.',
    labelNames: ['element', 'resource', 'result'] as const,
    registers: [this.registry],
  });

  constructor(options: { readonly processMetrics: boolean }) {
    if (options.processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  /** Connections of the database pool, read at each scrape. */
  observePool(usage: () => { readonly total: number; readonly idle: number; readonly waiting: number }): void {
    new Gauge({
      name: 'elements_database_connections',
      help: 'Connections of the database pool.',
      labelNames: ['state'] as const,
      registers: [this.registry],
      collect() {
        const { total, idle, waiting } = usage();
        this.set({ state: 'busy' }, total - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }
}
