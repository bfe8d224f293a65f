import { z } from 'zod';
import { openApiDocument } from '../openapi-document';
import { defineRoute, type RestRoute } from '../rest-route';

export const OpenApiAnswer = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.looseObject({})),
});

/** Through JSON: the library's types and what is sent are not the same. */
export function openApiAnswer(
  routes: readonly RestRoute[],
  info: Parameters<typeof openApiDocument>[1],
): z.input<typeof OpenApiAnswer> {
  const document: unknown = JSON.parse(JSON.stringify(openApiDocument(routes, info)));
  return document as z.input<typeof OpenApiAnswer>;
}

/** The description of all these routes, and of itself. */
export function openApiRoute(routes: readonly RestRoute[]): RestRoute {
  let made: z.input<typeof OpenApiAnswer> | undefined;
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
      // Once: it is the same for everybody, takes a tenth of a second, and nobody has to say who he is.
      made ??= openApiAnswer([...routes, route], {
        title: 'Elements',
        description: "The platform's calls, served from the same records as the graph.",
      });
      return { body: made };
    },
  });
  return route;
}
