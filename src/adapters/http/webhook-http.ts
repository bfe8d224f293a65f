import { Agent } from 'undici';
import type { Clock } from '../../clock';
import { ElementsError } from '../../errors';
import type { AddressGuard } from './address-guard';
import { createGuardedConnector } from './guarded-connector';
import { parseRetryAfter } from './retry-after';
import { VendorExchange } from './vendor-exchange';
import type { VendorResponse } from './vendor-http';

/** A receiver that has not answered by then has failed. */
const TIMEOUT_MS = 10_000;

/** So much of an answer is read; the rest says nothing to us. */
const EXCERPT_BYTES = 1_000;

export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a receiver took it. */
export interface WebhookReply {
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  /** What went wrong, for people, naming the host at most; null for an answer with a status of 200 to 299. */
  readonly error: string | null;
  readonly retryAfterSeconds: number | null;
  readonly durationMs: number;
  /** The beginning of the answer's body. */
  readonly excerpt: string | null;
}

/** The way out to callers' own receivers: guarded as the way to vendors, without budgets, and one try a call. */
export interface WebhookHttp {
  /** Follows no redirect. Throws only the signal's reason, once the signal is aborted. */
  post(request: WebhookPost, signal: AbortSignal): Promise<WebhookReply>;
  close(): Promise<void>;
}

export function createWebhookHttp(guard: AddressGuard, clock: Clock): WebhookHttp {
  const dispatcher = new Agent({ connect: createGuardedConnector(guard) });
  return {
    post: (request, signal) => new WebhookAttempt(guard, clock, dispatcher, request, signal).run(),
    close: () => dispatcher.destroy(),
  };
}

class WebhookAttempt {
  private readonly ended = new AbortController();
  private readonly timedOut = new AbortController();
  private exchange: VendorExchange | null = null;

  constructor(
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
    private readonly dispatcher: Agent,
    private readonly request: WebhookPost,
    private readonly stopped: AbortSignal,
  ) {}

  async run(): Promise<WebhookReply> {
    const startedMs = performance.now();
    void this.limitTime();
    try {
      const outcome = await this.send();
      this.stopped.throwIfAborted();
      return { ...outcome, durationMs: Math.round(performance.now() - startedMs) };
    } finally {
      this.exchange?.release();
      this.ended.abort();
    }
  }

  /** For the whole of it: whoever sends a byte a second is no better than who sends nothing. */
  private async limitTime(): Promise<void> {
    const ended = AbortSignal.any([this.ended.signal, this.stopped]);
    await this.clock.sleep(TIMEOUT_MS, ended).catch(() => undefined);
    // Not once it has ended: what is left of an answer is read away, so that the connection can be used again.
    if (!this.ended.signal.aborted) this.timedOut.abort();
  }

  private async send(): Promise<Omit<WebhookReply, 'durationMs'>> {
    const { url, headers, body } = this.request;
    const asked = { ...headers, 'accept-encoding': 'identity' };
    try {
      // The text alone at every attempt, the name at every connection: settings are older than what they lead to.
      this.guard.assertAllowedUrl(url);
      const request = { purpose: 'webhook', method: 'POST', url, headers: asked, body, repeatable: true } as const;
      this.exchange = new VendorExchange(this.dispatcher, request, this.timedOut.signal);
      const response = await this.exchange.send();
      return { ...this.told(this.refusalOf(response.status)), excerpt: await readExcerpt(response) };
    } catch (error) {
      return { ...this.told(this.reasonOf(error)), excerpt: null };
    }
  }

  private told(error: string | null): Pick<WebhookReply, 'httpStatus' | 'error' | 'retryAfterSeconds'> {
    const retryAfterSeconds = parseRetryAfter(this.exchange?.headers['retry-after'], this.clock.now());
    return { httpStatus: this.exchange?.status ?? null, error, retryAfterSeconds };
  }

  private refusalOf(status: number): string | null {
    return status >= 200 && status <= 299 ? null : `${this.host()} answered with HTTP ${status}.`;
  }

  private reasonOf(error: unknown): string {
    if (this.timedOut.signal.aborted) return `${this.host()} did not answer within ${TIMEOUT_MS / 1_000} seconds.`;
    return error instanceof ElementsError ? error.message : `The request to ${this.host()} could not be sent.`;
  }

  private host(): string {
    return URL.canParse(this.request.url) ? new URL(this.request.url).host : 'the receiver';
  }
}

/** An answer whose body breaks off is an answer all the same. */
async function readExcerpt(response: VendorResponse): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= EXCERPT_BYTES) break;
    }
  } catch {
    // What came before is told.
  }
  return bytes === 0 ? null : new TextDecoder().decode(Buffer.concat(chunks).subarray(0, EXCERPT_BYTES));
}
