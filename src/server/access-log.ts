import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Exchange, Route } from './route';

/**
 * Writes one line when the answer is sent, or the connection ends without one, unless who answered has written a better.
 * Of the address only what is in no query string; where a route answers, its pattern, because parameters may be secret.
 */
export function logWhenAnswered(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  route: Route | null,
  logger: Logger,
): void {
  const startedAt = performance.now();
  response.once('close', () => {
    if (exchange.isLogged) return;
    const line = {
      requestId: exchange.requestId,
      clientAddress: exchange.clientAddress,
      method: request.method,
      path: route?.path ?? pathOf(request),
      status: response.headersSent ? response.statusCode : null,
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    };
    logger[route?.isProbe ? 'debug' : 'info'](line, 'http request');
  });
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0]!.slice(0, 200);
}
