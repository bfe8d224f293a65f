import type { IncomingMessage, ServerResponse } from 'node:http';

/** Codes of requests that never become an operation. `BAD_REQUEST` is Apollo Server's own name for such a thing. */
export type GraphqlRequestErrorCode = 'BAD_REQUEST' | 'PAYLOAD_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE';

/** Answers a request that cannot be read as GraphQL in the shape that GraphQL clients read. */
export function sendGraphqlError(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: GraphqlRequestErrorCode,
  message: string,
): void {
  const requestId = response.getHeader('x-request-id');
  const text = JSON.stringify({ errors: [{ message, extensions: { code, retryable: false, requestId } }] });
  response.writeHead(status, {
    'content-type': `${acceptedMediaType(request.headers.accept)}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** Clients that know the newer media type name it; the others get the one that everybody reads. */
function acceptedMediaType(accept: string | undefined): string {
  return accept?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json'
    : 'application/json';
}
