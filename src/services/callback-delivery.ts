import type { WebhookHttp, WebhookReply } from '../adapters/http/webhook-http';
import type { Clock } from '../clock';
import type { CallbackTarget } from './callback-target';

const PROTOCOL = 'callback/1.0';
const ATTEMPTS = 5;
const FIRST_RETRY_MS = 100;
/** Heartbeats that may fail one after the other before the router counts as gone. */
const MOST_MISSED_HEARTBEATS = 5;

/** What is left of a request when the service stops. */
const NOT_SENT = { httpStatus: null, error: 'The service is stopping.' };

/** A result, or an error, in the form of GraphQL's answers. */
export type Told = object;

type Message =
  | { readonly action: 'check' }
  | { readonly action: 'next'; readonly payload: Told }
  | { readonly action: 'complete'; readonly errors?: readonly Told[] };

/** One subscription of a router: events one after the other, heartbeats between them, and one end. */
export class CallbackDelivery {
  private readonly ending = new AbortController();
  /** Resolves once it has ended, whoever ended it. */
  readonly ended = new Promise<void>((resolve) =>
    this.ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );

  constructor(
    private readonly target: CallbackTarget,
    private readonly results: AsyncIterableIterator<Told>,
    private readonly http: WebhookHttp,
    private readonly clock: Clock,
    private readonly format: (error: unknown) => Told,
    /** Ends requests that are under way, too. */
    private readonly cut: AbortSignal,
  ) {}

  /** One request, without another try. */
  check(): Promise<Pick<WebhookReply, 'httpStatus' | 'error'>> {
    return this.post({ action: 'check' });
  }

  /** Tells all results, then that there are no more. Resolves once it has ended, whoever ended it. */
  async run(): Promise<void> {
    const heartbeats = this.beat();
    try {
      for await (const payload of this.results) {
        if (!(await this.deliver({ action: 'next', payload }))) return this.abandon();
      }
      await this.end();
    } catch (error) {
      await this.end([this.format(error)]);
    } finally {
      this.ending.abort();
      await heartbeats;
    }
  }

  /** Ends it and tells the router so, once. */
  async end(errors?: readonly Told[]): Promise<void> {
    if (this.ending.signal.aborted) return;
    await this.abandon();
    await this.deliver({ action: 'complete', ...(errors && { errors }) });
  }

  /** Ends it without a word: the router does not know it any more. */
  private async abandon(): Promise<void> {
    this.ending.abort();
    await this.results.return?.();
  }

  private async beat(): Promise<void> {
    const { heartbeatMs } = this.target;
    if (heartbeatMs === 0) return;
    for (let missed = 0; missed < MOST_MISSED_HEARTBEATS && (await this.isTimeFor(heartbeatMs));) {
      const { httpStatus } = await this.post({ action: 'check' });
      if (httpStatus === 404 || httpStatus === 400) break;
      missed = isSuccess(httpStatus) ? 0 : missed + 1;
    }
    await this.abandon();
  }

  /** False when it has ended meanwhile. */
  private async isTimeFor(ms: number): Promise<boolean> {
    await this.clock.sleep(ms, this.ending.signal).catch(() => undefined);
    return !this.ending.signal.aborted;
  }

  /** Tries again what a fault may have prevented; false when the router does not want it, or cannot be reached. */
  private async deliver(message: Message): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { httpStatus } = await this.post(message);
      if (isSuccess(httpStatus)) return true;
      const mayHelp = httpStatus === null || httpStatus >= 500;
      if (!mayHelp || attempt === ATTEMPTS || this.cut.aborted) return false;
      await this.clock.sleep(FIRST_RETRY_MS * 2 ** (attempt - 1), this.cut).catch(() => undefined);
    }
    return false;
  }

  private async post(message: Message): Promise<Pick<WebhookReply, 'httpStatus' | 'error'>> {
    const { url, id, verifier } = this.target;
    const headers = { 'content-type': 'application/json', 'subscription-protocol': PROTOCOL };
    const body = JSON.stringify({ kind: 'subscription', id, verifier, ...message });
    return this.http.post({ url, headers, body }, this.cut).catch(() => NOT_SENT);
  }
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
}
