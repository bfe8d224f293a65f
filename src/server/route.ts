import type { IncomingMessage, ServerResponse } from 'node:http';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What the server knows of one request besides the request itself. */
export interface Exchange {
  /** The caller's `x-request-id` when it sent a sane one, else ours; answered as `x-request-id`. */
  readonly requestId: string;
  /** The path's parameters, decoded; `*` is what a trailing wildcard matched. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Where the request came from, trusted proxies looked through; empty when the peer is gone. */
  readonly clientAddress: string;
  /** The server has stopped listening and only ends what it has begun. */
  readonly isDraining: boolean;
  /** Set by who has written the request's log line; without it, the server writes one when the answer is sent. */
  isLogged: boolean;
}

/** One path of the service. A route is one file in `routes/` and one line where the server is put together. */
export interface Route {
  /** Other methods on this path are answered with 405. */
  readonly methods: readonly HttpMethod[];
  /** As find-my-way reads it: `/exports/:id`, `/graphiql/*`. A trailing slash makes no difference. */
  readonly path: string;
  /** Asked over and over by machines: its requests are logged at debug. */
  readonly isProbe?: boolean;
  /** Pages of the configured CORS origins may call it. */
  readonly isCrossOrigin?: boolean;
  /** Answers. What it throws is logged and answered with 500, unless the answer has begun. */
  handle(request: IncomingMessage, response: ServerResponse, exchange: Exchange): void | Promise<void>;
}
