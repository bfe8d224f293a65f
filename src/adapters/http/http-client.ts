import { setMaxListeners } from 'node:events';
import { Agent } from 'undici';
import type { Clock } from '../../clock';
import type { Metrics } from '../../metrics';
import type { AddressGuard } from './address-guard';
import { createGuardedConnector } from './guarded-connector';
import { createRedactor } from './redaction';
import type { RequestBudget } from './request-budget';
import { decideRetry } from './retry';
import { VendorAttempt, type WayOut } from './vendor-attempt';
import type { VendorCallLog } from './vendor-call-log';
import type { VendorHttp, VendorRequest, VendorResponse } from './vendor-http';
import type { VendorHttpScope } from './vendor-http-scope';

export type { VendorHttpScope };

const DEFAULT_MAX_ATTEMPTS = 3;

/** How long a call without a deadline waits for budget, or for a vendor that asked to come back later. */
const LONGEST_WAIT_MS = 5 * 60_000;

export interface VendorHttpDependencies {
  readonly guard: AddressGuard;
  readonly budgets: RequestBudget;
  readonly callLog: VendorCallLog;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Numbers in [0, 1), for the jitter of retries. */
  readonly random?: () => number;
}

export interface VendorHttpFactory {
  /** The way out for one caller and one vendor account. The scope's values are read anew for every call. */
  open(scope: VendorHttpScope): VendorHttp;
  /** Closes all connections; what is under way fails. Close the call log after it, then the database. */
  close(): Promise<void>;
}

/** All vendors' requests of a process go through one of these, and so through one pool of kept-alive connections. */
export function createVendorHttpFactory(dependencies: VendorHttpDependencies): VendorHttpFactory {
  const { random = Math.random, ...parts } = dependencies;
  const dispatcher = new Agent({ connect: createGuardedConnector(dependencies.guard) });
  const wayOut: WayOut = { ...parts, dispatcher };
  return {
    open: (scope) => new ScopedVendorHttp(wayOut, scope, random),
    close: () => dispatcher.destroy(),
  };
}

class ScopedVendorHttp implements VendorHttp {
  constructor(
    private readonly wayOut: WayOut,
    private readonly scope: VendorHttpScope,
    private readonly random: () => number,
  ) {
    // Every request under way listens to it, and they may be many: Node takes more than ten for a leak.
    if (scope.signal !== undefined) setMaxListeners(0, scope.signal);
  }

  async call<T>(request: VendorRequest, read: (response: VendorResponse) => Promise<T>): Promise<T> {
    const results: T[] = [];
    for await (const result of this.stream(request, async function* (response) {
      yield await read(response);
    })) {
      results.push(result);
    }
    return results[0] as T;
  }

  async *stream<T>(request: VendorRequest, read: (response: VendorResponse) => AsyncIterable<T>): AsyncGenerator<T> {
    // Anew for each call: a token may have been renewed since the last.
    const redactor = createRedactor(this.scope.secrets);
    const deadline = this.scope.deadline ?? new Date(this.wayOut.clock.now().getTime() + LONGEST_WAIT_MS);
    for (let number = 1; ; number += 1) {
      const attempt = new VendorAttempt(this.wayOut, this.scope, redactor, request, number);
      try {
        yield* attempt.run(read, deadline);
        return;
      } catch (error) {
        await this.waitForRetry(error, attempt, request, deadline);
      }
    }
  }

  /** Returns when the request is to be sent again; throws what the caller is to get otherwise. */
  private async waitForRetry(
    error: unknown,
    attempt: VendorAttempt,
    request: VendorRequest,
    deadline: Date,
  ): Promise<void> {
    const { clock } = this.wayOut;
    const { signal } = this.scope;
    const decision = decideRetry(
      {
        error,
        sent: attempt.sent,
        attempt: attempt.number,
        // The caller has seen a part of the answer already: from the beginning again would tell it twice.
        maxAttempts: attempt.hasYielded ? attempt.number : (request.maxAttempts ?? DEFAULT_MAX_ATTEMPTS),
        repeatable: request.repeatable,
        retryAfterSeconds: attempt.retryAfterSeconds,
        remainingMs: signal?.aborted ? 0 : deadline.getTime() - clock.now().getTime(),
      },
      this.random,
    );
    if (!decision.retry) throw decision.error;
    try {
      await clock.sleep(decision.delayMs, signal);
    } catch {
      // Cancelled while waiting: the last answer tells more than the cancellation.
      throw error;
    }
  }
}
