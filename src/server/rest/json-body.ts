import type { IncomingMessage } from 'node:http';
import { parse } from 'lossless-json';
import { deepestNesting } from '../../graphql/engine/limits/deepest-nesting';
import { PayloadTooLargeError, readBody } from '../request-body';
import { RestError } from './rest-error';

const MAX_BYTES = 1_048_576;
/** Deeper than anything that is meant; what goes through values by recursion never comes to its end. */
const MAX_NESTING = 100;
const JSON_MEDIA_TYPE = /^\s*application\/(?:[\w.-]+\+)?json\s*(;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;
/** What word processors make of straight quotes. */
const TYPOGRAPHIC_QUOTE = /[\u2018-\u201F\u2032\u2033\u00AB\u00BB\uFF02\uFF07]/u;

/** The JSON body of a request. Throws a `RestError` that says what is wrong with it, and never repeats any of it. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  requireJson(request);
  const text = (await readLimited(request)).toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new RestError(400, 'The request has no body; JSON is expected.');
  const value = parsed(text);
  if (deepestNesting(text) <= MAX_NESTING) return value;
  throw new RestError(400, `The body is nested deeper than ${MAX_NESTING} levels.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RestError(400, messageOf(text));
  }
}

function requireJson({ headers }: IncomingMessage): void {
  const mediaType = headers['content-type'];
  if (mediaType === undefined || !JSON_MEDIA_TYPE.test(mediaType)) {
    const given = mediaType === undefined ? 'none' : JSON.stringify(mediaType.slice(0, 100));
    throw new RestError(415, `The Content-Type is ${given}; send the body with "Content-Type: application/json".`);
  }
  const charset = CHARSET.exec(mediaType)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new RestError(415, `The body's charset is ${charset}; send it in utf-8.`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new RestError(415, `The body's Content-Encoding is ${encoding.slice(0, 100)}; send it without one.`);
  }
}

async function readLimited(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, MAX_BYTES);
  } catch (error) {
    if (error instanceof PayloadTooLargeError) throw new RestError(413, error.message);
    throw error;
  }
}

function messageOf(text: string): string {
  const quote = TYPOGRAPHIC_QUOTE.exec(text);
  if (quote !== null) {
    return (
      `The body is no JSON: there is a typographic quote (${quote[0]}) at ${placeOf(text, quote.index)}. ` +
      'JSON needs straight quotes ("): write it in a plain-text editor.'
    );
  }
  const position = positionOfMistake(text);
  const place = position >= text.trimEnd().length ? 'its end, which comes too early' : placeOf(text, position);
  return `The body is no JSON: it cannot be read on from ${place}.`;
}

/** V8 repeats the text around the place, which may be a secret, and does not always tell the place. */
function positionOfMistake(text: string): number {
  try {
    parse(text);
  } catch (error) {
    return Number(/at position (\d+)/.exec((error as Error).message)?.[1] ?? 0);
  }
  return 0;
}

function placeOf(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `line ${before.length}, character ${before.at(-1)!.length + 1}`;
}
