import { setMaxListeners } from 'node:events';
import type { WebhookHttp, WebhookReply } from '../adapters/http/webhook-http';
import type { Clock } from '../clock';
import { BadUserInputError, ElementsError } from '../errors';
import { CallbackDelivery, type Told } from './callback-delivery';
import type { CallbackTarget } from './callback-target';

const CHECK_FAILED = 'The router did not confirm the subscription that this request names';
/** Of one process: each is a request to somebody else's server every few seconds. */
const MOST = 1_000;
/** How long routers are given to hear that the service ends. */
const LAST_WORDS_MS = 2_000;

export interface SubscriptionCallbacksOptions {
  /** Origins that may be called back; none by default. */
  readonly origins: readonly string[];
  readonly http: WebhookHttp;
  readonly clock: Clock;
}

/** Subscriptions of federated routers, told by requests to them: the HTTP callback protocol, `callback/1.0`. */
export class SubscriptionCallbacks {
  private readonly running = new Set<CallbackDelivery>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: SubscriptionCallbacksOptions) {
    // Each of them listens.
    setMaxListeners(Infinity, this.stopping.signal);
  }

  /** How many are told at present. */
  get openSubscriptions(): number {
    return this.running.size;
  }

  /** Throws a `BadUserInputError` for a place that is not to be called. */
  requireAllowed({ url }: CallbackTarget): void {
    const { origin } = new URL(url);
    if (this.options.origins.includes(origin)) return;
    throw new BadUserInputError(
      `${origin} is not called back: the setting SUBSCRIPTION_CALLBACK_ORIGINS has to name it.`,
    );
  }

  /** Asks the router whether it knows the subscription, then tells it `results` until either ends. */
  async start(
    target: CallbackTarget,
    results: AsyncIterableIterator<Told>,
    format: (error: unknown) => Told,
  ): Promise<CallbackDelivery> {
    const { http, clock } = this.options;
    const delivery = new CallbackDelivery(target, results, http, clock, format, this.stopping.signal);
    if (this.running.size >= MOST) throw tooMany();
    this.running.add(delivery);
    try {
      requireConfirmed(await delivery.check());
    } catch (error) {
      this.running.delete(delivery);
      throw error;
    }
    void delivery.run().finally(() => this.running.delete(delivery));
    return delivery;
  }

  /** Tells every router that its subscriptions end, so that it may take them elsewhere. */
  async close(): Promise<void> {
    const error = {
      message: 'The service is stopping: subscribe again.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true },
    };
    const ends = Promise.all([...this.running].map((delivery) => delivery.end([error])));
    const enough = this.options.clock.sleep(LAST_WORDS_MS, this.stopping.signal).catch(() => undefined);
    await Promise.race([ends, enough]);
    this.stopping.abort(new Error('The service is stopping.'));
  }
}

function requireConfirmed({ httpStatus, error }: Pick<WebhookReply, 'httpStatus' | 'error'>): void {
  if (error === null) return;
  const reason = httpStatus === null ? error : `it answered with HTTP ${httpStatus}.`;
  throw new BadUserInputError(`${CHECK_FAILED}: ${reason}`, { retryable: httpStatus === null || httpStatus >= 500 });
}

function tooMany(): ElementsError {
  const message = `At most ${MOST} subscriptions are told by callback at a time; use a WebSocket.`;
  return new ElementsError('LIMIT_EXCEEDED', message, { retryable: true });
}
