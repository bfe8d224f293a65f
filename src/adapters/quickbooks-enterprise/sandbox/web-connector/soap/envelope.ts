import type { SoapStyle } from '../setup-file/setup-file';
import type { EmptyParameterForm, ParameterValue, SoapCall } from './soap-call';

export const SERVICE_NAMESPACE = 'http://developer.intuit.com/';
export const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
export const INSTANCE_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';

/** Enough to be worth a write, little enough to hold. */
const PART_LENGTH = 64 * 1024;

export interface EnvelopeForm {
  readonly style: SoapStyle;
  readonly emptyParameters: EmptyParameterForm;
}

/** The body of a request as UTF-8, in pieces of bounded size. */
export function encodeEnvelope(call: SoapCall, form: EnvelopeForm): Iterable<Buffer> {
  return toPieces(writeEnvelope(call, form));
}

function* writeEnvelope({ method, parameters }: SoapCall, form: EnvelopeForm): Iterable<string> {
  const { prefix, open } = METHOD_ELEMENTS[form.style](method);
  yield '<?xml version="1.0" encoding="utf-8"?>';
  yield `<soap:Envelope xmlns:soap="${ENVELOPE_NAMESPACE}" xmlns:xsi="${INSTANCE_NAMESPACE}" xmlns:xsd="${SCHEMA_NAMESPACE}"`;
  yield form.style === 'RPC' ? ` xmlns:soapenc="${ENCODING}">` : '>';
  yield form.style === 'RPC' ? `<soap:Body soap:encodingStyle="${ENCODING}">` : '<soap:Body>';
  const written = Object.entries(parameters).filter(([, value]) => value !== '' || form.emptyParameters !== 'missing');
  if (written.length === 0) yield `<${open} />`;
  else {
    yield `<${open}>`;
    for (const [name, value] of written) yield* writeParameter(name, value, form);
    yield `</${prefix}${method}>`;
  }
  yield '</soap:Body></soap:Envelope>';
}

/**
 * The element of the method: in the default namespace as the .NET client writes it, with the prefix that the RPC client
 * was seen with, and, for the style that is named after Axis, with the prefix of Axis. The last is our choice.
 */
const METHOD_ELEMENTS: Readonly<Record<SoapStyle, (method: string) => { prefix: string; open: string }>> = {
  Document: (method) => ({ prefix: '', open: `${method} xmlns="${SERVICE_NAMESPACE}"` }),
  DocWrapped: (method) => ({ prefix: 'ns1:', open: `ns1:${method} xmlns:ns1="${SERVICE_NAMESPACE}"` }),
  RPC: (method) => ({ prefix: 'q1:', open: `q1:${method} xmlns:q1="${SERVICE_NAMESPACE}"` }),
};

function* writeParameter(name: string, value: ParameterValue, form: EnvelopeForm): Iterable<string> {
  const element = form.style === 'DocWrapped' ? `ns1:${name}` : name;
  const type = typeof value === 'number' ? 'xsd:int' : 'xsd:string';
  const open = form.style === 'RPC' ? `${element} xsi:type="${type}"` : element;
  if (value === '' && form.emptyParameters === 'self-closed') {
    yield `<${open} />`;
    return;
  }
  yield `<${open}>`;
  if (typeof value === 'object') for (const part of value.parts) yield escapeText(part);
  else yield escapeText(String(value));
  yield `</${element}>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** A carriage return would be read as a line feed. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character]!);
}

/** The two halves of a character outside the basic plane may be in two parts: they are put together before encoding. */
function* toPieces(parts: Iterable<string>): Iterable<Buffer> {
  let pending = '';
  for (const part of parts) {
    pending += part;
    if (pending.length < PART_LENGTH) continue;
    const end = pending.length - (/[\uD800-\uDBFF]$/.test(pending) ? 1 : 0);
    yield Buffer.from(pending.slice(0, end), 'utf8');
    pending = pending.slice(end);
  }
  if (pending !== '') yield Buffer.from(pending, 'utf8');
}
