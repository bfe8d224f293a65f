import type { AgentHttpReply } from '../../agent';
import { FORBIDDEN_CHARACTERS } from './xml-characters';

/** With the slash at its end; a client compares it letter for letter. */
const NAMESPACE = 'http://developer.intuit.com/';
const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
const CONTENT_TYPE = 'text/xml; charset=utf-8';
// Nothing before it, not even a mark of the byte order: the Web Connector would not read on.
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** The result of a method that tells a text or a number. Never nil: an empty text is an empty element. */
export function textReply(method: string, text: string): AgentHttpReply {
  return resultReply(method, escapeXml(text));
}

/** The result of a method that tells several texts. */
export function textsReply(method: string, texts: readonly string[]): AgentHttpReply {
  return resultReply(method, texts.map((text) => `<string>${escapeXml(text)}</string>`).join(''));
}

/** For what is no call of a Web Connector. A client of ours would end its run on it. */
export function faultReply(message: string): AgentHttpReply {
  const fault = `<soap:Fault><faultcode>soap:Client</faultcode><faultstring>${escapeXml(message)}</faultstring></soap:Fault>`;
  return { status: 400, contentType: CONTENT_TYPE, body: envelope(fault) };
}

/** Without what XML cannot hold. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN_CHARACTERS, '').replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#xD;',
};

function resultReply(method: string, result: string): AgentHttpReply {
  const response = `<${method}Response xmlns="${NAMESPACE}"><${method}Result>${result}</${method}Result></${method}Response>`;
  return { status: 200, contentType: CONTENT_TYPE, body: envelope(response) };
}

function envelope(content: string): string {
  return `${DECLARATION}<soap:Envelope xmlns:soap="${ENVELOPE_NAMESPACE}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}
