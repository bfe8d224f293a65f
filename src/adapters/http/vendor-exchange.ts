import { errors, request as sendRequest, type Dispatcher } from 'undici';
import { VendorProtocolError } from '../vendor-error';
import { ACCEPTED_ENCODINGS, decodeContent } from './content-decoding';
import { ConnectionFailedError } from './guarded-connector';
import { toVendorError } from './transport-error';
import type { VendorRequest, VendorResponse } from './vendor-http';

const DEFAULT_TIMEOUT_MS = 30_000;

/** Past this a whole body is not held in memory; larger answers are for `stream`. */
const LARGEST_TEXT_BYTES = 32 * 1024 * 1024;

/** An unread rest up to this is read away, so that the connection can be used again. */
const DISCARDED_BYTES = 64 * 1024;

/** One request on the wire, and its answer. Every error that it throws about the way is a `VendorError`. */
export class VendorExchange {
  /** Anything of the request may have reached the vendor. */
  sent = false;
  status: number | null = null;
  headers: Readonly<Record<string, string>> = {};
  /** So far, before decoding. */
  responseBytes = 0;
  readonly requestBytes: number;
  private body: Dispatcher.ResponseData['body'] | null = null;
  private isBodyTaken = false;
  private readonly url: URL;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly request: VendorRequest,
    private readonly signal?: AbortSignal,
  ) {
    this.url = new URL(request.url);
    this.requestBytes = Buffer.byteLength(request.body ?? '');
  }

  /** Resolves with the answer's head; its body is read as the caller reads. */
  async send(): Promise<VendorResponse> {
    this.sent = true;
    try {
      const answer = await this.dispatch();
      this.body = answer.body;
      // Whoever reads the body gets its errors; when nobody does, they must not end the process.
      answer.body.on('error', () => undefined);
      this.status = answer.statusCode;
      this.headers = flatHeaders(answer.headers);
    } catch (error) {
      if (error instanceof ConnectionFailedError || error instanceof errors.InvalidArgumentError) this.sent = false;
      throw this.translated(error);
    }
    this.refuseRedirect(this.status);
    return { status: this.status, headers: this.headers, body: this.decodedBody(), text: () => this.text() };
  }

  /**
   * Lets go of the answer. One that was read to the end leaves its connection open for the next request; one that was
   * dropped on the way closes it, which is the only way to make a vendor stop sending.
   */
  release(): void {
    const { body } = this;
    if (body === null || body.readableEnded || body.destroyed) return;
    if (this.isBodyTaken) body.destroy();
    else body.dump({ limit: DISCARDED_BYTES }).catch(() => undefined);
  }

  private dispatch(): Promise<Dispatcher.ResponseData> {
    const timeoutMs = this.request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return sendRequest(this.url, {
      dispatcher: this.dispatcher,
      method: this.request.method,
      headers: { 'user-agent': 'elements', 'accept-encoding': ACCEPTED_ENCODINGS, ...lowerCased(this.request.headers) },
      body: this.request.body ?? null,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: this.signal,
    });
  }

  /** A redirect could lead past the address guard, and would carry credentials along; no vendor of ours needs one. */
  private refuseRedirect(status: number): void {
    if (status < 300 || status > 399 || status === 304) return;
    throw new VendorProtocolError(
      `${this.url.host} answered with a redirect (HTTP ${status}), which is not followed. Is the address right?`,
    );
  }

  private async *decodedBody(): AsyncGenerator<Buffer> {
    if (this.body === null || this.isBodyTaken) throw new Error('The body of an answer can be read once.');
    this.isBodyTaken = true;
    try {
      yield* decodeContent(this.countedBody(this.body), this.contentEncoding());
    } catch (error) {
      throw this.translated(error);
    }
  }

  /** Some servers name an encoding for a body that is not there, where even a packed nothing has some bytes. */
  private contentEncoding(): string | undefined {
    const isEmpty = this.status === 204 || this.status === 304 || this.headers['content-length'] === '0';
    return isEmpty ? undefined : this.headers['content-encoding'];
  }

  private async *countedBody(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      this.responseBytes += chunk.length;
      yield chunk;
    }
  }

  private async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.decodedBody()) {
      bytes += chunk.length;
      if (bytes > LARGEST_TEXT_BYTES) {
        throw new VendorProtocolError(`The answer of ${this.url.host} is larger than ${LARGEST_TEXT_BYTES >> 20} MiB.`);
      }
      chunks.push(chunk);
    }
    // Unlike Buffer.toString, leaves out a byte order mark, which no parser expects.
    return new TextDecoder().decode(Buffer.concat(chunks));
  }

  private translated(error: unknown): unknown {
    return toVendorError(error, this.url.host, this.signal);
  }
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
