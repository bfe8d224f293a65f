import { z } from 'zod';
import { mayAskVendor, notAskable } from '../../../../services/instance-health.service';
import type { RestCompatibility } from '../../rest-compatibility';
import { InstanceId } from '../../instance-id';
import { withAndWithoutId } from '../../own-instance-route';
import { InstanceAnswer } from '../../representations/instance';
import { defineRoute, type RestRoute } from '../../rest-route';
import { SWITCHED_OFF } from '../../../../services/data/data-read.service';
import { requireResource, resourcesOf } from './data-resources';
import { inHub } from './resource-routes';

const tag = 'Records';
const security = 'INSTANCE';
const ObjectParams = z.object({
  objectName: z.string().meta({ description: 'One of the names that `/objects` lists.', example: 'vendors' }),
});
const ObjectMetadata = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    fields: z.array(z.strictObject({ vendorPath: z.string(), description: z.string().optional() })).meta({
      description: 'The members that records may have: what `where`, `fields` and `orderBy` may name.',
    }),
  })
  .meta({ id: 'ObjectMetadata', description: 'What records of one name may hold.' });

const ping = defineRoute({
  method: 'GET',
  path: '/ping',
  operationId: 'ping',
  tag,
  summary: 'Whether an instance can be asked',
  description:
    'As it was last found out: no vendor is called for it. An instance that is switched off, or whose credentials are ' +
    'refused, is answered with 403.',
  security,
  request: {},
  response: z.strictObject({ endpoint: z.string(), status: InstanceAnswer.shape.status }),
  handle: async ({ instance }) => {
    if (!mayAskVendor(instance)) throw notAskable(instance, SWITCHED_OFF);
    return { body: { endpoint: instance.elementKey, status: instance.status } };
  },
});

const listObjects = defineRoute({
  method: 'GET',
  path: '/objects',
  operationId: 'listObjects',
  tag,
  summary: 'Names of the records that an instance has',
  description: 'Those that `/{name}` is served for, whether the instance is switched on or off.',
  security,
  request: {},
  response: z.array(z.string()),
  handle: async ({ services, instance }) => ({
    body: resourcesOf(services.catalog.get(instance.elementKey)).map(({ name }) => name),
  }),
});

const getObjectMetadata = defineRoute({
  method: 'GET',
  path: '/objects/{objectName}/metadata',
  operationId: 'getObjectMetadata',
  tag,
  summary: 'What records of a name may hold',
  description: 'Their members, in the words of the element.',
  security,
  request: { params: ObjectParams },
  response: ObjectMetadata,
  handle: async ({ services, instance, params }) => {
    const resource = requireResource(services.catalog, instance, params.objectName, () => true);
    const fields = resource.fields.map(({ name: vendorPath, description }) => ({
      vendorPath,
      ...(description !== undefined && { description }),
    }));
    return { body: { name: resource.name, description: resource.description, fields } };
  },
});

/** What is said of all records of an instance: with a hub in front and without, and of objects below the instance, too. */
export function objectRoutes(compatibility: RestCompatibility): RestRoute[] {
  const ofToken = [ping, listObjects, getObjectMetadata];
  return [
    ...ofToken.flatMap((route) => [inHub(route, compatibility), route]),
    ...[listObjects, getObjectMetadata].map(belowInstance).flatMap(withAndWithoutId),
  ];
}

function belowInstance(route: RestRoute): RestRoute {
  return {
    ...route,
    path: `/instances/{id}${route.path}`,
    operationId: `${route.operationId}OfInstance`,
    summary: `${route.summary}, by its id`,
    request: { ...route.request, params: InstanceId.extend(route.request.params?.shape ?? {}) },
  };
}
