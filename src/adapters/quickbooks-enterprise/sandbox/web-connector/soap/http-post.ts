import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Below the five seconds after which many servers drop a connection: a call must not meet the drop. */
const IDLE_MS = 4_000;

const ANSWER_LIMIT = 128 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface HttpPost {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Iterable<Buffer> | AsyncIterable<Buffer>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called when the answer has begun; what it throws ends the exchange. */
  readonly onAnswer?: () => void;
}

/** One address and the connection to it, kept alive from call to call. */
export class HttpPoster {
  private readonly agent: HttpAgent;
  private usedAt = performance.now();

  constructor(private readonly url: URL) {
    const options = { keepAlive: true, timeout: IDLE_MS };
    this.agent = url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Rejects with the error of the connection, of the body that is sent, or with the signal's reason. */
  async post(exchange: HttpPost): Promise<HttpAnswer> {
    exchange.signal.throwIfAborted();
    this.dropIdle();
    const request = this.start(exchange);
    const onAbort = (): unknown => request.destroy(toError(exchange.signal.reason));
    exchange.signal.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => request.destroy(new Error('The operation has timed out.')), exchange.timeoutMs);
    try {
      return await exchangeOver(request, exchange);
    } catch (error) {
      request.destroy();
      throw error;
    } finally {
      this.usedAt = performance.now();
      clearTimeout(timer);
      exchange.signal.removeEventListener('abort', onAbort);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /**
   * The agent's own timer does it too, but not while QuickBooks, which is part of this process here, keeps it busy: then
   * the service has dropped the connection, and nobody has seen it yet.
   */
  private dropIdle(): void {
    if (performance.now() - this.usedAt < IDLE_MS) return;
    for (const sockets of Object.values(this.agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  private start({ headers }: HttpPost): ClientRequest {
    const send = this.url.protocol === 'https:' ? httpsRequest : httpRequest;
    return send(this.url, { method: 'POST', agent: this.agent, headers });
  }
}

async function exchangeOver(request: ClientRequest, { body, onAnswer }: HttpPost): Promise<HttpAnswer> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    // For good: a connection may fail more than once, and after its answer.
    request.on('error', reject);
  });
  // A service may answer before it has read everything: what it answered counts, not that sending broke off.
  const source = new BodySource(body);
  const sent = pipeline(Readable.from(source.pieces(), { objectMode: false }), request);
  sent.catch((error: unknown) => request.destroy(toError(error)));
  const response = await answered.catch((error: unknown) => {
    throw source.failure ?? error;
  });
  onAnswer?.();
  const answer = {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: await readWhole(response),
  };
  if (!request.writableFinished) request.destroy();
  return answer;
}

/** Remembers what went wrong while the body was made: all that the connection tells is that it was closed. */
class BodySource {
  failure: unknown = null;

  constructor(private readonly body: HttpPost['body']) {}

  async *pieces(): AsyncIterable<Buffer> {
    try {
      yield* this.body;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

async function readWhole(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > ANSWER_LIMIT) throw new Error(`The answer is larger than ${ANSWER_LIMIT} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
