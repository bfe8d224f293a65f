import { XMLParser } from 'fast-xml-parser';

/** What QuickBooks has against a request, whichever of its layers and shapes it comes in. */
export interface Fault {
  /** Such as `ValidationFault` or `AUTHENTICATION`. */
  readonly type: string | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly detail: string | null;
  /** Path of the field that is to blame. */
  readonly element: string | null;
}

const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: false,
  removeNSPrefix: true,
});

/**
 * The first fault of an answer; null when it holds none. The accounting service writes `Fault` in capitals, its gateway
 * in small letters, and the gateway answers in XML whatever was asked for.
 */
export function findFault(body: string): Fault | null {
  const text = body.trimStart();
  if (text.startsWith('{')) return inObject(parseJson(text));
  if (text.startsWith('<') && /<(?:\w+:)?IntuitResponse\b/.test(text.slice(0, 500))) return inObject(parseXml(text));
  return null;
}

/** Of an answer that was parsed already. */
export function faultOf(answer: unknown): Fault | null {
  const fault = member(answer, 'Fault') ?? member(answer, 'fault');
  if (fault === undefined || fault === null) return null;
  const errors = member(fault, 'Error') ?? member(fault, 'error');
  const first: unknown = Array.isArray(errors) ? errors[0] : errors;
  return {
    type: textOf(member(fault, 'type')),
    code: textOf(member(first, 'code')),
    message: textOf(member(first, 'Message') ?? member(first, 'message')),
    detail: textOf(member(first, 'Detail') ?? member(first, 'detail')),
    element: textOf(member(first, 'element')),
  };
}

function inObject(parsed: unknown): Fault | null {
  return faultOf(member(parsed, 'IntuitResponse') ?? parsed);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parseXml(text: string): unknown {
  try {
    return xml.parse(text);
  } catch {
    return null;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, 1_000) : null;
}
