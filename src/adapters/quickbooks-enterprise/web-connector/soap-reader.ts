import { TextDecoder } from 'node:util';
import { SoapParser, type SoapEvent } from './soap-parser';
import { UnreadableCallError } from './unreadable-call';

/** Reads a call as far as it is asked to. What is not asked for is not read, so that a slow reader slows the sender. */
export class SoapReader {
  private readonly parser = new SoapParser();
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly decoder: TextDecoder;
  private readonly events: SoapEvent[] = [];
  private hasEnded = false;
  private failure: UnreadableCallError | null = null;

  constructor(body: AsyncIterable<Buffer>, contentType: string | undefined) {
    // The iterator of a request destroys its socket when it is told to return: so it is only ever asked for more.
    this.chunks = body[Symbol.asyncIterator]();
    this.decoder = decoderOf(contentType);
  }

  get method(): string | null {
    return this.parser.method;
  }

  /** Null at the end of a whole call. @throws {UnreadableCallError} when everything before the error has been told. */
  async next(): Promise<SoapEvent | null> {
    for (;;) {
      const event = this.events.shift();
      if (event !== undefined) return event;
      if (this.failure !== null) throw this.failure;
      if (this.hasEnded) return null;
      await this.readChunk();
    }
  }

  private async readChunk(): Promise<void> {
    try {
      this.parse(await this.nextChunk());
    } catch (error) {
      if (!(error instanceof UnreadableCallError)) throw error;
      this.failure = error;
    }
    this.events.push(...this.parser.takeEvents());
  }

  private parse(chunk: Buffer | null): void {
    if (chunk !== null) {
      this.parser.write(this.decoder.decode(chunk, { stream: true }));
      return;
    }
    this.parser.write(this.decoder.decode());
    this.parser.end();
    this.hasEnded = true;
  }

  private async nextChunk(): Promise<Buffer | null> {
    try {
      const { done, value } = await this.chunks.next();
      return done === true ? null : value;
    } catch (error) {
      throw new UnreadableCallError('CUT', 'The connection was cut before the end of the call.', { cause: error });
    }
  }
}

/** The Web Connector writes UTF-8; what says to be something else is taken at its word. */
function decoderOf(contentType: string | undefined): TextDecoder {
  const label = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('utf-8');
  }
}
