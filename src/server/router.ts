import type { IncomingMessage, ServerResponse } from 'node:http';
import findMyWay from 'find-my-way';
import { sendError } from './json-response';
import type { HttpMethod, Route } from './route';

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** Finds the route of a request. Throws when two routes claim the same method and path. */
export class Router {
  private readonly tree = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 2048 });
  private readonly methods: readonly HttpMethod[];

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.tree.on([...route.methods], route.path, unused, route);
    this.methods = [...new Set(routes.flatMap((route) => route.methods))].sort();
  }

  find(method: HttpMethod, url: string): RouteMatch | null {
    const found = this.tree.find(method, url);
    return found && { route: found.store as Route, params: found.params };
  }

  /** Methods that something answers to at this path; none when there is no such path. */
  allowedMethods(url: string): HttpMethod[] {
    return this.methods.filter((method) => this.find(method, url));
  }
}

/** Answers a request that no route takes: 405 when the path exists for other methods, else 404. */
export function sendNoRoute(router: Router, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '/').split('?', 1)[0]!.slice(0, 200);
  const allowed = router.allowedMethods(request.url ?? '/');
  if (allowed.length === 0) {
    sendError(response, 404, 'NOT_FOUND', `There is nothing at ${path}.`);
    return;
  }
  const methods = allowed.join(', ');
  response.setHeader('allow', methods);
  sendError(response, 405, 'METHOD_NOT_ALLOWED', `${path} answers to ${methods}, not to ${request.method}.`);
}

/** find-my-way wants a handler; we only ask it which route matches. */
function unused(): void {}
