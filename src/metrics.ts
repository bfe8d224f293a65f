import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120];
/** To the end of the retries. */
const WEBHOOK_LAG_SECONDS = [1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 43_200, 259_200];

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

  /** `outcome`: delivered, failed. */
  readonly webhookAttemptSeconds = new Histogram({
    name: 'elements_webhook_attempt_seconds',
    help: 'Duration of attempts to deliver notifications to callback addresses.',
    labelNames: ['outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** `outcome`: delivered; failed when it was given up. */
  readonly webhookDeliveries = new Counter({
    name: 'elements_webhook_deliveries_total',
    help: 'Notifications that were delivered or given up.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly webhookLagSeconds = new Histogram({
    name: 'elements_webhook_lag_seconds',
    help: 'Age of the oldest change of a notification when it was delivered.',
    buckets: WEBHOOK_LAG_SECONDS,
    registers: [this.registry],
  });

  /** `call` and `reply` as `AgentCall` and `AgentReply` name them. */
  readonly agentCallSeconds = new Histogram({
    name: 'elements_agent_call_seconds',
    help: 'Duration of calls of agents at customers, by what they wanted and what they were answered.',
    labelNames: ['element', 'call', 'reply'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  /** `outcome`: done, failed, cut, replaced, expired, revoked. */
  private readonly agentSessions = new Counter({
    name: 'elements_agent_sessions_total',
    help: 'Sessions of agents that ended, by how.',
    labelNames: ['element', 'outcome'] as const,
    registers: [this.registry],
  });

  /** Requests that agents took to their products and brought an answer to. */
  private readonly agentExchanges = new Counter({
    name: 'elements_agent_exchanges_total',
    help: 'Requests that agents brought an answer to, counted when their session ends.',
    labelNames: ['element'] as const,
    registers: [this.registry],
  });

  /** `trigger`: schedule, request, read, provisioning. `outcome`: succeeded, partially_succeeded, failed, cancelled. */
  private readonly syncRuns = new Counter({
    name: 'elements_sync_runs_total',
    help: 'Sync runs that ended, by what set them off and how they ended.',
    labelNames: ['element', 'trigger', 'outcome'] as const,
    registers: [this.registry],
  });

  constructor(options: { readonly processMetrics: boolean }) {
    if (options.processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  /** `elementKey`: null where the instance is gone. */
  syncRunEnded(elementKey: string | null, trigger: string, outcome: string): void {
    this.syncRuns.inc({
      element: elementKey ?? '',
      trigger: trigger.toLowerCase(),
      outcome: outcome.toLowerCase(),
    });
  }

  agentSessionEnded(element: string, outcome: string, exchanges: number): void {
    this.agentSessions.inc({ element, outcome: outcome.toLowerCase() });
    this.agentExchanges.inc({ element }, exchanges);
  }

  /** Subscriptions that are told at present, by how: over a WebSocket, or by callback. */
  observeSubscriptions(open: () => { readonly websocket: number; readonly callback: number }): void {
    new Gauge({
      name: 'elements_subscriptions',
      help: 'Subscriptions of this process that are open.',
      labelNames: ['transport'] as const,
      registers: [this.registry],
      collect() {
        for (const [transport, count] of Object.entries(open())) this.set({ transport }, count);
      },
    });
  }

  /** Jobs of the queue, read at each scrape; without a value when that fails, as the other metrics are still told. */
  observeJobs(
    depth: () => Promise<{ readonly ready: number; readonly waiting: number; readonly failed: number }>,
  ): void {
    new Gauge({
      name: 'elements_jobs',
      help: 'Jobs of the queue: ready to run, waiting for their time, given up.',
      labelNames: ['state'] as const,
      registers: [this.registry],
      async collect() {
        this.reset();
        const counts = await depth().catch(() => ({}));
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count);
      },
    });
  }

  /** By how many seconds syncs are late, read at each scrape; without a value when that fails. */
  observeSyncLag(lagSeconds: () => Promise<number>): void {
    new Gauge({
      name: 'elements_sync_lag_seconds',
      help: 'By how much the sync that is longest due is late: not put into the queue, or not begun.',
      registers: [this.registry],
      async collect() {
        const lag = await lagSeconds().catch(() => null);
        if (lag === null) this.remove();
        else this.set(lag);
      },
    });
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
