import type { RestRoute } from './rest-route';

/**
 * A route about the instance of the path, and its twin without the id, which is about the instance of the token: the
 * platform lets the id out wherever a token says the same.
 */
export function withAndWithoutId(route: RestRoute): RestRoute[] {
  const { id: _id, ...shape } = route.request.params?.shape ?? {};
  return [
    route,
    {
      ...route,
      path: route.path.replace('/{id}', ''),
      operationId: `${route.operationId}OfToken`,
      summary: `${route.summary}, by its token`,
      request: { ...route.request, params: route.request.params?.pick(keysOf(shape)) },
    },
  ];
}

function keysOf(shape: object): Record<string, true> {
  return Object.fromEntries(Object.keys(shape).map((key) => [key, true]));
}
