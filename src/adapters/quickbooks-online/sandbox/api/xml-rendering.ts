import { pacificTimeWithMilliseconds } from '../company/pacific-time';
import { xmlReply, type Reply } from '../reply';
import { xmlDocument } from '../xml';

/** What JSON has as fields and XML as attributes. */
const ATTRIBUTES = new Set([
  'domain',
  'sparse',
  'status',
  'startPosition',
  'maxResults',
  'totalCount',
  'bId',
  'code',
  'element',
  'name',
  'type',
]);
/** Objects whose `name` and `type` are attributes; elsewhere these are names of elements. */
const REFERENCE_KEYS = ['value', 'name', 'type'];

/** A JSON answer in the XML form that clients get who do not ask for JSON. */
export function toXmlReply(reply: Reply, at: Date): Reply {
  const { time, ...content } = JSON.parse(reply.body.toString()) as Record<string, unknown>;
  const root = {
    '@xmlns': 'http://schema.intuit.com/finance/v3',
    '@time': typeof time === 'string' ? time : pacificTimeWithMilliseconds(at),
    ...toElements(content),
  };
  const { 'content-type': _json, ...headers } = reply.headers;
  return xmlReply(reply.status, xmlDocument({ IntuitResponse: root }), headers);
}

function toElements(object: Record<string, unknown>): Record<string, unknown> {
  const isReference = 'value' in object && Object.keys(object).every((key) => REFERENCE_KEYS.includes(key));
  const isFault = 'Error' in object || 'Message' in object;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (isReference && key === 'value') return ['#text', value];
      const isName = key === 'name' || key === 'type';
      const isAttribute = ATTRIBUTES.has(key) && typeof value !== 'object' && (!isName || isReference || isFault);
      return [isAttribute ? `@${key}` : key, toElement(value)];
    }),
  );
}

function toElement(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toElement);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null ? toElements(value as Record<string, unknown>) : value;
}
