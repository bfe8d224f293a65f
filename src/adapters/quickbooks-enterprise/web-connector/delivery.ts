import { AgentAnswerCutError, type AgentAnswer, type AgentCall, type AgentDelivery } from '../../agent';
import { VendorProtocolError } from '../../vendor-error';
import type { SoapEvent } from './soap-parser';
import type { SoapReader } from './soap-reader';
import { UnreadableCallError } from './unreadable-call';

/** An answer that comes before the ticket that says whose it is, in characters: beyond it nobody's is kept. */
const MAX_CHARACTERS_BEFORE_TICKET = 1024 * 1024;

/** The code of an answer that is none: neither a document nor a code came. */
export const EMPTY_ANSWER = 'EMPTY';

/** Reads until the ticket is known; the `open` of the call reads on from there. */
export function readDelivery(reader: SoapReader): Promise<AgentCall> {
  return new Delivery(reader).toCall();
}

class Delivery {
  private readonly parameters = new Map<string, string>();
  /** Of the document, read and not yet told. */
  private readonly pieces: string[] = [];
  private characters = 0;

  constructor(private readonly reader: SoapReader) {}

  async toCall(): Promise<AgentCall> {
    while (!this.parameters.has('ticket') && (await this.readOn())) {
      if (this.characters <= MAX_CHARACTERS_BEFORE_TICKET) continue;
      throw new UnreadableCallError('TOO_LARGE', 'The answer of QuickBooks is too long to come before the ticket.');
    }
    return { kind: 'DELIVER', ticket: this.parameter('ticket'), open: () => inWordsOfVendors(() => this.open()) };
  }

  private async open(): Promise<AgentDelivery> {
    while (this.pieces.length === 0) {
      if (!(await this.readOn())) return this.failure();
    }
    return { kind: 'ANSWER', document: this.document() };
  }

  private failure(): AgentDelivery {
    const code = this.parameter('hresult');
    return {
      kind: 'FAILURE',
      code: code === '' ? EMPTY_ANSWER : code,
      vendorMessage: this.parameter('message') || null,
    };
  }

  /** To the end of the call, which is later than that of the document: only then all of it has come. */
  private async *document(): AgentAnswer {
    for (;;) {
      yield* this.pieces.splice(0);
      if (!(await inWordsOfVendors(() => this.readOn()))) return;
    }
  }

  /** False at the end of the call. */
  private async readOn(): Promise<boolean> {
    const event = await this.reader.next();
    if (event === null) return false;
    this.take(event);
    return true;
  }

  private take(event: SoapEvent): void {
    if (event.kind === 'PARAMETER' && !this.parameters.has(event.name)) this.parameters.set(event.name, event.value);
    if (event.kind !== 'TEXT') return;
    // A document begins with its declaration: with white space before it, it would be none.
    const piece = this.characters === 0 ? event.text.trimStart() : event.text;
    this.characters += piece.length;
    if (piece !== '') this.pieces.push(piece);
  }

  private parameter(name: string): string {
    return (this.parameters.get(name) ?? '').trim();
  }
}

/** Who reads an answer knows nothing of calls. */
async function inWordsOfVendors<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableCallError)) throw error;
    throw error.reason === 'CUT'
      ? new AgentAnswerCutError({ cause: error })
      : new VendorProtocolError('The Web Connector brought an answer that is no well-formed text.', { cause: error });
  }
}
