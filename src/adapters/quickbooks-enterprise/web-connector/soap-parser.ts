import { SaxesParser } from 'saxes';
import { TextContent } from './text-content';
import { UnreadableCallError } from './unreadable-call';

/** What is found in a call, in its order. Names are local: any prefix will do, and any namespace. */
export type SoapEvent =
  | { readonly kind: 'METHOD'; readonly name: string }
  /** Told at its end. Empty where it is self-closed, or nil. */
  | { readonly kind: 'PARAMETER'; readonly name: string; readonly value: string }
  /** A piece of the parameter that is told while it is read; its PARAMETER follows, with an empty value. */
  | { readonly kind: 'TEXT'; readonly text: string };

/** The parameter that may be as large as a company's books. */
const STREAMED = { method: 'receiveResponseXML', parameter: 'response' };

/** Of all but that: what QuickBooks says of itself at the begin of a session takes some ten thousand. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** Levels of a call: `Envelope`, `Body`, the method, its parameters. */
const ENVELOPE = 1;
const BODY = 2;
const METHOD = 3;
const PARAMETER = 4;

/**
 * Reads SOAP 1.1 as it comes in, tolerant of what differs between clients: RPC style, prefixes, attributes, white space in
 * front. Document type declarations are refused.
 */
export class SoapParser {
  private readonly parser = new SaxesParser({ position: false });
  private readonly path: string[] = [];
  private readonly events: SoapEvent[] = [];
  private readonly content = new TextContent();
  private characters = 0;
  private hasBegun = false;
  private value = '';
  /** Directly in the streamed parameter: what comes is its text, which the parser of XML is not given. */
  private isInText = false;
  /** Text of the streamed parameter follows the markup that is being read. */
  private isTextNext = false;
  /** Of the first one; a body with another has that ignored. */
  method: string | null = null;

  constructor() {
    this.parser.on('doctype', () => {
      throw new UnreadableCallError('MALFORMED', 'A call has no document type declaration.');
    });
    this.parser.on('opentag', (tag) => this.open(localName(tag.name)));
    this.parser.on('closetag', () => this.close());
    this.parser.on('text', (text) => this.add(text));
    this.parser.on('cdata', (text) => this.add(text));
    this.parser.on('comment', () => this.goOnWithText());
    this.parser.on('processinginstruction', () => this.goOnWithText());
  }

  /** What has been found, once. After an error: what was found before it. */
  takeEvents(): readonly SoapEvent[] {
    return this.events.splice(0);
  }

  /** @throws {UnreadableCallError} */
  write(piece: string): void {
    let rest: string | null = this.hasBegun ? piece : piece.trimStart();
    if (rest !== '') this.hasBegun = true;
    while (rest !== null && rest !== '') {
      rest = this.isInText ? this.readText(rest) : this.parseMarkup(rest);
    }
  }

  /** @throws {UnreadableCallError} when the document is not whole. */
  end(): void {
    if (!this.hasBegun) throw new UnreadableCallError('NOT_SOAP', 'The body is empty.');
    if (this.path.length > 0 || this.isInText) throw new UnreadableCallError('CUT', 'The call ends before its end.');
    this.parse(null);
    if (this.method === null) throw new UnreadableCallError('NOT_SOAP', 'The envelope has no call.');
  }

  /** Up to the next `>`: behind it there may be text of another kind than the parser's. */
  private parseMarkup(input: string): string {
    const end = input.indexOf('>') + 1;
    const piece = end === 0 ? input : input.slice(0, end);
    this.characters += piece.length;
    if (this.characters > MAX_CHARACTERS) {
      throw new UnreadableCallError('TOO_LARGE', `The call has more than ${MAX_CHARACTERS} characters.`);
    }
    this.parse(piece);
    // Of a comment the parser tells before its last sign.
    if (this.isTextNext && piece.endsWith('>')) {
      this.isInText = true;
      this.isTextNext = false;
    }
    return input.slice(piece.length);
  }

  private parse(piece: string | null): void {
    try {
      this.parser.write(piece);
    } catch (error) {
      if (error instanceof UnreadableCallError) throw error;
      const reason = this.path.length === 0 && this.method === null ? 'NOT_SOAP' : 'MALFORMED';
      throw new UnreadableCallError(reason, 'The body is no well-formed XML.', { cause: error });
    }
  }

  private readText(input: string): string | null {
    const { text, rest } = this.content.read(input);
    if (text !== '') this.events.push({ kind: 'TEXT', text });
    if (rest !== null) this.isInText = false;
    return rest;
  }

  private open(name: string): void {
    this.path.push(name);
    const level = this.path.length;
    if (level === ENVELOPE && name !== 'Envelope') {
      throw new UnreadableCallError('NOT_SOAP', 'The body is no SOAP envelope.');
    }
    if (this.path[BODY - 1] !== 'Body') return;
    if (level === METHOD && this.method === null) this.beginMethod(name);
    if (level === PARAMETER) this.beginParameter();
    if (level > PARAMETER) throw new UnreadableCallError('MALFORMED', `The parameter ${this.path[3]} is no text.`);
  }

  private beginMethod(name: string): void {
    this.method = name;
    this.events.push({ kind: 'METHOD', name });
  }

  private beginParameter(): void {
    this.value = '';
    this.isTextNext = this.isStreamed();
  }

  private close(): void {
    if (this.isParameter()) {
      this.events.push({ kind: 'PARAMETER', name: this.path[PARAMETER - 1] ?? '', value: this.value });
    }
    this.isTextNext = false;
    this.path.pop();
  }

  private add(text: string): void {
    if (this.isParameter()) this.value += text;
  }

  /** A comment in the streamed parameter has ended. */
  private goOnWithText(): void {
    this.isTextNext = this.isStreamed();
  }

  private isParameter(): boolean {
    const [, body, method] = this.path;
    return this.path.length === PARAMETER && body === 'Body' && method === this.method;
  }

  private isStreamed(): boolean {
    return this.isParameter() && this.method === STREAMED.method && this.path[PARAMETER - 1] === STREAMED.parameter;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
