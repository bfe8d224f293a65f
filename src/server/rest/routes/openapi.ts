import { z } from 'zod';
import { openApiDocument } from '../openapi-document';
import { defineRoute, type RestRoute } from '../rest-route';

export const OpenApiAnswer = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

/** The description of all these routes, and of itself. */
export function openApiRoute(routes: readonly RestRoute[]): RestRoute {
  const route: RestRoute = defineRoute({
    method: 'GET',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'Documentation',
    summary: 'This description',
    description: 'Every call, with what it takes and answers, in OpenAPI 3.1.',
    security: 'NONE',
    request: {},
    response: OpenApiAnswer,
    handle: async () => {
      const info = {
        title: 'Elements',
        description: "The platform's calls, served from the same records as the graph.",
      };
      // Through JSON: the library's types and what is sent are not the same.
      const document: unknown = JSON.parse(JSON.stringify(openApiDocument([...routes, route], info)));
      return { body: document as z.input<typeof OpenApiAnswer> };
    },
  });
  return route;
}
