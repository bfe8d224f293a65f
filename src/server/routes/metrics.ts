import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Registry } from 'prom-client';
import { sendError } from '../json-response';
import { isLocalRequest } from '../local-request';
import type { Route } from '../route';

export interface MetricsRouteOptions {
  readonly registry: Registry;
  /** The bearer token that is asked for. Without one, only this machine may read. */
  readonly token: string | null;
}

/** What Prometheus scrapes. */
export function metricsRoute({ registry, token }: MetricsRouteOptions): Route {
  const isWanted = token === null ? null : tokenComparer(token);
  return {
    methods: ['GET'],
    path: '/metrics',
    isProbe: true,
    async handle(request, response) {
      if (isWanted && !isWanted(bearerToken(request))) {
        response.setHeader('www-authenticate', 'Bearer');
        sendError(response, 401, 'UNAUTHENTICATED', 'Send the metrics token as "Authorization: Bearer <token>".');
      } else if (!isWanted && !isLocal(request)) {
        sendError(
          response,
          403,
          'PERMISSION_DENIED',
          'Without METRICS_TOKEN, metrics are read from this machine only.',
        );
      } else {
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
      }
    },
  };
}

function isLocal(request: IncomingMessage): boolean {
  const { headers, httpVersion, socket } = request;
  return isLocalRequest({ remoteAddress: socket.remoteAddress, headers, httpVersion });
}

function bearerToken(request: IncomingMessage): string {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Compares digests, so that neither the place of the first difference nor the length shows in the time it takes. */
function tokenComparer(token: string): (candidate: string) => boolean {
  const wanted = digest(token);
  return (candidate) => timingSafeEqual(digest(candidate), wanted);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
