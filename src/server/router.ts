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
  /** Those of everything that is left below a path. */
  private readonly wildcards: readonly Route[];

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.tree.on([...route.methods], route.path, unused, route);
    this.methods = [...new Set(routes.flatMap((route) => route.methods))].sort();
    this.wildcards = routes.filter(({ path }) => path.endsWith('/*'));
  }

  find(method: HttpMethod, url: string): RouteMatch | null {
    const found = this.tree.find(method, url);
    if (found === null) return this.findUndecodable(method, url);
    return { route: found.store as Route, params: found.params };
  }

  /** The tree finds nothing for a path with escapes that stand for no text; whoever takes what is left takes it, too. */
  private findUndecodable(method: HttpMethod, url: string): RouteMatch | null {
    const isTaken = ({ methods, path }: Route): boolean =>
      methods.includes(method) && url.startsWith(path.slice(0, -1));
    const route = this.wildcards.find(isTaken);
    return route === undefined ? null : { route, params: { '*': url.slice(route.path.length - 1) } };
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
