import type { Route } from '../route';
import { Router } from '../router';
import { BASE_PATH } from './base-path';
import { restEndpoint, withRestErrors, type RestEndpointOptions } from './rest-endpoint';
import { RestError } from './rest-error';
import type { RestRoute } from './rest-route';
import { platformRoutes } from './routes';

const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** The platform's calls, ready to be mounted. */
export function restRoutes(options: RestEndpointOptions, routes: readonly RestRoute[] = platformRoutes()): Route[] {
  const endpoints = routes.map((route) => restEndpoint(route, options));
  return [...endpoints, ...noEndpoint(new Router(endpoints), options)];
}

/** What is left below the base path: in the platform's words, there is nothing, or not with this method. */
function noEndpoint(router: Router, { logger }: RestEndpointOptions): Route[] {
  return [BASE_PATH, `${BASE_PATH}/*`].map((path) => ({
    methods: EVERY_METHOD,
    path,
    handle: (request, response, exchange) =>
      withRestErrors(request, response, exchange, { operation: null, logger }, async () => {
        const asked = (request.url ?? '/').split('?', 1)[0]!.slice(0, 200);
        const allowed = router.allowedMethods(request.url ?? '/').join(', ');
        if (allowed === '') throw new RestError(404, `There is nothing at ${asked}.`);
        const message = `${asked} answers to ${allowed}, not to ${request.method}.`;
        throw new RestError(405, message, { headers: { allow: allowed } });
      }),
  }));
}
