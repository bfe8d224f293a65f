import type { z } from 'zod';
import { InstanceId } from '../instance-id';
import { withAndWithoutId } from '../own-instance-route';
import { defineRoute, type RestRoute } from '../rest-route';
import { OpenApiAnswer, openApiAnswer } from './openapi';

/** @param routes those that may be about an instance. */
export function instanceDocsRoutes(routes: readonly RestRoute[]): RestRoute[] {
  /** By element: instances of one can do the same. */
  const made = new Map<string, z.input<typeof OpenApiAnswer>>();
  return withAndWithoutId(
    defineRoute({
      method: 'GET',
      path: '/instances/{id}/docs',
      operationId: 'getInstanceDocs',
      tag: 'Documentation',
      summary: 'What an instance can do',
      description: 'The calls that an instance of its element has, in OpenAPI 3.1.',
      security: 'INSTANCE',
      request: { params: InstanceId },
      response: OpenApiAnswer,
      handle: async ({ services, instance }) => {
        const adapter = services.catalog.get(instance.elementKey);
        const { key, name, description } = adapter.catalog;
        const own = routes.filter(({ security, isOf }) => security === 'INSTANCE' && (isOf?.(adapter) ?? true));
        const document = made.get(key) ?? openApiAnswer(own, { title: name, description });
        made.set(key, document);
        return { body: document };
      },
    }),
  );
}
