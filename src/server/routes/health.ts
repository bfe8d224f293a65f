import { sendJson } from '../json-response';
import type { Route } from '../route';

/** The process runs and its event loop turns. It says nothing of what it depends on: restarting would not mend that. */
export function livenessRoute(): Route {
  return {
    methods: ['GET', 'HEAD'],
    path: '/health/live',
    isProbe: true,
    handle: (_request, response) => sendJson(response, 200, { status: 'live' }),
  };
}

/**
 * Whether requests should be sent here: 200, or 503 while a dependency is away or the server drains.
 * @param check rejects when something that every request needs is away, such as the database; must give up in time.
 */
export function readinessRoute(check: () => Promise<void>): Route {
  return {
    methods: ['GET', 'HEAD'],
    path: '/health/ready',
    isProbe: true,
    async handle(_request, response, exchange) {
      const isHealthy = await check().then(
        () => true,
        () => false,
      );
      // Asked after the check, which takes time: a drain may have begun meanwhile.
      if (exchange.isDraining) sendJson(response, 503, { status: 'draining' });
      else if (isHealthy) sendJson(response, 200, { status: 'ready' });
      else sendJson(response, 503, { status: 'unavailable' });
    },
  };
}
