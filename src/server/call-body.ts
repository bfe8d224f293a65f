import type { IncomingMessage } from 'node:http';
import { PayloadTooLargeError, RequestAbortedError } from './request-body';

/** Of a body that says at its begin whose it is, this much is read though it is known to be too long. */
const BEGIN_BYTES = 1024 * 1024;

/**
 * The body of a request, to be read as far as somebody wants it, and on from there. Not buffered. Reading fails with
 * `PayloadTooLargeError` beyond `limitBytes`; of a body that is announced to be longer, its begin can be read.
 */
export class CallBody implements AsyncIterable<Buffer> {
  isTooLong: boolean;
  private reading: AsyncGenerator<Buffer, void> | null = null;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limitBytes: number,
  ) {
    this.isTooLong = Number(request.headers['content-length']) > limitBytes;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    this.reading ??= this.read();
    return this.reading;
  }

  private async *read(): AsyncGenerator<Buffer, void> {
    const limit = this.isTooLong ? Math.min(BEGIN_BYTES, this.limitBytes) : this.limitBytes;
    let length = 0;
    try {
      // Whoever stops reading does not end the connection: it is still to be answered.
      for await (const chunk of this.request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > limit) throw this.tooLarge();
        yield chunk;
      }
    } catch (error) {
      throw error instanceof PayloadTooLargeError || this.request.complete ? error : new RequestAbortedError();
    }
  }

  /** Throws away what nobody has read, so that the client, still sending, can read the answer. Nobody is reading any more. */
  discardRest(): void {
    this.request.on('error', () => undefined);
    const discard = (): void => void this.request.resume();
    // What has been read from in part does not flow before its reader has let go of it.
    void (this.reading?.return() ?? Promise.resolve()).then(discard, discard);
  }

  private tooLarge(): PayloadTooLargeError {
    this.isTooLong = true;
    return new PayloadTooLargeError(this.limitBytes);
  }
}
