import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock';
import type { Metrics } from '../../metrics';
import { VendorError, VendorRateLimitError, VendorUnavailableError, type VendorCallOutcome } from '../vendor-error';
import type { AddressGuard } from './address-guard';
import type { Redactor } from './redaction';
import type { RequestBudget } from './request-budget';
import { parseRetryAfter } from './retry-after';
import { toVendorError } from './transport-error';
import type { VendorCallLog } from './vendor-call-log';
import { VendorExchange } from './vendor-exchange';
import type { VendorRequest, VendorResponse } from './vendor-http';
import type { VendorHttpScope } from './vendor-http-scope';

/** What every request passes on its way out. */
export interface WayOut {
  readonly guard: AddressGuard;
  readonly budgets: RequestBudget;
  readonly callLog: VendorCallLog;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
}

/** One try: guard, budget, wire, log. */
export class VendorAttempt {
  hasYielded = false;
  retryAfterSeconds: number | null = null;
  private exchange: VendorExchange | null = null;
  private outcome: VendorCallOutcome = 'SUCCEEDED';
  private error: unknown = null;
  private startedAt: Date;
  /** Monotonic, unlike the clock. */
  private sentAtMs: number | null = null;

  constructor(
    private readonly wayOut: WayOut,
    private readonly scope: VendorHttpScope,
    private readonly redactor: Redactor,
    private readonly request: VendorRequest,
    readonly number: number,
  ) {
    this.startedAt = wayOut.clock.now();
  }

  get sent(): boolean {
    return this.exchange?.sent ?? false;
  }

  /** Yields what `read` yields. However it ends, also when the caller stops early, the answer is let go and logged. */
  async *run<T>(read: (response: VendorResponse) => AsyncIterable<T>, deadline: Date): AsyncGenerator<T> {
    try {
      const response = await this.send(deadline);
      for await (const item of read(response)) {
        this.hasYielded = true;
        yield item;
      }
    } catch (error) {
      throw await this.failed(error);
    } finally {
      this.exchange?.release();
      this.log();
    }
  }

  private async send(deadline: Date): Promise<VendorResponse> {
    const { guard, clock } = this.wayOut;
    // Before the budget: an address that is refused costs none.
    guard.assertAllowedUrl(this.request.url);
    await this.acquireBudget(deadline);
    this.exchange = new VendorExchange(this.wayOut.dispatcher, this.request, this.scope.signal);
    this.scope.requestContext.stats.vendorCalls += 1;
    this.startedAt = clock.now();
    this.sentAtMs = performance.now();
    return this.exchange.send();
  }

  private async acquireBudget(deadline: Date): Promise<void> {
    const { budgets, clock, metrics } = this.wayOut;
    const { requestContext, budgetKey, limits, priority, signal, elementKey } = this.scope;
    const from = clock.now().getTime();
    try {
      await budgets.acquire(requestContext, { budgetKey, limits, priority, deadline, signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
      throw new VendorUnavailableError('The request was cancelled before it was sent.', {
        outcome: 'NOT_SENT',
        cause: error,
      });
    } finally {
      const waitedMs = clock.now().getTime() - from;
      metrics.vendorBudgetWaitSeconds.observe({ element: elementKey, priority }, waitedMs / 1000);
    }
  }

  private async failed(thrown: unknown): Promise<unknown> {
    const { clock } = this.wayOut;
    const host = URL.canParse(this.request.url) ? new URL(this.request.url).host : 'the vendor';
    this.error = this.redactor.error(toVendorError(thrown, host, this.scope.signal));
    this.outcome = this.outcomeOf(this.error);
    this.retryAfterSeconds = parseRetryAfter(this.exchange?.headers['retry-after'], clock.now());
    if (this.error instanceof VendorRateLimitError && this.outcome === 'RATE_LIMITED') await this.block(this.error);
    return this.error;
  }

  /** The vendor counts differently than we do, or others use the account: every replica keeps away. */
  private async block(error: VendorRateLimitError): Promise<void> {
    const { budgets, clock } = this.wayOut;
    const seconds = this.retryAfterSeconds ?? error.retryAfterSeconds;
    const until = new Date(clock.now().getTime() + seconds * 1000);
    try {
      await budgets.block(this.scope.requestContext, this.scope.budgetKey, until);
    } catch (reason) {
      // The vendor's answer is what the caller must learn of.
      this.scope.requestContext.logger.warn({ err: reason }, 'a rate limit could not be written down');
    }
  }

  private outcomeOf(error: unknown): VendorCallOutcome {
    if (error instanceof VendorError) return error.outcome;
    return this.exchange === null ? 'NOT_SENT' : 'UNREADABLE';
  }

  private log(): void {
    const { callLog, metrics } = this.wayOut;
    const { organizationId, instanceId, elementKey, requestContext } = this.scope;
    const { request, exchange, error, outcome } = this;
    const durationMs = this.sentAtMs === null ? null : performance.now() - this.sentAtMs;
    if (durationMs !== null) {
      metrics.vendorCallSeconds.observe({ element: elementKey, purpose: request.purpose, outcome }, durationMs / 1000);
    }
    const words = error instanceof VendorError ? error : null;
    callLog.record({
      organizationId,
      instanceId,
      elementKey,
      purpose: request.purpose,
      method: request.method,
      url: cut(this.redactor.url(request.url), 2000),
      startedAt: this.startedAt,
      durationMs: durationMs === null ? null : Math.round(durationMs),
      outcome,
      httpStatus: exchange?.status ?? null,
      vendorCode: cut(words?.vendorCode ?? null, 200),
      vendorMessage: cut(words?.vendorMessage ?? null, 2000),
      vendorRequestId: cut(words?.vendorRequestId ?? exchange?.headers['x-request-id'] ?? null, 200),
      requestId: requestContext.requestId,
      attempt: this.number,
      requestBytes: exchange?.requestBytes ?? Buffer.byteLength(request.body ?? ''),
      responseBytes: exchange?.responseBytes ?? 0,
    });
  }
}

function cut(text: string, maxLength: number): string;
function cut(text: string | null, maxLength: number): string | null;
function cut(text: string | null, maxLength: number): string | null {
  return text === null ? null : text.slice(0, maxLength);
}
