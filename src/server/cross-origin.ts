import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import { ANSWER_HEADER_NAMES } from './rest/answer-headers';

/** Sets the CORS headers; `next` runs unless the request was a preflight, which is answered here. */
export type CrossOriginPolicy = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** What pages of `origins` may do. Null, and no work for any request, when there are none. */
export function crossOriginPolicy(origins: readonly string[]): CrossOriginPolicy | null {
  if (origins.length === 0) return null;
  return cors({
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['x-request-id', ...ANSWER_HEADER_NAMES],
    maxAge: 600,
  });
}
