import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { readBody } from '../../sandbox/request-body';

export const MOUNT_PATH = '/quickbooks';

// The vendor's limit of an upload is 100 MB; this leaves room for what is around it.
const BODY_LIMIT = 101 * 1024 * 1024;

/** A request as it arrived, read to its end. */
export interface SandboxRequest {
  readonly method: string;
  /** Below the mount path: `/connect/oauth2`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Address of the mount path as the client wrote it: `http://localhost:4010/quickbooks`. */
  readonly baseUrl: string;
}

/** Throws a `BodyTooLargeError`, or the connection's own error when it breaks. */
export async function readRequest(request: IncomingMessage): Promise<SandboxRequest> {
  const [path = '', ...query] = (request.url ?? '/').split('?');
  return {
    method: request.method ?? 'GET',
    path: path.slice(MOUNT_PATH.length),
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    body: await readBody(request, BODY_LIMIT),
    baseUrl: `http://${request.headers.host ?? 'localhost'}${MOUNT_PATH}`,
  };
}

/** The fields of a form; none when the body is something else. */
export function formFields({ headers, body }: SandboxRequest): URLSearchParams {
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}
