import type { HttpAnswer } from './http-post';
import { AnswerError, EmptyAnswerError, NullAnswerError } from './answer-error';
import { parseAnswer, type AnswerElement } from './answer-element';
import { ENVELOPE_NAMESPACE, SERVICE_NAMESPACE } from './envelope';
import type { SoapStyle } from '../setup-file/setup-file';

/** The result of a call, read as strictly as the program reads it. */
export class SoapResult {
  constructor(
    private readonly name: string,
    /** Null: it was not there, or nil. */
    private readonly element: AnswerElement | null,
  ) {}

  get isNull(): boolean {
    return this.element === null;
  }

  /** @throws {AnswerError} when it is nil, or holds elements: text that was not escaped. */
  text(): string {
    const element = this.existing();
    if (element.children.length > 0) {
      throw new AnswerError(
        `${this.name} holds the element ${element.children[0]!.name}: it has to be escaped as text.`,
      );
    }
    return element.text;
  }

  /** @throws {AnswerError} for anything but digits, white space around them included. */
  integer(): number {
    const text = this.text();
    if (/^-?\d{1,10}$/.test(text)) return Number(text);
    throw new AnswerError(
      `${this.name} is ${JSON.stringify(text.slice(0, 50))}: a whole number and nothing else is needed.`,
    );
  }

  /** @throws {AnswerError} unless it is a list of `string` elements. */
  strings(): readonly (string | null)[] {
    const element = this.existing();
    const wrong = element.children.find(({ name }) => name !== 'string');
    if (wrong !== undefined || element.text.trim() !== '') {
      throw new AnswerError(`${this.name} is not a list of strings: ${wrong?.name ?? 'text'} stands in it.`);
    }
    return element.children.map((child) => (child.nil ? null : child.text));
  }

  private existing(): AnswerElement {
    if (this.element === null) throw new NullAnswerError(this.name);
    return this.element;
  }
}

/** @throws {AnswerError} for whatever ends the run: a Fault, another status than 200, a malformed document. */
export function readAnswer(method: string, answer: HttpAnswer, style: SoapStyle): SoapResult {
  const fault = answer.status === 500 ? findFault(answer) : null;
  if (fault !== null) throw new AnswerError(`The service answered a Fault: ${fault}`);
  if (answer.status !== 200) throw new AnswerError(`The request failed with HTTP status ${answer.status}.`);
  const content = parseBody(answer).children[0];
  if (content === undefined) throw new EmptyAnswerError();
  if (content.name === 'Fault') throw new AnswerError(`The service answered a Fault: ${faultText(content)}`);
  if (content.name !== `${method}Response` || content.namespace !== SERVICE_NAMESPACE) {
    throw new AnswerError(
      `The answer holds ${describe(content)} instead of ${method}Response in ${SERVICE_NAMESPACE}.`,
    );
  }
  const name = `${method}Result`;
  // Parameters of remote procedure calls are in no namespace, though services seldom care.
  const namespaces = style === 'RPC' ? [SERVICE_NAMESPACE, ''] : [SERVICE_NAMESPACE];
  const found = content.children.find((child) => child.name === name && namespaces.includes(child.namespace));
  return new SoapResult(name, found === undefined || found.nil ? null : found);
}

function parseBody(answer: HttpAnswer): AnswerElement {
  if (!/^text\/xml\b/i.test(answer.contentType)) {
    throw new AnswerError(`The answer has the content type "${answer.contentType}" instead of text/xml.`);
  }
  const root = parseAnswer(decode(answer.body));
  if (root.name !== 'Envelope' || root.namespace !== ENVELOPE_NAMESPACE) {
    throw new AnswerError(`The answer is ${describe(root)}, not an Envelope of SOAP 1.1.`);
  }
  const body = root.children.find((child) => child.name === 'Body' && child.namespace === ENVELOPE_NAMESPACE);
  if (body === undefined) throw new AnswerError('The envelope of the answer has no Body.');
  return body;
}

function decode(body: Buffer): string {
  if (body.length === 0) throw new AnswerError('The answer is empty.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new AnswerError('The answer is not UTF-8.');
  }
  if (text.startsWith('\uFEFF')) throw new AnswerError('A byte order mark stands before the XML declaration.');
  if (/^\s/.test(text)) throw new AnswerError('White space stands before the XML declaration.');
  return text;
}

function findFault(answer: HttpAnswer): string | null {
  try {
    const content = parseBody(answer).children[0];
    return content?.name === 'Fault' ? faultText(content) : null;
  } catch {
    return null;
  }
}

function faultText(fault: AnswerElement): string {
  return fault.children.find(({ name }) => name === 'faultstring')?.text ?? 'without a text';
}

function describe({ name, namespace }: AnswerElement): string {
  return `${name} in ${namespace === '' ? 'no namespace' : namespace}`;
}
