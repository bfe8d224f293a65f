import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { logWhenAnswered } from './access-log';
import { parseAddressRanges } from './client-address';
import { crossOriginPolicy } from './cross-origin';
import { Drain } from './drain';
import { HttpExchange } from './exchange';
import { sendError } from './json-response';
import { RequestAbortedError } from './request-body';
import { requestIdOf } from './request-id';
import type { Exchange, HttpMethod, Route } from './route';
import { Router, sendNoRoute } from './router';

/** How long a connection may take, in milliseconds. */
export interface HttpTimeouts {
  /** From the first byte of a request to the end of its headers; a slower client is answered 408. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body; a slower client is answered 408. */
  readonly requestMs: number;
  /** Between two requests of one connection. */
  readonly keepAliveMs: number;
  /** How often connections are looked at for the first two. */
  readonly checkEveryMs: number;
}

/** Idle connections outlive the usual 60 s of load balancers, so that it is never we who close one being reused. */
const DEFAULT_TIMEOUTS: HttpTimeouts = {
  headersMs: 15_000,
  // What the slowest upload takes that is meant: 64 MB of books over a line of 2 Mbit/s.
  requestMs: 5 * 60_000,
  keepAliveMs: 65_000,
  checkEveryMs: 5_000,
};

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly routes: readonly Route[];
  /** Origins whose pages may call the routes that allow it. Default: none. */
  readonly corsOrigins?: readonly string[];
  /** Addresses or CIDR ranges whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** How long requests that are being answered may go on after `close()`. Default 5 s. */
  readonly drainMs?: number;
  readonly timeouts?: Partial<HttpTimeouts>;
}

export interface HttpServer {
  /** Node's server, for what is not a route, such as WebSocket upgrades. */
  readonly nodeServer: Server;
  /** Rejects with Node's own error, such as `EADDRINUSE`. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /** Stops listening, lets requests end within `drainMs`, then cuts off what is left. May be called again. */
  close(): Promise<void>;
}

/** The service's HTTP server. Throws when two routes collide or a trusted proxy is not an address. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const nodeServer = createServer(connectionOptions({ ...DEFAULT_TIMEOUTS, ...options.timeouts }));
  const drain = new Drain(nodeServer);
  nodeServer.on('request', requestListener(options, drain));
  return {
    nodeServer,
    listen: () => listen(nodeServer, options),
    close: () => drain.close(options.drainMs ?? 5_000),
  };
}

function connectionOptions(timeouts: HttpTimeouts): Parameters<typeof createServer>[0] {
  return {
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    connectionsCheckingInterval: timeouts.checkEveryMs,
  };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

function requestListener(options: HttpServerOptions, drain: Drain): Listener {
  const router = new Router(options.routes);
  const trusted = parseAddressRanges(options.trustedProxies ?? []);
  const applyCors = crossOriginPolicy(options.corsOrigins ?? []);

  return (request, response) => {
    drain.track(response);
    const requestId = requestIdOf(request.headers['x-request-id']);
    response.setHeader('x-request-id', requestId);
    const preflighted = applyCors && preflightedMethod(request);
    const match = router.find(preflighted ?? (request.method as HttpMethod), request.url ?? '/');
    const exchange = new HttpExchange(requestId, match?.params ?? {}, request, trusted, drain);
    logWhenAnswered(request, response, exchange, match?.route ?? null, options.logger);
    if (!match || (preflighted && !match.route.isCrossOrigin)) return sendNoRoute(router, request, response);
    const answer = (): void => runRoute(match.route, request, response, exchange, options.logger);
    if (applyCors && match.route.isCrossOrigin) applyCors(request, response, answer);
    else answer();
  };
}

/** The method that a CORS preflight asks about: what it may do is for that method's route to say. */
function preflightedMethod(request: IncomingMessage): HttpMethod | null {
  if (request.method !== 'OPTIONS') return null;
  return (request.headers['access-control-request-method'] ?? null) as HttpMethod | null;
}

function runRoute(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  logger: Logger,
): void {
  const fail = (error: unknown): void => {
    if (isHangUp(error, request)) return;
    logger.error({ err: error, requestId: exchange.requestId, route: route.path }, 'A request failed.');
    if (response.headersSent) response.destroy();
    else sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong here. It has been logged.');
  };
  try {
    route.handle(request, response, exchange)?.catch(fail);
  } catch (error) {
    fail(error);
  }
}

/** The caller closed the connection before it was done: its own doing, and nobody is left to read an answer. */
function isHangUp(error: unknown, request: IncomingMessage): boolean {
  if (error instanceof RequestAbortedError) return true;
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || (code === 'ECONNRESET' && !request.complete);
}

function listen(server: Server, { host, port, logger }: HttpServerOptions): Promise<{ url: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.removeListener('error', reject);
      server.on('error', (error) => logger.error({ err: error }, 'The HTTP server failed.'));
      const address = server.address() as AddressInfo;
      resolve({ url: `http://${urlHost(address)}:${address.port}`, port: address.port });
    });
  });
}

/** An address that a client on this machine can dial. */
function urlHost({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return 'localhost';
  return family === 'IPv6' ? `[${address}]` : address;
}
