import type { ServerResponse } from 'node:http';

/** Answers with a JSON body. Further headers may have been set on the response before. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** Answers with an error outside GraphQL: a stable code, a message for people, and the request's id. */
export function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  const requestId = response.getHeader('x-request-id');
  sendJson(response, status, { code, message, requestId });
}
