import type { IncomingMessage } from 'node:http';
import type { GraphqlRequestErrorCode } from './graphql-error-response';
import { PayloadTooLargeError, readBody } from './request-body';

/** A request whose body cannot be read as GraphQL over HTTP. */
export class UnreadableRequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: GraphqlRequestErrorCode,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

const JSON_MEDIA_TYPE = /^\s*application\/json\s*(;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/**
 * The parsed body of a POST. Undefined when it is empty or of another media type than JSON: Apollo Server answers that,
 * after its check against cross-site request forgery. Throws `UnreadableRequestError` and what `readBody` throws.
 */
export async function readGraphqlBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const mediaType = request.headers['content-type'] ?? '';
  if (mediaType !== 'application/json') {
    if (!JSON_MEDIA_TYPE.test(mediaType)) return undefined;
    requireUtf8(mediaType);
  }
  requireNoEncoding(request.headers['content-encoding']);
  const body = await readLimited(request, limitBytes);
  return body.length === 0 ? undefined : parseJson(body.toString('utf8'));
}

function requireUtf8(mediaType: string): void {
  const charset = CHARSET.exec(mediaType)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return;
  const message = `The body's charset is ${JSON.stringify(charset)}; send it in utf-8.`;
  throw new UnreadableRequestError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
}

function requireNoEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return;
  const message = `The body's content-encoding is ${JSON.stringify(encoding)}; send it without one.`;
  throw new UnreadableRequestError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
}

async function readLimited(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  try {
    return await readBody(request, limitBytes);
  } catch (error) {
    if (!(error instanceof PayloadTooLargeError)) throw error;
    throw new UnreadableRequestError(413, 'PAYLOAD_TOO_LARGE', error.message);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableRequestError(400, 'BAD_REQUEST', 'Invalid JSON: the request body cannot be parsed.');
  }
}
